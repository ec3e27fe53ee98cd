"""In a folder and in a bucket: whole releases, a pointer that only rises, one publisher of two."""

from __future__ import annotations

import json
import os
import threading
from dataclasses import replace

import pytest

from clairevoie import publish
from clairevoie.blobs import Folder
from clairevoie.blobs.s3 import S3
from clairevoie.errors import Fault, TargetError
from clairevoie.publish import Outcome
from clairevoie.publish.pointer import Pointer, millis
from clairevoie.publish.shelf import Seen, Shelf
from tests.publish.outputs import finish, release_of
from tests.publish.visits import FILES, NOW, Place

SITES = ("internal", "lefevre")


def test_each_site_is_published_whole_under_its_own_key(place: Place) -> None:
    output = place.build("1", SITES)
    told, faults = place.publish(SITES)
    assert (told, faults) == ([Outcome(site, "published", release_of(output, site)) for site in SITES], [])
    for site in SITES:
        assert set(place.seen(site).values()) == {f"{site} 1"}
        assert len(place.seen(site)) == FILES
        assert len(place.key(site)) == 32 and place.key(site)[0].isalnum()
    assert len({place.key(site) for site in SITES}) == 2
    assert [name for name in place.held() if any(site in name for site in SITES)] == ["portal/links/internal.json"]


def test_the_keys_stand_in_private_state_and_the_internal_one_in_its_link_alone(place: Place) -> None:
    place.build("1", SITES)
    place.publish(SITES)
    holders = {site: {name for name in place.held() if place.key(site).encode() in place.read(name)} for site in SITES}
    assert holders == {"lefevre": {"portal/state/prod.json"},
                       "internal": {"portal/state/prod.json", "portal/links/internal.json"}}


def test_the_internal_link_is_put_where_it_does_not_say_what_it_must(place: Place) -> None:
    place.build("1", SITES)
    place.publish(SITES)
    wanted = {"site": place.key("internal"), "until": None}
    assert json.loads(place.read("portal/links/internal.json")) == wanted
    for spoilt in (b"", b"{}", None):
        if spoilt is None:
            place.remove("portal/links/internal.json")
        else:
            place.write("portal/links/internal.json", spoilt)
        assert place.publish(SITES)[1] == []
        assert json.loads(place.read("portal/links/internal.json")) == wanted


def test_the_second_publication_writes_nothing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.build("1", SITES)
    place.publish(SITES)
    for kind in (Folder, S3):
        for name in ("put", "put_if", "copy", "delete"):
            monkeypatch.setattr(kind, name, lambda *_, called=name: pytest.fail(called))
    told, faults = place.publish(SITES)
    assert ([outcome.outcome for outcome in told], faults) == (["unchanged", "unchanged"], [])


def test_an_older_build_never_replaces_a_newer_one(place: Place) -> None:
    place.build("2", hour=9)
    place.publish()
    place.build("1", hour=8)
    told, faults = place.publish()
    assert told[0].outcome == "refused"
    assert len(faults) == 1
    assert "as of 2026-11-01T08:00:00+01:00" in faults[0]
    assert f"release {told[0].previous} stands" in faults[0]
    assert set(place.seen().values()) == {"lefevre 2"}


def test_the_same_files_built_later_move_the_pointer_and_keep_an_older_build_out(place: Place) -> None:
    place.build("1", hour=8)
    place.publish()
    place.build("1", hour=10)
    before = set(place.held())
    assert place.publish()[0][0].outcome == "unchanged"
    assert set(place.held()) == before
    assert place.pointer()["number"] == 2
    place.build("2", hour=9)
    told, faults = place.publish()
    assert told[0].outcome == "refused"
    assert "as of 2026-11-01T09:00:00+01:00" in faults[0]
    assert set(place.seen().values()) == {"lefevre 1"}


def test_s12_a_file_of_the_same_size_and_an_older_time_is_published(place: Place) -> None:
    output = place.build("1", hour=1)
    place.publish()
    place.build("2", hour=2)
    finish(output, ("lefevre",), hour=2)
    for file in output.rglob("*.html"):
        os.utime(file, (1, 1))
    assert place.publish()[0][0].outcome == "published"
    assert set(place.seen().values()) == {"lefevre 2"}


def test_a_pointer_of_an_earlier_version_is_read(place: Place) -> None:
    for hour in (1, 2):
        place.build(str(hour), hour=hour)
        place.publish()
    said = place.pointer()
    for kept in said["kept"]:
        del kept["until"]
    place.write(f"portal/sites/{place.key()}/pointer.json", json.dumps(said).encode())
    place.build("3", hour=3)
    assert place.publish(settings=place.settings(grace=60))[1] == []
    assert [kept["until"] for kept in place.pointer()["kept"]] == [None, millis(NOW) + 60_000, None]


def test_a_release_that_came_back_is_not_put_again(place: Place) -> None:
    for hour, version in enumerate("121", 1):
        place.build(version, hour=hour)
        assert place.publish()[1] == []
    assert set(place.seen().values()) == {"lefevre 1"}
    assert len(place.pointer()["kept"]) == 2
    assert len(place.folders()) == 2


def test_a_release_that_came_back_altered_is_put_anew(place: Place) -> None:
    for hour, version in enumerate("12", 1):
        place.build(version, hour=hour)
        assert place.publish()[1] == []
    folder = place.pointer()["kept"][0]["folder"]
    place.write(f"portal/sites/{place.key()}/releases/{folder}/index.html", b"lefevre X")
    place.build("1", hour=3)
    assert place.publish()[1] == []
    assert set(place.seen().values()) == {"lefevre 1"}
    assert [kept["folder"][:7] for kept in place.pointer()["kept"]] == ["0000002", "0000003"]
    place.build("1", hour=4)
    assert place.publish()[0][0].outcome == "unchanged"
    assert set(place.seen().values()) == {"lefevre 1"}


def test_two_publishers_at_once_one_wins_and_the_loser_says_so(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.build("1", hour=1)
    place.publish()
    both = (place, place.beside("other"))
    for one, version in zip(both, "23", strict=True):
        one.build(version, hour=2)
    barrier, results = threading.Barrier(2), []
    real = Shelf.switch

    def together(self: Shelf, new: Pointer, seen: Seen | None) -> None:
        barrier.wait(10)
        real(self, new, seen)

    monkeypatch.setattr(Shelf, "switch", together)
    threads = [threading.Thread(target=lambda one=one: results.append(one.publish())) for one in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    outcomes = sorted(told[0].outcome for told, _ in results)
    assert outcomes == ["published", "refused"]
    (said,) = [faults[0] for _, faults in results if faults]
    winner = next(told[0].release for told, _ in results if told[0].outcome == "published")
    assert f"another run has switched to release {winner} meanwhile; release {winner} stands" in said
    assert place.pointer()["folder"].endswith(winner)
    assert len(set(place.seen().values())) == 1


def test_a_lost_state_is_not_replaced_by_new_keys(place: Place) -> None:
    place.build("1", SITES)
    place.publish(SITES)
    place.remove("portal/state/prod.json")
    before = place.held()
    assert "it holds 2 sites whose keys the private state does not know" in place.publish(SITES)[1][0]
    assert place.held() == before


def test_a_target_that_is_not_ready_says_so_and_the_sites_that_were_refused_before(place: Place) -> None:
    place.build("1", SITES)
    place.publish(SITES)
    place.build("2", ("lefevre",), hour=9)
    (place.output / "internal" / "index.html").write_text("altered")
    before = place.held()

    def refuse() -> None:
        raise TargetError(Fault("bucket x", "is not as it must be"))

    opened = replace(place.opened(), ready=refuse)
    with pytest.raises(TargetError) as error:
        list(publish.publish(opened, "prod", place.output, SITES, lambda: NOW))
    assert [str(fault).split(": ")[1] for fault in error.value.faults] == ["internal", "bucket x"]
    assert place.held() == before
