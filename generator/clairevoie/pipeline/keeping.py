"""Rows of earlier readings that stay: of tables of which a source gives only what is recent."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa

from clairevoie.errors import SourceError
from clairevoie.project.model import SourceSpec
from clairevoie.tables.coded import Tables, coded_of, plain_rows
from clairevoie.tables.dataset import Dataset
from clairevoie.tables.schema import TABLES
from clairevoie.tables.store import Store


def with_kept(spec: SourceSpec, dataset: Dataset, store: Store) -> Dataset:
    """The dataset with the rows of its last good reading that it does not give again, in the tables of `keep_rows`."""
    if not spec.keep_rows or store.last(spec.id) is None:
        return dataset
    try:
        before = store.newest(spec.id).dataset
    except SourceError:
        return dataset
    tables, origins = dict(coded_of(dataset.tables)), dict(dataset.origins)
    for name in spec.keep_rows:
        if not len(before.tables[name]):
            continue
        stays = _not_in(before.tables[name], tables[name], TABLES[name].key)
        old = before.origins[name].filter(stays)
        origins[name] = _both(origins[name], old) if name in origins else old
        tables[name] = _both(tables[name], before.tables[name].filter(stays))
    return replace(dataset, tables=Tables(tables), origins=origins)


def _not_in(old: pa.Table, new: pa.Table, key: tuple[str, ...]) -> pa.BooleanArray:
    known = set(_keys(new, key))
    return pa.array([one not in known for one in _keys(old, key)], pa.bool_())


def _both(new: pa.Table, old: pa.Table) -> pa.Table:
    """Whether texts are numbered depends on how many rows a reading had."""
    return pa.concat_tables([plain_rows(new), plain_rows(old)])


def _keys(rows: pa.Table, key: tuple[str, ...]) -> list[tuple[object, ...]]:
    return list(zip(*(rows[column].to_pylist() for column in key), strict=True))
