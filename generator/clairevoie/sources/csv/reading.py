"""Bytes → a header and rows of text, or one line that says why the file is no CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from clairevoie.errors import Fault, SourceError
from clairevoie.sources.mapping import Ragged, Sheet

_BATCH = 64  # rows that fit a processor's cache: 2048 take twice the time
_DELIMITERS = (",", ";", "\t")
_NOT_CSV = {
    b"PK\x03\x04": "a spreadsheet or an archive, not a CSV; save it as CSV",
    b"\x1f\x8b": "compressed, not a CSV; unpack it",
    b"%PDF": "a PDF, not a CSV",
    b"version https://git-lfs": "a Git LFS pointer, not the CSV itself",
    b"<": "a web page or XML, not a CSV",
    b"{": "JSON, not a CSV",
    b"[": "JSON, not a CSV",
}
_CONFLICT = ("<<<<<<< ", ">>>>>>> ", "||||||| ")


class _Reader(Protocol):
    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...


def read(file: Path, name: str, encoding: str = "utf-8") -> Sheet:
    """Take a file apart; `name` is how faults and rows call it.

    UTF-8 with or without BOM, or UTF-16 with one; `,` `;` or tab, as the header shows or `sep=;` says.
    Raises SourceError.
    """
    if not file.is_file():
        raise SourceError(Fault(name, "not a regular file"))
    text = _decoded(file.read_bytes(), name, encoding)
    first, delimiter = _delimiter(text)
    stream = io.StringIO(text, newline="")
    for _ in range(first - 1):
        stream.readline()
    records = _records(csv.reader(stream, delimiter=delimiter, strict=True), name, first)
    line, title = next(records, (first, []))
    if not title:
        raise SourceError(Fault(f"{name}:1", "no header: the file is empty"))
    header = tuple(cell.strip() for cell in title)
    _check_header(header, f"{name}:{line}")
    return _sheet(name, header, title, records, whole=text.endswith(("\n", "\r")))


def _decoded(content: bytes, name: str, encoding: str) -> str:
    head = content.removeprefix(b"\xef\xbb\xbf").lstrip()
    for start, what in _NOT_CSV.items():
        if head.startswith(start):
            raise SourceError(Fault(name, what))
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    try:
        return content.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        what = f"byte 0x{content[error.start]:02x} is not {encoding}"
        hint = "; if it is, say encoding: cp1252 in source.yml" if encoding == "utf-8" else ""
        raise SourceError(Fault(f"{name}:{line}", what + hint)) from None


def _delimiter(text: str) -> tuple[int, str]:
    """The line on which the header stands, and the delimiter that cuts it into most columns."""
    head = io.StringIO(text[:100_000], newline="").readline().strip()
    if head.lower().startswith("sep=") and len(head) == len("sep=") + 1:
        return 2, head[-1]
    return 1, max(_DELIMITERS, key=lambda delimiter: len(next(csv.reader([head], delimiter=delimiter), [])))


def _records(reader: _Reader, name: str, first: int) -> Iterator[tuple[int, list[str]]]:
    """Each record that is not blank, with the line on which it begins (it may hold line breaks)."""
    line = first
    try:
        for record in reader:
            if record:
                yield line, record
            line = reader.line_num + first
    except csv.Error as error:
        what = "a quote that opens here is never closed" if "unexpected end" in str(error) else str(error)
        raise SourceError(Fault(f"{name}:{line}", f"not a CSV row: {what}")) from None


def _check_header(header: tuple[str, ...], where: str) -> None:
    seen: dict[str, int] = {}
    faults = []
    for place, name in enumerate(header, 1):
        if name and name.casefold() in seen:
            faults.append(Fault(where, f"columns {seen[name.casefold()]} and {place} are both called {name!r}"))
        seen.setdefault(name.casefold(), place)
    if faults:
        raise SourceError(*faults)


def _sheet(name: str, header: tuple[str, ...], title: list[str], records: Iterator[tuple[int, list[str]]], *,
           whole: bool) -> Sheet:
    """Rows to columns, by the batch: a list a row for all rows at once would cost three times the time."""
    columns: tuple[list[str], ...] = tuple([] for _ in header)
    lines: list[int] = []
    ragged: list[Ragged] = []
    batch: list[list[str]] = []
    last: tuple[int, int] = (0, len(header))
    for line, record in records:
        last = line, len(record)
        if len(record) != len(header) or record == title:
            ragged.append(_ragged(name, line, record, title))
            continue
        lines.append(line)
        batch.append(record)
        if len(batch) == _BATCH:
            _turn(batch, columns)
    _turn(batch, columns)
    if last[1] < len(header) and not whole:
        raise SourceError(Fault(f"{name}:{last[0]}", "the file ends in the middle of a row"))
    return Sheet(name, header, columns, lines, tuple(ragged))


def _turn(batch: list[list[str]], columns: tuple[list[str], ...]) -> None:
    for column, cells in zip(columns, zip(*batch, strict=True), strict=bool(batch)):
        column.extend(cells)
    batch.clear()


def _ragged(name: str, line: int, record: list[str], title: list[str]) -> Ragged:
    if record[0].startswith(_CONFLICT):
        raise SourceError(Fault(f"{name}:{line}", "marks of a merge conflict; settle it"))
    reason = "the header once more" if record == title else f"{len(record)} cells under {len(title)} columns"
    return Ragged(line, reason, ",".join(record))
