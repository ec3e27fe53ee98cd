"""THE WALL: all that one audience may see, and nothing else.

A `Portal` is frozen, holds no reference to a table, a slice or a grant, and is language-neutral:
words of ours come as `Text`, words of the operator's data as plain `str` (untrusted: escape them).
What is not in here cannot be rendered, because nothing behind it can reach the tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

State = Literal["ok", "not_measured", "no_data", "too_few", "stale", "estimated", "revised"]
Unit = Literal["ratio", "count", "hours", "days", "minutes", "money", "per_day"]
Sign = Literal["ok", "warn", "down", "not_measured", "too_few", "planned", "stale", "stopped"]
Cell = str | int | float | bool | date | datetime | Decimal | None  # money cells are Decimal


@dataclass(frozen=True, slots=True)
class Text:
    """Words of ours, in each language."""

    fr: str
    en: str

    def in_(self, language: str) -> str:
        """The words in `language` ("fr" or "en")."""
        return self.en if language == "en" else self.fr


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one period. `value` is None unless the state shows one.

    value: ratio 0–1 · count · hours · days · minutes (float or int) · money (Decimal).
    met/total: the numerator and denominator of a ratio; n: the rows counted. `excluded`: (reason, rows) pairs.
    interval: Wilson 95 %, only where n < 30. previous: the period before, when both are comparable.
    """

    kpi: str
    period: str  # "2026-10" a month · "2026-10-31" a day's end · "2026-11-01" as_of's day · "to_date"
    unit: Unit
    state: State
    value: int | float | Decimal | None = None
    by: tuple[tuple[str, str], ...] = ()  # (("contract", "C-1"), ("priority", "P2"))
    n: int | None = None
    met: int | None = None
    total: int | None = None
    target: float | None = None  # same unit as value (a ratio: 0.95)
    previous: int | float | Decimal | None = None
    interval: tuple[float, float] | None = None
    excluded: tuple[tuple[str, int], ...] = ()
    beside: tuple[tuple[str, int | float], ...] = ()  # shown beside it: late_now, median, p90…
    currency: str | None = None
    reason: str | None = None  # why there is no value: a code that `words` knows ("no_estimate", "no_source")


@dataclass(frozen=True, slots=True)
class Definition:
    """The definition card of a KPI."""

    kpi: str
    label: Text
    sentence: Text  # what it counts, one sentence
    formula: Text  # in words
    unit: Unit
    direction: Literal["up", "down", "none"]  # which way is good
    variant: str = ""
    edge_cases: tuple[tuple[Text, Text], ...] = ()
    source: Text = Text("", "")
    minimum: int = 0  # rows under which a rate is `too_few`


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `kind` says how a cell is written."""

    id: str
    label: Text
    kind: Literal[
        "text", "id", "count", "number", "hours", "days", "minutes", "ratio", "money",
        "date", "instant", "verdict", "status", "priority", "kind", "flag", "effect",
    ] = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as shown and as downloaded: `data/<id>.csv` in the site holds exactly these rows."""

    id: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: Text = Text("", "")


# --- charts -----------------------------------------------------------------------------------------------

@dataclass(frozen=True, slots=True)
class Point:
    """x: a month "2026-10", a date, or a label; y is None for a gap; href: a page of the site or ""."""

    x: str
    y: float | None
    n: int | None = None
    state: State = "ok"
    href: str = ""
    label: Text | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """One line or one set of bars, directly labelled (never a legend)."""

    id: str
    label: Text
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart to draw; `conclusion` is its accessible label. Its table is `data/<id>.csv`.

    kind: `line` (by month, optional target) · `bars` (by month; a last partial bar is hatched) ·
    `hbars` (sorted, labelled at the end) · `burn_down` (series "left", "pace", "landing"; x are dates).
    """

    id: str
    kind: Literal["line", "bars", "hbars", "burn_down"]
    unit: Unit
    series: tuple[Series, ...]
    conclusion: Text
    target: float | None = None
    target_label: Text | None = None
    today: date | None = None
    partial: str | None = None  # the x of the running month
    low: float | None = None  # axis bounds, when the chart must not choose
    high: float | None = None
    better: Literal["up", "down"] = "up"  # which side of the target is held
    currency: str = ""  # of a chart of money


# --- panels: what a page is made of -----------------------------------------------------------------------

@dataclass(frozen=True, slots=True)
class Tile:
    """A figure with its last 13 months for a sparkline (oldest first; the last is `figure`)."""

    figure: Figure
    series: tuple[Figure, ...] = ()


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
class Service:
    """A service with what it stands on."""

    service: str
    name: str
    family: str
    contract: str
    cis: tuple[str, ...]  # labels


@dataclass(frozen=True, slots=True)
class Infrastructure:
    """What we look after: services, and the list of configuration items."""

    services: tuple[Service, ...]
    cis: Table | None
    shared: int = 0


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


@dataclass(frozen=True, slots=True)
class Planning:
    """Four weeks from the Monday of as_of's week, what is beyond, and what was done in the four weeks before."""

    first_day: date
    coming: tuple[Intervention, ...]
    done: tuple[Intervention, ...]
    assignments: Table | None = None


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
    """A definition with the figures that this site shows of it, and their rows."""

    definition: Definition
    figures: tuple[Figure, ...]
    rows: Table | None = None


@dataclass(frozen=True, slots=True)
class ClientLine:
    """One client in the internal portfolio (a subsidiary stands under its parent)."""

    client: str
    name: str
    parent: str
    contracts: int
    held: int
    missed: int
    without_verdict: int
    ttr: Tile | None
    backlog: Figure | None
    late: int
    hours: tuple[Hours, ...]
    revenue: Figure | None
    margin: Figure | None  # ratio of revenue
    margin_money: Figure | None
    daily_rate: Figure | None
    notice: date | None
    site: str = ""  # relative address of the client's site in the same output, "" when there is none


@dataclass(frozen=True, slots=True)
class Alert:
    """What needs a decision: a code that `words` turns into a sentence, with its numbers."""

    sign: Sign
    client: str
    code: str
    numbers: tuple[tuple[str, Cell], ...]
    owner: str
    due: date | None


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The internal home."""

    alerts: tuple[Alert, ...]
    tiles: tuple[Tile, ...]
    clients: tuple[ClientLine, ...]
    total: ClientLine | None


@dataclass(frozen=True, slots=True)
class MarginLine:
    """One contract's money, year to date and by month."""

    client: str
    contract: str
    name: str
    kind: str
    revenue: Figure
    cost: Figure
    margin: Figure
    margin_ratio: Figure
    daily_rate: Figure | None
    days: float


@dataclass(frozen=True, slots=True)
class Margins:
    """Contracts with their margin; `unallocated` is the company's difference, its own line."""

    period: str  # "2026-01..2026-10"
    lines: tuple[MarginLine, ...]
    unallocated: Figure
    company: Figure
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person: billed share by week (None: outside their contract), absences, what comes."""

    person: str
    name: str
    team: str
    weeks: tuple[tuple[str, float | None, float], ...]  # (Monday, billed share, absent share), 13 oldest first
    staffing: Figure
    now: tuple[str, ...]  # clients they are assigned to this week
    idle_since: date | None


@dataclass(frozen=True, slots=True)
class Staffing:
    """Who is on what."""

    company: Tile
    teams: tuple[tuple[str, Figure], ...]
    people: tuple[PersonLine, ...]


@dataclass(frozen=True, slots=True)
class SourceLine:
    """What a source gave."""

    source: str
    kind: str
    rows: tuple[tuple[str, int], ...]  # by table
    set_aside: int


@dataclass(frozen=True, slots=True)
class Quality:
    """What was read, what was set aside and why."""

    sources: tuple[SourceLine, ...]
    set_aside: Table
    notices: tuple[str, ...] = ()


Panel = (
    Tile | Hours | Commitments | Tickets | Contract | Infrastructure | Planning | Contacts | Card
    | Portfolio | Margins | Staffing | Quality | Chart | Table
    | tuple[Tile, ...] | tuple[Hours, ...] | tuple[Contract, ...] | tuple[Card, ...] | tuple[Intervention, ...]
)


# --- the site ---------------------------------------------------------------------------------------------

@dataclass(frozen=True, slots=True)
class Page:
    """One page: `id` names its place in the navigation and its template (`<template>.html`).

    path: relative to the site's root, always ends in `.html` ("tickets/index.html").
    panels: by name; what is not granted is not there. subject: the contract or KPI of a page about one thing.
    """

    id: str
    path: str
    template: str
    panels: Mapping[str, Panel] = field(default_factory=dict)
    nav: bool = True
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown of the operator's, already read (not yet rendered): a note, a news item, a page."""

    kind: Literal["note", "page"]
    slug: str
    title: str
    language: str
    markdown: str
    author: str = ""
    date: date | None = None
    month: str = ""  # a note's month
    page: str = ""  # the id of the page it stands on, "" = a page of its own under news/


@dataclass(frozen=True, slots=True)
class Company:
    """The company that publishes."""

    id: str
    name: str
    short: str
    phone: str = ""  # on-call
    incident_url: str = ""
    logo_svg: str = ""


@dataclass(frozen=True, slots=True)
class Portal:
    """All that one audience may see."""

    site: str  # its folder in output/, and the client's id ("internal" for the staff)
    audience: Literal["client", "internal"]
    company: Company
    name: str  # the client's name, or the internal site's
    languages: tuple[str, ...]  # the first at the site's root, the others in a folder of their own
    timezone: str
    currency: str
    as_of: datetime  # with its zone
    month: str  # the last whole month, which pages report on: "2026-10"
    months: tuple[str, ...]  # the 13 months shown, oldest first, `month` last
    fingerprint: str  # of the inputs, 8 hexadecimal digits
    pages: tuple[Page, ...]
    figures: tuple[Figure, ...]  # every figure that the pages show
    definitions: tuple[Definition, ...]
    tables: tuple[Table, ...]  # every table that is downloadable
    prose: tuple[Prose, ...] = ()
    accent: str = ""
    people_shown: Literal["none", "role", "initials", "full"] = "role"
