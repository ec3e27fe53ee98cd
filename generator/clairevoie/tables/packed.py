"""Several tables in one file, which is mapped when it is opened.

The cells of each table, column by column (`cutting` says how they stand); behind them their index (JSON: whose the file
is, and name of the table → its number of rows, its columns), and in the last eight bytes the index's length and a
checksum of all before, four bytes each.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from clairevoie.tables.arrow import nothing
from clairevoie.tables.cutting import ROOM, Piece, cut, width
from clairevoie.tables.sealed import DamagedError

_END = 4  # bytes of each of the two numbers at the end


class Part(NamedTuple):
    """A table's bytes, and what the index says of it. A column without any cell is not there."""

    said: str
    pieces: list[Piece]


def part(rows: pa.RecordBatch) -> Part:
    """A table whole; of numbered texts (numbered in their order) only those are written that a row has."""
    return next(parts(rows, [0, len(rows)]))


def parts(rows: pa.RecordBatch, bounds: Sequence[int]) -> Iterator[Part]:
    """The rows from each of these numbers to the next: each as if there were no others."""
    columns = [cut(name, column, bounds) for name, column in zip(rows.schema.names, rows.columns, strict=True)
               if column.null_count < len(column)]
    for place, (start, end) in enumerate(pairwise(bounds)):
        cells = [cell for column in columns if (cell := column[place])]
        said = ", ".join([of for of, _ in cells])
        yield Part(f"[{end - start}, [{said}]]", [piece for _, pieces in cells for piece in pieces])


def packed(parts: Mapping[str, Part], of: str = "") -> bytes:
    """A file's content; `of` says whose it is."""
    pieces = [piece for part in parts.values() for piece in part.pieces]
    said = ", ".join([f'"{name}": {part.said}' for name, part in parts.items()])
    index = f'{{"of": {json.dumps(of)}, "tables": {{{said}}}}}'.encode()
    content = b"".join([*pieces, index, len(index).to_bytes(_END, "little")])
    return content + zlib.crc32(content).to_bytes(_END, "little")


def unpacked(file: Path, schemas: Mapping[str, pa.Schema], of: str = "") -> dict[str, pa.Table]:
    """The tables of a file, with these columns; their cells are read where they stand.

    Raises DamagedError where it is missing, cut short, altered, not what `packed` writes, or not `of` whom it should
    be.
    """
    try:
        content = _mapped(file)
        said, end = _index(content)
        if said["of"] != of:
            raise DamagedError(f"is of {said['of']!r}")
        piece = _Pieces(content, end)
        tables = {name: _table(schemas[name], rows, columns, piece) for name, (rows, columns) in said["tables"].items()}
        if piece.at != end:
            raise DamagedError("is not whole")
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError, pa.ArrowException):
        raise DamagedError("cannot be read") from None
    return tables


def _mapped(file: Path) -> pa.Buffer:
    try:
        with pa.memory_map(str(file)) as source:
            return source.read_buffer()
    except FileNotFoundError:
        raise DamagedError("is missing") from None


def _index(content: pa.Buffer) -> tuple[Any, int]:
    """What the index says, and where it begins."""
    whole = memoryview(content)[:-_END]
    size = int.from_bytes(whole[-_END:], "little")
    end = len(whole) - _END - size
    if end < 0 or zlib.crc32(whole) != int.from_bytes(memoryview(content)[-_END:], "little"):
        raise DamagedError("is not whole")
    return json.loads(content.slice(end, size).to_pybytes()), end


class _Pieces:
    """Gives the pieces of a file one after the other, by their sizes; nothing behind the last of them."""

    def __init__(self, content: pa.Buffer, end: int) -> None:
        self.at = 0
        self._content, self._end = content, end

    def __call__(self, size: int) -> pa.Buffer:
        found = self._content.slice(self.at, size)
        self.at += size + -size % ROOM
        if size < 0 or self.at > self._end:
            raise DamagedError("is not whole")
        return found


def _table(schema: pa.Schema, rows: int, columns: list[tuple[str, str, int, int]], piece: _Pieces) -> pa.Table:
    there = {}
    for name, kind, empty, numbered in columns:
        if str(schema.field(name).type) != kind:
            raise DamagedError(f"has a column {name} of another type, {kind}")
        there[name] = _column(schema.field(name).type, rows, piece(-(-rows // 8)) if empty else None, numbered, piece)
    return pa.table([there[field.name] if field.name in there else nothing(rows, field.type) for field in schema],
                    schema=schema)


def _column(kind: pa.DataType, rows: int, given: pa.Buffer | None, numbered: int, piece: _Pieces) -> Any:
    if numbered:
        short = np.dtype(width(numbered))
        numbers: Any = pa.Array.from_buffers(pa.from_numpy_dtype(short), rows, [given, piece(rows * short.itemsize)])
        return pa.DictionaryArray.from_arrays(numbers, _texts(numbered, None, piece)).cast(kind)
    if pa.types.is_string(kind):
        return _texts(rows, given, piece)
    return pa.Array.from_buffers(kind, rows, [given, piece(-(-rows * kind.bit_width // 8))])


def _texts(count: int, given: pa.Buffer | None, piece: _Pieces) -> pa.StringArray:
    ends = np.zeros(count + 1, np.int32)
    sizes = np.frombuffer(memoryview(piece(count * ends.itemsize)), np.int32)
    if sizes.min(initial=0) < 0 or sizes.sum(dtype=np.int64) > np.iinfo(np.int32).max:
        raise DamagedError("is not whole")
    np.cumsum(sizes, out=ends[1:])
    return pa.StringArray.from_buffers(count, pa.py_buffer(ends.data), piece(int(ends[-1])), given)
