"""Tickets are worked out some at a time; how many at a time changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from clairevoie.figures import derive
from clairevoie.pipeline.settings import source_settings
from clairevoie.project.load import load
from clairevoie.sources import SOURCES
from clairevoie.tables.dataset import check, merge


def test_tickets_may_be_worked_out_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    project = load(Path(__file__).parents[2])
    datasets = [check(spec.id, SOURCES[spec.type].pull(spec, source_settings(spec)).raws, spec.timezone)
                for spec in project.sources]
    merged, as_of = merge(datasets), datetime(2026, 10, 31, 18, tzinfo=UTC)
    whole = derive.derive(merged, project, as_of).tables["tickets"]
    monkeypatch.setattr(derive, "_AT_ONCE", 97)
    assert len(whole) > 97 * 3
    assert derive.derive(merged, project, as_of).tables["tickets"].equals(whole)
