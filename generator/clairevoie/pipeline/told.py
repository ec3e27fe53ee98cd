"""What one source gave, for the report, for `check`, and for whoever reads them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow.compute as pc

from clairevoie.project.model import SourceSpec
from clairevoie.tables.aside import SetAside
from clairevoie.tables.coded import coded_of
from clairevoie.tables.dataset import Dataset
from clairevoie.tables.schema import TABLES
from clairevoie.tables.snapshot import Index

_MOST = 50  # of each list: the rest is counted


def given(spec: SourceSpec, dataset: Dataset, detected: Mapping[str, str], strangers: Mapping[str, int],
          later: Iterable[SetAside] = ()) -> dict[str, Any]:
    """A source's line of the report. later: rows set aside when sources were merged (`between`)."""
    lost = Counter(row.table for row in later if row.source == spec.id)
    rows = {name: left for name, table in sorted(coded_of(dataset.tables).items())
            if (left := len(table) - lost[name]) or lost[name]}
    return {
        "source": spec.id, "type": spec.type, "outcome": "read", "rows": rows,
        "set_aside": len(dataset.set_aside) + lost.total(),
        "tables": _tables(spec, dataset, lost), "detected": dict(detected), "unmapped": _unmapped(dataset.set_aside),
        "clients_unknown": dict(sorted(strangers.items())[:_MOST]),
        "notices": list(dataset.notices),
    }


def held(spec: SourceSpec, outcome: str, reasons: Iterable[str], last: Index | None) -> dict[str, Any]:
    """The line of a source that is not believed today: why, and of when its last good data is."""
    since = last.dated.isoformat() if last else None
    return {"source": spec.id, "type": spec.type, "outcome": outcome, "reasons": list(reasons), "data_of": since}


def between(given: Iterable[Dataset], merged: Iterable[SetAside]) -> list[SetAside]:
    """What was set aside of sources because of each other: each on its own had kept it."""
    own = {_place(row) for dataset in given for row in dataset.set_aside}
    return [row for row in merged if _place(row) not in own]


def disagreeing(rows: Sequence[SetAside]) -> list[str]:
    """A line for what sources do not agree on, if there is any (`between`)."""
    if not rows:
        return []
    of = ", ".join(f"{table} {count:,}" for table, count in sorted(Counter(row.table for row in rows).items()))
    count = "1 row" if len(rows) == 1 else f"{len(rows):,} rows"
    return [f"{count} set aside when sources were put together ({of}); first: {rows[0]}; clairevoie check lists them"]


def _place(row: SetAside) -> tuple[str, str, str, int, str, str]:
    return row.source, row.table, row.file, row.line, row.column, row.reason


def _tables(spec: SourceSpec, dataset: Dataset, lost: Counter[str]) -> dict[str, dict[str, Any]]:
    aside = Counter(row.table for row in dataset.set_aside)
    names = sorted({*aside, *(name for name, rows in coded_of(dataset.tables).items() if len(rows))})
    return {name: {"rows": len(coded_of(dataset.tables)[name]) - lost[name], "set_aside": aside[name] + lost[name],
                   **_span(dataset, name, ZoneInfo(spec.timezone))}
            for name in names if name in TABLES}


def _span(dataset: Dataset, table: str, zone: ZoneInfo) -> dict[str, str]:
    """The first and the last day, where the source is, of what its rows are dated by."""
    column = next((c.name for c in TABLES[table].columns if c.kind in ("instant", "date")), None)
    if column is None:
        return {}
    cells = coded_of(dataset.tables)[table][column]
    first, last = pc.min(cells).as_py(), pc.max(cells).as_py()
    return {} if first is None else {"column": column, "from": _day(first, zone), "to": _day(last, zone)}


def _day(value: date | datetime, zone: ZoneInfo) -> str:
    return (value.astimezone(zone) if isinstance(value, datetime) else value).isoformat()[:10]


def _unmapped(asides: Iterable[SetAside]) -> list[dict[str, Any]]:
    """The words that are none of ours, where one of ours must stand: `values:` of the mapping translates them."""
    found = Counter((row.table, row.column, row.value) for row in asides
                    if row.reason.startswith("not one of ") and row.table in TABLES)
    return [{"table": table, "column": column, "value": value, "rows": n}
            for (table, column, value), n in found.most_common(_MOST)]
