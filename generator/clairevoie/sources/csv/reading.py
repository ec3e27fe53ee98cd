"""Bytes → a header and columns of text, or one line that says why the file is no CSV."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

from clairevoie.errors import Fault, SourceError
from clairevoie.sources.csv.encodings import decoded, mangled
from clairevoie.sources.csv.ending import open_line
from clairevoie.sources.csv.layout import SEPARATORS, check_header, layout
from clairevoie.sources.csv.opening import opened
from clairevoie.sources.csv.plain import plain
from clairevoie.sources.csv.records import Body, exact, reader, records
from clairevoie.sources.mapping import Sheet


class Found(NamedTuple):
    """A file taken apart, and how it was found to be written. last: its last line, where that has no end, else 0; None
    of a workbook, or of a file without a row. odd: what looks strange in it, "" for nothing."""

    sheet: Sheet
    detected: str
    last: int | None = None
    odd: str = ""


def read(file: Path, name: str, encoding: str = "detect", separator: str = "detect", sheet: str = "",
         asked: Collection[str] = ()) -> Found:
    """Take a file apart; `name` is how faults and rows call it, `sheet` the sheet of a spreadsheet. asked: the columns
    that will be looked at, in lower case, where that is known: others need not be read.

    Raises SourceError: no CSV, above a limit, a quote that is never closed, two columns of one name…
    """
    if name.casefold().endswith((".xlsx", ".xlsm")):
        from clairevoie.sources.csv.spreadsheet import spreadsheet

        return Found(*spreadsheet(file, name, sheet))
    content, written = decoded(opened(file, name), name, encoding)
    line, start, cut = layout(content, name, separator)
    found = _taken_apart(content, name, line, start, cut, asked)
    last = open_line(content) if len(found.lines) else None
    return Found(found, f"{written}, {SEPARATORS.get(cut, repr(cut))} between cells"
                 f"{', no end of its last line' if last else ''}", last, mangled(content, name))


def _taken_apart(content: bytes, name: str, line: int, start: int, separator: str, asked: Collection[str]) -> Sheet:
    """By Arrow where that cannot differ from the strict reader, else by the strict reader."""
    title, first, size = _title(content, name, line, start, separator)
    header = tuple(cell.strip() for cell in title)
    check_header(header, f"{name}:{first}")
    body = Body(name, title, separator, whole=content.endswith((b"\n", b"\r")))
    quick = plain(content, start, body, line, asked) if size == 1 else None
    return quick or exact(content, start, body, line)


def _title(content: bytes, name: str, line: int, start: int, separator: str) -> tuple[list[str], int, int]:
    """The cells of the header, the line on which it begins, and how many lines it takes."""
    rows = reader(content, start, separator)
    begins, title = next(records(rows, name, line), (line, []))
    if not title:
        raise SourceError(Fault(f"{name}:1", "no header: the file is empty"))
    return title, begins, rows.line_num + line - begins
