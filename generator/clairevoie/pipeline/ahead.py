"""Rows that say what has not happened yet: set aside one by one, and together a proof that a clock is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.tables.arrow import true_at
from clairevoie.tables.aside import SetAside
from clairevoie.tables.coded import Tables, coded_of, filtered
from clairevoie.tables.dataset import Dataset
from clairevoie.tables.raw import RawTable
from clairevoie.tables.whose import Clients

SPARE = timedelta(hours=24)  # clocks differ, and zones are mistaken
_MANY = 10

# What is recorded once it has happened. Plans, contracts and days of work entered in advance lie ahead by right.
_HAPPENED = {
    "tickets": ("created", "owned", "resolved", "closed"),
    "ticket_events": ("at",),
    "outages": ("start",),
    "checks": ("at",),
    "capacity": ("at",),
    "surveys": ("sent", "answered"),
}
REASON = "later than this reading by more than a day"

Bools = npt.NDArray[np.bool_]


def without_ahead(source: str, dataset: Dataset, raws: Iterable[RawTable], now: datetime) -> Dataset:
    """The dataset without such rows, which are set aside."""
    limit = pa.scalar(now + SPARE, pa.timestamp("s", "UTC"))
    tables, origins, asides = dict(coded_of(dataset.tables)), dict(dataset.origins), list[SetAside]()
    for name, columns in _HAPPENED.items():
        rows = tables[name]
        found = {column: _ahead(rows, name, column, limit) for column in columns} if len(rows) else {}
        broken = np.logical_or.reduce(list(found.values())) if found else np.zeros(0, np.bool_)
        if broken.any():
            asides += _asides(source, name, rows, dataset.origins.get(name), found)
            tables[name] = filtered(rows, ~broken)
            origins |= {name: filtered(origins[name], ~broken)} if name in origins else {}
    if not asides:
        return dataset
    asides.sort(key=lambda aside: (aside.table, aside.file, aside.line))
    clients = Clients(raws)
    return replace(dataset, tables=Tables(tables), origins=origins,
                   set_aside=(*dataset.set_aside, *map(clients.named, asides)))


def wrong_clock(dataset: Dataset, now: datetime) -> list[str]:
    """Whether so much lies ahead that it is this machine's clock which is wrong, or the source's, and no slip of a
    hand: ten rows of a table, or half of it.
    """
    ahead = Counter(row.table for row in dataset.set_aside if row.reason == REASON)
    return [f"{table}: {count:,} rows are later than this reading by more than a day: is the clock right, which says"
            f" {now.isoformat(timespec='minutes')}?"
            for table, count in sorted(ahead.items())
            if count >= _MANY or (count > 1 and count >= len(coded_of(dataset.tables)[table]))]


def _ahead(rows: pa.Table, table: str, column: str, limit: Any) -> Bools:
    cells = rows[column]
    latest = pc.max(cells).as_py()
    if latest is None or latest <= limit.as_py():
        return np.zeros(len(cells), np.bool_)
    late = true_at(pc.greater(cells, limit))
    return late & ~true_at(pc.equal(rows["kind"], pa.scalar("planned"))) if table == "outages" else late


def _asides(source: str, table: str, rows: pa.Table, origin: pa.Table | None, found: dict[str, Bools]
            ) -> Iterator[SetAside]:
    told = np.zeros(len(rows), np.bool_)
    for column, late in found.items():
        for row in np.flatnonzero(late & ~told).tolist():
            file = origin["_file"][row].as_py() if origin is not None else ""
            line = origin["_line"][row].as_py() if origin is not None else 0
            value = rows[column][row].as_py()
            yield SetAside(source, table, file, line, column, value.isoformat(timespec="minutes"), REASON)
        told |= late
