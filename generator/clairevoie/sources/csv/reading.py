"""Bytes → a header and rows of text, or one line that says why the file is no CSV."""

from __future__ import annotations

import csv
import gc
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from clairevoie.errors import Fault, SourceError

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


@dataclass(frozen=True, slots=True)
class Ragged:
    """A row that has not as many cells as the header."""

    line: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file taken apart: `columns` in the order of `header`, `lines` the first line of each row."""

    name: str
    header: tuple[str, ...]
    columns: tuple[list[str], ...]
    lines: list[int]
    ragged: tuple[Ragged, ...] = ()


def read(file: Path, name: str, encoding: str = "utf-8") -> Sheet:
    """Take a file apart; `name` is how faults and rows call it.

    UTF-8 with or without BOM, or UTF-16 with one; `,` `;` or tab, as the header shows or `sep=;` says. Raises SourceError.
    """
    if not file.is_file():
        raise SourceError(Fault(name, "not a regular file"))
    text = _decoded(file.read_bytes(), name, encoding)
    first, delimiter = _delimiter(text)
    stream = io.StringIO(text, newline="")
    for _ in range(first - 1):
        stream.readline()
    records, lines = _records(csv.reader(stream, delimiter=delimiter, strict=True), name, first)
    if not records:
        raise SourceError(Fault(f"{name}:1", "no header: the file is empty"))
    header = tuple(cell.strip() for cell in records[0])
    _check_header(header, f"{name}:{lines[0]}")
    return _sheet(name, header, records, lines, whole=text.endswith(("\n", "\r")))


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


def _records(reader: Iterator[list[str]], name: str, first: int) -> tuple[list[list[str]], list[int]]:
    """All records that are not blank, with the line on which each begins (it may hold line breaks)."""
    records, lines = [], []
    line = first
    with _no_collector():
        try:
            for record in reader:
                if record:
                    records.append(record)
                    lines.append(line)
                line = reader.line_num + first  # type: ignore[attr-defined]  # csv.reader has it, Iterator has not
        except csv.Error as error:
            what = "a quote that opens here is never closed" if "unexpected end" in str(error) else str(error)
            raise SourceError(Fault(f"{name}:{line}", f"not a CSV row: {what}")) from None
    return records, lines


@contextmanager
def _no_collector() -> Iterator[None]:
    """Millions of small lists, none of them in a cycle: the collector would double the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _check_header(header: tuple[str, ...], where: str) -> None:
    seen: dict[str, int] = {}
    faults = []
    for place, name in enumerate(header, 1):
        if name and name.casefold() in seen:
            faults.append(Fault(where, f"columns {seen[name.casefold()]} and {place} are both called {name!r}"))
        seen.setdefault(name.casefold(), place)
    if faults:
        raise SourceError(*faults)


def _sheet(name: str, header: tuple[str, ...], records: list[list[str]], lines: list[int], *, whole: bool) -> Sheet:
    title, records, lines = records[0], records[1:], lines[1:]
    width = len(header)
    odd = [row for row, record in enumerate(records) if len(record) != width or record == title]
    ragged = tuple(_ragged(name, lines[row], records[row], title) for row in odd)
    if odd and odd[-1] == len(records) - 1 and len(records[-1]) < width and not whole:
        raise SourceError(Fault(f"{name}:{lines[-1]}", "the file ends in the middle of a row"))
    if odd:
        dropped = set(odd)
        records = [record for row, record in enumerate(records) if row not in dropped]
        lines = [line for row, line in enumerate(lines) if row not in dropped]
    columns = tuple(list(column) for column in zip(*records, strict=True)) if records else tuple([] for _ in header)
    return Sheet(name, header, columns, lines, ragged)


def _ragged(name: str, line: int, record: list[str], title: list[str]) -> Ragged:
    if record[0].startswith(_CONFLICT):
        raise SourceError(Fault(f"{name}:{line}", "marks of a merge conflict; settle it"))
    reason = "the header once more" if record == title else f"{len(record)} cells under {len(title)} columns"
    return Ragged(line, reason, ",".join(record))
