"""Panels of tickets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from clairevoie.portal.chart import Chart
from clairevoie.portal.figure import Table


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """An open ticket with the clock that matters now (minutes are working time)."""

    ticket: str
    title: str
    priority: str
    kind: str
    service: str
    status: str
    created: datetime
    clock: Literal["tto", "ttr", "none"]
    elapsed: float
    limit: float | None
    due: datetime | None  # None while stopped or without commitment
    stopped: bool
    stopped_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Tickets:
    """What is open, and the history of the last months."""

    open: tuple[OpenTicket, ...]
    history: Table | None  # resolved in the reporting month and since
    resolved_in_month: int
    resolved_since: int
    month: str
    volume: Chart | None = None
    by_month: bool = False  # no row is shown: `history` has a row a month, and what is open now is not said
