"""Contracts and commitments whose calendar portal.yml does not have: another one would count other hours."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.tables.aside import SetAside, shortened
from clairevoie.tables.coded import Tables, coded_of, filtered
from clairevoie.tables.dataset import Dataset


def without_unknown_calendars(source: str, dataset: Dataset, calendars: Collection[str]) -> Dataset:
    """The dataset without such rows, which are set aside."""
    tables, origins, asides = dict(coded_of(dataset.tables)), dict(dataset.origins), list[SetAside]()
    for name in ("contracts", "commitments"):
        rows = tables[name]
        known = pc.is_in(rows["calendar"].cast(pa.string()), pa.array(sorted(calendars), pa.string()))
        strange = ~np.asarray(pc.or_(known, pc.is_null(rows["calendar"])))
        if strange.any():
            places = np.flatnonzero(strange).tolist()
            asides += _asides(source, name, rows, dataset.origins.get(name), places)
            tables[name] = filtered(rows, ~strange)
            origins |= {name: filtered(origins[name], ~strange)} if name in origins else {}
    return replace(dataset, tables=Tables(tables), origins=origins, set_aside=(*dataset.set_aside, *asides)
                   ) if asides else dataset


def _asides(source: str, table: str, rows: pa.Table, origin: pa.Table | None, places: list[int]
            ) -> Iterator[SetAside]:
    for place in places:
        file, line = (origin[name][place].as_py() for name in ("_file", "_line")) if origin is not None else ("", 0)
        name = shortened(str(rows["calendar"][place].as_py()))
        client = rows["client"][place].as_py() if "client" in rows.column_names else None
        yield SetAside(source, table, file, line, "calendar", name, f"unknown calendar {name!r}", client)
