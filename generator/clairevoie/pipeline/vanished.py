"""Clients, contracts and commitments that a source gave and gives no more: what hangs on them would go with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping

import pyarrow as pa

from clairevoie.pipeline.holding import counted
from clairevoie.tables.coded import coded_of
from clairevoie.tables.dataset import Dataset
from clairevoie.tables.references import key_of

# Few rows, of which each decides about many others: what is late, whose a ticket is, whether hours are counted.
BEARING = ("clients", "contracts", "commitments")


def vanished(today: Dataset, before: Mapping[str, Collection[str]], others: Callable[[], Iterable[Dataset]]
             ) -> list[str]:
    """A line a table for keys that were good at the last reading (`before`: table → keys) and that no source gives,
    though rows name them or, of a commitment, one cannot be read. others: every source's rows, this one's too."""
    gone = {table: set(keys) - keys_of(today.tables[table], table) for table, keys in before.items()
            if len(today.tables[table])}  # none at all is a fall
    every = list(others()) if any(gone.values()) else []
    lines = []
    for table, keys in gone.items():
        lost = keys.difference(*(keys_of(one.tables[table], table) for one in every))
        asides = [row for row in today.set_aside if row.table == table]
        named = _naming(every, table, lost)
        if named or (table == "commitments" and lost and asides):
            lines.append(_line(table, lost, named, str(asides[0]) if asides else ""))
    return lines


def _line(table: str, lost: Collection[str], named: Counter[str], aside: str) -> str:
    first = min(named or lost)
    more = f" and {len(lost) - 1:,} more, known at the last reading, are" if len(lost) > 1 else (
        ", known at the last reading, is")
    rows = named.total()
    said = f"{'1 row names' if rows == 1 else f'{rows:,} rows name'} {'it' if len(lost) == 1 else 'them'}"
    return (f"{table}: {first!r}{more} not there{f', and {said}' if rows else ''}"
            f"{f'; set aside today: {aside}' if aside else ''}")


def keys_of(rows: pa.Table, table: str) -> set[str]:
    """The keys of a table's rows."""
    return {str(key) for key in rows[key_of(table)].to_pylist()}


def _naming(datasets: Iterable[Dataset], target: str, names: Collection[str]) -> Counter[str]:
    """How many rows of other tables name each of these rows of the target."""
    column, found = key_of(target), Counter[str]()
    for dataset in datasets if names else ():
        for table, rows in coded_of(dataset.tables).items():
            if table != target and column in rows.column_names and len(rows):
                found.update({name: count for name, count in counted(rows, column) if count and name in names})
    return found
