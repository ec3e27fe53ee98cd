"""One raw table → typed rows with their origin, and the rows that could not be read."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.errors import Fault, SourceError, unknown
from clairevoie.tables.arrow import TYPES, Array, nothing
from clairevoie.tables.aside import SetAside, shortened
from clairevoie.tables.coded import Texts, constant, filtered
from clairevoie.tables.convert import bad_rows, cells_of, convert, explain, filled
from clairevoie.tables.raw import RawTable
from clairevoie.tables.rules import rules
from clairevoie.tables.schema import TABLES, Column


def typed(source: str, raw: RawTable, zone: str) -> tuple[pa.Table, list[SetAside]]:
    """Rows with the columns of the table's schema and of ORIGIN, texts that repeat numbered; a row's first fault sets
    it aside.

    Raises SourceError when the source gives a column that the table has not, or lacks a required one.
    """
    _check_columns(source, raw)
    columns, faults = _converted(raw, zone)
    rows = pa.table(columns | _origin(source, raw))
    rows = _deduct_as_billable(raw.table, rows)
    for row, column, reason in _broken(raw.table, rows):
        faults.setdefault(row, (column, reason))
    asides = [_aside(source, raw, row, *faults[row]) for row in sorted(faults)]
    return _without(rows, list(faults)), asides


def _check_columns(source: str, raw: RawTable) -> None:
    table = TABLES[raw.table]
    names = [column.name for column in table.columns]
    where = f"{source}/{raw.file}"
    faults = [unknown(where, f"column of {raw.table}", name, names) for name in raw.columns if name not in names]
    faults += [Fault(where, f"column {column.name!r} of {raw.table} is missing") for column in table.columns
               if column.required and column.default is None and column.name not in raw.columns]
    if faults:
        raise SourceError(*faults)


def _converted(raw: RawTable, zone: str) -> tuple[dict[str, Array], dict[int, tuple[str, str]]]:
    """Values by column, and the first fault of each row that has one: row -> (column, reason)."""
    columns: dict[str, Array] = {}
    faults: dict[int, tuple[str, str]] = {}
    empty = functools.cache(partial(nothing, len(raw.lines)))  # one array for all columns of its type
    for column in TABLES[raw.table].columns:
        if column.name not in raw.columns and column.default is None and not column.required:
            columns[column.name] = empty(TYPES[column.kind])
            continue
        cells = _cells(raw, column, faults)
        columns[column.name] = values = convert(column, cells, zone)
        for row in bad_rows(cells, values, required=column.required).tolist():
            faults.setdefault(row, (column.name, explain(column, cells[row].as_py() or "")))
    return columns, faults


def _cells(raw: RawTable, column: Column, faults: dict[int, tuple[str, str]]) -> Texts:
    """The text of a column, its default where a cell is empty; a lone surrogate (bad JSON) is a fault of its row."""
    texts = raw.columns.get(column.name)
    if texts is None:
        return constant(column.default, len(raw.lines)) if column.default else nothing(len(raw.lines), pa.string())
    try:
        cells = cells_of(texts)
    except UnicodeEncodeError:
        broken = [row for row, text in enumerate(texts) if not _encodable(text)]
        for row in broken:
            faults.setdefault(row, (column.name, "not Unicode text"))
        cells = cells_of([text if _encodable(text) else "" for text in texts])
    return cells if column.default is None else filled(cells, column.default)


def _encodable(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _origin(source: str, raw: RawTable) -> dict[str, Array]:
    count = len(raw.lines)
    lines = pa.array(raw.lines, pa.int64())
    return {"_source": constant(source, count), "_file": constant(raw.file, count), "_line": lines}


def _deduct_as_billable(table: str, rows: pa.Table) -> pa.Table:
    """Time is deducted from its budget as it is billed, unless the source says otherwise."""
    if table != "time_entries":
        return rows
    position = rows.column_names.index("deducted")
    return rows.set_column(position, rows.schema.field("deducted"), pc.coalesce(rows["deducted"], rows["billable"]))


def _broken(table: str, rows: pa.Table) -> Iterator[tuple[int, str, str]]:
    for rule in rules(table):
        for row in np.flatnonzero(rule.broken(rows)).tolist():
            yield row, rule.column, rule.reason


def _aside(source: str, raw: RawTable, row: int, column: str, reason: str) -> SetAside:
    cells = raw.written.get(column) or raw.columns.get(column)
    value = cells[row] if cells else ""
    client = raw.columns["client"][row].strip() if "client" in raw.columns else ""
    return SetAside(source, raw.table, raw.file, raw.lines[row], column, shortened(value), reason,
                    shortened(client) or None)


def _without(rows: pa.Table, dropped: list[int]) -> pa.Table:
    if not dropped:
        return rows
    kept = np.ones(len(rows), np.bool_)
    kept[dropped] = False
    return filtered(rows, kept)
