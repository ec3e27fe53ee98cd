"""Granted rows → a table with the granted columns, in our order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import pyarrow as pa

from clairevoie.disclosure import columns as catalogue
from clairevoie.disclosure import grants as granting
from clairevoie.disclosure.rows import Row, values
from clairevoie.disclosure.view import View
from clairevoie.portal import Cell, Column, Table, Text

_CATALOGUE = {"tickets": catalogue.TICKETS, "time_entries": catalogue.TIME_ENTRIES, "cis": catalogue.CIS,
              "assignments": catalogue.ASSIGNMENTS, "checks": catalogue.CHECKS, "surveys": catalogue.SURVEYS}
_CLOCKS = ("tto", "ttr")
_TOLD = ("person", "provider", "service", "deducted")  # not as they are read


def listed(view: View, of: str, identifier: str, rows: Iterable[Row], caption: Text,
           only: Collection[str] | None = None) -> Table | None:
    """A table of `rows` of the table `of`, None where no column of it is granted. `only`: at most these columns."""
    shown = tuple(column for column in shown_columns(view, of) if only is None or column.id in only)
    if not shown:
        return None
    return Table(identifier, shown, tuple(_cells(view, shown, row) for row in rows), caption, of)


def shown_columns(view: View, of: str) -> Sequence[Column]:
    """The columns of the table `of` that this client sees, in our order."""
    granted = granting.columns(view.grants, of)
    unnamed = ("person",) if view.grants.people == "none" else ()
    return tuple(column for column in _CATALOGUE[of] if column.id in granted and column.id not in unnamed)


def cells(view: View, shown: Sequence[Column], table: pa.Table) -> Iterable[tuple[Cell, ...]]:
    """The rows of a table in these columns, taken a column at a time: for many rows."""
    rows = table.num_rows
    return zip(*(_column(view, column, table) for column in shown), strict=True) if rows else ()


def _column(view: View, column: Column, table: pa.Table) -> Sequence[Cell]:
    names = (f"{column.id}_verdict", f"{column.id}_why") if column.id in _CLOCKS else (
        (column.id, "billable") if column.id == "deducted" else (column.id,))
    lists = [values(table, name, view.zone) for name in names]
    if column.kind == "verdict" or column.id in _TOLD:
        return [_cell(view, column, Row(dict(zip(names, one, strict=True)))) for one in zip(*lists, strict=True)]
    return [None if value == "" else value for value in lists[0]]


def _cells(view: View, shown: Sequence[Column], row: Row) -> tuple[Cell, ...]:
    return tuple(_cell(view, column, row) for column in shown)


def _cell(view: View, column: Column, row: Row) -> Cell:
    if column.kind == "verdict":
        return _verdict(column.id, row)
    if column.id == "person":
        return view.person(row.text("person")) or None
    if column.id == "provider":
        return view.provider(row.text("provider")) or None
    if column.id == "service":
        return view.service(row.text("service")) or None
    if column.id == "deducted" and row.flag("deducted") is None:
        return row.flag("billable")  # deducted as billable, unless it is said
    return row.cell(column.id)


def _verdict(column: str, row: Row) -> Cell:
    if column in _CLOCKS:
        return row.text(f"{column}_verdict") or row.text(f"{column}_why") or None
    said = row.flag(column)
    return None if said is None else "met" if said else "missed"
