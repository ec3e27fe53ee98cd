"""Which rows a mapping wants: `where`, `require`, `per`, `distinct`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.sources.mapping.settings import TableMapping
from clairevoie.sources.mapping.sheet import Bools
from clairevoie.tables import coded
from clairevoie.tables.coded import Texts

Ints = npt.NDArray[np.int64]


def wanted(count: int, columns: Mapping[str, Texts], where: Mapping[str, Texts],
           mapping: TableMapping) -> Bools:
    """A mask over the `count` rows by `where` and `require`; `columns` are ours, `where` theirs."""
    kept = np.ones(count, np.bool_)
    for name, cells in where.items():
        asked = pa.array(mapping.where[name], pa.string())
        kept &= coded.where(cells, partial(_is_in, asked))
    for name in mapping.require:
        if name in columns:
            kept &= coded.where(columns[name], _is_given)
        else:
            kept[:] = False
    return kept


def distinct(columns: Mapping[str, Texts], kept: Bools) -> Bools:
    """Of the rows that are kept, those that say what no earlier one says."""
    places = np.flatnonzero(kept)
    first = np.zeros(len(kept), np.bool_)
    first[places[_first_times([cells.take(places) for cells in columns.values()], len(places))]] = True
    return first


def ends(key: Texts, kept: Bools) -> tuple[Ints, Ints]:
    """Of the rows that are kept, the first and the last of each different key."""
    places = np.flatnonzero(kept)
    codes = np.asarray(coded.coded(coded.each(key, pc.utf8_trim_whitespace).take(places)).indices)
    first = np.unique(codes, return_index=True)[1]
    last = len(codes) - 1 - np.unique(codes[::-1], return_index=True)[1]
    return places[first], places[last]


def _is_in(asked: pa.StringArray, cells: pa.StringArray) -> pa.BooleanArray:
    return pc.is_in(pc.utf8_trim_whitespace(cells), asked)


def _is_given(cells: pa.StringArray) -> pa.BooleanArray:
    return pc.not_equal(pc.utf8_trim_whitespace(cells), pa.scalar(""))


def _first_times(columns: list[Texts], count: int) -> Bools:
    codes: Ints = np.zeros(count, np.int64)
    for cells in columns:
        given = coded.coded(cells)
        codes = codes * len(given.dictionary) + given.indices.to_numpy()
        codes = np.unique(codes, return_inverse=True)[1]
    first = np.zeros(count, np.bool_)
    first[np.unique(codes, return_index=True)[1]] = True
    return first
