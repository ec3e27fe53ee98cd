"""The template toggl_csv against the export of a real team: every hour of it, and which are billable."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
import yaml

from clairevoie.sources import presets
from tests.demo import REPOSITORY
from tests.sources.folders import read

EXPORT = REPOSITORY.parent / "shared" / "data" / "toggl_export" / "toggl.csv"
CLOCKS = importlib.util.find_spec("clairevoie.sources.mapping.numbers") is not None


@pytest.mark.shared_data
@pytest.mark.skipif(not CLOCKS, reason="files do not read durations like 1:30 here")
def test_the_hours_are_those_of_the_export(tmp_path: Path) -> None:
    said = yaml.safe_load(presets.template("toggl_csv"))
    said.pop("type")
    found = read(tmp_path, {"toggl.csv": EXPORT.read_bytes()}, **said)
    entries = found.tables["time_entries"].to_pylist()
    assert (len(entries), found.set_aside) == (652, ())
    assert round(sum(entry["hours"] for entry in entries), 2) == 885.80
    assert round(sum(entry["hours"] for entry in entries if entry["billable"]), 2) == 870.27
    assert found.tables["people"].num_rows == 5
