"""Whatever S3 call of a publication fails, a visitor sees the old release or the new one, and the next run repairs."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from signal import SIGTERM

import pytest

from tests.faulty_proxy import Fault, Kind, Proxy, proxied
from tests.publish.s3_faults import calls_of, cases, faults_of, killed, prepared
from tests.publish.visits import Bucket, counted

pytestmark = pytest.mark.s3
CALLS = 23  # of a second publication; a test compares
SWITCH = CALLS - 2  # then what is old is listed, and the links
FIRST = 22
SAMPLE = random.Random(20261101).sample(list(cases(CALLS)), 14)
SAMPLE_OF_FIRST = random.Random(20261102).sample(list(cases(FIRST)), 6)


@pytest.fixture(scope="module")
def proxy(seaweedfs: object) -> Iterator[Proxy]:
    with proxied(seaweedfs.port) as running:  # type: ignore[attr-defined]
        yield running


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda seconds: None)


def test_the_sample_is_drawn_from_every_call(bucket: Bucket, proxy: Proxy) -> None:
    prepared(bucket, first=False)
    assert calls_of(bucket, proxy) == CALLS
    other = replace(bucket, base=f"{bucket.base}first/")
    prepared(other, first=True)
    assert calls_of(other, proxy) == FIRST


@pytest.mark.parametrize("case", SAMPLE, ids=str)
def test_a_fault_of_a_publication(bucket: Bucket, proxy: Proxy, case: tuple[int, Kind, bool]) -> None:
    assert faults_of(bucket, proxy, case) == []


@pytest.mark.parametrize("case", SAMPLE_OF_FIRST, ids=str)
def test_a_fault_of_the_first_publication(bucket: Bucket, proxy: Proxy, case: tuple[int, Kind, bool]) -> None:
    assert faults_of(bucket, proxy, case, first=True) == []


@pytest.mark.parametrize(("nth", "when"), [(3, "before"), (SWITCH - 1, "after"), (SWITCH, "before"), (SWITCH, "after")])
def test_k09_a_publisher_that_is_asked_to_end_stops_before_the_switch_or_after_it(
    bucket: Bucket, proxy: Proxy, nth: int, when: str
) -> None:
    assert killed(bucket, proxy, nth, when, signal=SIGTERM) == []


PHASES = {"before it wrote anything": (3, "before"), "among its files": (16, "before"),
          "before its switch": (SWITCH, "before"), "after its switch": (SWITCH, "after"),
          "at its last call": (CALLS, "before")}


@pytest.mark.parametrize("phase", PHASES)
def test_a_publisher_that_dies_holds_no_lease_and_the_next_goes_on_at_once(
    bucket: Bucket, proxy: Proxy, phase: str
) -> None:
    assert killed(bucket, proxy, *PHASES[phase]) == []  # it publishes again, from this process, without waiting
    known = (f"portal/sites/{bucket.key()}/", "portal/sites/probe", "portal/state/prod.json", "elsewhere/")
    assert [name for name in bucket.held() if not name.startswith(known)] == []


def test_before_and_after_every_call_a_visitor_sees_one_whole_release(bucket: Bucket, proxy: Proxy) -> None:
    views = prepared(bucket, first=False)
    sights = []
    real = Fault.meets

    def look(self: Fault, number: int) -> bool:
        sights.append(bucket.seen())
        return real(self, number)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Fault, "meets", look)
        calls_of(bucket, proxy)
    assert len(sights) == CALLS
    assert [view for view in sights if view not in views.values()] == []
    assert bucket.seen() == views["new"]


def test_a_lost_answer_to_the_switch_is_no_lost_race(bucket: Bucket, proxy: Proxy) -> None:
    views = prepared(bucket, first=False)
    proxy.fails(Fault("500 after", SWITCH))
    told, faults = bucket.publish(settings=bucket.settings(proxy.endpoint))
    assert ([outcome.outcome for outcome in told], faults) == (["published"], [])
    assert bucket.seen() == views["new"]


def test_what_a_killed_run_has_put_is_not_sent_again(bucket: Bucket, proxy: Proxy) -> None:
    views = prepared(bucket, first=False)
    proxy.fails(Fault("dead before", SWITCH - 1))  # all files are there, and nobody has looked whether they are
    assert bucket.publish(settings=bucket.settings(proxy.endpoint))[1] != []
    assert bucket.seen() == views["old"]
    with counted() as calls:
        assert bucket.publish()[1] == []
    assert calls["put_object"] == 3 + 2  # the probe, the manifest and the pointer
    assert bucket.seen() == views["new"]
