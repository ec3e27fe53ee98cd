"""Rows that repeat a key: the same once more, or another under the same name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.tables.arrow import Array, true_at, whole
from clairevoie.tables.coded import is_coded, plain_rows
from clairevoie.tables.letters import letters, words

Ints = npt.NDArray[np.int64]
_FEW = 1_000  # below this a look at the order saves nothing


@dataclass(frozen=True, slots=True)
class Repeats:
    """Row numbers: `same` say again what an earlier row said, `different` contradict the row in `first` beside them."""

    same: Ints
    different: Ints
    first: Ints


def repeats(rows: pa.Table, key: tuple[str, ...], columns: list[str]) -> Repeats:
    """Compare every row with the first of its key, over `columns`; without a key rows may repeat freely."""
    if not key or not len(rows):
        nothing = np.zeros(0, np.int64)
        return Repeats(nothing, nothing, nothing)
    codes = _codes(rows, key)
    if codes is None:
        nothing = np.zeros(0, np.int64)
        return Repeats(nothing, nothing, nothing)
    _, firsts, inverse = np.unique(codes, return_index=True, return_inverse=True)
    first_of = firsts[inverse]
    later = np.flatnonzero(first_of != np.arange(len(codes)))
    equal = _equal(rows.select(columns), later, first_of[later]) if len(later) else np.zeros(0, np.bool_)
    return Repeats(later[equal], later[~equal], first_of[later[~equal]])


def ascending(cells: Array) -> bool:
    """Whether each cell is above the one before, as numbers out of a counter are: then no two are equal."""
    if is_coded(cells) or cells.null_count or len(cells) < _FEW or not pc.less(cells[0], cells[1]).as_py():
        return False
    return bool(pc.all(pc.less(cells[:-1], cells[1:])).as_py())


def _different(cells: Any) -> bool:
    """Whether no two cells are equal, where that is quick to see: of texts that count upward, and of short ones."""
    if not pa.types.is_string(cells.type) or len(cells) < _FEW:
        return False
    if _counted(cells):
        return True
    numbers = words(cells)
    if numbers is None:
        return False
    numbers = np.sort(numbers)
    return bool((numbers[1:] != numbers[:-1]).all())


def _counted(cells: pa.StringArray) -> bool:
    """Whether each text is longer than the one before, or as long and above it: as 9, 10, 11 are."""
    sizes = np.diff(letters(cells)[0])
    if cells.null_count or not (sizes[1:] >= sizes[:-1]).all():
        return False
    above = np.asarray(pc.less(cells[:-1], cells[1:]))
    return bool((above | (sizes[1:] > sizes[:-1])).all())


def _codes(rows: pa.Table, key: tuple[str, ...]) -> Ints | None:
    """One number a row, equal where the keys are equal (an empty cell is a value of its own); None if all differ."""
    codes: Ints | None = None
    for column in key:
        cells = whole(rows[column])
        if ascending(cells) or _different(cells):
            return None
        given = cells if is_coded(cells) else cells.dictionary_encode()
        if not given.null_count and len(given.dictionary) == len(rows):
            return None
        size = len(given.dictionary) + 1  # an empty cell is the last
        own = np.asarray(given.indices.fill_null(size - 1), np.int64)
        codes = own if codes is None else np.unique(codes * size + own, return_inverse=True)[1]
    return codes


def _equal(rows: pa.Table, left: Ints, right: Ints) -> npt.NDArray[np.bool_]:
    equal = np.ones(len(left), np.bool_)
    one, other = plain_rows(rows.take(left)), plain_rows(rows.take(right))
    for column in rows.column_names:
        a, b = one[column], other[column]
        both_empty = pc.and_(pc.is_null(a), pc.is_null(b))
        equal &= true_at(pc.equal(a, b)) | true_at(both_empty)
    return equal
