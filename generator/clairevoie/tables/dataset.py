"""Checked rows of every table, and what was set aside on the way: `check` a source, then `merge` the sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import pyarrow as pa

from clairevoie.errors import Fault, SourceError
from clairevoie.tables.arrow import ORIGIN, empty, schema_of
from clairevoie.tables.aside import SetAside
from clairevoie.tables.coded import Tables, coded_of, exceeds, plain_rows
from clairevoie.tables.joined import Join
from clairevoie.tables.raw import RawTable
from clairevoie.tables.schema import TABLES
from clairevoie.tables.single import single
from clairevoie.tables.typed import typed
from clairevoie.tables.whose import Clients

__all__ = ["Dataset", "SetAside", "check", "merge", "traced"]


_MOST = 2**31 - 1  # bytes of text of a column, which is kept in one piece


@dataclass(frozen=True, slots=True)
class Dataset:
    """Every table of the schema (perhaps with no row) in its Arrow types, what was set aside, and what to tell staff.

    tables: plain texts; `coded_of` gives them as they were read.
    origins: table -> `_source`, `_file`, `_line` of each row, until sources are merged.
    """

    tables: Mapping[str, pa.Table]
    set_aside: tuple[SetAside, ...] = ()
    notices: tuple[str, ...] = ()
    origins: Mapping[str, pa.Table] = field(default_factory=dict)


def check(source: str, raws: Iterable[RawTable], zone: str) -> Dataset:
    """Type every cell of a source (naive instants are local to `zone`); a row with a fault is set aside.

    Raises SourceError where a required column is missing altogether, or a column is 2 GiB of text.
    """
    given = list(raws)
    asides: list[SetAside] = []
    notices: list[str] = []
    rows: dict[str, list[pa.Table]] = {}
    for raw in given:
        good, bad = typed(source, raw, zone)
        rows.setdefault(raw.table, []).append(good)
        asides += bad
    _refuse_huge(source, rows)
    wide = {table: single(table, _whole(parts), asides, notices) for table, parts in rows.items()}
    clients = Clients(given)
    return _narrow(wide, [clients.named(aside) for aside in asides], notices)


def merge(datasets: Iterable[Dataset]) -> Dataset:
    """One dataset of several sources: keys once, and no row whose client, contract or ends nobody knows.

    The first source that gives a key keeps it. What is set aside here goes on top of what each source set aside.
    """
    return replace(traced(datasets), origins={})


def traced(datasets: Iterable[Dataset]) -> Dataset:
    """The same, with the origins of its rows. Raises SourceError where a column of all sources is 2 GiB of text."""
    given = list(datasets)
    asides = [aside for dataset in given for aside in dataset.set_aside]
    notices = [notice for dataset in given for notice in dataset.notices]
    read = [coded_of(dataset.tables) for dataset in given]
    _refuse_huge("all sources", {table: [tables[table] for tables in read] for table in TABLES})
    several = {table for table in TABLES if sum(len(tables[table]) > 0 for tables in read) > 1}
    join = Join({table: _wide(table, given) for table in TABLES}, several, asides, notices)
    merged = _narrow(join.tables, asides, notices)
    known = set(merged.tables["clients"]["client"].to_pylist())
    asides = [aside if aside.client in known else replace(aside, client=None) for aside in merged.set_aside]
    return replace(merged, set_aside=tuple(asides))


def _refuse_huge(where: str, tables: Mapping[str, list[pa.Table]]) -> None:
    """Where the rows of a table say more than a column may hold."""
    huge = [f"{table}.{name}" for table, parts in tables.items() if parts for name in schema_of(table).names
            if pa.types.is_string(schema_of(table).field(name).type) and exceeds((part[name] for part in parts), _MOST)]
    if huge:
        raise SourceError(*(Fault(where, f"{name}: more than 2 GiB of text; leave out rows, or the column")
                            for name in huge))


def _wide(table: str, datasets: list[Dataset]) -> pa.Table:
    parts = [_with_origin(rows, dataset.origins.get(table)) for dataset in datasets
             if len(rows := coded_of(dataset.tables)[table])]
    return _whole(parts) if parts else _with_origin(empty(table), None)


def _whole(parts: list[pa.Table]) -> pa.Table:
    return parts[0] if len(parts) == 1 else pa.concat_tables(map(plain_rows, parts))


def _with_origin(rows: pa.Table, origin: pa.Table | None) -> pa.Table:
    for field_ in ORIGIN:
        cells = pa.nulls(len(rows), field_.type) if origin is None else origin[field_.name]
        rows = rows.append_column(field_.name, cells)
    return rows


def _narrow(wide: Mapping[str, pa.Table], asides: list[SetAside], notices: list[str]) -> Dataset:
    tables = {name: wide[name].select(schema_of(name).names) if name in wide else empty(name) for name in TABLES}
    origins = {name: rows.select(ORIGIN.names) for name, rows in wide.items()}
    return Dataset(Tables(tables), tuple(sorted(asides, key=_place)), tuple(notices), origins)


def _place(aside: SetAside) -> tuple[str, str, str, int, str]:
    return aside.source, aside.table, aside.file, aside.line, aside.column
