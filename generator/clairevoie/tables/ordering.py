"""The order of rows: by their table's key, the bytes of its cells compared."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.tables.arrow import whole
from clairevoie.tables.letters import words
from clairevoie.tables.repeats import ascending

Ints = npt.NDArray[np.int64]


def rank(rows: pa.Table, key: tuple[str, ...]) -> Ints:
    """The place of each row in the order of the key; without one, in the order in which it stands."""
    count = len(rows)
    places = np.arange(count, dtype=np.int64)
    if not key or (len(key) == 1 and ascending(whole(rows[key[0]]))):
        return places
    numbers = _numbers(whole(rows[key[0]])) if len(key) == 1 else None
    order = (np.argsort(numbers, kind="stable") if numbers is not None
             else np.asarray(pc.sort_indices(rows, sort_keys=[(column, "ascending") for column in key])))
    result = np.empty(count, np.int64)
    result[order] = places
    return result


def _numbers(cells: Any) -> npt.NDArray[np.uint64] | None:
    return words(cells) if pa.types.is_string(cells.type) else None
