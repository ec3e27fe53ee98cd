"""A source that lies is held at its last good data, in the report with one line, and the other sources go on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
import stamina

from clairevoie.blobs import Folder
from clairevoie.pipeline import pull_all
from clairevoie.pipeline.report import Report
from clairevoie.project.model import SourceSpec
from clairevoie.sources import SOURCES, Pull, csv
from clairevoie.sources.csv.settings import Settings
from clairevoie.tables.store import Store
from tests.project.workspace import workspace
from tests.sources.apis import SECRET
from tests.sources.lies import LIES, lies
from tests.sources.lying import serving
from tests.sources.things import api, said

MORNING, EVENING = (datetime(2026, 11, 1, hour, tzinfo=UTC) for hour in (8, 18))
HELD = [name for name in lies() if LIES[name].held]


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("THINGS_TOKEN", SECRET)
    with stamina.set_testing(True, attempts=2):
        yield


def read(root: Path, at: datetime, lie: str = "") -> Report:
    """Pull the workspace: its CSV, and the API that may lie."""
    with serving(api(), LIES.get(lie)) as url:
        settings = said(url) | ({"timeout": 0.3, "attempts": 1} if "slow" in lie else {})
        source = root / "data_sources" / "things" / "source.yml"
        source.parent.mkdir(exist_ok=True)
        source.write_text(json.dumps({"type": "http", **settings}), encoding="utf-8")
        return pull_all(root, at)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that was read once."""
    place = workspace(tmp_path_factory.mktemp("held"))
    (place / "data_sources" / "itsm" / "clients.csv").write_text("client,name\nacme,Acme\n", encoding="utf-8")
    return place


@pytest.mark.parametrize("lie", HELD)
def test_the_last_good_data_stays(root: Path, lie: str) -> None:
    store = Store(Folder(root / ".clairevoie" / "store"))
    if not store.last("things"):
        assert read(root, MORNING).exit_code == 0
    report = read(root, EVENING, lie)
    assert report.exit_code == 3
    assert [str(fault) for fault in report.faults if not str(fault).startswith("source things: ")] == []
    assert len(report.faults) == 1 and "\n" not in str(report.faults[0]) and SECRET not in str(report.faults[0])
    assert {line["source"]: line["outcome"] for line in report.sources} == {"itsm": "read", "things": "held"}
    assert store.newest("things").dataset.tables["services"].num_rows == 7


def test_what_a_source_remembers_is_kept_once_its_reading_is_stored_and_given_back(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    (root / "data_sources" / "itsm" / "clients.csv").write_text("client,name\nacme,Acme\n", encoding="utf-8")
    given: list[bytes | None] = []

    def pull(spec: SourceSpec, settings: Settings) -> Pull:
        given.append(spec.recall("since"))
        return replace(csv.pull(spec, settings), remember={"since": b"%d" % len(given)})

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(cast("dict[str, Any]", SOURCES), "csv", SimpleNamespace(Settings=Settings, pull=pull))
        pull_all(root, MORNING)
        pull_all(root, EVENING)
        (root / "data_sources" / "itsm" / "clients.csv").write_text("client,name\n", encoding="utf-8")
        assert pull_all(root, EVENING).exit_code == 3
        pull_all(root, EVENING)
    assert given == [None, b"1", b"2", b"2"]


def test_what_is_told_of_one_reading_is_in_its_report_and_not_in_the_store(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    (root / "data_sources" / "itsm" / "clients.csv").write_text("client,name\nacme,Acme\n", encoding="utf-8")
    line = "2 requests made again: HTTP status 503"

    def pull(spec: SourceSpec, settings: Settings) -> Pull:
        return replace(csv.pull(spec, settings), passing=(line,))

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(cast("dict[str, Any]", SOURCES), "csv", SimpleNamespace(Settings=Settings, pull=pull))
        assert f"source itsm: {line}" in pull_all(root, MORNING).notices
    assert line not in Store(Folder(root / ".clairevoie" / "store")).newest("itsm").dataset.notices
