"""Panels of a client's pages: what a page is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from clairevoie.portal.chart import Chart
from clairevoie.portal.figure import Definition, Figure, Table, Text
from clairevoie.portal.services import Capacity, Deadline, Reconciliation, ServicePromise, ServiceRow


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure with its last 13 months for a sparkline (oldest first; the last is `figure`)."""

    figure: Figure
    series: tuple[Figure, ...] = ()
    about: str = ""  # the service that it is of, where it is of one


@dataclass(frozen=True, slots=True)
class Hours:
    """A contract with a budget: how much is left, until when, where it lands; every amount in `unit`."""

    contract: str
    name: str
    until: date | None
    unit: Literal["hours", "days"]
    sold: float
    consumed: Figure
    remaining: Figure
    landing: Figure | None
    elapsed: float | None  # share of the contract's time that is gone, 0–1
    estimate_date: date | None = None
    estimate_remaining: float | None = None
    not_deducted: float = 0.0
    day_hours: float = 7.0
    burn: Chart | None = None
    months: Chart | None = None
    activities: Chart | None = None
    expired: float = 0.0  # sold too, but lost since: `sold` is without it


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


@dataclass(frozen=True, slots=True)
class Service:
    """A service with what it stands on."""

    service: str
    name: str
    family: str
    contract: str
    cis: tuple[str, ...]  # labels
    doing: ServiceRow | None = None  # how it is, where that is granted
    checks: tuple[Figure, ...] = ()  # of the reporting month


@dataclass(frozen=True, slots=True)
class Infrastructure:
    """What we look after: services, and the list of configuration items."""

    services: tuple[Service, ...]
    cis: Table | None
    shared: int = 0
    capacities: tuple[Capacity, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    lives: tuple[str, ...] = ()  # of each row of `cis`, the subject of the page of its life, "" where it has none


@dataclass(frozen=True, slots=True)
class Intervention:
    """One planned or past intervention."""

    intervention: str
    title: str
    kind: str
    status: str
    start: datetime
    end: datetime
    effect: str
    max_minutes: int | None
    actual_start: datetime | None
    actual_end: datetime | None
    actual_effect: str
    touches: tuple[str, ...]  # labels of services or CIs
    interrupted: tuple[str, ...] = ()  # services, as what it cuts or slows carries them
    degraded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Planning:
    """Four weeks from the Monday of as_of's week, what is beyond, and what was done in the four weeks before.

    beyond: what comes after `coming`, for the calendar file alone.
    """

    first_day: date
    coming: tuple[Intervention, ...]
    done: tuple[Intervention, ...]
    assignments: Table | None = None
    beyond: tuple[Intervention, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to call."""

    name: str
    role: str
    email: str
    phone: str
    hours: str
    escalation: int | None
    ours: bool


@dataclass(frozen=True, slots=True)
class Contacts:
    """Whom do I call: on-call first, escalation in order, account manager."""

    phone: str
    incident_url: str
    people: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A definition with the figures that this site shows of it, and their rows.

    rows: of all periods, their first column says which; the formula applied to a period's rows gives its figure.
    calendars: those in whose hours it counts. closed: the closed months and when each was; their rows are those of
    then, and `late` are the ones that came or changed since.
    """

    definition: Definition
    figures: tuple[Figure, ...]
    rows: Table | None = None
    calendars: tuple[Text, ...] = ()
    closed: tuple[tuple[str, datetime], ...] = ()
    late: Table | None = None
