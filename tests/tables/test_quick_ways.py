"""What is worked out over bytes and numbers at once is what plain Python says of one cell after the other."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clairevoie.blobs import Folder
from clairevoie.pipeline.tokens import write_tokens
from clairevoie.project.declared import Declared
from clairevoie.tables import instants as of_instants
from clairevoie.tables import ownership
from clairevoie.tables.coded import in_order
from clairevoie.tables.convert import convert
from clairevoie.tables.identifiers import identifiers
from clairevoie.tables.instants import instants
from clairevoie.tables.letters import trimmed, words
from clairevoie.tables.ordering import rank
from clairevoie.tables.packed import packed, part, parts, unpacked
from clairevoie.tables.pairs import Pairs
from clairevoie.tables.repeats import repeats
from clairevoie.tables.schema import Column
from clairevoie.tables.sealed import DamagedError
from clairevoie.tables.store import Store
from tests.sampling import sample
from tests.tables.raws import dataset

ACUTE, APART = "\u00e9", "e\u0301"  # é in its two normal forms: two texts
CELLS = st.sampled_from(["", "a", "b", "ab", "T1", "T10", "T2", ACUTE, APART, "12345678",
                         "123456789", "\u00e9\u00e9\u00e9\u00e9", "a\0"])
GIVEN = st.one_of(st.none(), CELLS)
NAMES = st.lists(GIVEN, max_size=12)
CONTROLS = st.text(st.sampled_from("ab é\t\n\x01\x08\x0b\x1f\x7f\u00a0\u2003\ufeff\ufffe\uffff\U0001f600ï"), max_size=6)
INSTANTS = st.builds(
    "{:04d}-{:02d}-{:02d}{}{:02d}:{:02d}:{:02d}".format, st.sampled_from([1969, 1970, 2024, 2026, 2200, 2201]),
    st.integers(0, 13), st.integers(0, 32), st.sampled_from("T "), st.integers(0, 24), st.integers(0, 60),
    st.integers(0, 61))
ODD = st.sampled_from(["2026-03-29T02:30:00", "2026-10-25T02:30:00", "2026-10-25T02:30", "2026-10-31T18:00:30Z",
                       "2026-10-31x18:00:30", "2026/10/31T18:00:30", "२०२६-10-31T18:00", "٢٠٢٦"])


def told(text: str | None, zone: str) -> datetime | None:
    """An instant by the standard library, from 1970 to 2200."""
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    if not 1970 <= found.year <= 2200 or not (text or "")[10:] or not (text or "").isascii():
        return None
    if found.tzinfo:
        return found.astimezone(UTC)
    local = found.replace(tzinfo=ZoneInfo(zone))
    there = local.astimezone(UTC).astimezone(ZoneInfo(zone))
    if there.replace(tzinfo=None) == found:
        return local.astimezone(UTC)
    # A time that the clock skips is the one at which it jumped.
    while there.utcoffset() == (there.astimezone(UTC) - timedelta(minutes=1)).astimezone(ZoneInfo(zone)).utcoffset():
        there = (there.astimezone(UTC) - timedelta(minutes=1)).astimezone(ZoneInfo(zone))
    return there.astimezone(UTC)


@sample(80)
@given(st.lists(st.one_of(st.none(), INSTANTS, ODD), max_size=8),
       st.sampled_from(["Europe/Paris", "UTC", "America/New_York", "Antarctica/Troll", "Australia/Lord_Howe",
                        "Pacific/Apia"]))
@example(["2005-03-27T01:00:00", "1970-01-01T00:00:00"], "Antarctica/Troll")
@example(["2119-10-01T02:26:00", "2200-12-31T23:59:59"], "Australia/Lord_Howe")
@example(["2011-12-30T12:00:00"], "Pacific/Apia")
@example([None, "2026-10-31T18:00:30", None], "Europe/Paris")
@example(["2026-03-29T02:30:00", "2026-10-25T02:30:00"], "Europe/Paris")
def test_an_instant_is_the_standard_librarys_whichever_way_it_is_read(texts: list[str | None], zone: str) -> None:
    cells = pa.array(texts, pa.string())
    padded = pa.array(["2026-10-31T18:00:30", *texts, None], pa.string())
    wanted = [None if text in ("2026-10-31x18:00:30", "2026/10/31T18:00:30") else told(text, zone) for text in texts]
    assert instants(cells, zone).to_pylist() == wanted
    assert instants(padded[1:-1], zone).to_pylist() == wanted
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(of_instants, "_quick", lambda *_: None)
        assert instants(cells, zone).to_pylist() == wanted
        patch.setattr(of_instants, "_simple", lambda _: None)
        assert instants(cells, zone).to_pylist() == wanted


@sample(100)
@given(NAMES)
def test_short_texts_as_numbers_are_equal_and_in_order_as_their_bytes(texts: list[str | None]) -> None:
    found = words(pa.array(["x", *texts], pa.string())[1:])
    plain = [text.encode() for text in texts if text is not None]
    able = bool(texts) and None not in texts and all(0 < len(text) <= 8 and b"\0" not in text for text in plain)
    assert (found is not None) == able
    if found is not None:
        assert [(a < b, a == b) for a, b in pairwise(plain)] == [(a < b, a == b) for a, b in pairwise(found.tolist())]


@sample(60)
@given(st.lists(CELLS, unique=True, max_size=12))
def test_rows_are_in_the_order_of_the_bytes_of_their_key(keys: list[str]) -> None:
    rows = pa.table({"key": pa.array(keys, pa.string()), "other": pa.array(range(len(keys)), pa.int64())})
    by_bytes = sorted(range(len(keys)), key=lambda row: keys[row].encode())
    assert np.argsort(rank(rows, ("key",))).tolist() == by_bytes
    assert np.argsort(rank(rows, ("key", "other"))).tolist() == by_bytes
    assert rank(rows, ()).tolist() == list(range(len(keys)))


@sample(100)
@given(NAMES, st.lists(CELLS, max_size=12), st.booleans(), st.booleans())
def test_a_name_stands_where_its_key_first_does(names: list[str | None], keys: list[str], sort: bool, few: bool
                                                ) -> None:
    keys = sorted(set(keys), key=str.encode) if sort else keys
    wanted = [keys.index(name) if name is not None and name in keys else -1 for name in names]
    asked = pa.chunked_array([pa.array(names, pa.string()), pa.array([], pa.string())])
    known = pa.chunked_array([pa.array(keys, pa.string())])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ownership, "_FEW", 0)
        patch.setattr(ownership, "_MANY", 0 if few else 100)
        assert ownership.positions(asked, known).tolist() == wanted
        with ownership.remembered():
            assert [ownership.positions(asked, known).tolist() for _ in "12"] == [wanted, wanted]


@sample(60)
@given(NAMES, NAMES, st.lists(CELLS, max_size=12))
def test_names_are_all_known_only_where_each_stands_among_the_keys(names: list[str | None], gone: list[str | None],
                                                                    keys: list[str]) -> None:
    both = pa.chunked_array([pa.array([*names, *gone], pa.string()).dictionary_encode()])
    asked, known = both[:len(names)], pa.chunked_array([pa.array(keys, pa.string())])
    said = ownership.all_known(asked, known)
    assert not said or {name for name in names if name is not None} <= set(keys)
    given = {name for name in (*names, *gone) if name is not None}
    assert said == (any(name is not None for name in names) and given <= set(keys))


PAIR = st.tuples(st.integers(0, 40), st.integers(0, 3))


@sample(100)
@given(st.lists(st.lists(PAIR, max_size=8), max_size=3), st.booleans())
def test_pairs_are_united_as_sets_are(parts: list[list[tuple[int, int]]], far: bool) -> None:
    moved = [[(row + 10**9 * far, client) for row, client in one] for one in parts]
    given = [Pairs(*(np.array(column, np.int64) for column in zip(*one, strict=True))) if one else Pairs.none()
             for one in moved]
    found = Pairs.union(given, 4)
    assert list(zip(found.rows.tolist(), found.clients.tolist(), strict=True)) == sorted(set().union(*moved))


@sample(100)
@given(st.lists(st.tuples(GIVEN, st.sampled_from(["x", "y", None])), max_size=10), st.booleans())
def test_a_row_repeats_the_first_of_its_key(rows: list[tuple[str | None, str | None]], both: bool) -> None:
    key = ("key", "also") if both else ("key",)
    first: dict[tuple[str | None, ...], int] = {}
    same: list[int] = []
    different: list[int] = []
    for row, cells in enumerate(rows):
        before = first.setdefault(cells[:len(key)], row)
        if before != row:
            (same if rows[before] == cells else different).append(row)
    table = pa.table({name: pa.array([cells[place] for cells in rows], pa.string())
                      for place, name in enumerate(("key", "also"))})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("clairevoie.tables.repeats._FEW", 2)
        found = repeats(table, key, ["key", "also"])
    assert (found.same.tolist(), found.different.tolist()) == (same, different)


@sample(150)
@given(st.lists(st.one_of(st.none(), CONTROLS), max_size=6))
def test_a_control_character_is_a_blank_and_outer_blanks_go(texts: list[str | None]) -> None:
    blanks = " \t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2028\u2029\u202f\u205f\u3000"
    odd = {ord(c): " " for c in map(chr, range(32)) if c not in "\t\n\r"} | {0x7F: " ", 0xFFFE: " ", 0xFFFF: " "}
    stripped = [(text or "").strip(blanks) or None for text in texts]
    cells = trimmed(pa.array(["", *texts], pa.string())[1:])
    assert cells.to_pylist() == stripped
    found = convert(Column("title"), cells, "UTC").to_pylist()
    assert found == [text and (text.translate(odd).strip(blanks) or None) for text in stripped]


@sample(60)
@given(st.lists(st.tuples(GIVEN, st.sampled_from([True, False, None])), min_size=1, max_size=20), st.data())
def test_a_part_of_a_batch_is_written_as_if_it_were_alone(rows: list[tuple[str | None, bool | None]],
                                                          data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(rows)))
    last = data.draw(st.integers(first, len(rows)))
    def batch(some: list[tuple[str | None, bool | None]]) -> pa.RecordBatch:
        return pa.RecordBatch.from_arrays([pa.array([a for a, _ in some], pa.string()),
                                           pa.array([b for _, b in some], pa.bool_())], names=["text", "flag"])
    among = packed({"one": part(batch(rows).slice(first, last - first))})
    assert among == packed({"one": part(batch(rows[first:last]))})


KINDS: dict[str, pa.DataType] = {
    "text": pa.string(), "flag": pa.bool_(), "number": pa.float64(), "many": pa.string(),
    "at": pa.timestamp("s", "UTC"), "day": pa.date32(), "small": pa.int16(), "none": pa.int64()}
WRITTEN = pa.schema(KINDS)
INSTANT = datetime(2026, 10, 31, 18, 0, tzinfo=UTC)
WRITTEN_ROWS = st.lists(st.tuples(
    GIVEN, st.sampled_from([None, True, False]), st.sampled_from([None, -0.0, 1.5]), GIVEN,
    st.sampled_from([None, INSTANT]), st.sampled_from([None, INSTANT.date()]), st.sampled_from([None, -3, 300]),
    st.none()), max_size=20)


@sample(80)
@given(WRITTEN_ROWS, st.data())
def test_tables_come_out_of_a_file_as_they_went_in(tmp_path_factory: pytest.TempPathFactory,
                                                   rows: list[tuple[object, ...]], data: st.DataObject) -> None:
    cells: list[Any] = [pa.array([row[place] for row in rows], field.type) for place, field in enumerate(WRITTEN)]
    cells[3] = in_order(cells[3].dictionary_encode())
    batch = pa.RecordBatch.from_arrays(cells, names=WRITTEN.names)
    bounds = [0, *sorted(data.draw(st.lists(st.integers(0, len(rows)), max_size=3))), len(rows)]
    file = tmp_path_factory.mktemp("packed") / "rows"
    names = [str(place) for place in range(len(bounds) - 1)]
    file.write_bytes(packed(dict(zip(names, parts(batch, bounds), strict=True))))
    found = unpacked(file, dict.fromkeys(names, WRITTEN))
    for name, (first, last) in zip(names, pairwise(bounds), strict=True):
        assert found[name].schema == WRITTEN
        found[name].validate(full=True)
        assert found[name].to_pylist() == [dict(zip(WRITTEN.names, row, strict=True)) for row in rows[first:last]]


@pytest.mark.parametrize("count", [127, 128, 32_767, 32_768])
def test_so_many_texts_are_numbered_in_so_many_bytes(tmp_path: Path, count: int) -> None:
    texts = [f"{number:05}" for number in range(count)]
    batch = pa.RecordBatch.from_arrays([pa.array(texts).dictionary_encode()], names=["many"])
    (tmp_path / "rows").write_bytes(packed({"one": part(batch)}))
    assert unpacked(tmp_path / "rows", {"one": pa.schema([("many", pa.string())])})["one"]["many"].to_pylist() == texts


def test_a_file_whose_columns_are_others_is_refused(tmp_path: Path) -> None:
    (tmp_path / "rows").write_bytes(packed({"one": part(pa.RecordBatch.from_pydict({"a": [1]}))}))
    with pytest.raises(DamagedError, match="a of another type, int64"):
        unpacked(tmp_path / "rows", {"one": pa.schema([("a", pa.string())])})


def test_what_is_known_of_a_reading_just_saved_is_what_would_be_read_of_it(tmp_path: Path) -> None:
    found = dataset({"clients": [{"client": "a"}], "tickets": [{"ticket": "T1", "client": "a", "title": "é"}]})
    store, now = Store(Folder(tmp_path)), datetime(2026, 11, 1, 5, 15, 30, tzinfo=ZoneInfo("Europe/Paris"))
    name = store.save("desk", found, now, now - timedelta(hours=3))
    saved, read = store.just_saved("desk", name, found), store.newest("desk")
    assert saved is not None
    assert (saved.read_at, saved.dated) == (read.read_at, read.dated)
    assert {table: rows.to_pylist() for table, rows in saved.dataset.tables.items()} == {
        table: rows.to_pylist() for table, rows in read.dataset.tables.items()}
    store.save("desk", found, now + timedelta(days=1))
    assert store.just_saved("desk", name, found) is None


@sample(30)
@given(st.lists(st.text(st.sampled_from('ab"\\é\u2028 /'), min_size=1, max_size=5), max_size=4))
def test_a_line_of_the_token_file_is_what_json_writes(tmp_path_factory: pytest.TempPathFactory,
                                                      names: list[str]) -> None:
    rows = {"clients": [{"client": "a"}, {"client": "b"}],
            "cis": [{"ci": f"c{place}", "client": "ab"[place % 2], "name": name} for place, name in enumerate(names)]}
    found, file = dataset(rows), tmp_path_factory.mktemp("t") / "tokens"
    write_tokens(found, file, Declared())
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line]
    said = {(line["owner"], line["kind"], text) for line in lines for text in line["texts"]}
    assert said == {(one.owner, one.kind, one.text) for one in identifiers(found)}


@pytest.mark.parametrize(("odd", "repeated"), [
    ({}, []), ({1_500: "1499"}, [1_500]), ({7: "8"}, [8]), ({1_200: "7"}, [1_200]), ({1_999: "0" * 16}, [])])
def test_lines_that_count_upward_are_different_and_one_that_does_not_is_found(odd: dict[int, str], repeated: list[int]
                                                                              ) -> None:
    lines = [odd.get(place, str(place)) for place in range(2_000)]
    found = repeats(pa.table({"key": lines}), ("key",), ["key"])
    assert found.same.tolist() == repeated
    assert not len(found.different)
