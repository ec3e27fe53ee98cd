"""Several tables in one file, which is mapped when it is opened.

The cells of each table, column by column (`cutting` says how they stand); behind them their index (JSON: name of the
table → its number of rows, its columns), and in the last eight bytes the index's length.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from clairevoie.tables.arrow import nothing
from clairevoie.tables.cutting import ROOM, Piece, cut, width

_LENGTH = 8


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


def packed(parts: Mapping[str, Part]) -> bytes:
    """A file's content."""
    pieces = [piece for part in parts.values() for piece in part.pieces]
    said = ", ".join([f'"{name}": {part.said}' for name, part in parts.items()])
    index = f"{{{said}}}".encode()
    return b"".join([*pieces, index, len(index).to_bytes(_LENGTH, "little")])


def unpacked(file: Path, schemas: Mapping[str, pa.Schema]) -> dict[str, pa.Table]:
    """The tables of a file, with these columns; their cells are read where they stand."""
    with pa.memory_map(str(file)) as source:
        content = source.read_buffer()
    size = int.from_bytes(content.slice(content.size - _LENGTH).to_pybytes(), "little")
    index = json.loads(content.slice(content.size - _LENGTH - size, size).to_pybytes())
    piece = _piece(content)
    return {name: _table(schemas[name], rows, columns, piece) for name, (rows, columns) in index.items()}


def _piece(content: pa.Buffer) -> Callable[[int], pa.Buffer]:
    """Gives the pieces of a file one after the other, by their sizes."""
    at = 0

    def piece(size: int) -> pa.Buffer:
        nonlocal at
        found = content.slice(at, size)
        at += size + -size % ROOM
        return found

    return piece


def _table(schema: pa.Schema, rows: int, columns: list[tuple[str, str, int, int]], piece: Callable[[int], pa.Buffer]
           ) -> pa.Table:
    there = {}
    for name, kind, empty, numbered in columns:
        if str(schema.field(name).type) != kind:
            raise ValueError(f"{name} is {kind} in a slice whose columns are {schema}")
        there[name] = _column(schema.field(name).type, rows, piece(-(-rows // 8)) if empty else None, numbered, piece)
    return pa.table([there[field.name] if field.name in there else nothing(rows, field.type) for field in schema],
                    schema=schema)


def _column(kind: pa.DataType, rows: int, given: pa.Buffer | None, numbered: int, piece: Callable[[int], pa.Buffer]
            ) -> Any:
    if numbered:
        short = np.dtype(width(numbered))
        numbers: Any = pa.Array.from_buffers(pa.from_numpy_dtype(short), rows, [given, piece(rows * short.itemsize)])
        return pa.DictionaryArray.from_arrays(numbers, _texts(numbered, None, piece)).cast(kind)
    if pa.types.is_string(kind):
        return _texts(rows, given, piece)
    return pa.Array.from_buffers(kind, rows, [given, piece(-(-rows * kind.bit_width // 8))])


def _texts(count: int, given: pa.Buffer | None, piece: Callable[[int], pa.Buffer]) -> pa.StringArray:
    ends = np.zeros(count + 1, np.int32)
    np.cumsum(np.frombuffer(memoryview(piece(count * ends.itemsize)), np.int32), out=ends[1:])
    return pa.StringArray.from_buffers(count, pa.py_buffer(ends.data), piece(int(ends[-1])), given)
