"""A person taken out of rows: another word wherever a column names somebody, nothing where it says how to reach them.

What is remembered of the forgotten is a keyed hash of each word that named them: enough to know them again in the next
reading of a source, too little to tell who they were.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.blobs import Blobs
from clairevoie.errors import Fault, TargetError
from clairevoie.tables.dataset import Dataset

FILE = "forgotten.json"  # in the store, so that every machine that reads a source knows
Counts = Counter[tuple[str, str]]  # (table, column) → cells
# The columns that name somebody, and those of the same row that say how to reach them.
NAMES: Mapping[str, tuple[str, ...]] = {
    "people": ("person", "name", "email"), "contacts": ("name", "email"), "tickets": ("requester", "person"),
    "time_entries": ("person",), "actions": ("owner",), "clients": ("account_manager",), "rates": ("person",),
    "person_costs": ("person",), "absences": ("person",), "assignments": ("person",),
}
_REACHED: Mapping[str, tuple[str, ...]] = {"people": ("email", "phone"), "contacts": ("email", "phone")}


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Who was forgotten: the keyed hash of each word → what stands in its place."""

    key: bytes = field(repr=False)
    words: Mapping[str, str]

    def instead(self, word: str) -> str | None:
        """What stands in the place of a word, None for one that names nobody who was forgotten."""
        return self.words.get(self._hash(word)) if self.words else None

    def and_(self, words: Iterable[str]) -> Forgotten:
        """The same, with somebody more, whom all these words name."""
        given = [word for word in words if folded(word)]
        known = next(filter(None, map(self.instead, given)), None) or f"P-{secrets.token_hex(4)}"
        return replace(self, words={**self.words, **{self._hash(word): known for word in given}})

    def _hash(self, word: str) -> str:
        return hmac.new(self.key, folded(word).encode(), hashlib.sha256).hexdigest()


def read(blobs: Blobs) -> Forgotten:
    """Who was forgotten in this store. Raises TargetError where the list cannot be read: else they would come back."""
    blob = blobs.get(FILE)
    if blob is None:
        return Forgotten(secrets.token_bytes(32), {})
    try:
        said = json.loads(blob.data)
        return Forgotten(bytes.fromhex(said["key"]), {str(word): str(said["words"][word]) for word in said["words"]})
    except (ValueError, KeyError, TypeError):
        raise TargetError(Fault(FILE, "cannot be read; restore it, or forget everybody anew without it")) from None


def write(blobs: Blobs, forgotten: Forgotten) -> None:
    """Keep the list."""
    said = {"key": forgotten.key.hex(), "words": dict(forgotten.words)}
    blobs.put(FILE, json.dumps(said, sort_keys=True, indent=1).encode() + b"\n")


def words_of(dataset: Dataset, words: set[str]) -> set[str]:
    """All words that name somebody whom one of `words` (folded) names: their name, id and address in one row."""
    found = set(words)
    for table in ("people", "contacts"):
        for row in dataset.tables[table].select(list(NAMES[table])).to_pylist():
            said = {folded(str(cell)) for cell in row.values() if cell}
            found |= said if said & found else set()
    return found


def without(dataset: Dataset, instead: Callable[[str], str | None], text: str = "") -> tuple[Dataset, Counts]:
    """The dataset without those for whom `instead` has another word, and how many cells that altered.

    text: a name that is replaced where it stands inside other texts too, in whatever case.
    """
    counts: Counts = Counter()
    tables = {name: _rows(name, rows, instead, text, counts) for name, rows in dataset.tables.items()}
    asides = tuple(replace(aside, value=instead(aside.value) or _cut(aside.value, text, instead(text) or ""))
                   for aside in dataset.set_aside)
    counts["", "set aside"] = sum(one != other for one, other in zip(asides, dataset.set_aside, strict=True))
    return replace(dataset, tables=tables, set_aside=asides), +counts


def folded(text: str) -> str:
    """Words as they are compared: without case, accents and doubled blanks."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def _rows(table: str, rows: pa.Table, instead: Callable[[str], str | None], text: str, counts: Counts) -> pa.Table:
    if not len(rows):
        return rows
    altered = {column: _named(rows[column], instead) for column in NAMES.get(table, ())}
    gone = [any(cells[place] is not None for cells in altered.values()) for place in range(len(rows))]
    for column, cells in altered.items():
        counts[table, column] += sum(cell is not None for cell in cells)
        new = [old if cell is None else cell for old, cell in zip(rows[column].to_pylist(), cells, strict=True)]
        rows = _with(rows, column, new)
    if any(gone):
        for column in _REACHED.get(table, ()):
            cells = rows[column].to_pylist()
            rows = _with(rows, column, [None if out else cell for out, cell in zip(gone, cells, strict=True)])
    for column in (name for name in rows.column_names if text and pa.types.is_string(rows.schema.field(name).type)):
        if pc.any(pc.match_substring(rows[column], text, ignore_case=True)).as_py():
            before = rows[column].to_pylist()
            after = [_cut(cell, text, instead(text) or "") if cell else cell for cell in before]
            counts[table, column] += sum(one != other for one, other in zip(before, after, strict=True))
            rows = _with(rows, column, after)
    return rows


def _named(cells: Any, instead: Callable[[str], str | None]) -> list[str | None]:
    known = {cell: instead(cell) for cell in cells.unique().to_pylist() if cell}
    return [known.get(cell) if cell else None for cell in cells.to_pylist()]


def _with(rows: pa.Table, column: str, cells: list[str | None]) -> pa.Table:
    place = rows.column_names.index(column)
    return rows.set_column(place, rows.schema.field(column), pa.array(cells, rows.schema.field(column).type))


def _cut(value: str, text: str, instead: str) -> str:
    return re.sub(re.escape(text), instead, value, flags=re.IGNORECASE) if text else value
