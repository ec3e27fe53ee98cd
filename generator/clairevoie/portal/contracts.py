"""Panels of contracts, of the reports that go with them and of a group."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from clairevoie.portal.commitments import Promise
from clairevoie.portal.figure import Figure, Table, Text
from clairevoie.portal.panels import Hours, Tile


@dataclass(frozen=True, slots=True)
class Contract:
    """One contract, on its own page."""

    contract: str
    name: str
    kind: str
    start: date
    end: date | None
    notice: date | None  # last day to give notice
    renewal: str  # none · tacit · ""
    renewal_until: date | None
    terminated: date | None
    day_hours: float
    calendar: Text
    services: tuple[str, ...]
    signatories: str
    monthly_fee: Decimal | None
    currency: str
    hours: Hours | None
    promises: tuple[Promise, ...]
    work: Table | None  # activity rows
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What was done under a contract in a whole month. Hours are None where time, or what is deducted, is not shared.

    parts: hours by person, service, activity: (which, (name, hours), the most first; "" for none).
    """

    month: str
    contract: str
    name: str
    rows: Table
    day_hours: float
    hours: float | None = None
    not_deducted: float | None = None
    reasons: tuple[tuple[str, float], ...] = ()  # of what is not deducted: a code, "" where none was entered; hours
    parts: tuple[tuple[str, tuple[tuple[str, float], ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Reports:
    """The activity of whole months, the last one first. sums: by contract a row a month, where no other is shown."""

    month: str
    last: tuple[Report, ...]
    before: tuple[Report, ...]
    sums: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """What a group's subsidiaries come to together, as far as they share; whole: with the parent's own figures."""

    month: str
    subsidiaries: tuple[Tile, ...]
    whole: tuple[Tile, ...]
