"""In a bucket: each file as it is to be served, and no call too many."""

from __future__ import annotations

import base64
import hashlib
import sys
from collections import Counter

import pytest

from clairevoie.blobs import wire
from clairevoie.publish import TARGETS
from clairevoie.publish.s3 import Settings
from clairevoie.release import cache_rule, content_type
from tests.publish.outputs import finish
from tests.publish.scale import many
from tests.publish.visits import Bucket, counted

pytestmark = pytest.mark.s3
SITES = ("internal", "lefevre")
PROBES = 3


def test_it_is_a_target() -> None:
    assert TARGETS["s3"].Settings is Settings


def test_each_file_has_its_type_its_cache_rule_and_its_sha256(bucket: Bucket) -> None:
    bucket.build("1")
    bucket.publish()
    below = f"portal/sites/{bucket.key('lefevre')}/releases/"
    for key in bucket.held(below):
        head = bucket.client.head_object(Bucket=bucket.bucket, Key=bucket.base + key, ChecksumMode="ENABLED")
        assert (head["ContentType"], head["CacheControl"]) == (content_type(key), cache_rule(key))
        assert base64.b64decode(head["ChecksumSHA256"]) == hashlib.sha256(bucket.read(key)).digest()


def test_the_second_publication_sends_nothing_and_asks_once_a_site(bucket: Bucket) -> None:
    bucket.build("1", SITES)
    bucket.publish(SITES)
    before = bucket.held()
    with counted() as calls:
        told, faults = bucket.publish(SITES)
    assert ([outcome.outcome for outcome in told], faults) == (["unchanged", "unchanged"], [])
    assert calls["put_object"] == calls["copy_object"] == calls["delete_objects"] == 0
    assert calls["get_object"] == 1 + len(SITES)  # the state, and a pointer each
    assert bucket.held() == before


def test_of_one_changed_file_only_that_one_is_sent(bucket: Bucket) -> None:
    output = bucket.build("1")
    bucket.publish()
    (output / "lefevre" / "index.html").write_text("lefevre 2")
    finish(output, ("lefevre",))
    with counted() as calls:
        told, _ = bucket.publish()
    assert told[0].outcome == "published"
    assert calls["copy_object"] == 3
    assert calls["put_object"] - PROBES == 3  # the manifest, the file, the pointer
    assert Counter(bucket.seen().values()) == {"lefevre 1": 3, "lefevre 2": 1}


def test_s13_a_file_whose_cache_rule_alone_changed_is_published(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = bucket.build("1")
    bucket.publish()
    monkeypatch.setattr(sys.modules["clairevoie.release.manifest"], "cache_rule", lambda path: "private, max-age=60")
    finish(output, ("lefevre",))
    told, faults = bucket.publish()
    assert (told[0].outcome, faults) == ("published", [])
    below = f"portal/sites/{bucket.key()}/releases/{bucket.pointer()['folder']}/"
    heads = [bucket.client.head_object(Bucket=bucket.bucket, Key=bucket.base + key) for key in bucket.held(below)]
    assert [head["CacheControl"] for head in heads] == ["private, max-age=60"] * 4


def test_the_same_files_built_later_cost_one_write(bucket: Bucket) -> None:
    bucket.build("1", hour=8)
    bucket.publish()
    bucket.build("1", hour=10)
    with counted() as calls:
        bucket.publish()
    assert calls["put_object"] == 1 + PROBES


def test_a_release_that_came_back_is_looked_at_and_not_put(bucket: Bucket) -> None:
    for hour, version in enumerate("121", 1):
        bucket.build(version, hour=hour)
        with counted() as calls:
            assert bucket.publish()[1] == []
    assert calls["put_object"] == 1 + PROBES
    assert calls["head_object"] == 4 + 3  # its files; the probe: is it there, what is a stranger told, is it whole


def test_a_listing_that_is_cut_short_deletes_less(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    for hour in range(1, 7):
        bucket.build(str(hour), hour=hour)
        bucket.publish()
    before = set(bucket.held())
    real = wire.Wire._call

    def nothing(self: wire.Wire, operation: str, parameters: dict[str, object]) -> dict[str, object]:
        if operation == "list_objects_v2" and str(parameters["Prefix"]).endswith("manifests/"):
            return {"IsTruncated": False}
        return real(self, operation, parameters)

    monkeypatch.setattr(wire.Wire, "_call", nothing)
    bucket.build("7", hour=7)
    assert bucket.publish()[1] == []
    assert before <= set(bucket.held())


def test_s10_a_deletion_that_answers_200_and_leaves_some_is_told(
    bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    for hour in range(1, 6):
        bucket.build(str(hour), hour=hour)
        bucket.publish()
    real, asked = wire.Wire._call, []

    def left(self: wire.Wire, operation: str, parameters: dict[str, object]) -> dict[str, object]:
        if operation != "delete_objects":
            return real(self, operation, parameters)
        asked.append(parameters["Delete"]["Objects"])  # type: ignore[index]
        return {"Errors": [{"Key": asked[-1][0]["Key"], "Code": "InternalError"}]}

    bucket.build("6", hour=6)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wire.Wire, "_call", left)
        told, (fault,) = bucket.publish()
    assert told[0].outcome == "published"
    assert "could not be deleted: the server refused (InternalError)" in fault
    assert bucket.key() not in fault
    assert [len(names) for names in asked] == [4, 1]  # what is left is asked for once more
    bucket.build("7", hour=7)
    assert bucket.publish()[1] == []
    assert len(bucket.folders()) == 5


def test_many_sites_of_which_nothing_changed_cost_two_calls_each_at_most(bucket: Bucket) -> None:
    said, faults = many(bucket, 12)
    assert faults == [], said
