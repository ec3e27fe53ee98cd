"""What one source gave, for the report, for `check`, and for whoever reads them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow.compute as pc

from clairevoie.project.model import SourceSpec
from clairevoie.tables.aside import SetAside
from clairevoie.tables.coded import coded_of
from clairevoie.tables.dataset import Dataset
from clairevoie.tables.schema import TABLES
from clairevoie.tables.snapshot import Index

_MOST = 50  # of each list: the rest is counted


def given(spec: SourceSpec, dataset: Dataset, detected: Mapping[str, str], strangers: Mapping[str, int]
          ) -> dict[str, Any]:
    """A source's line of the report."""
    rows = {name: table.num_rows for name, table in sorted(coded_of(dataset.tables).items()) if table.num_rows}
    return {
        "source": spec.id, "type": spec.type, "outcome": "read", "rows": rows, "set_aside": len(dataset.set_aside),
        "tables": _tables(dataset), "detected": dict(detected), "unmapped": _unmapped(dataset.set_aside),
        "clients_unknown": dict(sorted(strangers.items())[:_MOST]),
        "notices": list(dataset.notices),
    }


def held(spec: SourceSpec, outcome: str, reasons: Iterable[str], last: Index | None) -> dict[str, Any]:
    """The line of a source that is not believed today: why, and of when its last good data is."""
    since = last.dated.isoformat() if last else None
    return {"source": spec.id, "type": spec.type, "outcome": outcome, "reasons": list(reasons), "data_of": since}


def _tables(dataset: Dataset) -> dict[str, dict[str, Any]]:
    aside = Counter(row.table for row in dataset.set_aside)
    names = sorted({*aside, *(name for name, rows in coded_of(dataset.tables).items() if len(rows))})
    return {name: {"rows": len(coded_of(dataset.tables)[name]), "set_aside": aside[name], **_span(dataset, name)}
            for name in names if name in TABLES}


def _span(dataset: Dataset, table: str) -> dict[str, str]:
    """The first and the last day of what its rows are dated by."""
    column = next((c.name for c in TABLES[table].columns if c.kind in ("instant", "date")), None)
    if column is None:
        return {}
    cells = coded_of(dataset.tables)[table][column]
    first, last = pc.min(cells).as_py(), pc.max(cells).as_py()
    return {} if first is None else {"column": column, "from": _day(first), "to": _day(last)}


def _day(value: Any) -> str:
    return str(value.isoformat())[:10]


def _unmapped(asides: Iterable[SetAside]) -> list[dict[str, Any]]:
    """The words that are none of ours, where one of ours must stand: `values:` of the mapping translates them."""
    found = Counter((row.table, row.column, row.value) for row in asides
                    if row.reason.startswith("not one of ") and row.table in TABLES)
    return [{"table": table, "column": column, "value": value, "rows": n}
            for (table, column, value), n in found.most_common(_MOST)]
