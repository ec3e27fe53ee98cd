"""Whatever becomes of a file of the store, what it says is used only where it is what was written."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoie.blobs import Folder
from clairevoie.errors import SourceError, TargetError
from clairevoie.tables.daily import Noted, note, noted
from clairevoie.tables.published import published, record
from clairevoie.tables.sealed import DamagedError, seal, unseal
from clairevoie.tables.snapshot import index, pack
from clairevoie.tables.store import Store
from tests.sampling import sample
from tests.tables.test_store import reading

AT = datetime(2026, 11, 2, 6, tzinfo=UTC)
DAY = date(2026, 10, 31)
FIGURE = {"kpi": "backlog", "period": "2026-10", "by": {}, "value": 4, "state": "ok"}
WHOLE = seal("history", "2026-10-31", {"rows": [["acme", "backlog", [["priority", "P1"]], 4], ["é", "x", [], 1]]})


def test_what_was_sealed_is_read_again_with_whatever_characters() -> None:
    content = {"a": "é\u202e\ud800\"\\\n", "b": [1, 2.5, None, True]}
    assert unseal(seal("hold", "crm", content), "hold", "crm", "x") == content


@given(st.integers(0, len(WHOLE) - 1))
@sample(200)
def test_a_file_cut_at_any_byte_is_refused(length: int) -> None:
    with pytest.raises(DamagedError, match=r"cannot be read|altered"):
        unseal(WHOLE[:length], "history", "2026-10-31", "x")


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
@sample(300)
def test_a_file_with_any_byte_flipped_is_refused_or_says_the_same(place: int, by: int) -> None:
    spoilt = bytearray(WHOLE)
    spoilt[place] ^= by
    try:
        said = unseal(bytes(spoilt), "history", "2026-10-31", "x")
    except DamagedError:
        return
    assert said == json.loads(WHOLE)["content"]  # a blank for another


@given(st.binary(max_size=300) | st.recursive(st.none() | st.integers() | st.text(), st.lists, max_leaves=9).map(
    lambda value: json.dumps(value).encode()))
@sample(300)
def test_foreign_bytes_are_refused(data: bytes) -> None:
    for kind, of in (("history", "2026-10-31"), ("hold", "crm")):
        with pytest.raises(DamagedError):
            unseal(data, kind, of, "x")


@pytest.mark.parametrize(("kind", "of", "says"), [
    ("hold", "2026-10-31", "of another kind, 'history'"), ("history", "2026-11-01", "of another day, '2026-10-31'")])
def test_a_file_of_something_else_is_refused(kind: str, of: str, says: str) -> None:
    with pytest.raises(DamagedError, match=says):
        unseal(WHOLE, kind, of, "x")


def test_a_file_of_another_version_is_refused() -> None:
    for format_ in (1, 3):
        other = json.loads(WHOLE) | {"format": format_}
        with pytest.raises(DamagedError, match=r"another version|altered"):
            unseal(json.dumps(other).encode(), "history", "2026-10-31", "x")


@given(st.integers(0, 10_000), st.integers(0, 255))
@sample(60)
def test_an_index_that_is_cut_or_flipped_is_never_used(place: int, by: int) -> None:
    name, files = pack("crm", reading("a"), AT, AT, {"a.csv": True})
    whole = files["snapshot.json"]
    place %= len(whole)
    spoilt = whole[:place] + bytes([whole[place] ^ by]) * bool(by) + (whole[place + 1:] if by else b"")
    try:
        found = index(spoilt, "crm", name)
    except DamagedError:
        return
    assert found == index(whole, "crm", name)


@given(st.integers(0, 100_000), st.integers(0, 255))
@sample(25)
def test_rows_that_are_cut_or_flipped_give_way_to_the_reading_before(
        tmp_path_factory: pytest.TempPathFactory, place: int, by: int) -> None:
    folder = tmp_path_factory.mktemp("store")
    store = Store(Folder(folder))
    store.save("crm", reading("a"), datetime(2026, 10, 1, tzinfo=UTC))
    file = folder / "snapshots" / "crm" / store.save("crm", reading("a", "b"), AT) / "clients.parquet"
    whole = file.read_bytes()
    place %= len(whole)
    file.write_bytes(whole[:place] + (bytes([whole[place] ^ by]) + whole[place + 1:] if by else b""))
    newest = store.newest("crm")
    assert newest.read_at == datetime(2026, 10, 1, tzinfo=UTC)
    assert len(newest.dataset.notices) == 1


def test_a_store_where_nothing_is_whole_says_so_in_one_line(tmp_path: Path) -> None:
    store = Store(Folder(tmp_path))
    store.save("crm", reading("a"), AT)
    for file in tmp_path.rglob("*.*"):
        if file.is_file():
            file.write_bytes(b"PAR1")
    with pytest.raises(SourceError) as refused:
        store.newest("crm")
    assert len(refused.value.faults) == 1


# --- the daily history


def test_a_day_is_noted_once_and_the_first_stays(tmp_path: Path) -> None:
    blobs = Folder(tmp_path)
    first = [Noted(DAY, "acme", "backlog", (), 4), Noted(DAY, "acme", "backlog", (("priority", "P1"),), 1)]
    assert note(blobs, first) == []
    assert note(blobs, [Noted(DAY, "acme", "backlog", (), 9), Noted(DAY, "beta", "backlog", (), 2)]) == []
    assert noted(blobs, [DAY]) == ((*first, Noted(DAY, "beta", "backlog", (), 2)), [])
    assert noted(blobs, [date(2026, 10, 30)]) == ((), [])


@pytest.mark.parametrize("text", ["", "{", "null", '{"format": 1}'])
def test_a_spoilt_day_is_not_used_and_is_begun_anew(tmp_path: Path, text: str) -> None:
    blobs = Folder(tmp_path)
    note(blobs, [Noted(DAY, "acme", "backlog", (), 4)])
    (tmp_path / "history" / "2026-10-31.json").write_text(text)
    found, (line,) = noted(blobs, [DAY])
    assert found == ()
    assert line.endswith("nothing of that day is used")
    (line,) = note(blobs, [Noted(DAY, "beta", "backlog", (), 2)])
    assert line.endswith("it is begun anew")
    assert noted(blobs, [DAY]) == ((Noted(DAY, "beta", "backlog", (), 2),), [])


# --- published figures


def test_a_value_is_kept_when_it_changes_and_only_then(tmp_path: Path) -> None:
    blobs = Folder(tmp_path)
    states = [(4, "estimated"), (4, "ok"), (5, "revised"), (None, "stale"), (5, "ok"), (None, "no_data"), (5, "ok")]
    for day, (value, state) in enumerate(states):
        record(blobs, "local", "acme", [FIGURE | {"value": value, "state": state}], AT.replace(day=day + 1), f"r{day}")
    assert [(row.value, row.state, row.at[:10], row.release) for row in published(blobs, "local", "acme")] == [
        (4, "estimated", "2026-11-01", "r0"), (5, "revised", "2026-11-03", "r2"),
        (None, "no_data", "2026-11-06", "r5"), (5, "ok", "2026-11-07", "r6")]


def test_groupings_targets_and_clients_are_apart(tmp_path: Path) -> None:
    blobs = Folder(tmp_path)
    figures = [FIGURE, FIGURE | {"by": {"priority": "P1"}, "value": "4850.00 EUR"}, FIGURE | {"value": None,
               "period": "2026-09", "state": "no_data"}]
    assert record(blobs, "local", "acme", figures, AT, "r") == 2
    assert record(blobs, "local", "acme", figures, AT, "r2") == 0
    assert record(blobs, "prod", "acme", figures, AT, "r") == 2
    assert published(blobs, "local", "beta") == ()


class _Rival:
    """Another publisher writes first, at the first `put_if`."""

    def __init__(self, folder: Folder) -> None:
        self.folder, self.rivals = folder, 1

    def __getattr__(self, name: str) -> object:
        return getattr(self.folder, name)

    def put_if(self, name: str, data: bytes, tag: str | None, *more: Any) -> str | None:
        if self.rivals:
            self.rivals -= 1
            record(self.folder, "local", "acme", [FIGURE | {"value": 7}], AT, "theirs")
        return self.folder.put_if(name, data, tag, *more)


def test_k01_two_publishers_at_once_lose_no_row(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    figures = [FIGURE, FIGURE | {"kpi": "mttr"}]
    record(_Rival(folder), "local", "acme", figures, AT, "ours")  # type: ignore[arg-type]
    assert [(row.kpi, row.value, row.release) for row in published(folder, "local", "acme")] == [
        ("backlog", 7, "theirs"), ("backlog", 4, "ours"), ("mttr", 4, "ours")]


@pytest.mark.parametrize("text", ["", "{", "null", '{"format": 1}'])
def test_published_figures_that_are_spoilt_are_left_as_they_are(tmp_path: Path, text: str) -> None:
    blobs = Folder(tmp_path)
    record(blobs, "local", "acme", [FIGURE], AT, "r")
    file = tmp_path / "published" / "local" / "acme.json"
    file.write_text(text)
    for call in (lambda: published(blobs, "local", "acme"),
                 lambda: record(blobs, "local", "acme", [FIGURE], AT, "r")):
        with pytest.raises(TargetError, match="restore it, nothing is recorded until then"):
            call()
    assert file.read_text() == text


def test_published_figures_of_another_target_or_client_are_refused(tmp_path: Path) -> None:
    blobs = Folder(tmp_path)
    record(blobs, "local", "acme", [FIGURE], AT, "r")
    (tmp_path / "published" / "local" / "acme.json").rename(tmp_path / "published" / "local" / "beta.json")
    with pytest.raises(TargetError, match="it is of another target or client, 'local/acme'"):
        published(blobs, "local", "beta")
