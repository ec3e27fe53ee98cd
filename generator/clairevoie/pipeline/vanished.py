"""Clients, contracts and commitments that a source gave and gives no more: what hangs on them would go with them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import pyarrow as pa

from clairevoie.pipeline.holding import counted
from clairevoie.tables.coded import coded_of
from clairevoie.tables.dataset import Dataset
from clairevoie.tables.references import key_of

# Few rows, of which each decides about many others: what is late, whose a ticket is, whether hours are counted.
BEARING = ("clients", "contracts", "commitments")


def vanished(today: Dataset, before: Mapping[str, Collection[str]], others: Iterable[Dataset]) -> list[str]:
    """A line a table for keys that were good at the last reading (`before`: table → keys) and are set aside today, or
    that no source gives while rows of `others` (this one among them) name them."""
    lines, all_ = [], list(others)
    for table, keys in before.items():
        gone = sorted(set(keys).difference(*(keys_of(one.tables[table], table) for one in all_)))
        if not gone or not len(today.tables[table]):  # none at all is a fall
            continue
        named = _naming(all_, table, set(gone))
        asides = [row for row in today.set_aside if row.table == table]
        if not asides and not named:
            continue
        more = f" and {len(gone) - 1:,} more" if len(gone) > 1 else ""
        why = f"; set aside: {asides[0]}" if asides else ""
        rows = f", and {'1 row names' if named == 1 else f'{named:,} rows name'} it" if named else ""
        lines.append(f"{table}: {gone[0]!r}{more}, known at the last reading, is not there{rows}{why}")
    return lines


def keys_of(rows: pa.Table, table: str) -> set[str]:
    """The keys of a table's rows."""
    return {str(key) for key in rows[key_of(table)].to_pylist()}


def _naming(datasets: Iterable[Dataset], target: str, names: Collection[str]) -> int:
    """How many rows of other tables name one of these rows of the target."""
    column = key_of(target)
    return sum(count for dataset in datasets for table, rows in coded_of(dataset.tables).items()
               if table != target and column in rows.column_names and len(rows)
               for name, count in counted(rows, column) if name in names)
