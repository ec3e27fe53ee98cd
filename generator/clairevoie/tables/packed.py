"""Several tables in one file, which is mapped when it is opened.

Each part is an Arrow IPC stream (columns, one batch of rows, the end) from a multiple of 64 bytes on; behind them
stands their index (JSON: name → offset and bytes), and in the last eight bytes its length.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from clairevoie.tables.arrow import nothing

Part = tuple[pa.Buffer, ...]
_WIDTHS: tuple[type[np.signedinteger[Any]], ...] = (np.int8, np.int16, np.int32)
_EDGE = 64
END = pa.py_buffer(b"\xff\xff\xff\xff\0\0\0\0")


def part(rows: pa.RecordBatch) -> Part:
    """A table's bytes, the same whatever stands beside these rows in a longer batch of which they may be some.

    A column without any cell takes no room, and has no type; of numbered texts only those are written that these rows
    have, in their order. `restored` gives the table back.
    """
    cells = [_own(column) for column in rows.columns]
    own = pa.RecordBatch.from_arrays(cells, rows.schema.names)
    if not any(pa.types.is_dictionary(column.type) for column in cells):
        return _columns(own.schema), own.serialize(), END
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, own.schema) as stream:
        stream.write_batch(own)
    return (sink.getvalue(),)


def restored(rows: pa.Table, schema: pa.Schema) -> pa.Table:
    """A table of a file with the types that its columns have."""
    cells = []
    for field in schema:
        column = rows[field.name]
        cells.append(column if column.type == field.type else nothing(len(rows), field.type)
                     if pa.types.is_null(column.type) else column.cast(field.type))
    return pa.table(cells, schema=schema)


def packed(parts: Mapping[str, Part]) -> list[bytes | pa.Buffer]:
    """A file's content, piece by piece."""
    content: list[bytes | pa.Buffer] = []
    places: dict[str, tuple[int, int]] = {}
    at = 0
    for name, pieces in parts.items():
        size = sum(piece.size for piece in pieces)
        places[name] = at, size
        gap = -(at + size) % _EDGE
        content += [*pieces, bytes(gap)]
        at += size + gap
    said = json.dumps(places).encode()
    return [*content, said, len(said).to_bytes(8, "little")]


def unpacked(file: Path) -> dict[str, pa.Table]:
    """The tables of a file; their cells are read where they stand."""
    with pa.memory_map(str(file)) as source:
        content = source.read_buffer()
    size = int.from_bytes(content.slice(content.size - 8).to_pybytes(), "little")
    places = json.loads(content.slice(content.size - 8 - size, size).to_pybytes())
    return {name: pa.ipc.open_stream(content.slice(at, bytes_)).read_all() for name, (at, bytes_) in places.items()}


def _own(cells: Any) -> Any:
    if cells.null_count == len(cells):
        return pa.nulls(len(cells))
    if pa.types.is_dictionary(cells.type):
        return _compact(cells)
    # A slice that is written as it is takes bits of the rows behind it along: of a mask, and of flags.
    return pa.concat_arrays([cells]) if cells.null_count or pa.types.is_boolean(cells.type) else cells


def _compact(cells: Any) -> Any:
    empty = len(cells.dictionary)
    indices = np.asarray(cells.indices.fill_null(empty) if cells.null_count else cells.indices)
    used = np.zeros(empty + 1, np.bool_)
    used[indices] = True
    known = np.flatnonzero(used[:-1])
    width = next(width for width in _WIDTHS if len(known) <= np.iinfo(width).max)
    places = np.zeros(empty + 1, width)
    places[known] = np.arange(len(known), dtype=width)
    mask = indices == empty if cells.null_count else None
    return pa.DictionaryArray.from_arrays(pa.array(places[indices], mask=mask), cells.dictionary.take(pa.array(known)))


@functools.lru_cache(maxsize=256)
def _columns(schema: pa.Schema) -> pa.Buffer:
    return schema.serialize()
