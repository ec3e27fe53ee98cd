"""Where something stands, and what is made of it."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoie.sources.http.answer import parsed
from clairevoie.sources.http.conversions import CONVERSIONS
from clairevoie.sources.http.fields import field, value
from clairevoie.sources.http.finding import find
from clairevoie.sources.http.moments import day
from clairevoie.sources.http.paths import place
from clairevoie.sources.http.refused import Refused, Unusable
from clairevoie.sources.http.texts import text_of
from tests.sampling import sample

ROW = parsed(b"""{"key": "A-1", "n": 12.10, "big": 9223372036854775807, "null": null, "no": "", "yes": true,
  "status": {"name": "open"}, "a.b": "dotted", "tags": ["x", "y"], "fields": [{"id": 5, "value": "five"},
  {"id": 6, "value": null}], "deep": [{"list": [{"v": 1}, {"v": 2}]}, {"list": [{"v": 3}]}],
  "of": {"k": {"v": 1}}}""", 40)


@pytest.mark.parametrize(("path", "text"), [
    ("key", "A-1"), ("n", "12.10"), ("big", "9223372036854775807"), ("null", ""), ("null.below", ""), ("no.below", ""),
    ("yes", "true"), ("status.name", "open"), ('"a.b"', "dotted"), ("tags[*]", "x, y"), ("tags[0]", "x"),
    ("tags[-1]", "y"), ("tags[7]?", ""), ("fields[id=5].value", "five"), ("fields[id=6].value", ""),
    ("fields[id=7].value?", ""), ("deep[*].list[*].v", "1, 2, 3"), ("missing?", ""), ("status.missing?", ""),
    ("of.*.v", "1")])
def test_a_path_leads_to_a_text(path: str, text: str) -> None:
    assert text_of(find(place(path), ROW), path) == text


@pytest.mark.parametrize(("path", "reason"), [
    ("missing", "no 'missing'"), ("status.missing", "no 'status.missing'"), ("key.name", "a plain value where members"),
    ("key[0]", "a plain value where a list"), ("status", "a group of members where a plain value"), ("tags[7]", "no "),
    ("tags", "a list where a plain value"), ("fields[id=7]", "no "), ("tags.name", "a list where members")])
def test_what_is_not_there_says_where(path: str, reason: str) -> None:
    with pytest.raises(Unusable, match=reason):
        text_of(find(place(path), ROW), path)


@pytest.mark.parametrize("path", [".a", "a..b", "a[", "a]", "a[x]", "[=1]", "a b?c", '"a'])
def test_what_is_no_path_is_told(path: str) -> None:
    with pytest.raises(ValueError, match="is no path"):
        place(path)


@pytest.mark.parametrize(("word", "theirs", "ours"), [
    ("instant", "2021-07-16T23:00:00.000+0000", "2021-07-16T23:00:00+00:00"),
    ("instant", "2021-07-16 23:00", "2021-07-16T23:00"),
    ("utc", "2016-12-14 02:46:44", "2016-12-14T02:46:44Z"),
    ("utc", "2016-12-14T02:46:44-05:00", "2016-12-14T02:46:44-05:00"),
    ("epoch", "1626476400", "2021-07-16T23:00:00Z"), ("epoch_ms", "1626476400999", "2021-07-16T23:00:00Z"),
    ("seconds_to_hours", "5400", "1.5"), ("minutes_to_hours", "90", "1.5"), ("ms_to_hours", "5400000", "1.5"),
    ("seconds_to_minutes", "90", "1.5"), ("ms_to_minutes", "90000", "1.5"), ("iso_to_hours", "PT1H30M", "1.5"),
    ("iso_to_hours", "P1DT2H", "26"), ("clock_to_hours", "1:30", "1.5"), ("clock_to_hours", "100:00:36", "100.01"),
    ("number", "1.50e1", "15"), ("number", "15.0", "15"),
    ("absolute", "-3", "3"), ("flag", "Oui", "true"), ("not", "1", "false"), ("lower", "AB", "ab"),
    ("upper", "ab", "AB"), ("last_segment", "https://x/y/7/", "7"),
    ("html_to_text", "<p>a<br>b&nbsp;&amp; c</p><script>x()</script><!-- <b>secret</b> -->", "a b & c")])
def test_a_word_makes_ours_of_theirs(word: str, theirs: str, ours: str) -> None:
    assert CONVERSIONS[word](theirs) == ours


@pytest.mark.parametrize(("word", "theirs"), [
    ("instant", "16/07/2021"), ("epoch", "soon"), ("epoch", "1e99"), ("epoch", "999999999999999"),
    ("iso_to_hours", "P"), ("iso_to_hours", "1h"),
    ("clock_to_hours", "1:60"), ("flag", "maybe"), ("number", "NaN"), ("number", "1e400")])
def test_what_a_word_cannot_read_sets_the_row_aside(word: str, theirs: str) -> None:
    with pytest.raises(Unusable, match=r"^f: "):
        value(field(f"x | {word}"), "f", {"x": theirs}, {}, lambda *_: None)
    assert value(field(f"x | {word}?"), "f", {"x": theirs}, {}, lambda *_: None) == ""


def test_a_day_is_that_of_the_writing_or_of_a_zone() -> None:
    assert day("2026-10-31T23:30:00Z", "") == "2026-10-31"
    assert day("2026-10-31T23:30:00Z", "Europe/Paris") == "2026-11-01"
    assert day("2026-10-31", "Europe/Paris") == "2026-10-31"


def test_the_first_place_that_holds_something_counts_and_a_lookup_finds_a_name() -> None:
    row = {"a": "", "b": "7"}
    lookup = {"7": "seven"}

    def find_name(request: str, name: str, key: str) -> str | None:
        assert (request, name) == ("users", "name")
        return lookup.get(key)

    assert value(field("a, b | lookup(users.name)"), "f", row, {}, find_name) == "seven"
    assert value(field("a | default(nobody)"), "f", row, {}, find_name) == "nobody"
    assert value(field("^of"), "f", row, {"of": "parent"}, find_name) == "parent"
    assert value(field("a | lookup(users.name)"), "f", row, {}, find_name) == ""
    with pytest.raises(Unusable, match="users has no '8'"):
        value(field("b | lookup(users.name)"), "f", {"a": "", "b": "8"}, {}, find_name)


@pytest.mark.parametrize("text", ["", "| flag", "a | nonsense", "a | lookup(users)", "a | day(Mars/Base)",
                                  "a | flag()x"])
def test_a_field_that_means_nothing_is_told(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        field(text)


Json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4), max_leaves=20)


@given(said=Json)
@sample(60)
def test_json_is_read_as_python_reads_it_but_for_what_readers_disagree_on(said: Any) -> None:
    def same(ours: Any, theirs: Any) -> bool:
        if isinstance(theirs, dict):
            return ours.keys() == theirs.keys() and all(same(ours[key], theirs[key]) for key in theirs)
        if isinstance(theirs, list):
            return len(ours) == len(theirs) and all(map(same, ours, theirs))
        if isinstance(theirs, int | float) and not isinstance(theirs, bool):
            return str(ours) == json.dumps(theirs)
        return bool(ours == theirs)

    assert same(parsed(json.dumps(said).encode(), 40), said)


@given(body=st.binary(max_size=60) | st.text(st.sampled_from('[]{}":,\\0123.eE-ntfu '), max_size=40).map(str.encode))
@sample(100)
def test_any_bytes_are_json_or_refused(body: bytes) -> None:
    with contextlib.suppress(Refused):
        parsed(body, 5)


def test_depth_is_counted_outside_of_texts() -> None:
    assert parsed(b'{"a": "[[[[[[[[\\"[["}', 2)["a"] == '[[[[[[[["[['
    with pytest.raises(Refused, match="deeper than 2 levels"):
        parsed(b'[[["x"]]]', 2)


@pytest.mark.parametrize(("solved", "due", "text"), [
    ("2026-10-01 10:00:00", "2026-10-01 10:00:00", "true"), ("2026-10-01 10:00:01", "2026-10-01 10:00:00", "false"),
    ("2026-10-01T10:00:00+0200", "2026-10-01T08:30:00Z", "true"), ("2026-10-01 10:00", None, ""),
    (None, "2026-10-01 10:00", "")])
def test_an_instant_is_held_against_another_of_its_row(solved: str | None, due: str | None, text: str) -> None:
    row = {"solved": solved, "due": due}
    assert value(field("solved | met_by(due)"), "met", row, {}, lambda *_: None) == text


@pytest.mark.parametrize(("begin", "months", "last"), [
    ("2026-01-01", "12", "2026-12-31"), ("2024-01-31", "1", "2024-02-28"), ("2024-02-29 00:00:00", "12", "2025-02-27"),
    ("2026-12-15", "1", "2027-01-14"), ("2026-01-01", "0", ""), ("2026-01-01", "-1", ""), ("2026-01-01", None, "")])
def test_a_term_of_months_ends_the_day_before_its_anniversary(begin: str, months: str | None, last: str) -> None:
    row = {"begin": begin, "months": months}
    assert value(field("begin | term(months)"), "end", row, {}, lambda *_: None) == last


@pytest.mark.parametrize(("text", "row"), [
    ("a | met_by(b)", {"a": "2026-10-01 10:00", "b": "2026-10-01T10:00Z"}), ("a | met_by(b)", {"a": "x", "b": "y"}),
    ("a | term(b)", {"a": "2026-13-01", "b": "1"}), ("a | term(b)", {"a": "2026-01-01", "b": "99999"}),
    ("a | term(b)", {"a": "2026-01-01", "b": "-7"}), ("a | term(b)", {"a": "9999-01-01", "b": "9999"}),
    ("a | met_by(c)", {"a": "2026-10-01 10:00"})])
def test_what_cannot_be_held_against_another_sets_the_row_aside(text: str, row: dict[str, str]) -> None:
    with pytest.raises(Unusable):
        value(field(text), "x", row, {}, lambda *_: None)


def test_a_member_is_chosen_by_several_of_its_words() -> None:
    row = {"team": [{"role": "assigned", "type": "Group", "name": "Desk & Co"},
                    {"role": "assigned", "type": "User", "name": "lea"}]}
    assert text_of(find(place("team[role=assigned&type=User].name"), row), "") == "lea"
    assert text_of(find(place("team[name=Desk & Co].type"), row), "") == "Group"


@pytest.mark.parametrize("text", ["a | met_by", "a | term()", "a | met_by(b"])
def test_a_word_that_needs_another_place_says_so_beforehand(text: str) -> None:
    with pytest.raises(ValueError, match=r"path|conversion"):
        field(text)
