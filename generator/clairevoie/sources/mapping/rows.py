"""A sheet → rows of one table, and what was set aside on the way."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import compress

from clairevoie.sources.mapping.columns import mapped
from clairevoie.sources.mapping.formats import localised
from clairevoie.sources.mapping.settings import TableMapping, Writing
from clairevoie.sources.mapping.sheet import Sheet
from clairevoie.tables.aside import SetAside, shortened
from clairevoie.tables.raw import RawTable


def rows(source: str, table: str, sheet: Sheet, mapping: TableMapping, writing: Writing
         ) -> tuple[RawTable, list[SetAside]]:
    """The rows that a mapping makes out of a sheet, in our writing; what the declared writing cannot read is set aside.

    Raises SourceError naming every column that is missing.
    """
    asides = [SetAside(source, table, sheet.name, row.line, "", shortened(row.text), row.reason)
              for row in sheet.ragged]
    raw = mapped(table, sheet, mapping)
    ours, faults = localised(raw, writing)
    return _without(ours, faults), asides + _unread(source, raw, faults)


def _unread(source: str, raw: RawTable, faults: Mapping[int, tuple[str, str]]) -> list[SetAside]:
    clients = raw.columns.get("client")
    return [SetAside(source, raw.table, raw.file, raw.lines[row], column, shortened(raw.columns[column][row]), reason,
                     shortened(clients[row].strip()) or None if clients else None)
            for row, (column, reason) in sorted(faults.items())]


def _without(raw: RawTable, dropped: Collection[int]) -> RawTable:
    if not dropped:
        return raw
    kept = [row not in dropped for row in range(len(raw.lines))]
    columns = {name: list(compress(cells, kept)) for name, cells in raw.columns.items()}
    return RawTable(raw.table, columns, raw.file, list(compress(raw.lines, kept)))
