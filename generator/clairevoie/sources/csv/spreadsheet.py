"""One sheet of an Excel workbook: typed cells in our writing, texts as they stand; formulas by the value that was saved."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from clairevoie.errors import Fault, SourceError, unknown
from clairevoie.sources.csv.layout import check_header
from clairevoie.sources.csv.opening import MAX_BYTES, MAX_RATIO, check_size
from clairevoie.sources.mapping import Ragged, Sheet
from clairevoie.tables.held import Held

_STEP = 1_048_576
_SMALL = 10_000_000
_ERRORS = frozenset("#DIV/0! #N/A #NAME? #NULL! #NUM! #REF! #VALUE! #GETTING_DATA #SPILL! #CALC! #FIELD! #BLOCKED!"
                    " #CONNECT! #UNKNOWN! #BUSY!".split())

Cell = int | float | str | bool | time | date | datetime | timedelta


class _Row(NamedTuple):
    line: int
    cells: list[Cell]


def spreadsheet(file: Path, name: str, sheet: str = "") -> tuple[Sheet, str]:
    """The sheet called so, or the only one; its first row that is not empty is the header. Raises SourceError."""
    check_size(file, name)
    _check_archive(file, name)
    try:
        with CalamineWorkbook.from_path(file) as book:
            title = _chosen(book, name, sheet)
            rows = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
    except (CalamineError, zipfile.BadZipFile, OSError) as error:
        raise SourceError(Fault(name, f"not readable as an Excel workbook: {error}")) from None
    filled = [_Row(line, row) for line, row in enumerate(rows, 1) if any(cell != "" for cell in row)]
    if not filled:
        raise SourceError(Fault(f"{name}:1", "no header: the sheet is empty"))
    return _sheet(name, filled), f"sheet {title!r}"


def _check_archive(file: Path, name: str) -> None:
    """What stands in the archive, unpacked to nowhere: its directory may lie."""
    if not zipfile.is_zipfile(file):
        raise SourceError(Fault(name, "not an Excel workbook (.xlsx)"))
    total, packed = 0, file.stat().st_size
    try:
        with zipfile.ZipFile(file) as archive:
            for entry in archive.infolist():
                with archive.open(entry) as content:
                    while part := content.read(_STEP):
                        total += len(part)
                        if total > MAX_BYTES or (total > _SMALL and total > MAX_RATIO * packed):
                            what = f"unpacks to more than {MAX_BYTES:,} bytes or {MAX_RATIO} times its size, the limits"
                            raise SourceError(Fault(name, what))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise SourceError(Fault(name, f"not readable as an Excel workbook: {error}")) from None


def _chosen(book: CalamineWorkbook, name: str, sheet: str) -> str:
    names = [one.name for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
    if sheet and sheet not in names:
        raise SourceError(unknown(name, "sheet", sheet, names))
    if not sheet and len(names) != 1:
        raise SourceError(Fault(name, f"{len(names)} sheets; say sheet in source.yml: {', '.join(names)}"))
    return sheet or names[0]


def _sheet(name: str, rows: list[_Row]) -> Sheet:
    title = [_text(cell).strip() for cell in rows[0].cells]
    while title and not title[-1]:
        title.pop()
    check_header(tuple(title), f"{name}:{rows[0].line}")
    good: list[_Row] = []
    ragged: list[Ragged] = []
    for row in rows[1:]:
        reason = _fault(row.cells, title)
        if reason:
            ragged.append(Ragged(row.line, reason, ",".join(map(_text, row.cells))))
        else:
            good.append(row)
    columns, typed = [], {}
    for place, head in enumerate(title):
        cells = [row.cells[place] for row in good]
        columns.append(Held[str](pa.array([_text(cell) for cell in cells], pa.string())))
        mask = np.array([not isinstance(cell, str) for cell in cells], np.bool_)
        typed |= {head: mask} if mask.any() else {}
    lines = Held[int](pa.array([row.line for row in good], pa.int64()))
    return Sheet(name, tuple(title), tuple(columns), lines, tuple(ragged), typed)


def _fault(cells: list[Cell], title: list[str]) -> str:
    for head, error in _errors(cells, title):
        return f"the error {error} in the column {head!r}"
    if any(cell != "" for cell in cells[len(title):]):
        return f"cells beyond the {len(title)} columns of the header"
    return "the header once more" if [_text(cell).strip() for cell in cells[:len(title)]] == title else ""


def _errors(cells: list[Cell], title: list[str]) -> Iterator[tuple[str, str]]:
    for head, cell in zip(title, cells, strict=False):
        if isinstance(cell, str) and cell in _ERRORS:
            yield head, cell


def _text(cell: Cell) -> str:
    """A typed cell in our writing; a number with the 15 digits that Excel keeps and shows."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        text = np.format_float_positional(float(f"{cell:.15g}"), trim="-")
        return text.rstrip(".")
    if isinstance(cell, datetime):
        return cell.replace(microsecond=0).isoformat()
    if isinstance(cell, timedelta):
        hours, seconds = divmod(round(cell.total_seconds()), 3600)
        return f"{hours}:{seconds // 60:02d}:{seconds % 60:02d}"
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)
