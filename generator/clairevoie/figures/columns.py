"""A table's columns as numpy arrays, read once: what KPIs and the derived facts count on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from clairevoie.figures.clock import NEVER
from clairevoie.figures.zones import Seconds

Flags = NDArray[np.bool_]
Index = NDArray[np.int64]
Kept = TypeVar("Kept")
Array: TypeAlias = "pa.Array[Any]"


@dataclass(frozen=True, slots=True, eq=False)
class Codes:
    """A text column: names[index[row]], index -1 where the cell is empty."""

    index: Index
    names: tuple[str, ...]

    def is_(self, *names: str) -> Flags:
        """The rows whose text is one of `names`."""
        return among(self.index, len(self.names), [i for i, name in enumerate(self.names) if name in names])

    def through(self, places: dict[str, int]) -> Index:
        """Each row's place in `places`, -1 where its text has none."""
        table = np.array([*(places.get(name, -1) for name in self.names), -1], np.int64)
        return table[self.index]


class Columns:
    """One Arrow table; every column is decoded at its first use and kept."""

    def __init__(self, table: pa.Table) -> None:
        self.table = table
        self._kept: dict[str, Any] = {}

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def codes(self, name: str) -> Codes:
        """A text or choice column."""
        return self.once(f"codes {name}", lambda: _codes(self.table.column(name)))

    def numbers(self, name: str) -> NDArray[np.float64]:
        """A number column, NaN where empty."""
        return self.once(f"numbers {name}", lambda: _array(self.table.column(name), pa.float64(), np.nan))

    def cents(self, name: str) -> Index:
        """A money column in cents, 0 where empty (see `given`)."""
        return self.once(f"cents {name}", lambda: _array(self.table.column(name), pa.int64(), 0))

    def instants(self, name: str) -> Seconds:
        """An instant column in epoch seconds, NEVER where empty."""
        return self.once(f"instants {name}", lambda: _instants(self.table.column(name)))

    def days(self, name: str) -> Index:
        """A date column in days since 1970-01-01, NEVER where empty."""
        return self.once(f"days {name}", lambda: _days(self.table.column(name)))

    def flags(self, name: str) -> Flags:
        """A flag column, False where empty."""
        return self.once(f"flags {name}", lambda: _array(self.table.column(name), pa.bool_(), False))

    def given(self, name: str) -> Flags:
        """The rows where the column is not empty."""
        return self.once(f"given {name}", lambda: _plain(pc.is_valid(self.table.column(name))))

    def texts(self, name: str) -> list[str]:
        """A text column as Python strings, "" where empty."""
        return [text or "" for text in self.table.column(name).to_pylist()]

    def rows_of(self, name: str, text: str) -> Index:
        """The rows whose cell of a text column is `text`, in their order: sorted once, for who asks for each."""
        codes = self.codes(name)
        order, bounds, places = self.once(f"rows by {name}", lambda: _sorted(codes))
        place = places.get(text)
        found: Index = order[bounds[place]:bounds[place + 1]] if place is not None else order[:0]
        return found

    def once(self, key: str, read: Callable[[], Kept]) -> Kept:
        """What `read` gives, worked out at the first call for `key` and kept with the table."""
        if key not in self._kept:
            self._kept[key] = read()
        kept: Kept = self._kept[key]
        return kept


def among(index: Index, size: int, places: Sequence[int]) -> Flags:
    """Where an index (-1, or a place below `size`) is one of `places`: a look-up, several times faster than np.isin."""
    table = np.zeros(size + 1, bool)
    table[list(places)] = True
    return table[index]


def distinct(*columns: Index) -> tuple[list[tuple[int, ...]], Index]:
    """The distinct rows of some columns of numbers ≥ -1, and the place of each row among them."""
    key = np.zeros(len(columns[0]), np.int64)
    for column in columns:  # each step is ranked again, so that the key stays small
        key = np.unique(key * (int(column.max(initial=-1)) + 2) + column + 1, return_inverse=True)[1]
    _, first = np.unique(key, return_index=True)
    return list(zip(*(column[first].tolist() for column in columns), strict=True)), key


def text_array(codes: Codes) -> Array:
    """The Arrow column of some texts, null where the index is negative."""
    indices: Any = pa.array(codes.index, mask=codes.index < 0)
    return pa.DictionaryArray.from_arrays(indices, pa.array(codes.names, pa.string())).cast(pa.string())


def number_array(values: NDArray[np.float64]) -> Array:
    """The Arrow column of some numbers, null where NaN."""
    return pa.array(values, pa.float64(), mask=np.isnan(values))


def instant_array(at: Seconds) -> Array:
    """The Arrow column of some instants, null where NEVER."""
    return pa.array(at, pa.int64(), mask=at == NEVER).cast(pa.timestamp("s", "UTC"))


def _sorted(codes: Codes) -> tuple[Index, Index, dict[str, int]]:
    """The rows in the order of their text, where each text begins, and the place of each text."""
    order = np.argsort(codes.index, kind="stable").astype(np.int64)
    bounds = np.searchsorted(codes.index[order], np.arange(len(codes.names) + 1))
    return order, bounds.astype(np.int64), {text: place for place, text in enumerate(codes.names)}


def _codes(column: Any) -> Codes:
    encoded = pc.dictionary_encode(_one_chunk(column))
    names = tuple(encoded.dictionary.to_pylist())
    index = _plain(pc.fill_null(encoded.indices, -1)).astype(np.int64)
    if "" in names:
        index[index == names.index("")] = -1
    return Codes(index, names)


def _instants(column: Any) -> Seconds:
    seconds = column.cast(pa.timestamp("s", "UTC")).cast(pa.int64())
    filled: Seconds = _plain(pc.fill_null(seconds, int(NEVER)))
    return filled


def _days(column: Any) -> Index:
    filled: Index = _plain(pc.fill_null(column.cast(pa.int32()).cast(pa.int64()), int(NEVER)))
    return filled


def _array(column: Any, kind: Any, empty: Any) -> Any:
    return _plain(pc.fill_null(column.cast(kind), empty))


def _plain(column: Any) -> Any:
    return _one_chunk(column).to_numpy(zero_copy_only=False)


def _one_chunk(column: Any) -> Any:
    """A column in one piece: joining texts before they are numbered is cheaper than joining their dictionaries."""
    if isinstance(column, pa.ChunkedArray):
        return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    return column
