"""How a month's figures changed: since the month before and since the same month of the year before, where both are
counted alike, in the same hours, and no day of either is missing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.disclosure.definitions import hours_of
from clairevoie.disclosure.ledger import Ledger
from clairevoie.disclosure.rows import Row
from clairevoie.disclosure.terms import last_day, month_of, months_before
from clairevoie.disclosure.view import View, last_day_of
from clairevoie.figures.freshness import Short
from clairevoie.figures.kpi import KPIS
from clairevoie.figures.variants import RATES
from clairevoie.portal import Figure, LastYear
from clairevoie.words.dates import is_month

_DATED = {"tickets": "created", "ticket_events": "at", "time_entries": "date", "monitors": "from", "surveys": "sent",
          "checks": "at", "capacity": "at", "invoices": "date"}  # when a row of a table happened
_COMPARED = ("ok", "revised")
_SAY = frozenset(f"{metric}_met" for metric in RATES)  # whose figures each say by which variant they were counted
Why = Callable[[Figure, str], str]  # why a month cannot be compared with the figure's own; "" where it can


def compared(view: View, short: Collection[Short] = ()) -> View:
    """The view with what its figures are compared with; of what is shown only. short: tables whose data ends early."""
    known = {row.text("contract"): row for row in view.facts("contracts")}
    first, ends = _first_days([view.slice.tables], view.zone), dict(short)

    @cache
    def way(kpi: str, month: str) -> object:
        return _way(view, kpi, month) if view.closed else None

    def why(figure: Figure, month: str) -> str:
        part = known.get(dict(figure.by).get("contract", ""))
        return (_missing(figure.kpi, month, first, ends) or ("incomplete" if part and _partly(part, month) else "")
                or ("" if way(figure.kpi, month) == way(figure.kpi, figure.period) else "incomparable"))

    return replace(view, ledger=_compared(view.ledger, view.month, why))


def compared_of_company(known: Ledger, month: str, tables: Collection[Mapping[str, pa.Table]], zone: ZoneInfo,
                        short: Collection[Short]) -> Ledger:
    """The same of the figures that staff see of all clients, up to `month`. tables: every client's and its own."""
    first, ends = _first_days(tables, zone), dict(short)
    return _compared(known, month, lambda figure, of: _missing(figure.kpi, of, first, ends))


def first_month(tables: Mapping[str, pa.Table], zone: ZoneInfo) -> str:
    """The month of the earliest row that has a date, "" where there is none."""
    return month_of(min(days)) if (days := _first_days([tables], zone).values()) else ""


def _compared(known: Ledger, last: str, why: Why) -> Ledger:
    def told(figure: Figure) -> Figure:
        return _figure(known, figure, why) if is_month(figure.period) and figure.period <= last else figure

    return replace(known, told=told)


def _figure(known: Ledger, figure: Figure, why: Why) -> Figure:
    """known: the figures as they were computed."""
    if figure.state not in _COMPARED or figure.kpi not in KPIS:
        return figure
    spoiled = why(figure, figure.period)
    before, then = months_before(figure.period, 2)[0], months_before(figure.period, 13)[0]
    one, year = (known.one(figure.kpi, month, **dict(figure.by)) for month in (before, then))
    kept = None if spoiled or why(figure, before) or _otherwise(figure, one) else figure.previous
    return replace(figure, previous=kept,
                   last_year=_last_year(year, spoiled or why(figure, then) or _otherwise(figure, year)))


def _otherwise(figure: Figure, other: Figure | None) -> str:
    """Of a contract, or of a client, of which the one month counts its tickets by another variant."""
    return "incomparable" if other is not None and other.way != figure.way else ""


def _last_year(year: Figure | None, why: str) -> LastYear:
    if year is None or why == "no_history":
        return LastYear(reason="no_history")
    if year.state not in _COMPARED:
        return LastYear(reason=year.state)
    return LastYear(reason=why) if why else LastYear(year.value)


def _missing(kpi: str, month: str, first: Mapping[str, date], ends: Mapping[str, str]) -> str:
    """Whether a month is before all rows that feed a figure, or has days on which there could be none."""
    fed = [table for table in KPIS[kpi].fed_by if table in first]
    begun = [first[table] for table in fed]
    if any(month < month_of(day) for day in begun):
        return "no_history"
    early = any(month == month_of(day) and day > _first_weekday(month) for day in begun)
    return "incomplete" if early or any(month >= ends[table] for table in fed if table in ends) else ""


def _partly(contract: Row, month: str) -> bool:
    """Whether a contract was not in force on every day of a month."""
    start = contract.day("start") or date.min
    return start > date.fromisoformat(f"{month}-01") or last_day_of(contract) < last_day(month)


def _way(view: View, kpi: str, month: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """By which variant and in whose hours a month was counted: as it was closed, else as they are declared now. Of the
    rates that contracts count by variants of their own, each figure says which."""
    card = view.closed[month].cards.get(kpi) if month in view.closed else None
    variant, hours = view.variants.get(kpi, ""), tuple((text.fr, text.en) for text in hours_of(view, kpi))
    if card is not None:
        variant, hours = card["variant"], tuple((fr, en) for fr, en in card["calendars"])
    return "" if kpi in _SAY else variant, hours


def _first_weekday(month: str) -> date:
    """A history that begins on a month's first working day lacks nothing of it."""
    day = date.fromisoformat(f"{month}-01")
    return day + timedelta(days=7 - day.weekday() if day.weekday() > 4 else 0)


def _first_days(of: Collection[Mapping[str, pa.Table]], zone: ZoneInfo) -> dict[str, date]:
    """The day of the first row of each table that has one."""
    found: dict[str, date] = {}
    for name, day in (pair for tables in of for pair in _earliest(tables, zone)):
        found[name] = min(day, found.get(name, day))
    return found


def _earliest(tables: Mapping[str, pa.Table], zone: ZoneInfo) -> Iterator[tuple[str, date]]:
    for name, column in _DATED.items():
        rows = tables.get(name)
        least = pc.min(rows.column(column)).as_py() if rows is not None and len(rows) else None
        if least is not None:
            yield name, least.astimezone(zone).date() if isinstance(least, datetime) else least
