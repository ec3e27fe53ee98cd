"""Behind a distribution: what changed is invalidated after the switch, by the next run at the latest."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError
from pydantic import ValidationError

from clairevoie.blobs import wire
from clairevoie.blobs.reasons import RefusedError
from clairevoie.errors import TargetError
from clairevoie.publish import TARGETS, cloudfront
from tests.faulty_proxy import Fault, proxied
from tests.publish.distribution import ENDPOINT, Distribution
from tests.publish.outputs import release_of, view

pytestmark = pytest.mark.s3
SITES = ("internal", "lefevre")
KNOWN = {"bucket": "example-portals", "distribution": "E2EXAMPLE1ABCD"}


def test_it_is_a_target() -> None:
    assert TARGETS["cloudfront"].Settings is cloudfront.Settings


@pytest.mark.parametrize(("more", "path"), [
    ({}, "/links/internal.json"),
    ({"prefix": "a/b/"}, "/a/b/links/internal.json"),
    ({"prefix": "a/b/", "origin_path": "/a"}, "/b/links/internal.json"),
    ({"prefix": "a/b/", "origin_path": "/a/b"}, "/links/internal.json"),
])
def test_a_path_is_what_the_distribution_answers_to(more: dict[str, str], path: str) -> None:
    settings = cloudfront.Settings.model_validate(KNOWN | more)
    assert cloudfront.path_of(settings, "links/internal.json") == path
    assert cloudfront.path_of(settings, "links/") == path.removesuffix("internal.json") + "*"


@pytest.mark.parametrize("more", [
    {"distribution": "e2example1abcd"}, {"distribution": "E2/../EXAMPLE"}, {"distribution": "E2EXAMPLE1ABCD\n"},
    {"prefix": "a/b/", "origin_path": "/b"}, {"prefix": "a/b/", "origin_path": "/a/"}, {"origin_path": "/a"},
    {"prefix": "ab/", "origin_path": "/a"}, {"prefix": "a/", "origin_path": "/../a"}, {"origin_path": "/*"},
])
def test_settings_that_will_not_do_are_refused(more: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        cloudfront.Settings.model_validate(KNOWN | more)


def test_after_a_switch_the_pointer_is_told_and_nothing_where_nothing_changed(distribution: Distribution) -> None:
    distribution.build("1", SITES)
    assert distribution.publish(SITES)[1] == []
    pointers = sorted(distribution.pointer_path(site) for site in SITES)
    assert distribution.told() == [("links/internal.json", *pointers)]
    distribution.publish(SITES)
    assert (len(distribution.told()), distribution.untold()) == (1, set())
    distribution.build("2", ("lefevre",), hour=9)
    distribution.publish(SITES)
    assert distribution.told()[1:] == [(distribution.pointer_path(),)]


def test_old_releases_that_are_deleted_are_told_by_their_folder_as_the_plan_said(distribution: Distribution) -> None:
    for hour in range(1, 6):
        distribution.build(str(hour), hour=hour)
        distribution.publish()
    folders = distribution.folders()
    distribution.build("6", hour=6)
    (step,) = distribution.plan()
    distribution.publish()
    (gone,) = folders - distribution.folders()
    assert step.told == ("pointer.json", f"releases/{gone}/")
    place = f"sites/{distribution.key()}/"
    assert distribution.told()[-1] == (f"{place}pointer.json", f"{place}releases/{gone}/*")


def test_s17_published_and_cdn_stale_until_the_next_run(
    distribution: Distribution, monkeypatch: pytest.MonkeyPatch
) -> None:
    distribution.build("1")
    distribution.publish()
    distribution.build("2", hour=9)
    lost = distribution.settings(distribution="E2NOTTHERE")
    outcomes, (fault,) = distribution.publish(settings=lost)
    assert outcomes[0].outcome == "published"
    assert fault == ("target prod: published, CDN stale until the next run; pointer of lefevre: distribution "
                     "E2NOTTHERE: there is no such distribution (NoSuchDistribution)")
    assert distribution.seen() == view(distribution.output)
    assert distribution.untold() == {distribution.pointer_path()}
    assert [step.told for step in distribution.plan()] == [("pointer.json",)]
    assert "published, CDN stale" in distribution.publish(settings=lost)[1][0]
    outcomes, faults = distribution.publish()  # where nothing else changed
    assert (outcomes[0].outcome, faults) == ("unchanged", [])
    assert (distribution.told()[1:], distribution.untold()) == ([(distribution.pointer_path(),)], set())
    assert distribution.publish() == (outcomes, [])
    assert len(distribution.told()) == 2


def test_a_rollback_is_told_and_says_what_is_stale(distribution: Distribution) -> None:
    for hour in (1, 2):
        distribution.build(str(hour), hour=hour)
        distribution.publish()
    first = distribution.pointer()["kept"][0]["release"]
    done = distribution.rollback(settings=distribution.settings(distribution="E2NOTTHERE"))
    assert (done.outcome, done.release) == ("rolled back", first)
    assert done.reason.startswith("published, CDN stale until the next run; pointer of lefevre: ")
    done = distribution.rollback(first)
    assert (done.outcome, done.reason, distribution.untold()) == ("unchanged", "", set())
    assert distribution.told()[-1] == (distribution.pointer_path(),)


@pytest.mark.parametrize(("when", "times"), [("before", 1), ("after", 2)])
def test_a_publisher_that_is_killed_between_switch_and_invalidation_is_completed_by_the_next(
    distribution: Distribution, moto_port: int, when: str, times: int
) -> None:
    distribution.build("1")
    distribution.publish()
    distribution.build("2", hour=9)
    with proxied(moto_port) as proxy:
        def kill(moment: str) -> None:
            if moment == when:
                process.kill()
                process.wait(10)

        proxy.fails(Fault("dead before" if when == "before" else "none", 1, at=kill))
        process = distribution.started(proxy.endpoint)
        assert process.wait(60) == -9
    assert distribution.seen() == view(distribution.output)
    assert distribution.untold() == {distribution.pointer_path()}
    assert distribution.publish()[1] == []
    repeated = distribution.invalidations()[1:]
    assert [paths for _, paths in repeated] == [(distribution.pointer_path(),)] * times
    assert len({reference for reference, _ in repeated}) == 1  # moto counts twice what CloudFront takes for one
    assert distribution.untold() == set()


def test_two_publishers_at_once_leave_nothing_untold(distribution: Distribution) -> None:
    distribution.build("1", SITES, hour=1)
    distribution.publish(SITES)
    places = [distribution.beside(name) for name in ("older", "newer")]
    for hour, one in enumerate(places, 2):
        one.build(one.output.name, SITES, hour=hour)
    threads = [threading.Thread(target=one.publish, args=(SITES,)) for one in places]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert places[1].publish(SITES)[1] == []
    assert set(distribution.seen().values()) == {"lefevre newer"}
    assert distribution.untold() == set()
    told = {path for paths in distribution.told()[1:] for path in paths}
    pointers = {distribution.pointer_path(site) for site in SITES}
    assert pointers <= told
    for path in told - pointers:  # a release that came too late for its pointer, and is gone
        assert path.endswith("/*") and "/releases/" in path
        assert distribution.held(f"portal/{path.removesuffix('*')}") == {}


def test_the_private_state_that_cannot_be_written_keeps_the_old_release(
    distribution: Distribution, monkeypatch: pytest.MonkeyPatch
) -> None:
    distribution.build("1")
    distribution.publish()
    old = view(distribution.output)
    distribution.build("2", hour=9)
    real = wire.Wire._call

    def denied(self: wire.Wire, operation: str, parameters: dict[str, object]) -> dict[str, object]:
        if operation == "put_object" and str(parameters["Key"]).endswith("prod.cdn.json"):
            raise RefusedError("AccessDenied", 403)
        return real(self, operation, parameters)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wire.Wire, "_call", denied)
        outcomes, faults = distribution.publish()
    assert (outcomes[0].outcome, distribution.seen()) == ("refused", old)
    assert "state/prod.cdn.json: access denied (AccessDenied)" in faults[0]
    assert release_of(distribution.output, "lefevre") == outcomes[0].release
    assert distribution.publish()[1] == []


def scripted(codes: list[str], asked: list[dict[str, Any]]) -> Callable[..., tuple[None, Any]]:
    """boto3's CloudFront, which refuses with these codes and then does as it is asked."""
    class Client:
        def create_invalidation(self, **words: Any) -> None:
            asked.append(words)
            if codes:
                raise ClientError({"Error": {"Code": codes.pop(0)}}, "CreateInvalidation")

    return lambda *words, **more: (None, Client())


@pytest.mark.parametrize(("codes", "calls", "stale"), [
    (["TooManyInvalidationsInProgress"] * 3, 4, ""),
    (["TooManyInvalidationsInProgress"] * 9, 4, "too many invalidations are in progress"),
    (["AccessDenied"], 1, "access denied"),
    (["Throttling"], 1, "the server asks to go slower"),  # boto3 has tried again before it says so
])
def test_while_too_many_are_in_progress_it_is_asked_again_within_limits(
    monkeypatch: pytest.MonkeyPatch, codes: list[str], calls: int, stale: str
) -> None:
    asked: list[dict[str, Any]] = []
    waited: list[float] = []
    monkeypatch.setattr(wire, "speaker", scripted(list(codes), asked))
    monkeypatch.setattr("clairevoie.publish.cloudfront.time.sleep", waited.append)
    settings = cloudfront.Settings.model_validate(KNOWN)
    if stale:
        with pytest.raises(TargetError, match=f"distribution E2EXAMPLE1ABCD: {stale}"):
            cloudfront._invalidate(settings, ["links/"], "reference")
    else:
        cloudfront._invalidate(settings, ["links/"], "reference")
    assert (len(asked), sum(waited) <= 15) == (calls, True)
    assert {json.dumps(words, sort_keys=True) for words in asked} == {json.dumps(
        {"DistributionId": "E2EXAMPLE1ABCD", "InvalidationBatch": {
            "CallerReference": "reference", "Paths": {"Items": ["/links/*"], "Quantity": 1}}}, sort_keys=True)}


def test_a_cloudfront_that_cannot_be_reached_is_one_line(
    distribution: Distribution, monkeypatch: pytest.MonkeyPatch
) -> None:
    distribution.build("1")
    monkeypatch.setenv(ENDPOINT, "http://127.0.0.1:1")
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda seconds: None)
    outcomes, (fault,) = distribution.publish()
    assert (outcomes[0].outcome, "the server cannot be reached" in fault, "\n" in fault) == ("published", True, False)
    assert distribution.key() not in fault
