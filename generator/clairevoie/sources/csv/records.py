"""The strict reader of the standard library: whatever is not plain goes through it, and it says on which line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import pyarrow as pa

from clairevoie.errors import Fault, SourceError
from clairevoie.sources.mapping import Ragged, Sheet
from clairevoie.tables.held import Held

_BATCH = 16_384  # rows that become Arrow's at once: their cells are Python's objects no longer
_CONFLICT = ("<<<<<<< ", ">>>>>>> ", "||||||| ")


class _Reader(Protocol):
    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...


@dataclass(frozen=True, slots=True)
class Body:
    """What is known before the rows are read: the header as it stands, the separator, whether the last line ends."""

    name: str
    title: list[str]
    separator: str
    whole: bool


def exact(content: bytes, start: int, body: Body, line: int) -> Sheet:
    """The rows of a text in UTF-8 whose header stands at `start`, on `line` or below it. Raises SourceError."""
    rows = records(reader(content, start, body.separator), body.name, line)
    next(rows)
    columns: list[list[pa.StringArray]] = [[] for _ in body.title]
    lines: list[int] = []
    ragged: list[Ragged] = []
    batch: list[list[str]] = []
    last: tuple[int, int] = (0, len(body.title))
    for begins, record in rows:
        last = begins, len(record)
        if len(record) != len(body.title) or record == body.title:
            ragged.append(odd(body, begins, record))
            continue
        lines.append(begins)
        batch.append(record)
        if len(batch) == _BATCH:
            _turn(batch, columns)
    _turn(batch, columns)
    check_end(body, *last)
    held = tuple(Held[str](pa.concat_arrays(parts)) if parts else Held[str](pa.array([], pa.string()))
                 for parts in columns)
    return Sheet(body.name, header_of(body), held, Held[int](pa.array(lines, pa.int64())), tuple(ragged))


def reader(content: bytes, start: int, separator: str) -> _Reader:
    """The strict reader over a text in UTF-8, from an offset; the text is decoded as it is read."""
    stream = io.BytesIO(content)
    stream.seek(start)
    return csv.reader(io.TextIOWrapper(stream, encoding="utf-8", newline=""), delimiter=separator, strict=True)


def header_of(body: Body) -> tuple[str, ...]:
    """The names of the columns."""
    return tuple(cell.strip() for cell in body.title)


def records(rows: _Reader, name: str, first: int) -> Iterator[tuple[int, list[str]]]:
    """Each record that is not blank, with the line on which it begins (it may hold line breaks)."""
    line = first
    try:
        for record in rows:
            if record:
                yield line, record
            line = rows.line_num + first
    except csv.Error as error:
        raise SourceError(Fault(f"{name}:{line}", _why(str(error)))) from None


def odd(body: Body, line: int, record: list[str]) -> Ragged:
    """A record that is no row. Raises SourceError for the marks of a merge conflict."""
    if record[0].startswith(_CONFLICT):
        raise SourceError(Fault(f"{body.name}:{line}", "marks of a merge conflict; settle it"))
    reason = ("the header once more" if record == body.title
              else f"{len(record)} cells under {len(body.title)} columns")
    return Ragged(line, reason, ",".join(record))


def check_end(body: Body, line: int, cells: int) -> None:
    """Raises SourceError where the last record has too few cells and its line does not end."""
    if cells < len(body.title) and not body.whole:
        raise SourceError(Fault(f"{body.name}:{line}", "the file ends in the middle of a row"))


def _why(error: str) -> str:
    if "unexpected end" in error:
        return "not a CSV row: a quote that opens here is never closed"
    if "field limit" in error:
        limit = f"{csv.field_size_limit():,} characters"
        return f"not a CSV row: a cell above the limit of {limit}, perhaps by a quote that is never closed"
    return f"not a CSV row: {error}"


def _turn(batch: list[list[str]], columns: list[list[pa.StringArray]]) -> None:
    for column, cells in zip(columns, zip(*batch, strict=True), strict=bool(batch)):
        column.append(pa.array(cells, pa.string()))
    batch.clear()
