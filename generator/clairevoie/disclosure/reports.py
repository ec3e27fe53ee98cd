"""What was done this month: the activity of each contract in a whole month, with its totals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.disclosure.contracts import work
from clairevoie.disclosure.listing import listed
from clairevoie.disclosure.rows import Row, since, until, where
from clairevoie.disclosure.view import View
from clairevoie.disclosure.wording import joined, month
from clairevoie.figures.periods import month_after
from clairevoie.portal import Column, Report, Reports, Table, Text

_DAYS = Column("days", Text("Jours", "Days"), "days")
_SERVICE = Column("service", Text("Service", "Service"))


def reports(view: View) -> Reports | None:
    """The activity of every whole month granted; None where nothing of the time spent is granted. A month that runs is
    none of them: it is not over."""
    contracts = sorted(view.facts("contracts"), key=lambda row: (row.text("name"), row.text("contract")))
    if view.by_month("time_entries"):
        sums = [_sums(view, row) for row in contracts]
        told = tuple(table for table in sums if table and table.rows)
        return Reports(view.month, (), (), told) if told else None
    if not listed(view, "time_entries", "none", (), Text("", "")):
        return None
    services = _services(view)
    found = [report for name in reversed(view.months) for row in contracts
             if (report := _report(view, row, name, services))]
    last = tuple(report for report in found if report.month == view.month)
    return Reports(view.month, last, tuple(report for report in found if report.month != view.month))


def _sums(view: View, contract: Row) -> Table | None:
    """A row a month, where no row of work is shown: what the contract's page has, so that the two hide the same."""
    table = work(view, contract)
    if table is None:
        return None
    said = joined(Text("Activité par mois, ", "Work by month, "), contract.text("name"))
    whole = tuple(row for row in table.rows if row[0] != view.running)
    return replace(table, id=f"report-{view.slugs[contract.text('contract')]}", rows=whole, caption=said)


def _report(view: View, contract: Row, name: str, services: Mapping[str, str]) -> Report | None:
    key = contract.text("contract")
    entries = _entries(view, key, name)
    if not len(entries):
        return None
    rows = sorted(view.rows("time_entries", "date", "entry", "ticket", "billable", of=entries), key=_oldest_first)
    said = joined(contract.text("name"), Text(", activité de ", ", work of "), month(name))
    table = listed(view, "time_entries", f"report-{view.slugs[key]}-{name}", rows, said)
    assert table  # some column is granted
    day = contract.number("day_hours") or 7.0
    report = Report(name, key, contract.text("name"), _with_service(table, rows, services), day)
    if not view.sees("time_entries", "hours"):
        return report
    return _totals(view, replace(report, rows=_with_days(report.rows, rows, day)), rows, services)


def _totals(view: View, report: Report, rows: Sequence[Row], services: Mapping[str, str]) -> Report:
    """With its sums, each by what is granted of the rows."""
    ways: dict[str, Callable[[Row], str]] = {}
    if view.sees("time_entries", "person") and view.grants.people != "none":
        ways["person"] = lambda row: view.person(row.text("person"))
    if services:
        ways["service"] = lambda row: services.get(row.text("ticket"), "")
    if view.sees("time_entries", "activity"):
        ways["activity"] = lambda row: row.text("activity")
    sums = {kind: _by(rows, way) for kind, way in ways.items()}
    parts = tuple((kind, found) for kind, found in sums.items() if any(name for name, _ in found))
    if not view.sees("time_entries", "deducted"):
        return replace(report, hours=_sum(rows), parts=parts)
    spared = [row for row in rows if not _is_deducted(row)]
    why = view.sees("time_entries", "undeducted_reason")
    reasons = _by(spared, lambda row: row.text("undeducted_reason")) if why else ()
    return replace(report, hours=_sum(rows), not_deducted=_sum(spared), reasons=reasons, parts=parts)


def _services(view: View) -> Mapping[str, str]:
    """The service of each ticket, where that is granted of tickets, and tickets of the time spent."""
    if not view.sees("tickets", "service") or not view.sees("time_entries", "ticket") or view.by_month("tickets"):
        return {}
    return {row.text("ticket"): view.service(row.text("service")) for row in view.rows("tickets", "ticket")}


def _with_service(table: Table, rows: Sequence[Row], services: Mapping[str, str]) -> Table:
    return _with(table, _SERVICE, [services.get(row.text("ticket")) or None for row in rows]) if services else table


def _with_days(table: Table, rows: Sequence[Row], day: float) -> Table:
    return _with(table, _DAYS, [round((row.number("hours") or 0.0) / day, 6) for row in rows])


def _with(table: Table, column: Column, cells: Sequence[str | float | None]) -> Table:
    rows = tuple((*row, cell) for row, cell in zip(table.rows, cells, strict=True))
    return replace(table, columns=(*table.columns, column), rows=rows)


def _entries(view: View, contract: str, name: str) -> pa.Table:
    """The work of a month; of a closed one that of its closing, with the people and the words that it has now."""
    closed, live = view.closed.get(name), view.slice.tables["time_entries"]
    then = closed.rows.get("hours_consumed") if closed else None
    if then is None:
        mine = since(where(live, "contract", contract), "date", date.fromisoformat(f"{name}-01"))
        return until(mine, "date", month_after(name) - timedelta(days=1))
    mine = where(then, "contract", contract)
    places = pc.index_in(mine["entry"], live["entry"].combine_chunks())  # none for what is gone since
    for column in live.column_names:
        if column not in mine.column_names:
            mine = mine.append_column(column, live[column].take(places))
    return mine


def _by(rows: Sequence[Row], way: Callable[[Row], str]) -> tuple[tuple[str, float], ...]:
    """Hours by a word, the most first; what has none last."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[way(row)].append(row)
    sums = [(word, _sum(some)) for word, some in found.items()]
    return tuple(sorted(sums, key=lambda one: (not one[0], -one[1], one[0])))


def _sum(rows: Sequence[Row]) -> float:
    """Hours to the ten-thousandth, whatever their order."""
    return sum(round((row.number("hours") or 0.0) * 10_000) for row in rows) / 10_000


def _is_deducted(row: Row) -> bool:
    said = row.flag("deducted")
    return bool(row.flag("billable") if said is None else said)


def _oldest_first(row: Row) -> tuple[date, str]:
    return row.day("date") or date.min, row.text("entry")
