"""Which clients a source feeds, and with which tables."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.tables.arrow import texts, true_at
from clairevoie.tables.coded import coded_of, plain
from clairevoie.tables.dataset import Dataset
from clairevoie.tables.visible import Sight


def feeding(dataset: Dataset, sources: Mapping[str, Collection[str]]) -> dict[tuple[str, str], tuple[str, ...]]:
    """(client, source) → tables, for sources → the tables that each gives. `dataset`: traced.

    A client without any row in a table is fed by each source that gives it: its rows may be what is late.
    """
    sight = Sight(coded_of(dataset.tables))
    clients = texts(dataset.tables["clients"]["client"])
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for table in sorted({table for tables in sources.values() for table in tables}):
        held = sight.of_clients(table)
        empty = np.setdiff1d(np.arange(len(clients)), held.clients)
        for source in sorted(source for source, tables in sources.items() if table in tables):
            of_source = true_at(pc.equal(plain(dataset.origins[table]["_source"]), pa.scalar(source)))
            fed = np.union1d(empty, np.unique(held.clients[of_source[held.rows]]))
            for client in fed.tolist():
                key = (clients[client], source)
                found[key] = (*found.get(key, ()), table)
    return found
