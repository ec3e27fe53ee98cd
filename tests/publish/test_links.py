"""A link opens one client's site, until its day, its rotation or its revocation."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from clairevoie.blobs import JSON, Kind
from clairevoie.errors import ConfigurationError, TargetError
from clairevoie.publish import links
from clairevoie.publish.keys import new_token
from tests.publish.link_place import NOW, UNTIL, Place
from tests.publish.memory import Memory

LATE = NOW + timedelta(days=365)


def test_a_link_is_an_object_that_tells_no_address() -> None:
    place = Place()
    link = place.grant()
    digest = hashlib.sha256(link.token.encode()).hexdigest()
    key = place.keys().places["acme"].key
    assert {name: json.loads(data) for name, data in place.base.held.items()} == {
        f"links/{digest}.json": {"site": key, "until": 1801436400000}}
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{31}", link.token)
    assert re.fullmatch(r"[a-z0-9]{6}", link.id)
    assert place.keys().live_hashes(NOW) == {digest}
    assert place.keys().live_hashes(UNTIL) == frozenset()
    assert link.token not in repr(link) and link.token not in repr(place.keys()) and key not in repr(place.keys())


def test_a_client_has_several_links_with_addresses_of_their_own() -> None:
    place = Place()
    made = [place.grant("DSI"), place.grant("Achats"), place.grant("DSI", "orsted")]
    assert len({link.token for link in made}) == len({link.id for link in made}) == 3
    assert place.opens(made[0].token) == place.opens(made[1].token) != place.opens(made[2].token)


@pytest.mark.parametrize("again", ["DSI", "dsi", "  DSI "])
def test_a_label_that_a_client_has_is_refused_and_rotate_is_named(again: str) -> None:
    place = Place()
    link = place.grant("DSI")
    with pytest.raises(ConfigurationError, match=f"access rotate {link.id}"):
        place.grant(again)
    with pytest.raises(ConfigurationError, match="is the id of a link"):
        place.grant(link.id)


UNFIT = ("", "  ", "a" * 61, "a\nb", "a\x1b[31mb", "a\u202eb", "a\u200bb", "a\x00b", "\ud800")
FIT = ("é" * 60, "Direction des systèmes d’information", "'; DROP TABLE", "<b>", "../..", "情報")


@pytest.mark.parametrize("label", UNFIT)
def test_a_label_that_a_terminal_would_not_show_as_it_is_is_refused(label: str) -> None:
    place = Place()
    with pytest.raises(ConfigurationError, match="1 to 60 printable characters"):
        place.grant(label)
    assert place.base.held == place.state.held == {}


def test_a_label_that_a_command_takes_for_an_option_is_refused() -> None:
    """`access revoke acme --all` would mean every link."""
    place = Place()
    with pytest.raises(ConfigurationError, match="does not begin with -"):
        place.grant("--all")
    assert place.state.held == {}


@pytest.mark.parametrize("label", FIT)
def test_any_other_label_comes_back_as_it_was_given(label: str) -> None:
    place = Place()
    place.grant(label)
    assert place.keys().links[0].label == label


def test_a_rotation_gives_a_new_address_and_ends_the_old_one() -> None:
    place = Place()
    old = place.grant()
    new = place.rotate(old)
    assert (new.id, new.label, new.until, new.site) == (old.id, old.label, old.until, old.site)
    assert place.opens(old.token) is None
    assert place.opens(new.token) == place.keys().places["acme"].key
    assert [event.what for event in place.keys().journal] == ["granted", "rotated"]
    assert old.token not in place.state.held["prod.json"].decode()


def test_a_revoked_link_opens_nothing_and_its_token_is_forgotten() -> None:
    place = Place()
    link, other = place.grant("DSI"), place.grant("Achats")
    place.revoke(link)
    assert place.opens(link.token) is None and place.opens(other.token)
    assert link.token not in place.state.held["prod.json"].decode()
    assert place.keys().journal[-1].model_dump() == {
        "what": "revoked", "id": link.id, "site": "acme", "label": "DSI", "at": NOW}
    with pytest.raises(ConfigurationError, match="unknown link"):
        place.revoke(link)


def test_a_link_whose_day_is_over_opens_nothing_cannot_be_rotated_and_is_forgotten_by_the_next_grant() -> None:
    place = Place()
    link = place.grant()
    assert place.opens(link.token, UNTIL - timedelta(seconds=1)) and place.opens(link.token, UNTIL) is None
    with pytest.raises(ConfigurationError, match="expired on 2027-01-31; revoke it, and grant a new one"):
        place.rotate(link, UNTIL)
    new = place.grant("DSI", until=LATE, now=UNTIL)
    assert [known.id for known in place.keys().links] == [new.id] != [link.id]
    assert [event.what for event in place.keys().journal] == ["granted", "expired", "granted"]
    assert place.strangers() == set() and len(place.base.held) == 1


def test_the_journal_keeps_the_last_events_and_no_token() -> None:
    place = Place()
    link = place.grant()
    for _ in range(210):
        link = place.rotate(link)
    assert [event.what for event in place.keys().journal] == ["rotated"] * 200
    assert all(set(event.model_dump()) == {"what", "id", "site", "label", "at"} for event in place.keys().journal)


def test_a_link_is_found_by_its_id_or_its_label() -> None:
    place = Place()
    one, two, other = place.grant("DSI"), place.grant("Achats"), place.grant("DSI", "orsted")
    every = place.keys().links
    assert links.find(every, one.id, "access") == one and links.find(every, "achats", "access") == two
    with pytest.raises(ConfigurationError, match=f"say which: {one.id} of acme, {other.id} of orsted"):
        links.find(every, "DSI", "access")
    with pytest.raises(ConfigurationError, match="did you mean 'Achats'"):
        links.find(every, "Achat", "access")
    with pytest.raises(ConfigurationError, match="there is none"):
        links.find([], "DSI", "access")


def test_a_state_of_the_former_version_is_read_and_keeps_its_keys() -> None:
    place = Place()
    key = new_token()
    place.state.held["prod.json"] = json.dumps({"target": "prod", "places": {"acme": {"key": key}}}).encode()
    link = place.grant()
    assert place.opens(link.token) == key
    assert place.keys().sites == {"acme"}


@pytest.mark.parametrize("spoil", [
    lambda state: state["links"][0].update({"token": "short"}),
    lambda state: state["links"][0].update(until="2027-01-31T00:00"),
    lambda state: state["links"][0].update(site="nobody"),
    lambda state: state["links"].append(state["links"][0]),
    lambda state: state.update(more=1),
])
def test_a_state_that_is_not_whole_is_refused_and_none_of_it_is_repeated(spoil: Callable[[Any], None]) -> None:
    place = Place()
    link = place.grant()
    state = json.loads(place.state.held["prod.json"])
    spoil(state)
    place.state.held["prod.json"] = json.dumps(state).encode()
    with pytest.raises(TargetError) as caught:
        place.keys()
    assert str(caught.value) == "target prod: its private state is not whole; restore it from a backup"
    assert link.token not in str(caught.value) and caught.value.__suppress_context__


def test_who_changed_the_state_meanwhile_is_not_overwritten() -> None:
    place = Place()
    late = place.keys()
    place.grant("DSI")
    with pytest.raises(TargetError, match="was changed by another run; run this again"):
        links.grant(late, place.base.blobs, "acme", "Achats", UNTIL, NOW)
    assert [link.label for link in place.keys().links] == ["DSI"] and place.strangers() == set()


def test_a_link_that_was_taken_back_before_it_stood_does_not_come_alive() -> None:
    place = Place()

    @dataclass
    class Slow(Memory):
        def put(self, name: str, data: bytes, kind: Kind = JSON) -> None:
            (link,) = place.keys().links
            place.revoke(link)
            super().put(name, data, kind)

    slow = Slow(held=place.base.held)
    with pytest.raises(TargetError, match="was taken back by another run meanwhile"):
        links.grant(place.keys(), slow.blobs, "acme", "DSI", UNTIL, NOW)
    assert place.base.held == {} and place.keys().links == ()


def test_a_store_that_does_not_delete_makes_no_revocation() -> None:
    class Sticky(Memory):
        def delete(self, names: object) -> None:
            pass

    place = Place()
    link = place.grant()
    with pytest.raises(TargetError, match="still stands; nothing is forgotten"):
        links.revoke(place.keys(), Sticky(held=place.base.held).blobs, [link], NOW)
    assert place.keys().links == (link,)
