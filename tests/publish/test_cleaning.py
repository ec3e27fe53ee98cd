"""Of the links, those that nobody holds any more are deleted, and nothing else is."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from hashlib import sha256

import pytest

from clairevoie.publish.cleaning import clean_links
from clairevoie.publish.keys import Keys
from tests.publish.visits import NOW, Place

HASHES = tuple(sha256(name).hexdigest() for name in (b"a", b"b", b"c"))
OTHERS = ("internal.json", "note.json", f"{HASHES[0]}.txt", f"x{HASHES[0]}.json", f"{HASHES[0].upper()}.json",
          f"{HASHES[0][1:]}.json", f"sub/{HASHES[0]}.json")


@pytest.fixture
def links(place: Place) -> Place:
    """Three links, and what is none."""
    for name in (*(f"{digest}.json" for digest in HASHES), *OTHERS):
        place.write(f"portal/links/{name}", b"{}")
    return place


def clean(place: Place, live: Collection[str] | None) -> tuple[str, ...]:
    return clean_links(place.opened().base.below("links"), lambda: live)


def test_what_is_not_live_is_deleted_and_said(links: Place) -> None:
    assert clean(links, {HASHES[1]}) == tuple(sorted(f"{digest}.json" for digest in (HASHES[0], HASHES[2])))
    left = {name.removeprefix("portal/links/") for name in links.held("portal/links/")}
    assert left == {f"{HASHES[1]}.json", *OTHERS}
    assert clean(links, {HASHES[1]}) == ()


def test_where_nothing_tells_which_are_live_nothing_is_deleted(links: Place) -> None:
    before = links.held()
    assert clean(links, None) == ()
    assert links.held() == before


def test_an_empty_listing_asks_nothing_and_deletes_nothing(place: Place) -> None:
    assert clean_links(place.opened().base.below("links"), lambda: pytest.fail("asked")) == ()


def test_what_is_live_is_asked_after_the_listing(links: Place) -> None:
    """A link that is granted meanwhile is in the state before it is put: it must be known when it was listed."""
    new = sha256(b"new").hexdigest()

    def grant() -> Collection[str]:
        links.write(f"portal/links/{new}.json", b"{}")
        return set()

    assert f"{new}.json" not in clean_links(links.opened().base.below("links"), grant)
    assert f"portal/links/{new}.json" in links.held()


def test_a_publication_deletes_dead_links_by_what_the_state_says_then(
    links: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[datetime] = []

    def live(self: Keys, now: datetime) -> frozenset[str]:
        asked.append(now)
        return frozenset(HASHES[:1])

    monkeypatch.setattr(Keys, "live_hashes", live, raising=False)
    links.write("portal/state/prod.json", b'{"target": "prod", "places": {}}')
    links.build("1")
    assert links.publish()[1] == []
    assert asked == [NOW]
    left = {name.removeprefix("portal/links/") for name in links.held("portal/links/")}
    assert left == {f"{HASHES[0]}.json", *OTHERS}
    links.remove("portal/state/prod.json")
    before = links.held()
    assert links.publish()[1] != []
    assert links.held() == before
