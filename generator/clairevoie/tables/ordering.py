"""The order of rows: by their table's key, the bytes of its cells compared."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.tables.arrow import whole
from clairevoie.tables.letters import letters
from clairevoie.tables.repeats import ascending

Ints = npt.NDArray[np.int64]
_WORD = 8


def rank(rows: pa.Table, key: tuple[str, ...]) -> Ints:
    """The place of each row in the order of the key; without one, in the order in which it stands."""
    count = len(rows)
    places = np.arange(count, dtype=np.int64)
    if not key or (len(key) == 1 and ascending(whole(rows[key[0]]))):
        return places
    words = _words(whole(rows[key[0]])) if len(key) == 1 else None
    order = (np.argsort(words, kind="stable") if words is not None
             else np.asarray(pc.sort_indices(rows, sort_keys=[(column, "ascending") for column in key])))
    result = np.empty(count, np.int64)
    result[order] = places
    return result


def _words(cells: Any) -> npt.NDArray[np.uint64] | None:
    """Short texts as numbers in the same order; None where one is long, empty, or holds a NUL, which no number shows."""
    if not pa.types.is_string(cells.type) or cells.null_count or not len(cells):
        return None
    bounds, content = letters(cells)
    sizes = np.diff(bounds)
    if sizes.max() > _WORD or not content[bounds[0]:bounds[-1]].all():
        return None
    words = np.zeros(len(cells), np.uint64)
    for place in range(int(sizes.max())):
        there = sizes > place
        letter = np.zeros(len(cells), np.uint64)
        letter[there] = content[bounds[:-1][there] + place]
        words |= letter << np.uint64(8 * (_WORD - 1 - place))
    return words
