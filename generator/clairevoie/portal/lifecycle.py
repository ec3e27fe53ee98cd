"""The life of one thing: what happened to it, and what is to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

About = Literal["client", "service", "person", "user", "item"]
Counts = tuple[int | None, int | None, int | None, int | None]
Out = Literal["", "degradation", "outage"]
EventKind = Literal["contract", "notice", "contract_end", "ticket", "change", "outage", "degradation", "planned",
                    "commissioned", "warranty_end", "renewal_date", "end_of_life", "assignment", "joined", "left"]


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened, or will. at: its day, or its first instant; until: its end, None where it has none yet.

    name: what it is called in the data; ref: its reference; whose: the client's name, for staff; status: its code.
    what: the kind of a ticket, of planned work; effect: of planned work.
    """

    kind: EventKind
    at: date | datetime
    until: date | datetime | None = None
    name: str = ""
    ref: str = ""
    whose: str = ""
    status: str = ""
    what: str = ""
    effect: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside: the services of an item, its people. subject: of its page, "" where it has none."""

    about: About
    name: str
    role: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """A page of a life. coming: the next first; past: the last first, so many of `happened`.

    tickets: how many were opened in each month, the oldest first, `first` the day from which anything is told. open:
    tickets not resolved. out: the worst of the outages that last. counts: of tickets, changes, outages and slowdowns in
    the past; None where they are not granted, and so nobody says that there were none.
    """

    about: About
    name: str
    what: str  # a class, a role, a family
    status: str
    first: date
    coming: tuple[Event, ...]
    past: tuple[Event, ...]
    happened: int
    drawn: tuple[Event, ...]  # what stands on the line: contracts, work, outages, days; the newest where there are many
    tickets: tuple[tuple[str, int], ...]
    open: int
    out: Out
    counts: Counts
    beside: tuple[Beside, ...] = ()
    whose: str = ""  # for staff: the client, of a person the team


@dataclass(frozen=True, slots=True)
class LifeLine:
    """A line of the index. subject: of its page."""

    about: About
    name: str
    whose: str
    subject: str


@dataclass(frozen=True, slots=True)
class Lives:
    """Staff's index of such pages, by name. left: how many of each sort have something to tell, and no page."""

    lines: tuple[LifeLine, ...]
    left: tuple[tuple[About, int], ...]
