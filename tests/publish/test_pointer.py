"""What a pointer says after any sequence of publications and rollbacks, against a list that is kept by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from clairevoie.publish import pointer
from clairevoie.publish.pointer import Kept, Pointer, Terms, decode, millis
from tests.sampling import sample

START = datetime(2026, 11, 1, tzinfo=UTC)
STEPS = st.lists(st.tuples(st.sampled_from(["publish", "again", "rollback"]), st.integers(0, 9), st.integers(0, 7200)),
                 max_size=25)
TERMS = st.builds(Terms, keep=st.integers(1, 4), grace=st.sampled_from([0, 600, 3600]),
                  delete_at_most=st.integers(1, 3))


def folder(number: int, release: int) -> str:
    return pointer.folder_of(number, f"{release:016x}")


@sample(150)
@given(STEPS, TERMS)
def test_what_answers_is_what_was_replaced_less_than_the_grace_ago_and_was_not_taken_back(
    steps: list[tuple[str, int, int]], terms: Terms
) -> None:
    now, release = START, 0
    said = pointer.first(folder(1, 0), now)
    until: dict[str, int] = {}  # release → until when it answers, by hand
    for what, which, seconds in steps:
        now += timedelta(seconds=seconds)
        instant, before = millis(now), said
        kept = said.kept[which % len(said.kept)]
        if what == "publish":
            release += 1
            said = said.shows(folder(said.number + 1, release), now, now, terms)
        elif what == "again":
            said = said.shows(kept.folder, now, now, terms)
        elif kept.folder != said.folder:
            said = said.returns(kept.folder, now)
        else:
            continue
        if before.release != said.release:
            until[before.release] = instant + (0 if what == "rollback" else terms.grace * 1000)
        if what == "rollback":
            until |= {one.release: min(until.get(one.release, 0), instant) for one in before.kept
                      if one.folder > said.folder and one.folder != before.folder}
        until.pop(said.release, None)
        alive = {name for name, end in until.items() if end > instant}
        assert {one.release for one in said.kept if one.answers(instant)} == alive
        assert said.number == before.number + 1
        gone = {one.folder for one in before.kept} - {one.folder for one in said.kept}
        assert len(gone) <= (terms.delete_at_most if what != "rollback" else 0)
        assert decode(said.encode()) == said
        assert [one.folder for one in said.kept] == sorted(one.folder for one in said.kept)
        assert len({one.release for one in said.kept}) == len(said.kept)
        assert [one.folder for one in said.kept if one.until is None] == [said.folder]


def test_the_newest_are_kept_and_whatever_still_answers() -> None:
    said, terms = pointer.first(folder(1, 1), START), Terms(keep=2, grace=60, delete_at_most=9)
    for number in range(2, 8):
        said = said.shows(folder(number, number), START, START, terms)
    assert len(said.kept) == 7
    later = START + timedelta(seconds=61)
    said = said.shows(folder(8, 8), later, later, terms)
    assert [one.folder for one in said.kept] == [folder(number, number) for number in (6, 7, 8)]


def test_a_pointer_without_until_is_read_and_says_that_only_what_is_shown_answers() -> None:
    old = b"""{"number": 2, "folder": "0000002-0000000000000002", "as_of": "2026-11-01T08:00:00+01:00",
    "taken_back": false, "kept": [{"folder": "0000001-0000000000000001", "release": "0000000000000001"},
             {"folder": "0000002-0000000000000002", "release": "0000000000000002"}]}"""
    said = decode(old)
    assert said
    assert said.kept[0] == Kept(folder="0000001-0000000000000001", release="0000000000000001")
    assert not any(one.answers(0) for one in said.kept)


def test_what_is_no_whole_pointer_is_none() -> None:
    whole = pointer.first(folder(1, 1), START).encode()
    for spoilt in (b"", b"[]", whole[:-2], whole.replace(b'"until":null', b'"until":-1'), b"\xff", b"[" * 100_000,
                   whole.replace(b"0000001-", b"../0001-"), whole.replace(b'"until":null', b'"until":1e400')):
        assert decode(spoilt) is None
    assert isinstance(decode(whole), Pointer)
