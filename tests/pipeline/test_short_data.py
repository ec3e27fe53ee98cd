"""Data that was made before a month was over lacks days of it, of which client and where."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from clairevoie.pipeline import Report
from clairevoie.pipeline.ageing import short_of
from clairevoie.pipeline.checking import load_checked
from clairevoie.pipeline.pulling import load_or_pull
from clairevoie.tables.dataset import traced
from tests.pipeline.small import company, write

FED = ("surveys", "tickets")


@pytest.mark.parametrize(("read", "as_of", "short"), [
    ("2026-11-02T06:00+00:00", "2026-11-02T06:00+00:00", {}),
    ("2026-10-31T12:00+00:00", "2026-10-31T12:00+00:00", {}),  # the month runs
    ("2026-10-31T12:00+00:00", "2026-11-01T08:00+00:00", {"acme": "2026-10", "beta": "2026-10"}),
    ("2026-10-31T23:30+00:00", "2026-11-01T08:00+00:00", {"beta": "2026-10"}),  # November in Paris
    ("2026-11-01T02:00+00:00", "2026-12-01T08:00+00:00", {"acme": "2026-11", "beta": "2026-10"}),
], ids=["read since", "still running", "the day before", "between two midnights", "a month ago"])
def test_a_table_is_short_where_its_data_ends_in_a_month_that_is_over(
    tmp_path: Path, read: str, as_of: str, short: dict[str, str]
) -> None:
    root, at = company(tmp_path / "w"), datetime.fromisoformat(read)
    write(root, "crm/clients.csv", "client,name,timezone\nacme,Acme,Europe/Paris\nbeta,Beta,America/New_York\n")
    now = datetime.fromisoformat(as_of)
    project = load_checked(root, now)
    known = load_or_pull(project, at, Report(now), fresh=True)
    dataset = traced(reading.dataset for reading in known.readings.values())
    found = short_of(project, known.readings, dataset, now)
    months = {client: dict(one for one in ends if one[0] in FED) for client, ends in found.items()}
    assert {client: ends for client, ends in months.items() if ends} == {
        client: dict.fromkeys(FED, month) for client, month in short.items()}
