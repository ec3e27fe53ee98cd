"""Each key once: the first row stands, the same again is dropped, another under the same key is set aside."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from clairevoie.tables.arrow import schema_of
from clairevoie.tables.aside import SetAside, shortened
from clairevoie.tables.coded import filtered
from clairevoie.tables.repeats import repeats
from clairevoie.tables.schema import TABLES


def single(table: str, rows: pa.Table, asides: list[SetAside], notices: list[str]) -> pa.Table:
    """The rows (with their origin) that stay; the others go to `asides`, or are told in one notice."""
    key = TABLES[table].key
    found = repeats(rows, key, schema_of(table).names)
    if not len(found.same) and not len(found.different):
        return rows
    firsts = rows.take(found.first).select(["_source", "_file", "_line"]).to_pylist()
    for row, first in zip(found.different.tolist(), firsts, strict=True):
        place = f"{first['_file']}:{first['_line']}"
        place = place if first["_source"] == rows["_source"][row].as_py() else f"{first['_source']}/{place}"
        reason = f"says otherwise than {place} under the same {', '.join(key)}"
        asides.append(aside_of(table, rows, row, key[0], reason))
    if len(found.same):
        notices.append(_notice(table, rows, found.same.tolist(), key))
    kept = np.ones(len(rows), np.bool_)
    kept[found.same] = kept[found.different] = False
    return filtered(rows, kept)


def aside_of(table: str, rows: pa.Table, row: int, column: str, reason: str) -> SetAside:
    """Set aside one typed row, with the place that it came from."""
    cell = rows[column][row].as_py()
    client = rows["client"][row].as_py() if "client" in rows.column_names else None
    source, file, line = (rows[name][row].as_py() for name in ("_source", "_file", "_line"))
    return SetAside(source or "", table, file or "", line or 0, column, shortened("" if cell is None else str(cell)),
                    reason, client)


def _notice(table: str, rows: pa.Table, same: list[int], key: tuple[str, ...]) -> str:
    first = aside_of(table, rows, same[0], key[0], "")
    count = "1 row says" if len(same) == 1 else f"{len(same)} rows say"
    place = f"{first.source}/{first.file}:{first.line}"
    return f"{table}: {count} again what an earlier row says, counted once (first: {place})"
