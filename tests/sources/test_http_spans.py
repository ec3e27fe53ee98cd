"""Rows that say a state and since when become stretches; sums that a server announces are believed only when met."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from clairevoie.sources.http.refused import Refused
from clairevoie.sources.http.request import Spans
from clairevoie.sources.http.spans import Taken, stretches
from tests.sampling import sample
from tests.sources import things
from tests.sources.apis import held, pulled, rows_of
from tests.sources.lying import Api, Reply, Route, page, plain, serving

SPANS = Spans(of=("site",), at="at", state="state", words={"major": "down", "partial": "down"})


def said(site: str, minute: int, state: str, line: int = 0) -> Taken:
    at = f"2026-08-20T10:{minute:02}:00Z"
    return line, None, {"site": site, "at": at, "state": state, "ended": "2026-08-20T11:00:00Z"}


def short(found: list[Taken]) -> list[tuple[str, str, str, str]]:
    return [(row["site"], row["at"][14:16], row["until"][14:16], row["state"]) for _, _, row in found]


def test_each_change_of_state_begins_a_stretch_whatever_the_order_of_the_list() -> None:
    told = [said("a", 0, "up"), said("a", 5, "partial"), said("b", 6, "up"), said("a", 7, "major"), said("a", 9, "up"),
            said("a", 12, "up")]
    wanted = [("a", "00", "05", "up"), ("a", "05", "09", "down"), ("a", "09", "", "up"), ("b", "06", "", "up")]
    assert short(stretches(SPANS, told)) == wanted
    assert sorted(short(stretches(SPANS, told[::-1]))) == sorted(wanted)


def test_what_is_said_in_one_second_stands_in_the_order_in_which_it_was_said() -> None:
    newest_first = [said("a", 9, "up"), said("a", 5, "up"), said("a", 5, "down"), said("a", 0, "up")]
    assert short(stretches(SPANS, newest_first)) == [("a", "00", "05", "up"), ("a", "05", "05", "down"),
                                                     ("a", "05", "", "up")]


def test_the_last_stretch_ends_where_a_field_says_so_and_other_states_are_passed_over() -> None:
    spans = SPANS.model_copy(update={"end": "ended", "only": ("up", "major")})
    assert short(stretches(spans, [said("a", 0, "up"), said("a", 4, "chore:"), said("a", 8, "major")])) == [
        ("a", "00", "08", "up"), ("a", "08", "00", "down")]


def test_every_stretch_can_say_when_the_first_of_its_thing_began() -> None:
    found = stretches(SPANS.model_copy(update={"first": "since"}), [said("a", 4, "up"), said("a", 8, "major")])
    assert {row["since"][14:16] for _, _, row in found} == {"04"}


def test_a_row_that_does_not_say_when_holds_the_source() -> None:
    with pytest.raises(Refused, match="at: 'soon' is no instant"):
        stretches(SPANS, [(1, None, {"site": "a", "at": "soon", "state": "up"})])


@given(st.lists(st.tuples(st.integers(0, 59), st.sampled_from("ud")), max_size=20, unique_by=lambda one: one[0]))
@sample(50)
def test_stretches_meet_and_neighbours_differ(told: list[tuple[int, str]]) -> None:
    found = [row for _, _, row in stretches(SPANS, [said("a", *one) for one in told])]
    assert bool(found) == bool(told)
    for before, after in itertools.pairwise(found):
        assert before["until"] == after["at"] > before["at"]
        assert before["state"] != after["state"]
    down = {minute for minute in range(60) for row in found if row["state"] == "d"
            and row["at"][14:16] <= f"{minute:02}" < (row["until"][14:16] or "60")}
    last = dict(told)
    latest = {minute: max((at for at in last if at <= minute), default=-1) for minute in range(60)}
    assert down == {minute for minute in range(60) if last.get(latest[minute]) == "d"}


@pytest.mark.parametrize(("spans", "why"), [
    ({"of": ["site"], "at": "ref", "state": "odd"}, "unknown field 'site'"),
    ({"of": ["id"], "at": "ref", "state": "odd", "until": "ref"}, "is a field already"),
    ({"of": ["id"], "at": "ref", "state": "odd", "first": "ref"}, "is a field already"),
    ({"of": ["id"], "at": "ref", "state": "odd", "end": "until"}, "unknown field 'until'"),
])
def test_spans_name_fields_that_there_are(spans: dict[str, Any], why: str) -> None:
    with serving(things.api()) as url, pytest.raises(ValidationError, match=why):
        pulled(things.said(url, {"spans": spans}))


def summed(total: int) -> Api:
    """Seven things whose numbers add up to 28, and an address that says to what they add up."""
    return Api({"/things": Route(things.ROWS, page(), plain()),
                "/sum": Route(answer=lambda asked: Reply({"sum": total, "asked": asked.method}))})


def test_what_the_rows_add_up_to_must_be_what_is_announced() -> None:
    total = {"method": "POST", "path": "/sum", "at": "sum", "of": "id"}
    with serving(summed(28)) as url:
        assert len(rows_of(pulled(things.said(url, {"total": total})), "services")) == 7
    with serving(summed(27)) as url:
        assert "id of the rows that came adds up to 28, not to the 27 announced" in held(
            things.said(url, {"total": total}))
    with serving(summed(28)) as url:
        assert "cannot be added up" in held(things.said(url, {"total": {**total, "of": "none"}}))


def test_a_row_that_cannot_be_used_holds_a_source_whose_stretches_hang_on_it() -> None:
    rows = [{"id": 1, "ref": "a", "odd": "2026-01-01"}, {"id": 2, "ref": "a", "odd": ["x"]}]
    with serving(Api({"/things": Route(rows, page(), plain())})) as url:
        assert "not every row can be used" in held(things.said(url, {
            "total": "", "spans": {"of": ["ref"], "at": "odd", "state": "id"}}))
