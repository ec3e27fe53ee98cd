"""In a folder and in a bucket: what is kept, until when it answers, and what is deleted by and by."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest

from clairevoie import publish
from clairevoie.blobs import Blobs, Folder
from clairevoie.blobs.s3 import S3
from clairevoie.publish.pointer import millis
from tests.publish.visits import FILES, NOW, Place


def test_current_and_three_are_kept_and_the_rest_goes_in_the_next_run(place: Place) -> None:
    counts = []
    for hour in range(1, 8):
        place.build(str(hour), hour=hour)
        assert place.publish()[1] == []
        counts.append(len(place.folders()))
        assert {kept["folder"] for kept in place.pointer()["kept"]} <= place.folders()
    assert counts == [1, 2, 3, 4, 5, 5, 5]
    assert place.pointer()["number"] == 7


def test_a_replaced_release_answers_for_the_time_of_grace_whatever_is_kept(place: Place) -> None:
    settings = place.settings(grace=600, keep=1)
    for minute in range(6):
        place.build(str(minute), hour=minute + 1)
        assert place.publish(settings=settings, now=NOW + timedelta(minutes=minute))[1] == []
    kept = place.pointer()["kept"]
    assert [one["until"] for one in kept] == [
        *(millis(NOW + timedelta(minutes=minute + 11)) for minute in range(5)), None]
    for number, one in enumerate(kept):
        assert set(place.answers(one["folder"]).values()) == {f"lefevre {number}"}
        assert len(place.answers(one["folder"])) == FILES
    for hour in (7, 8):  # an hour later nothing of before is alive: three a run go, and not before the run after
        place.build(str(hour), hour=hour)
        assert place.publish(settings=settings, now=NOW + timedelta(hours=hour))[1] == []
    assert [one["folder"][:7] for one in place.pointer()["kept"]] == ["0000007", "0000008"]
    assert {folder[:7] for folder in place.folders()} == {f"000000{number}" for number in (4, 5, 6, 7, 8)}


def _nothing(real: Callable[..., Mapping[str, int]]) -> Callable[..., Mapping[str, int]]:
    def listed(self: Blobs, prefix: str = "") -> Mapping[str, int]:
        return {} if prefix.endswith("manifests/") else real(self, prefix)
    return listed


def test_an_empty_listing_deletes_nothing(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    for hour in range(1, 7):
        place.build(str(hour), hour=hour)
        place.publish()
    before = set(place.held())
    for kind in (Folder, S3):
        monkeypatch.setattr(kind, "list", _nothing(kind.list))
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


def test_fewer_kept_are_deleted_by_and_by(place: Place) -> None:
    for hour in range(1, 10):
        place.build(str(hour), hour=hour)
        assert place.publish(settings=place.settings(keep=10))[1] == []
    counts = []
    for hour in range(10, 16):
        place.build(str(hour), hour=hour)
        assert place.publish(settings=place.settings(keep=1))[1] == []
        counts.append(len(place.folders()))
    assert counts == [10, 8, 6, 4, 3, 3]  # three go in each, until one is left beside two


def test_more_deletions_than_allowed_are_none(place: Place) -> None:
    place.build("1", hour=1)
    place.publish()
    place_of_site = f"portal/sites/{place.key()}"
    manifest = next(name for name in place.held(f"{place_of_site}/manifests/"))
    for number in range(4):  # as races and killed runs leave them
        place.write(f"{place_of_site}/manifests/0000001-{number:016x}.json", place.read(manifest))
    place.build("2", hour=2)
    before = set(place.held())
    (step,) = publish.plan(place.opened(), "prod", place.output, ("lefevre",), lambda: NOW)
    assert step.action == "publish" and "4 old releases would be deleted, more than 3 at once" in step.reason
    assert "to delete" not in {change.reason for change in step.changes}
    told, faults = place.publish()
    assert told[0].outcome == "published"
    assert "published, and then: releases: 4 old releases would be deleted, more than 3 at once" in faults[0]
    assert before <= set(place.held())
    place.build("3", hour=3)
    assert place.publish(settings=place.settings(delete_at_most=4))[1] == []
    assert len(place.held(f"{place_of_site}/manifests/")) == 3
    assert set(place.seen().values()) == {"lefevre 3"}


def test_s19_the_release_that_visitors_see_stays_where_the_pointer_cannot_be_read(place: Place) -> None:
    for hour in range(1, 6):
        place.build(str(hour), hour=hour)
        assert place.publish()[1] == []
    pointer = f"portal/sites/{place.key()}/pointer.json"
    whole, before = place.read(pointer), set(place.held())
    for spoilt in (b"", whole[:40], b"{}", whole.replace(b'"kept"', b'"kepd"')):
        place.write(pointer, spoilt)
        place.build("6", hour=6)
        told, (fault,) = place.publish()
        assert told[0].outcome == "refused"
        assert "pointer.json: is not whole" in fault
        assert set(place.held()) == before
    place.write(pointer, whole)
    assert set(place.seen().values()) == {"lefevre 5"}


def test_k03_two_publishers_and_what_they_delete_leave_what_visitors_see(place: Place) -> None:
    settings = place.settings(grace=60, keep=1, delete_at_most=9)
    place.build("0", hour=0)
    place.publish(settings=settings)
    lock, hours, stop = threading.Lock(), iter(range(1, 15)), threading.Event()
    broken: list[dict[str, str]] = []

    def work(one: Place) -> None:
        while (hour := next(hours, None)) is not None:
            with lock:  # of two builds in one process the gate's files are one
                one.build(str(hour), hour=hour)
            one.publish(settings=settings, now=NOW + timedelta(minutes=2 * hour))

    def look() -> None:
        while not stop.is_set():
            files = place.seen()
            if len(files) != FILES or len(set(files.values())) != 1:
                broken.append(files)

    visitor = threading.Thread(target=look)
    publishers = [threading.Thread(target=work, args=(place.beside(name),)) for name in ("one", "two")]
    for thread in (visitor, *publishers):
        thread.start()
    for thread in publishers:
        thread.join()
    stop.set()
    visitor.join()
    assert broken == []
    assert len(place.folders()) < 10
