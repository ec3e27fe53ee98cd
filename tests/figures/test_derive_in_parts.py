"""Tickets are worked out some at a time, with texts that are numbered or not: neither changes anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from clairevoie.figures import derive
from clairevoie.pipeline.settings import source_settings
from clairevoie.project.load import load
from clairevoie.sources import SOURCES
from clairevoie.tables.coded import Tables, coded, coded_of, is_coded
from clairevoie.tables.dataset import Dataset, check, merge

PROJECT, AS_OF = load(Path(__file__).parents[2]), datetime(2026, 10, 31, 18, tzinfo=UTC)


@pytest.fixture(scope="module")
def merged() -> Dataset:
    """The demo's rows."""
    return merge([check(spec.id, SOURCES[spec.type].pull(spec, source_settings(spec)).raws, spec.timezone)
                  for spec in PROJECT.sources])


def test_tickets_may_be_worked_out_in_parts(merged: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = derive.derive(merged, PROJECT, AS_OF).tables["tickets"]
    monkeypatch.setattr(derive, "_AT_ONCE", 97)
    assert len(whole) > 97 * 3
    assert derive.derive(merged, PROJECT, AS_OF).tables["tickets"].equals(whole)


def test_texts_that_are_numbered_stay_so_say_the_same_and_know_nothing_later(merged: Dataset) -> None:
    early = AS_OF - timedelta(days=60)
    plain = derive.derive(merged, PROJECT, early)
    numbered = {name: _numbered(rows) for name, rows in merged.tables.items()}
    found = derive.derive(replace(merged, tables=Tables(numbered)), PROJECT, early)
    assert {name: rows.to_pydict() for name, rows in found.tables.items()} == {
        name: rows.to_pydict() for name, rows in plain.tables.items()}
    assert found.notices == plain.notices
    title: Any = coded_of(found.tables)["tickets"]["title"]
    assert is_coded(title)
    assert {text for part in title.chunks for text in part.dictionary.to_pylist()} == {
        *plain.tables["tickets"]["title"].to_pylist()} - {None}


def _numbered(rows: pa.Table) -> pa.Table:
    cells = [coded(column) if pa.types.is_string(column.type) else column for column in rows.columns]
    return pa.table(cells, rows.column_names)
