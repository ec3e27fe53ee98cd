"""A bucket that others read, a lost state, a server that is not there: refused in one line, before any write."""

from __future__ import annotations

import hashlib
import json
import urllib.error
import urllib.request
from dataclasses import replace

import pytest
from pydantic import ValidationError

from clairevoie.publish.s3 import Settings
from clairevoie.release import decode
from tests.publish.conftest import ACME
from tests.publish.outputs import release_of
from tests.publish.visits import Bucket

pytestmark = pytest.mark.s3
SITES = ("internal", "lefevre")


def anonymous(bucket: Bucket, path: str) -> int:
    try:
        with urllib.request.urlopen(f"{bucket.server.endpoint}/{bucket.bucket}/{path}", timeout=10) as answer:  # noqa: S310
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_a_stranger_is_denied_every_key_and_the_listing(bucket: Bucket) -> None:
    bucket.build("1", SITES)
    bucket.publish(SITES)
    keys = [bucket.base + key for key in bucket.held()]
    assert len(keys) > 10
    assert {anonymous(bucket, path) for path in (*keys, "", "?list-type=2", f"{bucket.base}portal/none")} == {403}


def test_a_reader_of_one_prefix_reads_that_site_whole_and_is_denied_its_neighbour(bucket: Bucket) -> None:
    bucket = replace(bucket, base="readers/")
    keys = {"acme": ACME, "acme-corp": f"{ACME}-corp"}
    state = {"target": "prod", "places": {"acme": {"key": ACME}}}
    bucket.write("portal/state/prod.json", json.dumps(state).encode())
    output = bucket.build("1", ("acme",))
    assert bucket.publish(("acme",))[1] == []
    for name in bucket.held(f"portal/sites/{ACME}/"):  # a neighbour whose key begins alike: none that is drawn does
        bucket.write(name.replace(f"{ACME}/", f"{ACME}-corp/"), bucket.read(name))
    reader = bucket.server.client("reader", "reader-secret")

    def read(name: str) -> bytes:
        body: bytes = reader.get_object(Bucket="ready", Key=bucket.base + name)["Body"].read()
        return body

    mine, theirs = (f"portal/sites/{key}/" for key in keys.values())
    folder = json.loads(read(f"{mine}pointer.json"))["folder"]
    manifest = decode(read(f"{mine}manifests/{folder}.json"))
    assert manifest is not None and manifest.release == release_of(output, "acme")
    assert {entry.path: hashlib.sha256(read(f"{mine}releases/{folder}/{entry.path}")).hexdigest()
            for entry in manifest.files} == {entry.path: entry.sha256 for entry in manifest.files}
    assert len(bucket.held(mine)) == len(manifest.files) + 2
    others = [name for name in bucket.held() if not name.startswith(mine)]
    assert [name for name in others if name.startswith(theirs)] and "portal/state/prod.json" in others
    for name in others:
        with pytest.raises(reader.exceptions.ClientError, match="AccessDenied"):
            read(name)
    for prefix in ("readers/portal/sites/", bucket.base + mine):
        with pytest.raises(reader.exceptions.ClientError, match="AccessDenied"):
            reader.list_objects_v2(Bucket="ready", Prefix=prefix)
    with pytest.raises(reader.exceptions.ClientError, match="AccessDenied"):
        reader.put_object(Bucket="ready", Key=f"{bucket.base}{mine}pointer.json", Body=b"{}")


def test_a_bucket_that_a_policy_opens_is_refused_before_any_write(bucket: Bucket) -> None:
    bucket.build("1")
    bucket.client.create_bucket(Bucket="opened")
    rule = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::opened/*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [rule]})
    bucket.client.put_bucket_policy(Bucket="opened", Policy=policy)
    told, (fault,) = bucket.publish(settings=bucket.settings(bucket="opened"))
    assert told == []
    assert fault == "target prod: bucket opened: its policy lets everybody in; take that out, nothing is done"
    assert bucket.client.list_objects_v2(Bucket="opened")["KeyCount"] == 0


@pytest.mark.parametrize(("change", "says"), [
    ({"bucket": "no-such-bucket"}, "there is no such bucket"),
    ({"endpoint_url": "http://127.0.0.1:1"}, "the server cannot be reached"),
])
def test_what_is_not_there_is_said_in_one_line(bucket: Bucket, monkeypatch: pytest.MonkeyPatch, change: dict[str, str],
                                               says: str) -> None:
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda seconds: None)
    bucket.build("1")
    told, (fault,) = bucket.publish(settings=bucket.settings(**change))
    assert told == []
    assert says in fault
    assert fault.startswith("target prod: ")


def test_wrong_or_missing_credentials_are_said_in_one_line(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    bucket.build("1")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
    assert "the credentials are not accepted (SignatureDoesNotMatch)" in bucket.publish()[1][0]
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(bucket.root / "none"))
    assert "no credentials; give them in the environment" in bucket.publish()[1][0]


def test_a_pointer_that_is_not_whole_stops_its_site_alone(bucket: Bucket) -> None:
    bucket.build("1", SITES)
    bucket.publish(SITES)
    key = f"portal/sites/{bucket.key('lefevre')}/pointer.json"
    bucket.write(key, b"{}")
    bucket.build("2", SITES, hour=9)
    before = {name for name in bucket.held() if bucket.key("lefevre") in name}
    told, (fault,) = bucket.publish(SITES)
    assert [outcome.outcome for outcome in told] == ["published", "refused"]
    assert "pointer.json: is not whole" in fault
    assert bucket.key("lefevre") not in fault
    assert {name for name in bucket.held() if bucket.key("lefevre") in name} == before


@pytest.mark.parametrize("wrong", [
    {"prefix": "portal"}, {"prefix": "/portal/"}, {"prefix": "../"}, {"prefix": "a//"}, {"bucket": "Not_A_Bucket"},
    {"endpoint_url": "http://s3.example.com"}, {"endpoint_url": "https://user:pw@s3.example.com"}, {"owner": "12"},
    {"endpoint_url": "ftp://s3.example.com"}, {"secret_key": "x"}, {"keep": 0}, {"delete_at_most": 0},
])
def test_settings_that_will_not_do_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate({"bucket": "bucket", **wrong})
