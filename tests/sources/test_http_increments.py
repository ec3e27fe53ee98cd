"""Increments give the rows that a full reading gives, and ask for less."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoie.errors import SourceError
from clairevoie.project.model import nothing
from clairevoie.sources.http import reading
from clairevoie.sources.http.settings import Settings
from tests.sampling import sample
from tests.sources.apis import QUICK
from tests.sources.lying import Api, Asked, Reply, Route, serving

START = datetime(2026, 10, 1, tzinfo=UTC)


def said(url: str, **more: Any) -> Settings:
    """Things that say when they changed, and the notes of each."""
    things = {"path": "/things", "key": "id", "fields": {"id": "id", "name": "name"},
              "since": {"param": "since", "at": "changed", "overlap": "1h"}}
    notes = {"path": "/things/{id}/notes", "key": "id", "foreach": {"request": "things", "follow": True},
             "fields": {"id": "id", "thing": "^id", "text": "text"}}
    return Settings.model_validate({"url": url, **QUICK, "requests": {"things": things, "notes": notes}, **more,
                                    "tables": {"services": {"request": "things", "columns": {"service": "id"}}}})


class Desk:
    """An API that answers what changed since an instant; its notes are asked one thing at a time."""

    def __init__(self) -> None:
        self.things: dict[str, tuple[str, datetime, list[str]]] = {}
        self.api = Api({"/things": Route(answer=self._things)})

    def put(self, key: str, name: str, at: datetime, notes: list[str]) -> None:
        """A thing as it is from `at` on."""
        self.things[key] = (name, at, notes)
        self.api.routes[f"/things/{key}/notes"] = Route(answer=lambda asked: Reply(
            [{"id": f"{key}-{place}", "text": text} for place, text in enumerate(self.things[key][2])]))

    def _things(self, asked: Asked) -> Reply:
        since = asked.query.get("since", "1970-01-01T00:00:00Z")
        return Reply([{"id": key, "name": name, "changed": at.isoformat(), "secret": "x"}
                      for key, (name, at, _) in self.things.items() if at >= datetime.fromisoformat(since)])


def rows(readings: reading.Readings, name: str) -> set[tuple[str, ...]]:
    """The rows of a request, in no order."""
    return set(zip(*readings.extracts[name].sheet.columns, strict=True))


changes = st.lists(st.tuples(st.sampled_from("abcde"), st.text("xyz", max_size=3), st.integers(0, 50),
                             st.lists(st.text("pq", max_size=2), max_size=3)), max_size=6)


@given(runs=st.lists(changes, min_size=1, max_size=5))
@sample(8)
def test_an_increment_gives_what_a_full_reading_gives(runs: list[list[tuple[str, str, int, list[str]]]]) -> None:
    desk = Desk()
    memory: dict[str, bytes] = {}
    with serving(desk.api) as url:
        for number, run in enumerate(runs):
            now = START + timedelta(hours=number + 1)
            for key, name, minutes, notes in run:
                desk.put(key, name, now - timedelta(minutes=minutes), notes)
            found = reading.read(said(url), "source api", "UTC", memory.get, now)
            memory = found.remember
            whole = reading.read(said(url), "source api", "UTC", nothing, now)
            assert [rows(found, name) for name in ("things", "notes")] == [rows(whole, name)
                                                                         for name in ("things", "notes")]


def read(desk: Desk, url: str, memory: dict[str, bytes], hours: float, **more: Any) -> reading.Readings:
    """A reading so many hours after START, which remembers; what was asked before is forgotten."""
    desk.api.asked.clear()
    found = reading.read(said(url, **more), "source api", "UTC", memory.get, START + timedelta(hours=hours))
    memory |= found.remember
    return found


def test_what_did_not_change_is_not_asked_for_again() -> None:
    desk, memory = Desk(), dict[str, bytes]()
    for key, hours in (("a", 0), ("b", 0), ("c", 2)):
        desk.put(key, key, START + timedelta(hours=hours), ["n"])
    with serving(desk.api) as url:
        read(desk, url, memory, 3)
        assert len(desk.api.asked) == 4
        desk.put("b", "B", START + timedelta(hours=5), [])
        found = read(desk, url, memory, 6)
    assert [asked.path for asked in desk.api.asked] == ["/things", "/things/b/notes", "/things/c/notes"]
    assert desk.api.asked[0].query == {"since": "2026-10-01T01:00:00Z"}
    assert rows(found, "things") == {("a", "a"), ("b", "B"), ("c", "c")}
    assert rows(found, "notes") == {("a-0", "a", "n"), ("c-0", "c", "n")}


def test_what_was_deleted_is_found_out_by_the_full_reading() -> None:
    desk, memory = Desk(), dict[str, bytes]()
    for key in "abc":
        desk.put(key, key, START, [])
    with serving(desk.api) as url:
        read(desk, url, memory, 1)
        del desk.things["b"]
        assert len(rows(read(desk, url, memory, 24 * 7), "things")) == 3
        assert len(rows(read(desk, url, memory, 24 * 7 + 2), "things")) == 2


@pytest.mark.parametrize("damage", [lambda b: b[:-1], lambda b: b.replace(b'"a"', b'"z"'), lambda b: b"",
                                    lambda b: b"{}", lambda b: b'{"format": 9}\n[]', lambda b: b"\xff\n\xff"])
def test_a_damaged_memory_is_not_used_and_it_is_told(damage: Any) -> None:
    desk, memory = Desk(), dict[str, bytes]()
    desk.put("a", "a", START, [])
    with serving(desk.api) as url:
        read(desk, url, memory, 1)
        memory["things"] = damage(memory["things"])
        found = read(desk, url, memory, 2)
        assert "since" not in desk.api.asked[0].query
    assert found.notices == ["things: what was remembered is of other settings or damaged: all of it is read again"]
    assert rows(found, "things") == {("a", "a")}


def test_a_memory_holds_no_more_than_the_fields_need_and_serves_no_other_settings() -> None:
    desk, memory = Desk(), dict[str, bytes]()
    desk.put("a", "a", START, [])
    with serving(desk.api) as url:
        read(desk, url, memory, 1)
        assert b"secret" not in memory["things"]
        read(desk, url, memory, 2, headers={"X-Other": "1"})
        assert "since" not in desk.api.asked[0].query


def test_a_row_that_does_not_say_when_it_changed_holds_the_source() -> None:
    api = Api({"/things": Route(answer=lambda asked: Reply([{"id": "a", "name": "a", "changed": "soon"}]))})
    with serving(api) as url, pytest.raises(SourceError, match="does not say when it changed, at changed"):
        reading.read(said(url), "source api", "UTC", nothing, START)
