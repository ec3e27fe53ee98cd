"""Several tables in one file, which is mapped when it is opened.

Each part is an Arrow IPC stream (columns, one batch of rows, the end) from a multiple of 64 bytes on; behind them
stands their index (JSON: name → offset and bytes), and in the last eight bytes its length.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa

from clairevoie.tables.arrow import nothing
from clairevoie.tables.coded import is_coded
from clairevoie.tables.cutting import cutter

Part = tuple[pa.Buffer, ...]
_EDGE = 64
END = pa.py_buffer(b"\xff\xff\xff\xff\0\0\0\0")


def part(rows: pa.RecordBatch) -> Part:
    """A table's bytes. A column without any cell is not there; of numbered texts (numbered in their order) only those
    are written that a row has. `restored` gives the table back."""
    return next(parts(rows, [0, len(rows)]))


def parts(rows: pa.RecordBatch, bounds: Sequence[int]) -> Iterator[Part]:
    """The bytes of the rows from each of these numbers to the next: each as if there were no others."""
    cuts = [(name, cutter(column, bounds)) for name, column in zip(rows.schema.names, rows.columns, strict=True)
            if column.null_count < len(column)]
    numbered, schemas = any(map(is_coded, rows.columns)), dict[tuple[str, ...], tuple[pa.Schema, pa.Buffer]]()
    for place, (start, end) in enumerate(pairwise(bounds)):
        cells = {name: found for name, cut in cuts if (found := cut(place, start, end)) is not None}
        if numbered:
            yield _stream(cells)
            continue
        if not cells:  # the number of rows is still to be told
            cells = dict.fromkeys(rows.schema.names, pa.nulls(end - start))
        names = tuple(cells)
        if names not in schemas:
            schema = pa.schema([(name, found.type) for name, found in cells.items()])
            schemas[names] = schema, schema.serialize()
        schema, columns = schemas[names]
        yield columns, pa.RecordBatch.from_arrays(list(cells.values()), schema=schema).serialize(), END


def restored(rows: pa.Table, schema: pa.Schema) -> pa.Table:
    """A table of a file with the types that its columns have."""
    there = {name: rows[name] for name in rows.column_names if not pa.types.is_null(rows[name].type)}
    cells = [nothing(len(rows), field.type) if field.name not in there else there[field.name]
             if there[field.name].type == field.type else there[field.name].cast(field.type) for field in schema]
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


def _stream(cells: Mapping[str, Any]) -> Part:
    rows = pa.RecordBatch.from_arrays(list(cells.values()), list(cells))
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema) as stream:
        stream.write_batch(rows)
    return (sink.getvalue(),)
