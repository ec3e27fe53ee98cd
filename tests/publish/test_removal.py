"""A client that left: visitors see nothing at once, and only what its own manifests name is deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from clairevoie.errors import TargetError
from clairevoie.publish import pointer
from clairevoie.publish.removal import remove
from clairevoie.release import encode
from tests.publish.departures import manifests, shown
from tests.publish.link_place import NOW, UNTIL, Place
from tests.publish.memory import KilledError, Memory, When

OTHERS = {"sites/probe": b"{}\n", "elsewhere": b"x"}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A target with two clients' sites and what else may stand there."""
    made = Place()
    made.base.held |= OTHERS
    for site in ("acme", "acme-corp"):
        shown(made.base.held.__setitem__, made.keys().place(site).key, manifests(tmp_path, site))
    return made


def take(place: Place, base: Memory | None = None) -> None:
    """Remove as a new run would."""
    remove(place.keys(), (base or place.base).blobs, "acme", NOW)


def of(place: Place, site: str) -> dict[str, bytes]:
    """What stands of a site."""
    below = f"sites/{place.keys().places[site].key}/"
    return {name: data for name, data in place.base.held.items() if name.startswith(below)}


def test_a_removed_site_leaves_nothing_and_its_neighbour_everything(place: Place) -> None:
    neighbour = of(place, "acme-corp")
    assert len(of(place, "acme")) == 9
    take(place)
    assert place.base.held == neighbour | OTHERS
    assert place.keys().sites == {"acme-corp"}
    assert place.keys().journal[-1].model_dump() == {
        "what": "removed", "id": "", "site": "acme", "label": "", "at": NOW}


def test_visitors_see_nothing_before_a_file_is_deleted(place: Place) -> None:
    named = f"sites/{place.keys().places['acme'].key}/{pointer.NAME}"
    before = len(of(place, "acme"))
    start = place.clockwork.asked
    for nth in range(1, 40):
        place.clockwork.nth, place.clockwork.when = place.clockwork.asked + nth, "after"
        with pytest.raises(KilledError):
            take(place)
        place.clockwork.nth = 0
        if len(of(place, "acme")) < before:
            assert named not in place.base.held
            break
    assert place.clockwork.asked > start


def cases() -> list[tuple[int, When]]:
    """More calls than a removal makes."""
    return [(nth, when) for nth in range(1, 20) for when in ("before", "after")]


@pytest.mark.parametrize(("nth", "when"), cases())
def test_a_removal_that_is_stopped_at_any_call_is_completed_by_the_next(place: Place, nth: int, when: When) -> None:
    neighbour = of(place, "acme-corp")
    place.clockwork.nth, place.clockwork.when = place.clockwork.asked + nth, when
    try:
        take(place)
        calls = place.clockwork.asked
        assert calls < place.clockwork.nth
    except KilledError:
        place.clockwork.nth = 0
        assert neighbour.items() <= place.base.held.items()
        if "acme" in place.keys().sites:
            take(place)
    place.clockwork.nth = 0
    assert place.base.held == neighbour | OTHERS
    assert place.keys().sites == {"acme-corp"}


@dataclass
class Cut(Memory):
    """A store whose listings are cut short, the first so many times."""

    times: int = 1
    length: int = 0
    asked: list[str] = field(default_factory=list)

    def list(self, prefix: str = "") -> Mapping[str, int]:
        """Only the first names."""
        self.asked.append(prefix)
        whole = super().list(prefix)
        return whole if len(self.asked) > self.times else dict(list(whole.items())[: self.length])


@pytest.mark.parametrize("length", [0, 1])
@pytest.mark.parametrize("times", [1, 2])
def test_a_listing_that_is_empty_or_cut_deletes_nothing_wrong_and_leaves_nothing_behind(
        place: Place, length: int, times: int) -> None:
    neighbour = of(place, "acme-corp")
    take(place, Cut(held=place.base.held, times=times, length=length))
    assert place.base.held == neighbour | OTHERS


def test_what_no_listing_and_no_pointer_told_keeps_the_key_until_the_next_run(place: Place) -> None:
    below = f"sites/{place.keys().places['acme'].key}/"
    told = pointer.decode(place.base.held[below + pointer.NAME])
    assert told
    only = told.model_copy(update={"kept": tuple(kept for kept in told.kept if kept.folder == told.folder)})
    place.base.held[below + pointer.NAME] = only.encode()
    with pytest.raises(TargetError, match="4 files are left that no manifest names"):
        take(place, Cut(held=place.base.held))
    assert "acme" in place.keys().sites
    take(place)
    assert of(place, "acme-corp") | OTHERS == place.base.held


def test_what_no_manifest_names_is_left_and_said_without_the_key(place: Place) -> None:
    key = place.keys().places["acme"].key
    place.base.held[f"sites/{key}/notes.txt"] = b"somebody's"
    with pytest.raises(TargetError, match="1 files are left") as caught:
        take(place)
    assert key not in str(caught.value)
    assert place.base.held[f"sites/{key}/notes.txt"] == b"somebody's" and "acme" in place.keys().sites


def test_a_manifest_that_is_not_whole_or_another_sites_deletes_nothing_that_it_names(place: Place) -> None:
    key, other = (place.keys().places[site].key for site in ("acme", "acme-corp"))
    names = [name for name in place.base.held if name.startswith(f"sites/{key}/manifests/")]
    theirs = next(data for name, data in place.base.held.items() if name.startswith(f"sites/{other}/manifests/"))
    before = len(place.base.held)
    for spoilt in (b"{", theirs):
        place.base.held[names[0]] = spoilt
        with pytest.raises(TargetError, match="is not whole, so nothing that it names is deleted") as caught:
            take(place)
        assert key not in str(caught.value)
        assert len(place.base.held) == before - 1  # the pointer


def test_a_site_that_a_link_opens_is_not_removed(place: Place) -> None:
    place.grant("DSI", "acme", UNTIL)
    before = dict(place.base.held)
    with pytest.raises(TargetError, match="links still open it"):
        take(place)
    assert place.base.held == before


def test_a_failure_that_names_a_blob_does_not_say_the_key(place: Place) -> None:
    key = place.keys().places["acme"].key

    class Broken(Memory):
        def delete(self, names: object) -> None:
            from clairevoie.errors import Fault

            raise TargetError(Fault(f"sites/{key}/pointer.json", "access denied"))

    with pytest.raises(TargetError) as caught:
        take(place, Broken(held=place.base.held))
    assert str(caught.value) == "target prod: acme: sites/…/pointer.json: access denied"
    assert caught.value.__suppress_context__


def test_a_site_that_was_granted_and_never_published_is_forgotten(place: Place) -> None:
    keys = place.keys()
    keys.place("early")
    before = dict(place.base.held)
    remove(keys, place.base.blobs, "early", NOW)
    assert place.keys().sites == {"acme", "acme-corp"} and place.base.held == before


def test_names_that_climb_out_of_the_place_are_no_manifest(place: Place, tmp_path: Path) -> None:
    key = place.keys().places["acme"].key
    name = next(name for name in place.base.held if name.startswith(f"sites/{key}/manifests/"))
    whole = manifests(tmp_path, "acme")[0]
    climbing = replace(whole, files=(replace(whole.files[0], path="../../../../elsewhere"), *whole.files[1:]))
    place.base.held[name] = encode(climbing)
    with pytest.raises(TargetError, match="is not whole"):
        take(place)
    assert "elsewhere" in place.base.held
