"""Which rows a mapping wants: `where`, `require`, `distinct`."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.sources.mapping.settings import TableMapping
from clairevoie.sources.mapping.sheet import Bools


def wanted(count: int, columns: Mapping[str, pa.StringArray], where: Mapping[str, pa.StringArray],
           mapping: TableMapping) -> Bools:
    """A mask over the `count` rows; `columns` are ours, `where` theirs."""
    kept = np.ones(count, np.bool_)
    for name, cells in where.items():
        kept &= np.asarray(pc.is_in(pc.utf8_trim_whitespace(cells), pa.array(mapping.where[name], pa.string())))
    for name in mapping.require:
        if name in columns:
            kept &= np.asarray(pc.not_equal(pc.utf8_trim_whitespace(columns[name]), pa.scalar("")))
        else:
            kept[:] = False
    if mapping.distinct:
        places = np.flatnonzero(kept)
        kept[places] = _first_times([cells.take(pa.array(places)) for cells in columns.values()], len(places))
    return kept


def _first_times(columns: list[pa.StringArray], count: int) -> Bools:
    codes: npt.NDArray[np.int64] = np.zeros(count, np.int64)
    for cells in columns:
        coded = cells.dictionary_encode()
        codes = codes * len(coded.dictionary) + coded.indices.to_numpy()
        codes = np.unique(codes, return_inverse=True)[1]
    first = np.zeros(count, np.bool_)
    first[np.unique(codes, return_index=True)[1]] = True
    return first
