"""Whose a row is: its owner path followed to a client."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.tables.arrow import Array, Cells, true_at, whole
from clairevoie.tables.coded import coded, is_coded, plain
from clairevoie.tables.letters import words
from clairevoie.tables.references import ORDER, key_of, references
from clairevoie.tables.repeats import ascending
from clairevoie.tables.schema import TABLES

Codes = npt.NDArray[np.int64]
NOBODY = -1
_MANY = 100_000  # keys: among fewer, each different name is looked for, not each cell
_FEW = 10_000  # names: of fewer, none need be numbered


def owners(tables: Mapping[str, pa.Table]) -> dict[str, Codes]:
    """For each table with an owner path, the client of each row (its place in `clients`), or NOBODY."""
    found: dict[str, Codes] = {}
    for name in ORDER:
        if TABLES[name].owner:
            found[name] = owner_of(name, tables[name], tables, found)
    return found


def owner_of(table: str, rows: pa.Table, tables: Mapping[str, pa.Table], known: Mapping[str, Codes]) -> Codes:
    """The owner of each of these rows: the first column of the path that leads to a client decides."""
    if table == "clients":
        return np.arange(len(rows), dtype=np.int64)
    result, nobodys = np.full(len(rows), NOBODY, np.int64), np.ones(len(rows), np.bool_)
    targets = {reference.column: reference.target for reference in references(TABLES[table])}
    for column in TABLES[table].owner:
        found = owner_through(rows[column], targets[column], tables, known)
        result = found if nobodys.all() else np.where(nobodys, found, result)
        nobodys = result == NOBODY
        if not nobodys.any():
            break
    return result


def owner_through(names: Cells, target: str, tables: Mapping[str, pa.Table],
                  known: Mapping[str, Codes]) -> Codes:
    """The owner of the row of `target` that each name designates; NOBODY where empty, unknown or not owned."""
    if not len(tables[target]):
        return np.full(len(names), NOBODY, np.int64)
    places = positions(names, tables[target][key_of(target)])
    codes = known[target] if target != "clients" else np.arange(len(tables[target]), dtype=np.int64)
    return np.append(codes, NOBODY)[places]  # -1 is the last one


def all_known(names: Cells, keys: Cells) -> bool:
    """Whether each name (an empty cell is none) stands in `keys`, where that is quick to see: of numbered texts."""
    if not is_coded(names) or names.null_count == len(names):
        return False
    return bool((_positions(whole(names).dictionary, plain(keys)) >= 0).all())


def words_of(cells: Any) -> npt.NDArray[np.uint64] | None:
    """As `letters.words`, worked out once where columns are remembered; not to be written into."""
    known = _WORDS.get()
    if known is None or len(cells) < _MANY:
        return words(cells)
    asked = _identity(pa.chunked_array([cells]))
    if asked not in known:
        known[asked] = cells, words(cells)
    return known[asked][1]


def positions(names: Cells, keys: Cells) -> Codes:
    """Where each name stands in `keys`; -1 where it does not."""
    known = _KNOWN.get()
    if names.null_count == len(names):  # also where there is none: a look for nothing would still read all keys
        return np.full(len(names), -1, np.int64)
    keys = plain(keys)
    if is_coded(names):
        return _through(*_numbers_of(names), keys)
    if known is None:
        return _positions(names, keys)
    if len(keys) < _MANY and len(names) >= _FEW:
        return _through(*_numbered(known, names), keys)
    asked = (*_identity(names), *_identity(keys))
    if asked not in known:
        known[asked] = names, keys, _positions(names, keys).astype(np.int32)
    return known[asked][2].astype(np.int64)


@contextmanager
def remembered() -> Iterator[None]:
    """Within it, what is known of the same columns is worked out once: merging, owners and sight ask the same.

    The columns that were asked about stay alive until it ends.
    """
    token, words_token = _KNOWN.set({}), _WORDS.set({})
    try:
        yield
    finally:
        _KNOWN.reset(token)
        _WORDS.reset(words_token)


_Kept = dict[tuple[int, ...], tuple[Cells, Any, npt.NDArray[np.int32]]]
_KNOWN: ContextVar[_Kept | None] = ContextVar("known", default=None)
_Words = dict[tuple[int, ...], tuple[Any, npt.NDArray[np.uint64] | None]]
_WORDS: ContextVar[_Words | None] = ContextVar("words", default=None)


def _numbered(known: _Kept, names: Cells) -> tuple[npt.NDArray[np.int32], Any]:
    """The place of each name among the different ones, -1 where it is empty, and these."""
    asked = _identity(names)
    if asked not in known:
        numbers, different = _numbers_of(names)
        known[asked] = names, different, numbers
    return known[asked][2], known[asked][1]


def _numbers_of(names: Cells) -> tuple[npt.NDArray[np.int32], Any]:
    given = coded(whole(names))
    return np.asarray(given.indices.fill_null(-1), np.int32), given.dictionary


def _through(numbers: npt.NDArray[np.int32], different: Any, keys: Cells) -> Codes:
    """As `_positions`, of a column of which the different names are known."""
    places = np.append(_positions(different, keys), -1)  # -1, an empty name, is the last one
    return places[numbers]


def _positions(names: Cells | Array, keys: Cells) -> Codes:
    if len(keys) >= _MANY and isinstance(names, pa.ChunkedArray) and _identity(names) == _identity(keys) \
            and ascending(whole(keys)):
        return np.arange(len(keys), dtype=np.int64)  # a column of one file that two tables have
    quick = _by_order(names, keys) if len(keys) >= _MANY else None
    if quick is not None:
        return quick
    found = pc.index_in(names, whole(keys), skip_nulls=True)
    return np.asarray(found.fill_null(-1)).astype(np.int64)


def _by_order(names: Cells | Array, keys: Cells) -> Codes | None:
    """The same, where the keys are short and in order, as numbers out of a counter are: a search takes less than to
    hash them. None where they are not."""
    known = words_of(whole(keys))
    if known is None or not (known[1:] > known[:-1]).all():
        return None
    given = true_at(pc.is_valid(names))
    some: Any = names if given.all() else names.filter(pa.array(given))
    look = words_of if some is names else words
    asked = look(whole(some) if isinstance(some, pa.ChunkedArray) else some)
    if asked is None:
        return None
    at = np.minimum(np.searchsorted(known, asked), len(known) - 1)
    places = np.where(known[at] == asked, at, -1)
    if some is names:
        return places
    found = np.full(len(names), -1, np.int64)
    found[given] = places
    return found


def _identity(cells: Cells) -> tuple[int, ...]:
    """What tells a column from any other that is alive: where its bytes stand."""
    parts: list[int] = []
    for chunk in cells.chunks:
        parts += [len(chunk), chunk.offset, *(buffer.address if buffer else 0 for buffer in chunk.buffers())]
    return tuple(parts)
