"""Rows of work as sums by month, for a table at month grain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from clairevoie.disclosure import few
from clairevoie.disclosure.rows import Row
from clairevoie.disclosure.terms import month_of
from clairevoie.disclosure.view import View
from clairevoie.portal import Cell, Column, Table, Text

_CLOCKS = ("tto", "ttr")
_MONTHS = {"created": "created_month", "tto": "owned_month", "resolved": "resolved_month"}


@dataclass(frozen=True, slots=True)
class _Sum:
    """One column of sums: the number that it adds up ("": it counts rows), of the rows for which `where` is true.

    clock: the one that it is of; rows that were kept of a closed month may say nothing of it.
    """

    column: Column
    of: str
    where: Callable[[Row], bool] = lambda row: True
    clock: str = ""


def by_month(view: View, of: str, identifier: str, rows: pa.Table, caption: Text, month: str = "resolved",
             minutes: str = "") -> Table | None:
    """A row a month, oldest first, with the sums of the granted columns; None where there is nothing to add up.

    month: which one of a ticket counts. minutes: a column of minutes that is added up too. A sum of fewer rows than the
    client's minimum is empty, and so is what would tell it: the tickets that were met beside those that were missed,
    another month of hours that a budget adds up.
    """
    sums = [*_sums(view, of), *_minutes(minutes)]
    if not sums:
        return None
    groups: dict[str, list[Row]] = {}
    for row in view.facts(of, rows):
        if name := _month(of, row, month):
            groups.setdefault(name, []).append(row)
    hidden = _hidden(view, of, sums, groups)
    found = tuple((name, *(None if (one.column.id, name) in hidden else _added(one, groups[name]) for one in sums))
                  for name in sorted(groups))
    columns = (Column("month", Text("Mois", "Month")), *(one.column for one in sums))
    return Table(identifier, columns, found, caption, of)


def _sums(view: View, of: str) -> Sequence[_Sum]:
    if of == "time_entries":
        return _hours(view)
    words = {"tto": ("prise en charge", "pick-up"), "ttr": ("rétablissement", "restoration")}
    found = [_Sum(Column("tickets", Text("Tickets", "Tickets"), "count"), "")]
    for clock in _CLOCKS:
        if view.sees(of, clock):
            fr, en = words[clock]
            found += [_Sum(Column(f"{clock}_met", Text(f"Tenus ({fr})", f"Met ({en})"), "count"), "",
                           _is(f"{clock}_verdict", "met"), clock),
                      _Sum(Column(f"{clock}_missed", Text(f"Manqués ({fr})", f"Missed ({en})"), "count"), "",
                           _is(f"{clock}_verdict", "missed"), clock)]
    return found


def _minutes(name: str) -> Sequence[_Sum]:
    total = Column(name, Text("Temps compté, total", "Time counted, in all"), "minutes")
    return (_Sum(total, name),) if name else ()


def _hours(view: View) -> Sequence[_Sum]:
    if not view.sees("time_entries", "hours"):
        return ()
    if not view.sees("time_entries", "deducted"):
        return (_Sum(Column("hours", Text("Durée", "Time"), "hours"), "hours"),)
    return (_Sum(Column("hours", Text("Durée décomptée", "Time deducted"), "hours"), "hours", _is_deducted),
            _Sum(Column("not_deducted", Text("Non décomptée", "Not deducted"), "hours"), "hours",
                 lambda row: not _is_deducted(row)))


def _is(column: str, value: str) -> Callable[[Row], bool]:
    return lambda row: row.text(column) == value


def _is_deducted(row: Row) -> bool:
    said = row.flag("deducted")
    return bool(row.flag("billable") if said is None else said)


def _month(of: str, row: Row, month: str) -> str:
    if of == "time_entries":
        return month_of(row.day("date") or date.min)
    return row.text(_MONTHS.get(month, month))


def _hidden(view: View, of: str, sums: Sequence[_Sum], groups: Mapping[str, Sequence[Row]]) -> set[tuple[str, str]]:
    """(column, month) of the sums that are withheld."""
    least = view.grants.minimum_count
    if not least:
        return set()
    rows = {one.column.id: {name: sum(map(one.where, some)) for name, some in groups.items()} for one in sums}
    if of == "time_entries":
        known = {name for name, some in groups.items() if _is_withheld(view, name, some)}
        return {(column, name) for column, of_month in rows.items() for name in few.covered(of_month, least, known)}
    found = {(column, name) for column, of_month in rows.items() for name, n in of_month.items() if n < least}
    pairs = {f"{clock}_{one}": f"{clock}_{other}" for clock in _CLOCKS
             for one, other in (("met", "missed"), ("missed", "met"))}
    return found | {(pairs[column], name) for column, name in found if column in pairs}


def _is_withheld(view: View, month: str, rows: Iterable[Row]) -> bool:
    """Whether the hours of a month are withheld as a figure, of all or of the contract that they are of."""
    contracts = {row.text("contract") for row in rows}
    of_one = [{"contract": contract} for contract in contracts] if len(contracts) == 1 else []
    figures = (view.ledger.one("hours_consumed", month, **by) for by in ({}, *of_one))
    return any(figure.reason == few.REASON for figure in figures if figure)


def _added(one: _Sum, rows: Sequence[Row]) -> Cell:
    if one.clock and not any(row.text(f"{one.clock}_verdict") or row.text(f"{one.clock}_why") for row in rows):
        return None
    counted = [row for row in rows if one.where(row)]
    return sum(row.number(one.of) or 0.0 for row in counted) if one.of else len(counted)
