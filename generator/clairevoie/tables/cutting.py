"""A column cut in parts, of which none holds a bit, a letter or a text of the others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.tables.coded import is_coded

Cut = Callable[[int, int, int], Any]  # the number of a part, its first row, the row behind it → its cells, if any
Ints = npt.NDArray[np.int64]
_WIDTHS: tuple[type[np.signedinteger[Any]], ...] = (np.int8, np.int16, np.int32)


def cutter(column: Any, bounds: Sequence[int]) -> Cut:
    """How to cut a column at these numbers of rows."""
    given = _given(column, bounds) if column.null_count else None
    cut = _of_texts(column, bounds) if is_coded(column) else _of_values(column)
    if given is None:
        return cut
    return lambda place, start, end: cut(place, start, end) if given[place] else None


def _given(column: Any, bounds: Sequence[int]) -> list[int]:
    """How many cells of each part are not empty."""
    counted = np.append(0, np.cumsum(np.asarray(pc.is_valid(column), np.bool_), dtype=np.int64))
    given: list[int] = np.diff(counted[np.asarray(bounds)]).tolist()
    return given


def _of_values(column: Any) -> Cut:
    return lambda _, start, end: _copied(column.slice(start, end - start))


def _copied(cells: Any) -> Any:
    """A slice that is written as it is takes bits, and letters, of the rows behind it along."""
    return pa.concat_arrays([cells])


def _of_texts(column: Any, bounds: Sequence[int]) -> Cut:
    """Each part has its own texts, in their order; one search finds those of all."""
    size = len(column.dictionary) + 1  # an empty cell is the last of them
    indices = np.asarray(column.indices.fill_null(size - 1) if column.null_count else column.indices)
    mask = indices == size - 1 if column.null_count else None
    count = len(bounds) - 1
    numbers = np.repeat(np.arange(count, dtype=np.int64) * size, np.diff(bounds)) + indices
    used = np.zeros(count * size, np.bool_)
    used[numbers] = True
    used[size - 1::size] = False
    known = np.flatnonzero(used)
    firsts = np.searchsorted(known, np.arange(count + 1) * size)
    places = np.zeros(count * size, np.int32)
    places[known] = np.arange(len(known)) - np.repeat(firsts[:-1], np.diff(firsts))
    codes, texts = places[numbers], column.dictionary.take(pa.array(known % size))
    edges = firsts.tolist()

    def cut(place: int, start: int, end: int) -> Any:
        first, last = edges[place], edges[place + 1]
        width = next(width for width in _WIDTHS if last - first <= np.iinfo(width).max)
        own = pa.array(codes[start:end].astype(width), mask=None if mask is None else mask[start:end])
        return pa.DictionaryArray.from_arrays(own, _copied(texts.slice(first, last - first)), safe=False)

    return cut
