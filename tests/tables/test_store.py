"""The store keeps each reading whole, gives back the newest good one, and says why it refuses another."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from clairevoie.blobs import Folder
from clairevoie.errors import SourceError
from clairevoie.tables.arrow import schema_of
from clairevoie.tables.dataset import Dataset, check, merge
from clairevoie.tables.store import Store
from tests.tables.raws import raw

EARLY, LATE = (datetime(2026, 10, day, 6, tzinfo=UTC) for day in (30, 31))
WHY = ("tickets: 0 rows after 1,240",)


def store_in(folder: Path) -> Store:
    return Store(Folder(folder))


def place_of(folder: Path, source: str, name: str) -> Path:
    return folder / "snapshots" / source / name


def reading(*clients: str) -> Dataset:
    rows = [{"client": name} for name in clients]
    tickets = [{"ticket": "T1", "client": clients[0]}, {"ticket": "T2", "client": "acme"},
               {"ticket": "T3", "created": "x"}]
    return check("crm", [raw("clients", *rows), raw("tickets", *tickets, first=7)], "Europe/Paris")


def clients_of(dataset: Dataset) -> list[str]:
    return [str(name) for name in dataset.tables["clients"]["client"].to_pylist()]


def test_what_was_saved_is_loaded_as_it_was(tmp_path: Path) -> None:
    store, dataset = store_in(tmp_path), reading("a", "b")
    store.save("crm", dataset, LATE, EARLY)
    newest = store.newest("crm")
    assert merge([newest.dataset]) == merge([dataset])
    assert (newest.read_at, newest.dated) == (LATE, EARLY)


def test_columns_come_back_with_their_empty_cells_and_in_the_types_of_the_schema(tmp_path: Path) -> None:
    rows = [{"ticket": f"T{number}", "client": "a", "title": "x" * (number % 3 == 0)} for number in range(60_000)]
    store, dataset = store_in(tmp_path), check("crm", [raw("clients", {"client": "a"}), raw("tickets", *rows)], "UTC")
    store.save("crm", dataset, LATE)
    back = store.newest("crm").dataset
    for name in ("clients", "tickets"):
        assert back.tables[name].schema == schema_of(name)
        assert back.tables[name].equals(dataset.tables[name])
        assert all(field.nullable for field in back.origins[name].schema)


def test_a_row_refused_on_merging_still_knows_where_it_stood(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.save("crm", reading("a"), LATE)
    assert ("tickets.csv", 8, "unknown client 'acme'") in [
        (aside.file, aside.line, aside.reason) for aside in merge([store.newest("crm").dataset]).set_aside]


def test_the_newest_reading_is_the_one_that_counts(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.save("crm", reading("a", "b"), LATE)
    store.save("crm", reading("a"), EARLY)
    assert clients_of(store.newest("crm").dataset) == ["a", "b"]
    last = store.last("crm")
    assert last
    assert (last.read_at, dict(last.rows)) == (LATE, {"clients": 2, "tickets": 2})
    assert store.table("crm", "clients")["client"].to_pylist() == ["a", "b"]


def test_the_same_reading_gives_the_same_bytes_and_is_kept_once(tmp_path: Path) -> None:
    one, two = store_in(tmp_path / "one"), store_in(tmp_path / "two")
    names = [store.save("crm", reading("a"), LATE) for store in (one, two, one)]
    assert len(set(names)) == 1
    contents = [{path.name: path.read_bytes() for path in place_of(tmp_path / folder, "crm", names[0]).iterdir()}
                for folder in ("one", "two")]
    assert contents[0] == contents[1]
    assert len(list((tmp_path / "one" / "snapshots" / "crm").iterdir())) == 1


@pytest.mark.parametrize("order", ["ab", "ba", "aba", "abab", "aabb"])
def test_of_readings_within_one_second_the_one_saved_last_counts(tmp_path: Path, order: str) -> None:
    store = store_in(tmp_path)
    names = [store.save("crm", reading(client), LATE) for client in order]
    assert clients_of(store.newest("crm").dataset) == [order[-1]]
    assert store.just_saved("crm", names[-1], reading(order[-1]))
    store.save("crm", reading("c"), LATE + timedelta(seconds=1))  # the clock goes on
    assert clients_of(store.newest("crm").dataset) == ["c"]


def _cut(folder: Path) -> None:
    file = folder / "clients.parquet"
    file.write_bytes(file.read_bytes()[:-20])


def _lose(folder: Path) -> None:
    (folder / "clients.parquet").unlink()


def _alter(folder: Path) -> None:
    index = json.loads((folder / "snapshot.json").read_text())
    index["content"]["notices"].append("all is well")
    (folder / "snapshot.json").write_text(json.dumps(index))


def _empty(folder: Path) -> None:
    (folder / "snapshot.json").write_bytes(b"")


def _another(folder: Path) -> None:
    (folder / "snapshot.json").write_text('{"format": 1, "source": "crm", "read_at": "2026-10-31T06:00:00Z"}')


@pytest.mark.parametrize(("damage", "why"), [
    (_cut, "clients.parquet is not what was written"),
    (_lose, "clients.parquet is missing"),
    (_alter, "snapshot.json was altered"),
    (_empty, "snapshot.json cannot be read"),
    (_another, "it was written by another version; pull again"),
])
def test_a_damaged_reading_is_refused_in_one_line_and_the_one_before_is_used(
        tmp_path: Path, damage: Callable[[Path], None], why: str) -> None:
    store = store_in(tmp_path)
    store.save("crm", reading("a"), EARLY)
    damage(place_of(tmp_path, "crm", store.save("crm", reading("a", "b"), LATE)))
    newest = store.newest("crm")
    assert clients_of(newest.dataset) == ["a"]
    assert why in newest.dataset.notices[0]
    assert newest.dataset.notices[0].endswith("the one before it is used")
    assert newest.read_at == EARLY


def test_a_reading_of_another_source_or_instant_is_refused(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    place = place_of(tmp_path, "crm", store.save("crm", reading("a"), LATE))
    late = place.with_name(place.name.replace("20261031", "20261101"))
    place.rename(late)
    with pytest.raises(SourceError, match="it is the reading of 2026-10-31T06:00:00\\+00:00, under another name"):
        store.newest("crm")
    (tmp_path / "snapshots" / "itsm").mkdir()
    late.rename(tmp_path / "snapshots" / "itsm" / place.name)
    with pytest.raises(SourceError, match="it is of another source, 'crm'"):
        store.newest("itsm")
    assert store.last("itsm") is None


def test_a_source_without_a_reading_is_named(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    assert store.last("crm") is None
    assert len(store.table("crm", "clients")) == 0
    with pytest.raises(SourceError) as refused:
        store.newest("crm")
    assert [fault.where for fault in refused.value.faults] == ["source crm"]


def test_what_a_killed_pull_left_is_passed_over(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.save("crm", reading("a"), EARLY)
    half = place_of(tmp_path, "crm", store.save("crm", reading("a", "b"), LATE))
    (half / "snapshot.json").unlink()  # it is written last
    assert store.newest("crm").dataset.notices == ()
    assert clients_of(store.newest("crm").dataset) == ["a"]


def test_f01_what_a_full_disk_cut_short_is_deleted_and_what_stands_under_the_same_name_stays(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = store_in(tmp_path)
    name = store.save("crm", reading("a"), EARLY)
    whole, put = sorted(tmp_path.rglob("*")), Folder.put

    def full(folder: Folder, path: str, *more: Any) -> None:
        if path.endswith("tickets.parquet"):
            raise OSError(errno.ENOSPC, "No space left on device")
        put(folder, path, *more)

    monkeypatch.setattr(Folder, "put", full)
    for names, at in ((("a",), EARLY), (("a", "b"), LATE)):
        with pytest.raises(OSError, match="No space left"):
            store.save("crm", reading(*names), at)
        assert [path for path in sorted(tmp_path.rglob("*")) if path.is_file()] == [
            path for path in whole if path.is_file()]
    assert place_of(tmp_path, "crm", name).is_dir() and clients_of(store.newest("crm").dataset) == ["a"]


def test_f08_nobody_else_may_read_the_store(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        store_in(tmp_path / "store").save("crm", reading("a"), LATE)
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in tmp_path.rglob("*") if path.is_dir()} == {0o700}
    assert {path.stat().st_mode & 0o777 for path in tmp_path.rglob("*") if path.is_file()} == {0o600}


def test_a_hold_is_remembered_since_its_first_day_until_it_is_released(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    assert store.held("crm") is None
    store.hold("crm", EARLY, ["connection refused"])
    store.hold("crm", LATE, WHY)
    held = store.held("crm")
    assert held
    assert (held.since, held.reasons) == (EARLY, WHY)
    store.release("crm")
    store.release("crm")
    assert store.held("crm") is None


@pytest.mark.parametrize("text", ["", "{", "[[[[" * 50_000, '{"format": 9}', "null", '{"since": "x"}'])
def test_a_record_of_a_hold_that_is_spoilt_still_holds(tmp_path: Path, text: str) -> None:
    store = store_in(tmp_path)
    store.save("crm", reading("a"), EARLY)
    store.hold("crm", LATE, WHY)
    (tmp_path / "holds" / "crm.json").write_text(text)
    held = store.held("crm")
    assert held
    assert held.since == EARLY
    assert held.reasons[0].startswith("held, but nobody knows why: ")


def _readings(store: Store, days: int) -> list[str]:
    return [store.save("crm", reading("a"), EARLY + timedelta(days=day)) for day in range(days)]


def test_old_readings_are_deleted_but_never_the_last_good_ones(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    names = _readings(store, 6)
    later = EARLY + timedelta(days=9)
    assert store.clear("crm", later, keep_days=5, keep_last=1) == 4
    assert sorted(path.parent.name for path in (tmp_path / "snapshots").rglob("snapshot.json")) == names[4:]
    assert store.clear("crm", later + timedelta(days=900), keep_days=5, keep_last=1) == 1
    assert store.newest("crm").read_at == EARLY + timedelta(days=5)


def test_the_last_good_reading_stays_however_many_bad_ones_follow(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    names = _readings(store, 4)
    for name in names[2:]:
        _lose(place_of(tmp_path, "crm", name))
    store.clear("crm", EARLY + timedelta(days=900), keep_days=5, keep_last=1)
    assert store.newest("crm").read_at == EARLY + timedelta(days=1)


def test_only_what_an_index_names_is_deleted(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    names = _readings(store, 3)
    kept = place_of(tmp_path, "crm", names[0]) / "notes.txt"
    kept.write_text("mine")
    _empty(place_of(tmp_path, "crm", names[1]))
    store.clear("crm", EARLY + timedelta(days=900), keep_days=5, keep_last=1)
    left = {path.relative_to(tmp_path / "snapshots" / "crm").as_posix() for path in tmp_path.rglob("*.*")
            if path.is_file()}
    assert {path.split("/")[0] for path in left} == set(names)
    assert f"{names[0]}/notes.txt" in left
    assert f"{names[0]}/clients.parquet" not in left
    assert f"{names[1]}/clients.parquet" in left
