"""The Arrow types in which each kind of column is stored."""

from __future__ import annotations

import functools

import pyarrow as pa

from clairevoie.tables.schema import TABLES, Kind

TYPES: dict[Kind, pa.DataType] = {
    "text": pa.string(),
    "choice": pa.string(),
    "minutes": pa.string(),
    "instant": pa.timestamp("s", "UTC"),
    "date": pa.date32(),
    "number": pa.float64(),
    "integer": pa.int64(),
    "money": pa.int64(),
    "flag": pa.bool_(),
}
# Where a checked row stood, carried beside it until sources are merged.
ORIGIN = pa.schema([("_source", pa.string()), ("_file", pa.string()), ("_line", pa.int64())])


@functools.cache
def schema_of(table: str) -> pa.Schema:
    """The Arrow schema of a table of ours, in the order of its columns."""
    return pa.schema([(column.name, TYPES[column.kind]) for column in TABLES[table].columns])


@functools.cache
def empty(table: str) -> pa.Table:
    """The table with no row."""
    return schema_of(table).empty_table()
