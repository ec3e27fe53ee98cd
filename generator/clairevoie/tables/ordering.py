"""The order of rows: by their table's key, the bytes of its cells compared."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.tables.arrow import whole
from clairevoie.tables.coded import is_coded
from clairevoie.tables.ownership import words_of
from clairevoie.tables.repeats import ascending

Ints = npt.NDArray[np.int64]


def rank(rows: pa.Table, key: tuple[str, ...]) -> Ints:
    """The place of each row in the order of the key; without one, in the order in which it stands."""
    places = np.arange(len(rows), dtype=np.int64)
    order = ordered(rows, key)
    if order is None:
        return places
    result = np.empty(len(rows), np.int64)
    result[order] = places
    return result


def ordered(rows: pa.Table, key: tuple[str, ...]) -> Ints | None:
    """The rows in the order of the key; None where they stand in it."""
    if not key or ascending(whole(rows[key[0]])):
        return None
    numbers = _numbers(whole(rows[key[0]])) if len(key) == 1 else None
    return np.argsort(numbers, kind="stable") if numbers is not None else _sorted(rows, key)


def _sorted(rows: pa.Table, key: tuple[str, ...]) -> Ints:
    asked = pa.table({column: _ranks(whole(rows[column])) for column in key})
    return np.asarray(pc.sort_indices(asked, sort_keys=[(column, "ascending") for column in key]), np.int64)


def _ranks(cells: Any) -> Any:
    """Of numbered texts, the place of each in their order."""
    if not is_coded(cells):
        return cells
    places = np.empty(len(cells.dictionary), np.int32)
    places[np.asarray(pc.sort_indices(cells.dictionary))] = np.arange(len(places), dtype=np.int32)
    return pa.array(places).take(cells.indices)


def _numbers(cells: Any) -> npt.NDArray[np.uint64] | None:
    return words_of(cells) if pa.types.is_string(cells.type) else None
