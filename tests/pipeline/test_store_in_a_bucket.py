"""The store in a bucket, on a real server: private or refused, whole or not used, the same for every machine."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from clairevoie import pipeline
from clairevoie.errors import ConfigurationError, TargetError
from tests import seaweed
from tests.pipeline.small import NOW, company, outcomes, pull, rows
from tests.project.workspace import PORTAL

pytestmark = pytest.mark.s3
LATER = NOW + timedelta(days=1)
Settings = Callable[..., str]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[seaweed.Server]:
    with seaweed.running(tmp_path_factory.mktemp("weed")) as running:
        yield running


@pytest.fixture
def portal(server: seaweed.Server, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """portal.yml with its store below a fresh prefix."""
    monkeypatch.setattr(os, "fsync", lambda handle: None)
    for name, value in seaweed.OPS.items():
        monkeypatch.setenv(name, value)
    prefix = f"s{secrets.token_hex(6)}"

    def settings(bucket: str = "ready", more: str = "", endpoint: str = "") -> str:
        where = f'url: "s3://{bucket}/{prefix}/", region: us-east-1, endpoint_url: "{endpoint or server.endpoint}"'
        return f"{PORTAL}store: {{{where}{more}}}\n"

    return settings


def keys(server: seaweed.Server, bucket: str = "ready") -> list[str]:
    return [item["Key"] for item in server.client().list_objects_v2(Bucket=bucket).get("Contents", ())]


def mine(server: seaweed.Server, root: Path) -> list[str]:
    prefix = (root / "portal.yml").read_text().split("s3://ready/")[1].split("/")[0]
    return [key.removeprefix(f"{prefix}/") for key in keys(server) if key.startswith(f"{prefix}/")]


def test_what_one_machine_pulled_another_builds_from(
    tmp_path: Path, server: seaweed.Server, portal: Settings
) -> None:
    root = company(tmp_path / "one", portal=portal())
    assert pull(root).exit_code == 0
    assert not (root / ".clairevoie" / "store").exists()
    assert {key.split("/")[0] for key in mine(server, root)} == {"history", "probe", "snapshots"}
    shutil.copytree(root, tmp_path / "two", ignore=shutil.ignore_patterns(".clairevoie", "tickets.csv"))
    report = pipeline.build(tmp_path / "two", NOW, NOW, tmp_path / "two" / "output")
    assert report.exit_code == 0
    figures = json.loads((tmp_path / "two" / "output" / "acme" / "data" / "figures.json").read_bytes())["figures"]
    assert ("ticket_volume", 10) in [(figure["kpi"], figure["value"]) for figure in figures]
    rows(root, 0)
    assert outcomes(pull(root, LATER)) == {"crm": "read", "desk": "held"}
    assert "holds/desk.json" in mine(server, root)
    rows(root, 20)
    assert pull(root, LATER + timedelta(hours=1)).exit_code == 0
    assert "holds/desk.json" not in mine(server, root)


def test_a_stranger_is_denied_every_object(tmp_path: Path, server: seaweed.Server, portal: Settings) -> None:
    pull(company(tmp_path, portal=portal()))
    for key in keys(server):
        with pytest.raises(urllib.error.HTTPError) as denied:
            urllib.request.urlopen(f"{server.endpoint}/ready/{key}", timeout=10)  # noqa: S310
        denied.value.close()
        assert denied.value.code == 403


def test_old_readings_are_deleted_by_what_their_index_names(
    tmp_path: Path, server: seaweed.Server, portal: Settings
) -> None:
    root = company(tmp_path, portal=portal(more=", keep_days: 2, keep_last: 1"))
    for day in range(5):
        pull(root, NOW + timedelta(days=day))
    days = {key.split("/")[2][:8] for key in mine(server, root) if key.startswith("snapshots/desk/")}
    assert days == {"20261104", "20261105", "20261106"}


def test_a_public_bucket_is_refused_before_any_read_or_write(
    tmp_path: Path, server: seaweed.Server, portal: Settings
) -> None:
    name = f"open{secrets.token_hex(4)}"
    server.client().create_bucket(Bucket=name)
    rule = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{name}/*"}
    server.client().put_bucket_policy(Bucket=name, Policy=json.dumps({"Version": "2012-10-17", "Statement": [rule]}))
    root = company(tmp_path, portal=portal(name))
    calls: list[Callable[[], object]] = [lambda: pull(root), lambda: pipeline.checked(root, NOW, NOW)]
    for call in calls:
        with pytest.raises(TargetError) as refused:
            call()
        assert str(refused.value) == (f"store: bucket {name}: its policy lets everybody in; take that out, nothing is"
                                      " done")
    assert keys(server, name) == []


def test_check_writes_nothing_there(tmp_path: Path, server: seaweed.Server, portal: Settings) -> None:
    root = company(tmp_path, portal=portal())
    assert pipeline.checked(root, NOW, NOW).exit_code == 0
    assert mine(server, root) == []


@pytest.mark.parametrize(("bucket", "endpoint", "says"), [
    ("no-such-bucket", "", "there is no such bucket"), ("ready", "http://127.0.0.1:1", "the server cannot be reached")])
def test_a_store_that_is_not_there_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, portal: Settings, bucket: str, endpoint: str, says: str
) -> None:
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda seconds: None)
    with pytest.raises(TargetError, match=says) as refused:
        pull(company(tmp_path, portal=portal(bucket, endpoint=endpoint)))
    assert len(refused.value.faults) == 1
    assert str(refused.value).startswith("store: ")


def test_credentials_are_from_the_environment_and_said_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, portal: Settings
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong-and-secret")
    with pytest.raises(TargetError, match="the credentials are not accepted") as refused:
        pull(company(tmp_path, portal=portal()))
    assert "wrong-and-secret" not in str(refused.value)


@pytest.mark.parametrize(("line", "says"), [
    ("store: {url: 's3://b'}", "write s3://bucket/folder/"), ("store: {url: 's3://bucket/a'}", "write s3://bucket/folder/"),
    ("store: {url: 's3://bucket/../'}", "write s3://bucket/folder/"), ("store: {region: x}", "go with a url"),
    ("store: {url: 's3://bucket/', endpoint_url: 'http://s3.example.com'}", "write https://host"),
    ("store: {url: 's3://bucket/', endpoint_url: 'https://me:pw@s3.example.com'}", "holds credentials"),
    ("store: {keep_last: 0}", "a number of 1 or more"), ("store: {secret: x}", "unknown key 'store.secret'")])
def test_wrong_settings_are_refused_with_their_line(tmp_path: Path, line: str, says: str) -> None:
    with pytest.raises(ConfigurationError, match=says) as refused:
        pull(company(tmp_path, portal=f"{PORTAL}{line}\n"))
    assert "portal.yml:9: " in str(refused.value)
    assert "pw" not in str(refused.value)
