"""In a folder and in a bucket: an older release comes back, and what would be done is said before."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from clairevoie import publish
from clairevoie.errors import ConfigurationError, Fault, TargetError
from clairevoie.publish import Outcome
from clairevoie.publish.pointer import millis
from tests.publish.outputs import finish, release_of
from tests.publish.visits import NOW, Place


def test_rollback_shows_an_older_release_until_a_newer_build(place: Place) -> None:
    releases = []
    for hour in (1, 2, 3):
        releases.append(release_of(place.build(str(hour), hour=hour), "lefevre"))
        place.publish()
    assert place.rollback() == Outcome("lefevre", "rolled back", releases[1], releases[2])
    assert (set(place.seen().values()), place.pointer()["number"]) == ({"lefevre 2"}, 4)
    told, faults = place.publish()
    assert told[0].outcome == "refused"
    assert "taken back by a rollback" in faults[0]
    assert place.rollback().release == releases[0]
    assert place.rollback(releases[2]).release == releases[2]
    assert place.rollback(releases[2]).outcome == "unchanged"
    assert set(place.seen().values()) == {"lefevre 3"}
    place.rollback(releases[0])
    with pytest.raises(ConfigurationError, match="nothing older than"):
        place.rollback()
    place.build("3", hour=4)
    assert place.publish()[0][0].outcome == "published"
    assert set(place.seen().values()) == {"lefevre 3"}


def test_what_is_taken_back_answers_nobody_any_more(place: Place) -> None:
    settings = place.settings(grace=3600)
    for hour in (1, 2, 3):
        place.build(str(hour), hour=hour)
        place.publish(settings=settings)
    place.rollback(settings=settings)
    later = millis(NOW) + 3_600_000
    assert [kept["until"] for kept in place.pointer()["kept"]] == [later, None, millis(NOW)]
    first = place.pointer()["kept"][0]["release"]
    place.rollback(first, settings=settings)
    assert [kept["until"] for kept in place.pointer()["kept"]] == [None, millis(NOW), millis(NOW)]


def test_a_rollback_to_the_release_before_last_silences_all_that_came_later(place: Place) -> None:
    settings = place.settings(grace=3600)
    for hour in (1, 2, 3):
        place.build(str(hour), hour=hour)
        place.publish(settings=settings)
    place.rollback(place.pointer()["kept"][0]["release"], settings=settings)
    assert [kept["until"] for kept in place.pointer()["kept"]] == [None, millis(NOW), millis(NOW)]


def test_a_build_that_lies_ahead_is_refused_and_one_that_came_by_a_wrong_clock_keeps_nobody_out_after_a_rollback(
    place: Place
) -> None:
    place.build("1", hour=8)
    place.publish()
    place.build("2", hour=9)
    early = NOW - timedelta(days=2)
    opened = place.opened()
    ahead = publish.plan(opened, "prod", place.output, ("lefevre",), lambda: early)
    assert [(step.action, "which lies ahead" in step.reason) for step in ahead] == [("refuse", True)]
    refused = publish.publish(opened, "prod", place.output, ("lefevre",), lambda: early)
    assert next(refused).outcome == "refused"
    place.publish()
    publish.rollback(opened, "prod", "lefevre", None, lambda: early)
    assert datetime.fromisoformat(place.pointer()["as_of"]) == early
    place.build("3", hour=8)
    assert place.publish()[0][0].outcome == "published"


def test_rollback_refuses_what_is_not_kept_or_not_whole(place: Place) -> None:
    for hour in (1, 2):
        place.build(str(hour), hour=hour)
        place.publish()
    with pytest.raises(ConfigurationError, match="unknown release '0123'"):
        place.rollback("0123")
    with pytest.raises(ConfigurationError, match="unknown site 'lefevree'; did you mean 'lefevre'"):
        place.rollback(site="lefevree")
    old = f"portal/sites/{place.key('lefevre')}/releases/{place.pointer()['kept'][0]['folder']}/index.html"
    place.write(old, b"lefevre X")
    for _ in range(2):
        with pytest.raises(TargetError, match="does not stand whole; nothing changes"):
            place.rollback()
        if old in place.held():
            place.remove(old)
    assert set(place.seen().values()) == {"lefevre 2"}


def test_a_plan_has_a_reason_for_each_file_and_writes_nothing(place: Place) -> None:
    settings = place.settings(keep=1)
    for hour in (1, 2, 3):
        place.build(str(hour), hour=hour)
        place.publish(settings=settings)
    output = place.build("3", hour=4)
    (output / "lefevre" / "index.html").write_text("lefevre 4")
    (output / "lefevre" / "new.css").write_text("")
    (output / "lefevre" / "data" / "tickets.json").unlink()
    finish(output, ("lefevre",), hour=4)
    before = place.held()
    (step,) = place.plan(settings=settings)
    assert place.held() == before
    assert (step.action, step.files) == ("publish", 4)
    now = {change.path: change.reason for change in step.changes if not change.release}
    assert now == {"data/tickets.json": "removed", "index.html": "changed", "new.css": "new",
                   "theme/f.woff2": "unchanged", "tickets/index.html": "unchanged"}
    assert [change.reason for change in step.changes if change.release] == ["to delete"] * 4


def test_a_cache_in_front_is_told_what_changed_and_what_it_says_is_told(place: Place) -> None:
    asked: list[list[str]] = []
    opened = replace(place.opened(place.settings(keep=1)), changed=lambda names: asked.append(list(names)))

    def publish_all() -> None:
        assert [one.reason for one in publish.publish(opened, "prod", place.output, ("lefevre",), lambda: NOW)] == [""]

    for hour in (1, 2, 3, 4):
        place.build(str(hour), hour=hour)
        asked.clear()
        publish_all()
    site = f"sites/{place.key()}"
    first = next(iter(sorted(place.folders())))
    ((shown, gone),) = asked  # once a publication
    assert shown == f"{site}/pointer.json"
    assert gone.startswith(f"{site}/releases/0000001-")
    assert gone.endswith("/")
    assert first.startswith("0000002-")
    asked.clear()
    publish_all()
    assert asked == [[]]  # what could not be told before may be told again

    def stale(names: object) -> None:
        raise TargetError(Fault("cdn", "does not answer"))

    done = publish.rollback(replace(opened, changed=stale), "prod", "lefevre", None, lambda: NOW)
    assert (done.outcome, done.reason) == ("rolled back", "cdn: does not answer")
    assert set(place.seen().values()) == {"lefevre 3"}
    place.build("5", hour=5)
    with pytest.raises(TargetError, match="target prod: cdn: does not answer"):
        list(publish.publish(replace(opened, changed=stale), "prod", place.output, ("lefevre",), lambda: NOW))
    assert set(place.seen().values()) == {"lefevre 5"}
