"""Columns of theirs → columns of ours: by name, by template, by constant."""

from __future__ import annotations

import difflib
from itertools import compress
from pathlib import PurePosixPath

from clairevoie.errors import Fault, SourceError
from clairevoie.sources.mapping.settings import TableMapping, pattern, template
from clairevoie.sources.mapping.sheet import Sheet
from clairevoie.tables.raw import RawTable
from clairevoie.tables.schema import TABLES


def mapped(table: str, sheet: Sheet, mapping: TableMapping) -> RawTable:
    """The rows that the mapping makes out of a sheet. Raises SourceError naming every column that is missing."""
    places = _places(table, sheet, mapping)
    columns = {ours: _cells(sheet, theirs) for ours, theirs in places.items()}
    for ours, renamed in mapping.values.items():
        if ours in columns:
            columns[ours] = [renamed.get(cell.strip(), cell) for cell in columns[ours]]
    columns |= {ours: [value] * len(sheet.lines) for ours, value in mapping.constants.items()}
    return _kept(RawTable(table, columns, sheet.name, sheet.lines), mapping)


def _places(table: str, sheet: Sheet, mapping: TableMapping) -> dict[str, str]:
    """Our columns that the file gives -> theirs, or a template; what is not declared goes by the same name."""
    present = {name.casefold() for name in sheet.header if name}
    found, missing = {}, []
    for column in TABLES[table].columns:
        theirs = mapping.columns.get(column.name)
        if theirs is not None:
            missing += [name for name in template(theirs) or (theirs,) if name.strip().casefold() not in present | _OWN]
            found[column.name] = theirs
        elif column.name not in mapping.constants and column.name.casefold() in present:
            found[column.name] = column.name
        elif column.required and column.default is None and column.name not in mapping.constants:
            missing.append(column.name)
    if missing:
        raise SourceError(*(_missing(table, sheet, name) for name in missing))
    return found


_OWN = {"line", "file"}  # in a template: the number of the line, the file's name without its ending


def _missing(table: str, sheet: Sheet, name: str) -> Fault:
    names = [title for title in sheet.header if title]
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    return Fault(f"{sheet.name}:1", f"column {name!r} expected for {table}, found: {', '.join(names)}{hint}")


def _cells(sheet: Sheet, theirs: str) -> list[str]:
    names = template(theirs)
    if names is None:
        return _column(sheet, theirs)
    parts = [_part(sheet, name) for name in names]
    written = list(map(pattern(theirs).format, *parts))
    filled = [column for name, column in zip(names, parts, strict=True) if not _is_own(sheet, name)]
    if not filled:
        return written
    return [text if any(cells) else "" for text, *cells in zip(written, *filled, strict=True)]


def _part(sheet: Sheet, name: str) -> list[str]:
    """Cells of a column inside a template, stripped: blanks around them would end up in the middle."""
    if not _is_own(sheet, name):
        return [cell.strip() for cell in _column(sheet, name)]
    if name == "line":
        return [str(line) for line in sheet.lines]
    return [PurePosixPath(sheet.name).stem] * len(sheet.lines)


def _is_own(sheet: Sheet, name: str) -> bool:
    return name in _OWN and name not in sheet.header


def _column(sheet: Sheet, name: str) -> list[str]:
    titles = [title.casefold() for title in sheet.header]
    return sheet.columns[titles.index(name.strip().casefold())]


def _kept(raw: RawTable, mapping: TableMapping) -> RawTable:
    """Without the rows that the mapping does not want: a required column is empty, or the same row stood before."""
    count = len(raw.lines)
    wanted = [True] * count
    for name in mapping.require:
        cells = raw.columns.get(name, [""] * count)
        wanted = [want and bool(cell.strip()) for want, cell in zip(wanted, cells, strict=True)]
    if mapping.distinct:
        wanted = _first_times(list(zip(*raw.columns.values(), strict=True)), wanted)
    if all(wanted):
        return raw
    columns = {name: list(compress(cells, wanted)) for name, cells in raw.columns.items()}
    return RawTable(raw.table, columns, raw.file, list(compress(raw.lines, wanted)))


def _first_times(rows: list[tuple[str, ...]], wanted: list[bool]) -> list[bool]:
    seen: set[tuple[str, ...]] = set()
    result = []
    for row, want in zip(rows, wanted, strict=True):
        result.append(want and row not in seen)
        if want:
            seen.add(row)
    return result
