"""A sheet → rows of our tables, what was set aside on the way, and how it was found to be written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from clairevoie.sources.mapping.columns import Mapped, mapped
from clairevoie.sources.mapping.formats import localised
from clairevoie.sources.mapping.settings import TableMapping, Writing
from clairevoie.sources.mapping.sheet import Sheet
from clairevoie.tables.aside import SetAside, shortened
from clairevoie.tables.coded import Texts
from clairevoie.tables.held import Held
from clairevoie.tables.raw import RawTable

Wanted = Sequence[tuple[str, TableMapping]]


@dataclass(frozen=True, slots=True)
class Rows:
    """A raw table for each mapping, in their order; `detected`: what was found of how numbers and days are written."""

    raws: tuple[RawTable, ...]
    set_aside: tuple[SetAside, ...]
    detected: tuple[str, ...]


def rows(source: str, table: str, sheet: Sheet, mapping: TableMapping, writing: Writing
         ) -> tuple[RawTable, list[SetAside]]:
    """The rows that one mapping makes out of a sheet, in our writing; what that cannot be read into is set aside.

    Raises SourceError naming every column that is missing, and every writing that is ambiguous.
    """
    found = sheet_rows(source, sheet, [(table, mapping)], writing)
    return found.raws[0], list(found.set_aside)


def sheet_rows(source: str, sheet: Sheet, wanted: Wanted, writing: Writing) -> Rows:
    """The same for all mappings of a sheet at once: what one column proves holds for the others of its file."""
    asides = [SetAside(source, table, sheet.name, row.line, "", shortened(row.text), row.reason)
              for table, _ in wanted for row in sheet.ragged]
    given = [mapped(table, sheet, mapping) for table, mapping in wanted]
    found = localised(given, writing)
    for one, (ours, faults) in zip(given, found.tables, strict=True):
        asides += _unread(source, one, ours, faults)
    raws = tuple(_raw(one, ours, faults) for one, (ours, faults) in zip(given, found.tables, strict=True))
    return Rows(raws, tuple(asides), found.detected)


def _unread(source: str, given: Mapped, ours: dict[str, Texts], faults: dict[int, tuple[str, str]]
            ) -> list[SetAside]:
    clients = ours.get("client")
    return [SetAside(source, given.table, given.name, given.lines[row].as_py(), column,
                     shortened(given.columns[column][row].as_py()), reason,
                     shortened(clients[row].as_py().strip()) or None
                     if clients is not None and column != "client" else None)
            for row, (column, reason) in sorted(faults.items())]


def _raw(given: Mapped, columns: dict[str, Texts], faults: dict[int, tuple[str, str]]) -> RawTable:
    lines = given.lines
    written = {name: given.columns[name] for name, cells in columns.items() if cells is not given.columns[name]}
    if faults:
        kept = np.ones(len(lines), np.bool_)
        kept[list(faults)] = False
        mask = pa.array(kept)
        columns, written = ({name: cells.filter(mask) for name, cells in of.items()} for of in (columns, written))
        lines = lines.filter(mask)
    return RawTable(given.table, _held(columns), given.name, Held[int](lines), _held(written))


def _held(columns: dict[str, Texts]) -> dict[str, Held[str]]:
    return {name: Held[str](cells) for name, cells in columns.items()}
