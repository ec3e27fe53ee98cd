"""Panels of the staff's pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from clairevoie.portal.chart import Chart
from clairevoie.portal.figure import Cell, Figure, Sign, Table, Text
from clairevoie.portal.panels import Hours, Tile


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
    in_days: bool = False  # its budget is sold in days


@dataclass(frozen=True, slots=True)
class Margins:
    """Contracts with their margin; `unallocated` is the company's difference, its own line."""

    period: str  # "2026-01..2026-10"
    lines: tuple[MarginLine, ...]
    unallocated: Figure
    company: Figure
    chart: Chart | None = None


@dataclass(frozen=True, slots=True)
class BillLine:
    """What is to be invoiced of a contract, at the end of the month; None where what it earned is not known."""

    client: str
    contract: str
    name: str
    kind: str
    produced: Decimal | None
    produced_to_date: Decimal | None
    invoiced_to_date: Decimal | None
    to_invoice: Decimal | None
    currency: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Bills:
    """The pre-invoice of a month: its contracts, and the lines of each month as a table, the newest first."""

    month: str
    lines: tuple[BillLine, ...]
    tables: tuple[tuple[str, Table], ...]  # month, its lines

    @property
    def totals(self) -> tuple[tuple[str, Decimal], ...]:
        """What is to be invoiced by currency: two are never added."""
        known = [(line.currency, line.to_invoice) for line in self.lines if line.to_invoice]
        return tuple((currency, sum((amount for of, amount in known if of == currency), Decimal()))
                     for currency in sorted({of for of, _ in known}))


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
    idle_before: bool = False  # free since that day at least: nothing is known of the weeks before it


@dataclass(frozen=True, slots=True)
class RateLine:
    """What a day of somebody is sold for, earns and costs, and how busy they are, in a month. None: not said."""

    kind: Literal["company", "team", "person"]
    name: str
    sold: Figure | None
    realised: Figure | None
    cost: Figure | None
    staffing: Figure | None
    occupancy: Figure | None


@dataclass(frozen=True, slots=True)
class Staffing:
    """Who is on what. planned: (team, "" for the company; the share on a mission in each coming week, and this one).

    variant: which days count as produced; absences: the kinds that are deducted.
    """

    company: Tile
    teams: tuple[tuple[str, Figure], ...]
    people: tuple[PersonLine, ...]
    month: str = ""
    rates: tuple[RateLine, ...] = ()
    planned: tuple[tuple[str, tuple[Figure, ...]], ...] = ()
    today: Figure | None = None  # the share on a mission on as_of's day
    variant: str = ""
    absences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceLine:
    """What a source gave. dated: of when that is; held: why it is not of today, as the run said it."""

    source: str
    kind: str
    rows: tuple[tuple[str, int], ...]  # by table
    set_aside: int
    dated: datetime | None = None
    sign: Sign = "ok"
    held: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quality:
    """What was read, what was set aside and why."""

    sources: tuple[SourceLine, ...]
    set_aside: Table
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SharedRow:
    """One grant: for each client whether it is shown, or how."""

    label: Text
    id: str
    cells: tuple[Text | bool, ...]


@dataclass(frozen=True, slots=True)
class SharedPart:
    """The grants of one kind: pages, figures, the columns of a table."""

    label: Text
    rows: tuple[SharedRow, ...]


@dataclass(frozen=True, slots=True)
class SharedChange:
    """What a client was newly shown, or no longer, from an instant on."""

    at: datetime
    client: str
    words: Text


@dataclass(frozen=True, slots=True)
class Sharing:
    """Who is shown what. waiting: (client, what the lock does not hold); history: the newest first."""

    clients: tuple[tuple[str, str], ...]  # id, name
    parts: tuple[SharedPart, ...]
    waiting: tuple[tuple[str, Text], ...] = ()
    history: tuple[SharedChange, ...] = ()
    locked: bool = True  # there is a lock
