"""One sheet of an Excel workbook: typed cells in our writing, texts as they stand, formulas by their saved value."""

from __future__ import annotations

import errno
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree.ElementTree import ParseError

import numpy as np
import openpyxl
import pyarrow as pa
from openpyxl.utils.exceptions import InvalidFileException

from clairevoie.errors import Fault, SourceError, unknown
from clairevoie.sources.csv.formulas import UNSAVED, unsaved
from clairevoie.sources.csv.layout import check_header
from clairevoie.sources.csv.opening import check_expansion, check_size
from clairevoie.sources.mapping import Bools, Ragged, Sheet
from clairevoie.tables.held import Held

MAX_CELLS = 20_000_000
_STEP = 1_048_576
_ENTITIES = (b"<!DOCTYPE", b"<!ENTITY", "<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"))
# What openpyxl lets through from a workbook that is none: its parts are read as they come.
_UNREADABLE = (zipfile.BadZipFile, InvalidFileException, ParseError, KeyError, ValueError, TypeError, AttributeError,
               IndexError, OverflowError, EOFError, OSError)


class _Row(NamedTuple):
    line: int
    cells: list[Any]
    error: tuple[int, str] | None  # a cell's place, and its error


def spreadsheet(file: Path, name: str, sheet: str = "") -> tuple[Sheet, str]:
    """The sheet called so, or the only one; its first row that is not empty is the header. Raises SourceError."""
    check_size(file, name)
    _check_archive(file, name)
    try:
        with warnings.catch_warnings(action="ignore"):  # of extensions that it passes over
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
            title = _chosen([one.title for one in book.worksheets], name, sheet)
            rows = list(_rows(book[title], name, unsaved(_part(file, book[title]))))
            book.close()
    except _UNREADABLE as error:
        raise SourceError(Fault(name, f"not readable as an Excel workbook: {_short(error)}")) from None
    if not rows:
        raise SourceError(Fault(f"{name}:1", "no header: the sheet is empty"))
    return _sheet(name, rows), f"sheet {title!r}"


def _short(error: Exception) -> str:
    return (str(error).splitlines() or [""])[0][:200] or type(error).__name__


def _check_archive(file: Path, name: str) -> None:
    """All that stands in the archive, unpacked to nowhere: its directory may lie, and no part may declare entities."""
    total, packed = 0, file.stat().st_size
    try:
        file.open("rb").close()
    except OSError as error:
        raise SourceError(Fault(name, f"cannot be read: {error.strerror}")) from None
    try:
        with zipfile.ZipFile(file) as archive:
            for entry in archive.infolist():
                with archive.open(entry) as content:
                    while part := content.read(_STEP):
                        total += len(part)
                        check_expansion(total, packed, name)
                        if any(mark in part for mark in _ENTITIES):
                            raise SourceError(Fault(name, f"{entry.filename} has a DOCTYPE, which no workbook has"))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error) as error:
        if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL):  # a directory that lies: EINVAL
            raise SourceError(Fault(name, f"cannot be read: {error.strerror}")) from None
        raise SourceError(Fault(name, f"not an Excel workbook (.xlsx): {_short(error)}")) from None


def _chosen(names: list[str], name: str, sheet: str) -> str:
    if sheet and sheet not in names:
        raise SourceError(unknown(name, "sheet", sheet, names))
    if not sheet and len(names) != 1:
        raise SourceError(Fault(name, f"{len(names)} sheets; say sheet in source.yml: {', '.join(names)}"))
    return sheet or names[0]


def _part(file: Path, sheet: Any) -> bytes:
    with zipfile.ZipFile(file) as archive:
        return archive.read(sheet._worksheet_path)  # noqa: SLF001  # openpyxl does not say it otherwise


def _rows(sheet: Any, name: str, unsaved: dict[int, int]) -> Iterator[_Row]:
    """The rows that hold something. Some programs write a wrong size of the sheet: it is not asked."""
    sheet.reset_dimensions()
    seen = 0
    for line, cells in enumerate(sheet.iter_rows(), 1):
        seen += len(cells)
        if seen > MAX_CELLS:
            raise SourceError(Fault(f"{name}:{line}", f"more cells than the limit of {MAX_CELLS:,}"))
        values = ["" if cell.value is None else cell.value for cell in cells]
        if line in unsaved or any(value != "" for value in values):
            error = next(((place, f"the error {cell.value}") for place, cell in enumerate(cells)
                          if cell.value is not None and cell.data_type == "e"), None)
            yield _Row(line, values, (unsaved[line], UNSAVED) if line in unsaved else error)


def _sheet(name: str, rows: list[_Row]) -> Sheet:
    title = [_text(cell).strip() for cell in rows[0].cells]
    while title and not title[-1]:
        title.pop()
    check_header(tuple(title), f"{name}:{rows[0].line}")
    good: list[_Row] = []
    ragged: list[Ragged] = []
    for row in rows[1:]:
        reason = _fault(row, title)
        if reason:
            ragged.append(Ragged(row.line, reason, ",".join(map(_text, row.cells))))
        else:
            good.append(row)
    columns: list[Held[str]] = []
    typed: dict[str, Bools] = {}
    for place, head in enumerate(title):
        cells = [row.cells[place] if place < len(row.cells) else "" for row in good]
        columns.append(Held[str](pa.array([_text(cell) for cell in cells], pa.string())))
        mask = np.array([not isinstance(cell, str) for cell in cells], np.bool_)
        typed |= {head: mask} if mask.any() else {}
    lines = Held[int](pa.array([row.line for row in good], pa.int64()))
    return Sheet(name, tuple(title), tuple(columns), lines, tuple(ragged), typed)


def _fault(row: _Row, title: list[str]) -> str:
    if row.error and row.error[0] < len(title):
        return f"{row.error[1]} in the column {title[row.error[0]]!r}"
    if any(cell != "" for cell in row.cells[len(title):]):
        return f"cells beyond the {len(title)} columns of the header"
    return "the header once more" if [_text(cell).strip() for cell in row.cells[:len(title)]] == title else ""


def _text(cell: object) -> str:
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
