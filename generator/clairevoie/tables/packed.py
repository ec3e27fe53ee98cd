"""Several tables in one file, which is mapped when it is opened.

Each part is an Arrow IPC stream (columns, one batch of rows, the end) from a multiple of 64 bytes on; behind them
stands their index (JSON: name → offset and bytes), and in the last eight bytes its length.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

Part = tuple[pa.Buffer, ...]
_EDGE = 64
_END = pa.py_buffer(b"\xff\xff\xff\xff\0\0\0\0")
_copied = pa.concat_batches  # type: ignore[attr-defined]  # its stubs are older


def part(rows: pa.RecordBatch) -> Part:
    """A table's bytes. `rows` may be some of a longer batch: they are copied, for a slice that is written as it is
    takes bits, and letters, of the rows behind it along."""
    return _columns(rows.schema), _copied([rows]).serialize(), _END


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


@functools.lru_cache(maxsize=256)
def _columns(schema: pa.Schema) -> pa.Buffer:
    return schema.serialize()
