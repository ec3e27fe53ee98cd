"""The store keeps each reading whole, gives back the newest good one, and says why it refuses another."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from clairevoie.errors import SourceError
from clairevoie.tables.dataset import Dataset, check, merge
from clairevoie.tables.store import Store
from tests.tables.raws import raw

EARLY, LATE = (datetime(2026, 10, day, 6, tzinfo=UTC) for day in (30, 31))


def reading(*clients: str) -> Dataset:
    rows = [{"client": name} for name in clients]
    tickets = [{"ticket": "T1", "client": clients[0]}, {"ticket": "T2", "client": "acme"},
               {"ticket": "T3", "created": "x"}]
    return check("crm", [raw("clients", *rows), raw("tickets", *tickets, first=7)], "Europe/Paris")


def test_what_was_saved_is_loaded_as_it_was(tmp_path: Path) -> None:
    store, dataset = Store(tmp_path), reading("a", "b")
    store.save("crm", dataset, LATE)
    assert store.load(["crm"]) == merge([dataset])


def test_a_row_refused_on_merging_still_knows_where_it_stood(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.save("crm", reading("a"), LATE)
    assert ("tickets.csv", 8, "unknown client 'acme'") in [
        (aside.file, aside.line, aside.reason) for aside in store.load(["crm"]).set_aside]


def test_the_newest_reading_is_the_one_that_counts(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.save("crm", reading("a", "b"), LATE)
    store.save("crm", reading("a"), EARLY)
    assert store.load(["crm"]).tables["clients"]["client"].to_pylist() == ["a", "b"]
    assert store.read_at("crm") == LATE


def test_the_same_reading_gives_the_same_bytes_and_is_kept_once(tmp_path: Path) -> None:
    one, two = Store(tmp_path / "one"), Store(tmp_path / "two")
    places = [store.save("crm", reading("a"), LATE) for store in (one, two, one)]
    contents = [{path.name: path.read_bytes() for path in place.iterdir()} for place in places]
    assert contents[0] == contents[1] == contents[2]
    assert places[0] == places[2]


def _cut(folder: Path) -> None:
    file = folder / "clients.parquet"
    file.write_bytes(file.read_bytes()[:-20])


def _lose(folder: Path) -> None:
    (folder / "clients.parquet").unlink()


def _alter(folder: Path) -> None:
    index = json.loads((folder / "snapshot.json").read_text())
    index["notices"].append("all is well")
    (folder / "snapshot.json").write_text(json.dumps(index))


def _empty(folder: Path) -> None:
    (folder / "snapshot.json").write_bytes(b"")


@pytest.mark.parametrize(("damage", "why"), [
    (_cut, "clients.parquet is not what was written"),
    (_lose, "clients.parquet is missing"),
    (_alter, "snapshot.json was altered"),
    (_empty, "snapshot.json cannot be read"),
])
def test_a_damaged_reading_is_refused_in_one_line_and_the_one_before_is_used(
        tmp_path: Path, damage: Callable[[Path], None], why: str) -> None:
    store = Store(tmp_path)
    store.save("crm", reading("a"), EARLY)
    damage(store.save("crm", reading("a", "b"), LATE))
    loaded = store.load(["crm"])
    assert loaded.tables["clients"]["client"].to_pylist() == ["a"]
    assert why in loaded.notices[0]
    assert "the one before it is used" in loaded.notices[0]
    assert store.missing(["crm"]) == []
    assert store.read_at("crm") == EARLY


def test_a_reading_of_another_source_is_refused(tmp_path: Path) -> None:
    store = Store(tmp_path)
    place = store.save("crm", reading("a"), LATE)
    (tmp_path / "snapshots" / "itsm").mkdir()
    place.rename(tmp_path / "snapshots" / "itsm" / place.name)
    with pytest.raises(SourceError, match="it is of another source, 'crm'"):
        store.load(["itsm"])
    assert store.missing(["itsm"]) == ["itsm"]


def test_a_source_without_a_reading_is_named(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert store.is_empty()
    assert store.missing(["crm", "itsm"]) == ["crm", "itsm"]
    assert store.read_at("crm") is None
    with pytest.raises(SourceError) as refused:
        store.load(["crm", "itsm"])
    assert [fault.where for fault in refused.value.faults] == ["source crm", "source itsm"]


def test_what_a_killed_run_left_is_passed_over(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.save("crm", reading("a"), EARLY)
    half = tmp_path / "snapshots" / "crm" / ".20261031T060000Z-1"
    half.mkdir()
    (half / "clients.parquet").write_bytes(b"PAR1")
    assert store.load(["crm"]).notices == ()
    assert not store.is_empty()


def test_nobody_else_may_read_the_store(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        Store(tmp_path / "store").save("crm", reading("a"), LATE)
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in tmp_path.rglob("*") if path.is_dir()} == {0o700}
    assert {path.stat().st_mode & 0o777 for path in tmp_path.rglob("*") if path.is_file()} == {0o600}
