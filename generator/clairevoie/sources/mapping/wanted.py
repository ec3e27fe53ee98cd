"""Which rows a mapping wants: `where`, `require`, `per`, `distinct`."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.sources.mapping.settings import TableMapping
from clairevoie.sources.mapping.sheet import Bools

Ints = npt.NDArray[np.int64]


def wanted(count: int, columns: Mapping[str, pa.StringArray], where: Mapping[str, pa.StringArray],
           mapping: TableMapping) -> Bools:
    """A mask over the `count` rows by `where` and `require`; `columns` are ours, `where` theirs."""
    kept = np.ones(count, np.bool_)
    for name, cells in where.items():
        kept &= np.asarray(pc.is_in(pc.utf8_trim_whitespace(cells), pa.array(mapping.where[name], pa.string())))
    for name in mapping.require:
        if name in columns:
            kept &= np.asarray(pc.not_equal(pc.utf8_trim_whitespace(columns[name]), pa.scalar("")))
        else:
            kept[:] = False
    return kept


def distinct(columns: Mapping[str, pa.StringArray], kept: Bools) -> Bools:
    """Of the rows that are kept, those that say what no earlier one says."""
    places = np.flatnonzero(kept)
    first = np.zeros(len(kept), np.bool_)
    first[places[_first_times([cells.take(places) for cells in columns.values()], len(places))]] = True
    return first


def ends(key: pa.StringArray, kept: Bools) -> tuple[Ints, Ints]:
    """Of the rows that are kept, the first and the last of each different key."""
    places = np.flatnonzero(kept)
    codes = np.asarray(pc.utf8_trim_whitespace(key).take(places).dictionary_encode().indices)
    first = np.unique(codes, return_index=True)[1]
    last = len(codes) - 1 - np.unique(codes[::-1], return_index=True)[1]
    return places[first], places[last]


def _first_times(columns: list[pa.StringArray], count: int) -> Bools:
    codes: Ints = np.zeros(count, np.int64)
    for cells in columns:
        coded = cells.dictionary_encode()
        codes = codes * len(coded.dictionary) + coded.indices.to_numpy()
        codes = np.unique(codes, return_inverse=True)[1]
    first = np.zeros(count, np.bool_)
    first[np.unique(codes, return_index=True)[1]] = True
    return first
