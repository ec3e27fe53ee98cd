"""Columns of text that repeat: each different text once, and for each row the number of its own.

What is asked of such a column is asked of its different texts. No text stands twice in it, none is empty: an empty cell
has no number. Who wants texts, and is not in a hurry, asks for `plain`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.tables.arrow import whole
from clairevoie.tables.letters import letters, longest

MANY = 50_000  # rows: below this nothing is gained
Texts: TypeAlias = Any  # a pa.StringArray, or a pa.DictionaryArray of texts (a column of a table: in chunks)
Bools = npt.NDArray[np.bool_]
CODED = pa.dictionary(pa.int32(), pa.string())


class Tables(Mapping[str, pa.Table]):
    """Tables by name whose columns are plain texts; in `coded` the same stand as they were read, many numbered."""

    def __init__(self, coded: Mapping[str, pa.Table]) -> None:
        self.coded = coded
        self._plain: dict[str, pa.Table] = {}

    def __getitem__(self, name: str) -> pa.Table:
        if name not in self._plain:
            self._plain[name] = plain_rows(self.coded[name])
        return self._plain[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.coded)

    def __len__(self) -> int:
        return len(self.coded)

    def __repr__(self) -> str:
        return f"Tables({dict(self)})"


def coded_of(tables: Mapping[str, pa.Table]) -> Mapping[str, pa.Table]:
    """The same tables for who knows what to do with numbered columns: nothing is written out for that."""
    return tables.coded if isinstance(tables, Tables) else tables


def is_coded(cells: Texts) -> bool:
    """Whether the texts of a column are numbered."""
    return bool(pa.types.is_dictionary(cells.type))


def plain(cells: Texts) -> Any:
    """The column as texts."""
    return cells.cast(pa.string()) if is_coded(cells) else cells


def plain_rows(rows: pa.Table) -> pa.Table:
    """The table with all texts written out."""
    for place, name in enumerate(rows.column_names):
        if is_coded(rows[name]):
            rows = rows.set_column(place, name, plain(rows[name]))
    return rows


def coded(cells: Texts) -> Any:
    """The column with its texts numbered."""
    return cells if is_coded(cells) else cells.dictionary_encode()


def constant(text: str, count: int) -> Texts:
    """A column that says one thing."""
    if count < MANY:
        return pa.repeat(pa.scalar(text, pa.string()), count)
    zeros: Any = pa.array(np.zeros(count, np.int32))
    return pa.DictionaryArray.from_arrays(zeros, pa.array([text], pa.string()))


def each(cells: Texts, work: Callable[[Any], Any]) -> Texts:
    """`work` makes texts (or nothing) out of texts, one by one: of a numbered column, once for each different one."""
    if not is_coded(cells):
        return work(cells)
    found = work(cells.dictionary)
    return cells if found.equals(cells.dictionary) else numbered(cells.indices, found)


def numbered(indices: Any, texts: pa.StringArray) -> Texts:
    """A numbered column of these texts, which may repeat or be empty."""
    again: Any = texts.dictionary_encode()
    return pa.DictionaryArray.from_arrays(again.indices.take(indices), again.dictionary)


def where(cells: Texts, test: Callable[[Any], Any]) -> Bools:
    """The rows whose text passes (no cell is empty)."""
    if not is_coded(cells):
        return np.asarray(test(cells), np.bool_)
    among = np.asarray(test(cells.dictionary), np.bool_)
    found: Bools = among[np.asarray(cells.indices)] if among.any() else np.zeros(len(cells), np.bool_)
    return found


def exceeds(columns: Iterable[Any], limit: int) -> bool:
    """Whether these columns of tables have more than so many bytes of text together, once all is written out."""
    parts = [part for column in columns for part in column.chunks]
    return sum(map(_most_bytes, parts)) > limit and sum(map(_bytes, parts)) > limit


def compact(cells: Texts) -> Texts:
    """Without the texts that no row has (any more)."""
    if not is_coded(cells):
        return cells
    indices = np.asarray(cells.indices.fill_null(len(cells.dictionary)))
    used = np.zeros(len(cells.dictionary) + 1, np.bool_)
    used[indices] = True
    if used[:-1].all():
        return cells
    places = np.cumsum(used, dtype=np.int32) - 1
    mask = np.asarray(pc.is_null(cells)) if cells.null_count else None
    numbers: Any = pa.array(places[indices], pa.int32(), mask=mask)
    return pa.DictionaryArray.from_arrays(numbers, cells.dictionary.filter(pa.array(used[:-1])))


def filtered(rows: pa.Table, kept: Bools) -> pa.Table:
    """The rows that are kept; no text of the others stays."""
    some = rows.filter(pa.array(kept))
    return pa.table([compact(whole(column)) for column in some.columns], some.column_names)


def in_order(cells: Texts) -> Texts:
    """A column whose numbers are in the order of its texts: which text came first says nothing any more."""
    if not is_coded(cells):
        return cells
    order: Any = pc.sort_indices(cells.dictionary)
    places = np.empty(len(order), np.int32)
    places[np.asarray(order)] = np.arange(len(order), dtype=np.int32)
    numbers: Any = pa.array(places).take(cells.indices)
    return pa.DictionaryArray.from_arrays(numbers, cells.dictionary.take(order))


def _most_bytes(cells: Texts) -> int:
    """Quick to say, and no less than there are."""
    return len(cells) * longest(cells.dictionary) if is_coded(cells) else _bytes(cells)


def _bytes(cells: Texts) -> int:
    bounds, _ = letters(cells.dictionary if is_coded(cells) else cells)
    if not is_coded(cells):
        return int(bounds[-1] - bounds[0])
    return int(np.diff(bounds)[np.asarray(cells.indices.drop_null())].sum(dtype=np.int64))
