"""Panels on services: how they do, what was promised of them, what the ticket tool says, what is checked and ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from clairevoie.portal.figure import Figure, Text

Day = Literal["works", "degraded", "interrupted", "unknown"]


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service of a contract. state: 0 works, 1 slow, 2 interrupted, now, `since` when.

    days: oldest first, the last is today; empty where availability is not shared. cut, slow: the day of the month's
    longest interruption, and of its first slowness. checks: those of the month on it.
    """

    service: str
    name: str
    contract: str
    state: Figure
    since: datetime | None = None
    planned: bool = False
    days: tuple[Day, ...] = ()
    availability: Figure | None = None
    cut: date | None = None
    slow: date | None = None
    checks: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Services:
    """How the services of the running contracts do, and did in the reporting month."""

    month: str
    rows: tuple[ServiceRow, ...]


@dataclass(frozen=True, slots=True)
class ServicePromise:
    """The availability that was promised of a service ("" = all of the contract's together)."""

    contract: str
    service: str
    calendar: Text
    availability: Figure | None


@dataclass(frozen=True, slots=True)
class Difference:
    """A ticket on which the tool says otherwise; `reason` is a code that `words` knows."""

    ticket: str
    metric: Literal["tto", "ttr"]
    source_met: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What the ticket tool says of the month, and what we say. differ: shown where their columns are granted."""

    month: str
    whole: Figure
    metrics: tuple[Figure, ...]
    differ: tuple[Difference, ...]
    are_listed: bool  # the tickets that differ may be named


@dataclass(frozen=True, slots=True)
class Capacity:
    """How full one thing is at as_of's day. full: when it would be, estimated."""

    ci: str
    name: str
    metric: str
    used: Figure
    value: float | None
    limit: float | None
    per_month: float | None
    full: date | None


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day on which something of an item ends: its warranty, its licence or domain, its life."""

    day: date
    kind: Literal["warranty_end", "renewal_date", "end_of_life"]
    name: str
    item_class: str


@dataclass(frozen=True, slots=True)
class Action:
    """A decision or a task that somebody owes, and that is open."""

    title: str
    owner: str
    due: date | None
