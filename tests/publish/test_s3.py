"""In a bucket: whole releases, a pointer that only rises, nothing sent twice, nothing public."""

from __future__ import annotations

import base64
import hashlib
import threading
from collections import Counter

import pytest

from clairevoie.blobs import wire
from clairevoie.errors import ConfigurationError, TargetError
from clairevoie.publish import TARGETS, Outcome
from clairevoie.publish.s3 import Settings, plan, rollback
from clairevoie.release import cache_rule, content_type
from tests.publish.bucket_visits import Place, counted
from tests.publish.outputs import finish, release_of

pytestmark = pytest.mark.s3
SITES = ("internal", "lefevre")


def test_it_is_a_target() -> None:
    assert TARGETS["s3"].Settings is Settings


def test_each_site_is_published_whole_under_its_own_key(place: Place) -> None:
    output = place.build("1", SITES)
    told, faults = place.publish(SITES)
    assert (told, faults) == ([Outcome(site, "published", release_of(output, site)) for site in SITES], [])
    for site in SITES:
        assert set(place.seen(site).values()) == {f"{site} 1"}
        assert len(place.seen(site)) == 4
    assert len({place.key(site) for site in SITES}) == 2
    assert not [key for key in place.held() if any(site in key for site in SITES)]


def test_each_file_has_its_type_its_cache_rule_and_its_sha256(place: Place) -> None:
    place.build("1")
    place.publish()
    below = f"portal/sites/{place.key('lefevre')}/releases/"
    for key in place.held(below):
        head = place.client.head_object(Bucket=place.bucket, Key=place.base + key, ChecksumMode="ENABLED")
        assert (head["ContentType"], head["CacheControl"]) == (content_type(key), cache_rule(key))
        assert base64.b64decode(head["ChecksumSHA256"]) == hashlib.sha256(place.read(key)).digest()


def test_the_second_publication_sends_nothing_and_asks_once_a_site(place: Place) -> None:
    place.build("1", SITES)
    place.publish(SITES)
    before = place.held()
    with counted() as calls:
        told, faults = place.publish(SITES)
    assert ([outcome.outcome for outcome in told], faults) == (["unchanged", "unchanged"], [])
    assert calls["put_object"] == calls["copy_object"] == calls["delete_objects"] == 0
    assert calls["get_object"] == 1 + len(SITES)  # the state, and a pointer each
    assert place.held() == before


def test_of_one_changed_file_only_that_one_is_sent(place: Place) -> None:
    output = place.build("1")
    place.publish()
    (output / "lefevre" / "index.html").write_text("lefevre 2")
    finish(output, ("lefevre",))
    with counted() as calls:
        told, _ = place.publish()
    assert told[0].outcome == "published"
    assert calls["copy_object"] == 3
    probes = 3
    assert calls["put_object"] - probes == 3  # the manifest, the file, the pointer
    assert Counter(place.seen().values()) == {"lefevre 1": 3, "lefevre 2": 1}


def test_the_same_files_built_later_move_the_pointer_alone_and_keep_an_older_build_out(place: Place) -> None:
    place.build("1", hour=8)
    place.publish()
    place.build("1", hour=10)
    with counted() as calls:
        told, _ = place.publish()
    assert told[0].outcome == "unchanged"
    assert calls["put_object"] == 1 + 3
    place.build("2", hour=9)
    told, faults = place.publish()
    assert told[0].outcome == "refused"
    assert "as of 2026-11-01T09:00:00+01:00" in faults[0]
    assert set(place.seen().values()) == {"lefevre 1"}


def test_an_older_build_never_replaces_a_newer_one(place: Place) -> None:
    place.build("2", hour=9)
    place.publish()
    place.build("1", hour=8)
    told, faults = place.publish()
    assert told[0].outcome == "refused"
    assert len(faults) == 1
    assert f"release {told[0].previous} stands" in faults[0]
    assert set(place.seen().values()) == {"lefevre 2"}


def test_current_and_three_are_kept_and_the_rest_goes_in_the_next_run(place: Place) -> None:
    seen = []
    for hour in range(1, 8):
        place.build(str(hour), hour=hour)
        assert place.publish()[1] == []
        folders = {key.split("/")[4] for key in place.held(f"portal/sites/{place.key('lefevre')}/releases/")}
        seen.append(len(folders))
        assert {kept["folder"] for kept in place.pointer()["kept"]} <= folders
    assert seen == [1, 2, 3, 4, 5, 5, 5]
    assert place.pointer()["number"] == 7


def test_an_empty_listing_deletes_nothing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    for hour in range(1, 7):
        place.build(str(hour), hour=hour)
        place.publish()
    before = set(place.held())
    real = wire.Wire._call

    def nothing(self: wire.Wire, operation: str, parameters: dict[str, object]) -> dict[str, object]:
        if operation == "list_objects_v2" and str(parameters["Prefix"]).endswith("manifests/"):
            return {"IsTruncated": False}
        return real(self, operation, parameters)

    monkeypatch.setattr(wire.Wire, "_call", nothing)
    place.build("7", hour=7)
    assert place.publish()[1] == []
    assert before <= set(place.held())


def test_what_no_manifest_names_is_never_deleted(place: Place) -> None:
    place.build("1", hour=1)
    place.publish()
    place_of_site = f"portal/sites/{place.key('lefevre')}"
    foreign = [f"{place_of_site}/releases/0000001-0123456789abcdef/index.html", f"{place_of_site}/manifests/note.json",
               "portal/sites/other/pointer.json", "elsewhere/x"]
    for key in foreign:
        place.write(key, b"x")
    for hour in range(2, 8):
        place.build(str(hour), hour=hour)
        assert place.publish()[1] == []
    assert set(foreign) <= set(place.held())


def test_more_deletions_than_allowed_are_none(place: Place) -> None:
    for hour in range(1, 7):
        place.build(str(hour), hour=hour)
        assert place.publish(settings=place.settings(keep=10))[1] == []
    place.build("7", hour=7)
    assert place.publish(settings=place.settings(keep=1))[1] == []
    before = set(place.held())
    place.build("8", hour=8)
    told, faults = place.publish(settings=place.settings(keep=1))
    assert told[0].outcome == "published"
    assert "published, and then: releases: 5 old releases would be deleted, more than 3 at once" in faults[0]
    assert before <= set(place.held())
    place.build("9", hour=9)
    assert place.publish(settings=place.settings(keep=1, delete_at_most=9))[1] == []
    assert not before <= set(place.held())
    assert set(place.seen().values()) == {"lefevre 9"}


def test_a_release_that_came_back_is_not_put_again(place: Place) -> None:
    for hour, version in enumerate("121", 1):
        place.build(version, hour=hour)
        with counted() as calls:
            assert place.publish()[1] == []
    assert set(place.seen().values()) == {"lefevre 1"}
    assert calls["put_object"] == 1 + 3
    assert len(place.pointer()["kept"]) == 2


def test_two_publishers_at_once_one_wins_and_the_loser_says_so(place: Place) -> None:
    place.build("1", hour=1)
    place.publish()
    both = (place, place.beside(place.root / "other"))
    for one, version in zip(both, "23", strict=True):
        one.build(version, hour=2)
    barrier, results = threading.Barrier(2), []
    real = wire.Wire._call

    def together(self: wire.Wire, operation: str, parameters: dict[str, object]) -> dict[str, object]:
        if operation == "put_object" and str(parameters["Key"]).endswith("pointer.json"):
            barrier.wait(10)
        return real(self, operation, parameters)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wire.Wire, "_call", together)
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


def test_rollback_shows_an_older_release_until_a_newer_build(place: Place) -> None:
    releases = []
    for hour in (1, 2, 3):
        releases.append(release_of(place.build(str(hour), hour=hour), "lefevre"))
        place.publish()
    settings = place.settings()
    done = rollback(settings, "prod", place.root, "lefevre", None)
    assert done == Outcome("lefevre", "rolled back", releases[1], releases[2])
    assert (set(place.seen().values()), place.pointer()["number"]) == ({"lefevre 2"}, 4)
    told, faults = place.publish()
    assert told[0].outcome == "refused"
    assert "taken back by a rollback" in faults[0]
    assert rollback(settings, "prod", place.root, "lefevre", None).release == releases[0]
    assert rollback(settings, "prod", place.root, "lefevre", releases[2]).release == releases[2]
    assert set(place.seen().values()) == {"lefevre 3"}
    rollback(settings, "prod", place.root, "lefevre", releases[0])
    with pytest.raises(ConfigurationError, match="nothing older than"):
        rollback(settings, "prod", place.root, "lefevre", None)
    place.build("3", hour=4)
    assert place.publish()[0][0].outcome == "published"
    assert set(place.seen().values()) == {"lefevre 3"}


def test_rollback_refuses_what_is_not_kept_or_not_whole(place: Place) -> None:
    for hour in (1, 2):
        place.build(str(hour), hour=hour)
        place.publish()
    settings = place.settings()
    with pytest.raises(ConfigurationError, match="unknown release '0123'"):
        rollback(settings, "prod", place.root, "lefevre", "0123")
    with pytest.raises(ConfigurationError, match="unknown site 'lefevree'; did you mean 'lefevre'"):
        rollback(settings, "prod", place.root, "lefevree", None)
    old = place.pointer()["kept"][0]["folder"]
    gone = f"portal/sites/{place.key('lefevre')}/releases/{old}/index.html"
    place.remove(gone)
    with pytest.raises(TargetError, match="does not stand whole; nothing changes"):
        rollback(settings, "prod", place.root, "lefevre", None)
    assert set(place.seen().values()) == {"lefevre 2"}


def test_a_plan_has_a_reason_for_each_file_and_writes_nothing(place: Place) -> None:
    settings = place.settings(keep=1)
    for hour in (1, 2, 3):
        place.build(str(hour), hour=hour)
        place.publish(settings=settings)
    output = place.build("3", hour=4)
    (output / "lefevre" / "index.html").write_text("lefevre 4")
    (output / "lefevre" / "new.css").write_text("")
    (output / "lefevre" / "data" / "figures.json").unlink()
    finish(output, ("lefevre",), hour=4)
    before = place.held()
    (step,) = plan(settings, "prod", place.root, output, ("lefevre",))
    assert place.held() == before
    assert (step.action, step.files) == ("publish", 4)
    now = {change.path: change.reason for change in step.changes if not change.release}
    assert now == {"data/figures.json": "removed", "index.html": "changed", "new.css": "new",
                   "theme/f.woff2": "unchanged", "tickets/index.html": "unchanged"}
    assert [change.reason for change in step.changes if change.release] == ["to delete"] * 4
