"""A column cut in parts, each in the bytes that stand in a file; none holds a bit, a letter or a text of the others.

Of a part stand, each from a multiple of eight bytes on:

- where some of its cells are empty: a bit a cell, set where there is something;
- numbers, days and instants: their bytes, 0 in empty cells; flags: a bit each;
- texts: how many bytes each has (four bytes a text), then their letters;
- numbered texts: the number of each, in one, two or four bytes, then the texts that have one, in their order.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.tables.arrow import as_integers, true_at
from clairevoie.tables.coded import is_coded
from clairevoie.tables.letters import letters

Piece = bytes | memoryview
Pieces = tuple[Piece, ...]
# A column of one part, and what the index says of it: its name, its type, whether cells are empty, how many texts are
# numbered.
Cells = tuple[str, Pieces]
Spans = list[tuple[int, int]]  # the first row of each part, and the row behind it
ROOM = 8  # bytes, of which every piece takes a multiple
_BYTE, _SHORT = 2**7, 2**15
_PADS = [bytes(size) for size in range(ROOM)]
_SIZE = 4
_MOST = 16_777_216  # marks, one for each text of each part: parts that have more are numbered one half after the other


def cut(name: str, column: Any, bounds: Sequence[int]) -> list[Cells | None]:
    """A column cut at these numbers of rows; None where a part has no cell but empty ones."""
    spans, said = list(pairwise(bounds)), json.dumps([name, "string" if is_coded(column) else str(column.type)])[1:-1]
    cells: list[Cells | None] = []
    if is_coded(column):
        cells += [(f"[{said}, 0, {count}]", pieces) for count, pieces in _of_texts(column, bounds)]
    else:
        plain = f"[{said}, 0, 0]"
        cells += [(plain, pieces) for pieces in _of_values(column, spans)]
    return _with_empty(cells, true_at(pc.is_valid(column)), spans) if column.null_count else cells


def width(count: int) -> type[np.signedinteger[Any]]:
    """Of the numbers of so many texts."""
    return np.int8 if count < _BYTE else np.int16 if count < _SHORT else np.int32


def _with_empty(cells: list[Cells | None], valid: npt.NDArray[np.bool_], spans: Spans) -> list[Cells | None]:
    counted = np.append(0, np.cumsum(valid, dtype=np.int64))
    found = list(cells)
    for place, (start, end) in enumerate(spans):
        given, cell = int(counted[end] - counted[start]), cells[place]
        if not given or cell is None:
            found[place] = None
        elif given < end - start:
            said, pieces = cell
            name, _, numbered = said.rsplit(", ", 2)
            found[place] = f"{name}, 1, {numbered}", (*_bits(valid[start:end]), *pieces)
    return found


def _of_values(column: Any, spans: Spans) -> list[Pieces]:
    if pa.types.is_string(column.type):
        return _lengths_and_letters(column.fill_null("") if column.null_count else column, spans)
    if pa.types.is_boolean(column.type):
        flags = true_at(column)
        return [_bits(flags[start:end]) for start, end in spans]
    size = column.type.bit_width // 8
    values = as_integers(column).view(np.uint8).data
    if size == ROOM:
        return [(values[start * ROOM:end * ROOM],) for start, end in spans]
    return [(values[start * size:end * size], _PADS[(start - end) * size % ROOM]) for start, end in spans]


def _lengths_and_letters(column: Any, spans: Spans) -> list[Pieces]:
    bounds, content = letters(column)
    sizes, own = (bounds[1:] - bounds[:-1]).view(np.uint8).data, content.data
    ends = bounds[[spans[0][0], *(end for _, end in spans)]].tolist()
    return [(sizes[start * _SIZE:end * _SIZE], _PADS[(start - end) * _SIZE % ROOM],
             own[first:last], _PADS[(first - last) % ROOM])
            for (start, end), (first, last) in zip(spans, pairwise(ends), strict=True)]


def _bits(flags: npt.NDArray[np.bool_]) -> Pieces:
    packed = np.packbits(flags, bitorder="little").tobytes()
    return packed, _PADS[-len(packed) % ROOM]


def _of_texts(column: Any, bounds: Sequence[int]) -> list[tuple[int, Pieces]]:
    """Each part has its own texts, in their order; one search finds those of all."""
    spans, size = list(pairwise(bounds)), len(column.dictionary) + 1  # an empty cell is the last of them
    if len(spans) > 1 and len(spans) * size > _MOST:
        middle = len(spans) // 2
        at = bounds[middle]
        return [*_of_texts(column[:at], bounds[:middle + 1]),
                *_of_texts(column[at:], [bound - at for bound in bounds[middle:]])]
    indices = np.asarray(column.indices.fill_null(size - 1) if column.null_count else column.indices)
    numbers = np.repeat(np.arange(len(spans)) * size, np.diff(bounds))
    numbers += indices
    used = np.zeros(len(spans) * size, np.bool_)
    used[numbers] = True
    used[size - 1::size] = False
    known = np.flatnonzero(used)
    starts = np.searchsorted(known, np.arange(len(spans) + 1) * size)
    counts = np.diff(starts)
    places = np.zeros(len(spans) * size, width(counts.max()))
    places[known] = np.arange(len(known)) - np.repeat(starts[:-1], counts)
    codes, edges = places.take(numbers), starts.tolist()
    room, own_bytes = codes.itemsize, codes.view(np.uint8).data
    texts = _lengths_and_letters(column.dictionary.take(pa.array(known % size)), list(pairwise(edges)))
    found: list[tuple[int, Pieces]] = []
    for (start, end), (first, last), own in zip(spans, pairwise(edges), texts, strict=True):
        few = np.dtype(width(last - first))
        short = own_bytes[start * room:end * room] if few == codes.dtype else codes[start:end].astype(few).tobytes()
        found.append((last - first, (short, _PADS[-len(short) % ROOM], *own)))
    return found
