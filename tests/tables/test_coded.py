"""Numbered columns say what plain ones say, wherever they go, and no text of a row that is not there."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoie.sources.csv import plain as reading_plain
from clairevoie.sources.csv.reading import read
from clairevoie.sources.mapping import Detecting, TableMapping, sheet_rows
from clairevoie.tables import coded, memory, taking
from clairevoie.tables.coded import Tables, coded_of, compact, each, filtered, in_order, is_coded, plain, where
from clairevoie.tables.dataset import check
from clairevoie.tables.held import Held
from clairevoie.tables.letters import trimmed
from clairevoie.tables.packed import packed, part, parts
from clairevoie.tables.raw import RawTable
from clairevoie.tables.slices import cut, open_slice, written
from tests.sampling import sample

TEXTS = st.lists(st.sampled_from(["", " ", "a", " a", "b\u00a0", "é", "z"]), max_size=12)
GIVEN = st.lists(st.sampled_from([None, "aa", "bbb", "é", "zz"]), min_size=1, max_size=12)
CSV = """\
no,client,contract,kind,priority,status,opened,due,pause
T1, a ,k1,incident,P1,new,31/10/2026 18:00,,"1,5"
T2,a,k1,Incident,P1,new,13/10/2026,,12
T3,b, ,request,P2,closed,01/10/2026 08:00,,"0,25"
T4,,k2,request,P2,gone,02/10/2026 09:30,,x
no,client,contract,kind,priority,status,opened,due,pause
T5,b,k2,request
T3,b, ,request,P2,closed,01/10/2026 08:00,,"0,25"
T6,c,k2,request, P2,resolved,2026-10-02 09:30,,1.500
"""
MAPPING = TableMapping(columns={"ticket": "no", "created": "opened", "pending_minutes": "pause"},
                       values={"kind": {"Incident": "incident"}}, constants={"team": "desk"})


@pytest.fixture
def numbered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few rows are numbered as millions are."""
    monkeypatch.setattr(coded, "MANY", 0)
    monkeypatch.setattr(reading_plain, "_SHARE", 2)


@sample(40)
@given(TEXTS)
def test_what_is_asked_of_different_texts_is_what_is_asked_of_each(texts: list[str]) -> None:
    cells = pa.array(texts, pa.string())
    many = cells.dictionary_encode()
    assert plain(each(many, trimmed)).to_pylist() == trimmed(cells).to_pylist()
    assert where(many, lambda some: pc.equal(some, pa.scalar("a"))).tolist() == [text == "a" for text in texts]
    found = each(many, trimmed)
    assert found.dictionary.null_count == 0
    assert len(found.dictionary) == len(set(found.dictionary.to_pylist()))
    assert in_order(found).dictionary.to_pylist() == sorted(found.dictionary.to_pylist(), key=str.encode)
    assert in_order(found).to_pylist() == found.to_pylist()


@sample(40)
@given(GIVEN, st.data())
def test_no_text_of_a_row_that_went_stays(texts: list[str | None], data: st.DataObject) -> None:
    kept = data.draw(st.lists(st.booleans(), min_size=len(texts), max_size=len(texts)))
    rows = pa.table({"text": pa.array(texts, pa.string()).dictionary_encode(), "n": pa.array(range(len(texts)))})
    found: Any = filtered(rows, np.array(kept, np.bool_))["text"].chunk(0)
    stay = [text for text, keep in zip(texts, kept, strict=True) if keep]
    assert found.to_pylist() == stay
    assert set(found.dictionary.to_pylist()) == {text for text in stay if text}
    assert compact(found).equals(found)


@sample(40)
@given(GIVEN, st.data())
def test_each_part_is_written_as_if_there_were_no_others(texts: list[str | None], data: st.DataObject) -> None:
    size = len(texts)
    inner = data.draw(st.lists(st.integers(0, size), max_size=3))
    bounds = [0, *sorted(inner), size]
    numbers = data.draw(st.lists(st.sampled_from([None, 1, 2**40]), min_size=size, max_size=size))

    def batch(first: int, last: int) -> pa.RecordBatch:
        own = pa.array(texts[first:last], pa.string())
        many: Any = in_order(own.dictionary_encode())
        cells = [many, own, pa.array(numbers[first:last], pa.int64()), pa.nulls(last - first)]
        return pa.RecordBatch.from_arrays(cells, names=["many", "own", "number", "none"])

    among = [packed({"one": one}) for one in parts(batch(0, size), bounds)]
    for (first, last), one in zip(pairwise(bounds), among, strict=True):
        if first < last:
            assert one == packed({"one": part(batch(first, last))})
        strange = {text for text in texts if text} - {text for text in texts[first:last] if text}
        assert not any(text.encode() in one for text in strange)


@pytest.mark.parametrize("many", [100, 127, 128, 300])
def test_a_part_of_few_texts_is_written_alike_beside_one_of_many(many: int) -> None:
    texts = [None, "x", *(f"{number:03}" for number in range(many)), "y", "x"]
    whole: Any = in_order(pa.array(texts, pa.string()).dictionary_encode())
    bounds = [0, 2, len(texts) - 2, len(texts)]
    among = [packed({"one": one}) for one in parts(pa.RecordBatch.from_arrays([whole], names=["many"]), bounds)]
    for (first, last), one in zip(pairwise(bounds), among, strict=True):
        own: Any = in_order(pa.array(texts[first:last], pa.string()).dictionary_encode())
        assert one == packed({"one": part(pa.RecordBatch.from_arrays([own], names=["many"]))})


@pytest.mark.parametrize("texts", [
    ["T0001", "T0002", "T0003"], ["2", "10", "300", "4000"], ["é", "longer than eight bytes", "x"], ["a", None, "b"],
    [None, None], [1, None, 2**40], [1.5, None, -0.0], [True, None, False],
])
def test_rows_are_taken_as_arrow_takes_them(texts: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "_MANY", 0)
    column = pa.array(texts)
    for cells in (column, pa.concat_arrays([column[:1], column])[1:]):
        rows = np.array([len(texts) - 1, 0, 1, 1], np.int64)
        found = taking.taken({"one": taking.taking(cells)}, rows).column(0)
        assert found.to_pylist() == cells.take(pa.array(rows)).to_pylist()


@pytest.mark.usefixtures("numbered")
def test_a_file_whose_columns_are_numbered_gives_the_same_rows_and_faults(tmp_path: Path,
                                                                          monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "t.csv").write_text(CSV, encoding="utf-8")

    def rows() -> tuple[Any, ...]:
        found = sheet_rows("desk", read(tmp_path / "t.csv", "t.csv").sheet, [("tickets", MAPPING)], Detecting())
        checked = check("desk", found.raws, "Europe/Paris")
        return (found.set_aside, found.detected, checked.set_aside, checked.notices,
                checked.tables["tickets"].to_pylist(), checked.tables["tickets"].schema), checked

    many, dataset = rows()
    assert is_coded(coded_of(dataset.tables)["tickets"]["client"])
    monkeypatch.setattr(coded, "MANY", 50_000)
    few, dataset = rows()
    assert not is_coded(coded_of(dataset.tables)["tickets"]["client"])
    assert many == few
    assert len(few[0]) + len(few[2]) == 5
    assert [row["ticket"] for row in few[4]] == ["T1", "T3"]


def test_a_slice_holds_no_text_of_another_client_where_texts_are_numbered(tmp_path: Path) -> None:
    def held(*texts: str) -> Held[str]:
        return Held[str](pa.array(texts, pa.string()).dictionary_encode())

    clients = RawTable("clients", {"client": ["a", "b"], "name": ["A", "B"]}, "c.csv", [2, 3])
    tickets = RawTable("tickets", {
        "ticket": ["T1", "T2", "T3"], "client": held("a", "b", "a"), "kind": held("incident", "request", "incident"),
        "priority": held("P1", "P2", "P1"), "status": held("new", "closed", "new"),
        "title": held("ours", "theirs alone", "ours"), "created": ["2026-10-01T08:00:00"] * 3}, "t.csv", [2, 3, 4])
    cut(check("desk", [clients, tickets], "UTC"), tmp_path / "slices")
    mine, theirs = (tmp_path / "slices" / "rows" / client for client in "ab")
    assert b"theirs alone" in theirs.read_bytes()
    assert not any(word in mine.read_bytes() for word in (b"theirs", b"request", b"closed", b"P2"))
    assert open_slice(tmp_path / "slices", "a").tables["tickets"]["title"].to_pylist() == ["ours", "ours"]
    assert open_slice(tmp_path / "slices", "a").tables["tickets"]["title"].type == pa.string()


def test_a_slice_is_written_alike_however_its_texts_are_held(tmp_path: Path) -> None:
    def slices(name: str, *, many: bool) -> list[bytes]:
        def held(*texts: str) -> Held[str]:
            cells = pa.array([text or None for text in texts], pa.string())
            return Held[str](cells.dictionary_encode() if many else cells)

        tickets = RawTable("tickets", {
            "ticket": held("T3", "T1", "T2"), "client": held("a", "b", "a"),
            "kind": held("request", "incident", "request"),
            "priority": held("P2", "P1", "P1"), "status": held("new", "closed", "new"), "title": held("z", "b", ""),
            "created": ["2026-10-01T08:00:00"] * 3}, "t.csv", [2, 3, 4])
        clients = RawTable("clients", {"client": ["a", "b"], "name": ["A", "B"]}, "c.csv", [2, 3])
        cut(check("desk", [clients, tickets], "UTC"), tmp_path / name)
        return written(open_slice(tmp_path / name, "a"))

    assert slices("many", many=True) == slices("few", many=False)
    assert (tmp_path / "many" / "rows" / "a").read_bytes() != (tmp_path / "few" / "rows" / "a").read_bytes()


def test_tables_are_plain_for_whoever_does_not_ask() -> None:
    tables = Tables({"one": pa.table({"a": pa.array(["x", "x"]).dictionary_encode()})})
    assert tables["one"].schema == pa.schema([("a", pa.string())])
    assert tables["one"] is tables["one"]
    assert dict(tables) == {"one": pa.table({"a": ["x", "x"]})}
    assert is_coded(coded_of(tables)["one"]["a"])


def test_memory_may_be_kept_within_what_keeps_it() -> None:
    with memory.kept(), memory.kept():
        assert np.ones(10_000_000).sum() == 10_000_000
