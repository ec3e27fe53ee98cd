"""Panels of commitments: what was promised, what was kept, what was late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from clairevoie.portal.chart import Chart
from clairevoie.portal.figure import Figure, Text
from clairevoie.portal.services import Reconciliation, ServicePromise


@dataclass(frozen=True, slots=True)
class Promise:
    """One line of the commitments matrix: a priority (or all), its limits, its result of the month."""

    contract: str
    priority: str  # "" = all together
    service: str  # "" = every service
    calendar: Text
    tto_limit: str  # "240" working minutes, "2d" working days, "" = no commitment
    tto_day_minutes: int  # length of a working day of its calendar, minutes
    ttr_limit: str
    ttr_day_minutes: int
    tto: Figure | None
    ttr: Figure | None
    ticket_kind: str = ""  # "" = every kind


@dataclass(frozen=True, slots=True)
class Breach:
    """One ticket that missed a commitment, with its reason (empty: not entered). Minutes are working time."""

    ticket: str
    title: str
    priority: str
    metric: Literal["tto", "ttr"]
    measured: float
    limit: float
    cause: str  # ours · client · provider · other · ""
    note: str
    stopped: datetime
    reason_shown: bool = True  # False: reasons are not shared, so nothing is said of one


@dataclass(frozen=True, slots=True)
class Commitments:
    """The commitments of one month."""

    month: str
    promises: tuple[Promise, ...]
    breaches: tuple[Breach, ...]
    held: int
    missed: int
    too_few: int
    not_measured: int
    trend: Chart | None
    excluded: int = 0  # tickets of the month without commitment or verdict
    availabilities: tuple[ServicePromise, ...] = ()
    reconciliation: Reconciliation | None = None
