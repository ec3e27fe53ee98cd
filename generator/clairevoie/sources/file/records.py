"""The tree's rows → a sheet with the fields that a mapping asks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from clairevoie.errors import Fault, SourceError
from clairevoie.sources.file.tree import Broken, Number, Path, Record, names_of, path, value_at
from clairevoie.sources.mapping import Ragged, Sheet, TableMapping, fields, lacking
from clairevoie.sources.told import told
from clairevoie.tables.schema import TABLES

_NONE = "no record (names and values)"


def sheet_of(rows: list[Any], name: str, table: str, mapping: TableMapping) -> Sheet:
    """One row a record; the line is the format's, or the row's number where it has none (JSON).

    A record in which an asked field is no single value is set aside. Raises SourceError where no record has a field.
    """
    asked = {field: path(field) for field in fields(mapping)}
    own = {column.name: (column.name,) for column in TABLES[table].columns
           if column.name not in mapping.columns and column.name not in mapping.constants}
    records = [row for row in rows if isinstance(row, dict)]
    if (not records and len(rows) > 1) or (rows and all(isinstance(row, Broken) for row in rows)):
        first = rows[0]
        raise SourceError(Fault(name, f"no row can be used: {first.what if isinstance(first, Broken) else _NONE}"))
    found: dict[str, Path] = {
        field: steps for field, steps in {**own, **asked}.items()
        if any(_has(row, field, steps) for row in records) or (not records and field in asked)}
    missing = [field for field in asked if field not in found]
    if missing:
        raise SourceError(*lacking(name, "field", table, missing, _names(rows), some=bool(found)))
    return _sheet(rows, name, found)


def _sheet(rows: list[Any], name: str, found: dict[str, Path]) -> Sheet:
    columns: dict[str, list[str]] = {field: [] for field in found}
    typed: dict[str, list[bool]] = {field: [] for field in found}
    lines: list[int] = []
    ragged: list[Ragged] = []
    for place, row in enumerate(rows, 1):
        line = row.line if isinstance(row, Record) and row.line else place
        cells = [(field, _value(row, field, steps)) for field, steps in found.items()]
        reason = row.what if isinstance(row, Broken) else next(_faults(row, cells), "")
        if reason:
            ragged.append(Ragged(line, reason, "" if isinstance(row, Broken) else told(row)))
            continue
        lines.append(line)
        for field, cell in cells:
            columns[field].append("" if cell is None else str(cell))
            typed[field].append(isinstance(cell, Number))
    masks = {field: np.array(mask, np.bool_) for field, mask in typed.items() if any(mask)}
    return Sheet(name, tuple(columns), tuple(columns.values()), lines, tuple(ragged), masks)


def _faults(row: Any, cells: list[tuple[str, Any]]) -> Iterator[str]:
    if not isinstance(row, dict):
        yield _NONE
    for field, cell in cells:
        if isinstance(cell, Broken):
            yield f"{field}: {cell.what}"


def _has(row: Any, field: str, steps: Path) -> bool:
    try:
        return field in row or value_at(row, steps) is not row
    except KeyError:
        return False


def _value(row: Any, field: str, steps: Path) -> Any:
    try:
        return value_at(row, (field,) if isinstance(row, dict) and field in row else steps)
    except KeyError:
        return None


def _names(rows: list[Any]) -> list[str]:
    return list(dict.fromkeys(path for row in rows[:100] for path in names_of(row)))
