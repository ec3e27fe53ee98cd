"""What a bucket must be, and what is said where it is not: in one line, with the key and the cause."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, cast

import boto3
import pytest
from moto import mock_aws

from clairevoie.blobs import JSON
from clairevoie.blobs.probe import probe, refuse_public, refuse_strangers
from clairevoie.blobs.reasons import RefusedError
from clairevoie.blobs.s3 import S3, bucket
from clairevoie.errors import TargetError

OPEN = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")


@dataclass
class Script:
    """A wire that answers as it is told, and keeps what it was asked."""

    told: dict[str, Any]
    bucket: str = "bucket"
    asked: list[dict[str, Any]] = field(default_factory=list)

    def __call__(self, operation: str, **parameters: Any) -> dict[str, Any]:
        self.asked.append(parameters)
        answer = self.told[operation]
        if isinstance(answer, list):
            answer = answer.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return dict(answer)


def scripted(prefix: str = "", where: str = "", **told: Any) -> S3:
    return S3(Script(told), prefix, where)  # type: ignore[arg-type]


def lines(call: Callable[[], object]) -> list[str]:
    with pytest.raises(TargetError) as error:
        call()
    return str(error.value).splitlines()


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        client = boto3.client("s3", region_name="us-east-1")
        client.create_bucket(Bucket="bucket")
        yield client


def store(**more: Any) -> S3:
    return bucket("bucket", **({"region": "us-east-1", "endpoint_url": None, "owner": None} | more))


def test_a_bucket_without_public_access_block_is_refused(aws: Any) -> None:
    (line,) = lines(lambda: refuse_public(store()))
    assert line.startswith("bucket bucket: its public access block is off (BlockPublicAcls, ")


@pytest.mark.parametrize("off", OPEN)
def test_each_switch_of_the_block_must_be_on(aws: Any, off: str) -> None:
    switches = dict.fromkeys(OPEN, True)
    aws.put_public_access_block(Bucket="bucket", PublicAccessBlockConfiguration=switches)
    refuse_public(store())
    aws.put_public_access_block(Bucket="bucket", PublicAccessBlockConfiguration=switches | {off: False})
    assert lines(lambda: refuse_public(store())) == [
        f"bucket bucket: its public access block is off ({off}); turn all four on"]


def test_a_server_that_answers_strangers_is_refused(aws: Any) -> None:
    refuse_strangers(store())
    probe(store())
    refuse_strangers(store())
    aws.put_object_acl(Bucket="bucket", Key="probe", ACL="public-read")
    assert lines(lambda: refuse_strangers(store())) == [
        "bucket bucket: it answers who has no credentials; close it first, nothing is done"]


def test_without_the_right_to_read_the_block_nothing_is_done() -> None:
    place = scripted(get_public_access_block=RefusedError("AccessDenied", 403))
    assert lines(lambda: refuse_public(place)) == [
        "bucket bucket: its public access block cannot be read: access denied (AccessDenied)"]


@pytest.mark.parametrize(("status", "acl", "says"), [
    ({"PolicyStatus": {"IsPublic": True}}, {}, "its policy lets everybody in"),
    (RefusedError("NoSuchBucketPolicy", 404),
     {"Grants": [{"Grantee": {"URI": "http://acs.amazonaws.com/groups/global/AllUsers"}}]}, "its access list"),
])
def test_a_server_without_blocks_is_asked_for_policy_and_access_list(status: Any, acl: Any, says: str) -> None:
    place = scripted(get_public_access_block=RefusedError("NotImplemented", 501), get_bucket_policy_status=status,
                     get_bucket_acl=acl)
    (line,) = lines(lambda: refuse_public(place))
    assert says in line


def test_a_server_that_ignores_conditions_is_refused() -> None:
    place = scripted(put_object={"ETag": "x"})
    (line,) = lines(lambda: probe(place))
    assert "does not enforce conditional writes" in line


def test_a_server_that_keeps_no_checksums_is_refused() -> None:
    place = scripted(put_object=[{"ETag": "x"}, RefusedError("PreconditionFailed", 412), RefusedError("412", 412)],
                     head_object={"ContentLength": 3, "ContentType": "application/json"})
    (line,) = lines(lambda: probe(place))
    assert "does not keep SHA-256" in line


def test_a_write_that_meets_itself_was_done(aws: Any) -> None:
    place = store()
    first = place.put_if("k", b"1", None)
    assert first
    assert place.put_if("k", b"2", None) is None
    assert place.put_if("k", b"1", None) == first  # its own answer was lost, and the call was made again
    assert place.put_if("missing", b"1", first) is None


def test_data_that_is_not_what_was_put_is_refused(aws: Any) -> None:
    aws.put_object(Bucket="bucket", Key="sites/secret/k", Body=b"1", ChecksumAlgorithm="CRC32")
    assert lines(lambda: store().below("sites").below("secret", "acme: ").get("k")) == [
        "acme: k: is not what was put there: its SHA-256 differs, or is missing"]


def test_an_answer_of_200_that_names_what_is_left_is_a_failure() -> None:
    left = {"Errors": [{"Key": "p/b", "Code": "InternalError"}]}
    place = scripted("p/", delete_objects=[left, {}])
    place.delete(["a", "b"])
    assert [item["Key"] for item in cast("Script", place.wire).asked[1]["Delete"]["Objects"]] == ["p/b"]
    place = scripted("p/", delete_objects=left)
    assert lines(lambda: place.delete(["a", "b"])) == [
        "b: could not be deleted: the server refused (InternalError)"]


def test_a_listing_goes_on_to_its_end_and_a_deletion_takes_a_thousand_at_once(aws: Any) -> None:
    place = store().below("p")
    names = [f"é {number:04d}+&" for number in range(1003)]
    for name in names:
        aws.put_object(Bucket="bucket", Key=f"p/{name}", Body=b"x")
    assert list(place.list()) == names
    assert list(place.list("é 000")) == names[:10]
    place.delete(names)
    assert dict(place.list()) == {}


def test_the_owner_is_sent_with_each_call(aws: Any) -> None:
    place = store(owner="123456789012")
    sent: list[Any] = []
    place.wire.client.meta.events.register(
        "before-send.s3", lambda request, **_: sent.append(request.headers.get("x-amz-expected-bucket-owner")))
    place.put("k", b"1")
    place.copy("k", "l", JSON)
    place.head("l")
    place.list()
    place.delete(["k"])
    assert [str(owner, "ascii") if isinstance(owner, bytes) else owner for owner in sent] == ["123456789012"] * 5


@pytest.mark.parametrize(("code", "status", "says"), [
    ("AccessDenied", 403, "access denied (AccessDenied)"),
    ("RequestTimeTooSkewed", 403, "this machine's clock is wrong"),
    ("NoSuchBucket", 404, "there is no such bucket"), ("SlowDown", 503, "the server asks to go slower"),
    ("InternalError", 500, "the server failed (InternalError)"), ("", 500, "the server failed (500)"),
])
def test_a_refusal_names_the_key_and_the_cause(code: str, status: int, says: str) -> None:
    place = scripted("sites/secret/", "acme: ", put_object=RefusedError(code, status))
    (line,) = lines(lambda: place.put("index.html", b""))
    assert line.startswith("acme: index.html: ")
    assert says in line
