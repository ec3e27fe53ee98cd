"""Whatever S3 call of a publication fails, a visitor sees the old release or the new one, and the next run repairs."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.faulty_proxy import Fault, Kind, Proxy, proxied
from tests.publish.bucket_visits import Place, counted
from tests.publish.s3_faults import calls_of, cases, faults_of, killed, prepared

pytestmark = pytest.mark.s3
CALLS = 22  # of a second publication; a test compares
FIRST = 19
SAMPLE = random.Random(20261101).sample(list(cases(CALLS)), 14)
SAMPLE_OF_FIRST = random.Random(20261102).sample(list(cases(FIRST)), 6)


@pytest.fixture(scope="module")
def proxy(seaweedfs: object) -> Iterator[Proxy]:
    with proxied(seaweedfs.port) as running:  # type: ignore[attr-defined]
        yield running


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda seconds: None)


def test_the_sample_is_drawn_from_every_call(place: Place, proxy: Proxy) -> None:
    prepared(place, first=False)
    assert calls_of(place, proxy) == CALLS
    other = replace(place, base=f"{place.base}first/")
    prepared(other, first=True)
    assert calls_of(other, proxy) == FIRST


@pytest.mark.parametrize("case", SAMPLE, ids=str)
def test_a_fault_of_a_publication(place: Place, proxy: Proxy, case: tuple[int, Kind, bool]) -> None:
    assert faults_of(place, proxy, case) == []


@pytest.mark.parametrize("case", SAMPLE_OF_FIRST, ids=str)
def test_a_fault_of_the_first_publication(place: Place, proxy: Proxy, case: tuple[int, Kind, bool]) -> None:
    assert faults_of(place, proxy, case, first=True) == []


@pytest.mark.parametrize(("nth", "when"), [(16, "before"), (CALLS - 1, "after")])
def test_a_publisher_that_is_killed(place: Place, proxy: Proxy, nth: int, when: str) -> None:
    assert killed(place, proxy, nth, when) == []


def test_before_and_after_every_call_a_visitor_sees_one_whole_release(place: Place, proxy: Proxy) -> None:
    views = prepared(place, first=False)
    sights = []
    real = Fault.meets

    def look(self: Fault, number: int) -> bool:
        sights.append(place.seen())
        return real(self, number)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Fault, "meets", look)
        calls_of(place, proxy)
    assert len(sights) == CALLS
    assert [view for view in sights if view not in views.values()] == []
    assert place.seen() == views["new"]


def test_a_lost_answer_to_the_switch_is_no_lost_race(place: Place, proxy: Proxy) -> None:
    views = prepared(place, first=False)
    proxy.fails(Fault("500 after", CALLS - 1))
    told, faults = place.publish(settings=place.settings(proxy.endpoint))
    assert ([outcome.outcome for outcome in told], faults) == (["published"], [])
    assert place.seen() == views["new"]


def test_what_a_killed_run_has_put_is_not_sent_again(place: Place, proxy: Proxy) -> None:
    views = prepared(place, first=False)
    proxy.fails(Fault("dead before", CALLS - 2))  # all files are there, and nobody has looked whether they are
    assert place.publish(settings=place.settings(proxy.endpoint))[1] != []
    assert place.seen() == views["old"]
    with counted() as calls:
        assert place.publish()[1] == []
    assert calls["put_object"] == 3 + 2  # the probe, the manifest and the pointer
    assert place.seen() == views["new"]
