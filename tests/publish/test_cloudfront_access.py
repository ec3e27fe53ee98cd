"""Links and departures behind a distribution, and what a person reads: what was taken back is told at once."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.cli.typed import typed
from tests.faulty_proxy import Kind, Proxy, proxied
from tests.project.workspace import CLIENT, PORTAL, workspace
from tests.publish.distribution import ENDPOINT, Distribution
from tests.publish.s3_faults import calls_of, cases, faults_of, prepared

pytestmark = pytest.mark.s3
DAY = str((datetime.now(tz=UTC) + timedelta(days=90)).date())
CALLS = 29  # of a second publication; a test compares
SAMPLE = random.Random(20261103).sample(list(cases(CALLS)), 8)


@pytest.fixture
def root(distribution: Distribution) -> Path:
    """A workspace with two clients that are published."""
    settings = distribution.settings(address="https://portal.example.com").model_dump(exclude_none=True)
    portal = f"{PORTAL}targets: {json.dumps({'prod': settings | {'type': 'cloudfront'}})}\n"
    workspace(distribution.root, portal=portal, client=CLIENT)
    workspace(distribution.root, portal=portal, client=CLIENT.replace("acme", "acme-corp"), folder="acme-corp")
    distribution.build("1", ("acme", "acme-corp"))
    assert said(distribution.root, "publish", "prod").returncode == 0
    return distribution.root


@pytest.fixture(scope="module")
def proxy(seaweedfs: object) -> Iterator[Proxy]:
    with proxied(seaweedfs.port) as running:  # type: ignore[attr-defined]
        yield running


def said(root: Path, *words: str) -> CompletedProcess[str]:
    """A command as a person types it."""
    return typed(*words, "--workspace", root)


def granted(root: Path) -> str:
    """The path of a new link's object."""
    done = said(root, "access", "grant", "acme", "--label", "DSI", "--until", DAY)
    assert (done.returncode, done.stderr) == (0, "")
    return path(done.stdout.splitlines()[1])


def path(address: str) -> str:
    token = address.removeprefix("https://portal.example.com/").rstrip("/")
    return f"links/{hashlib.sha256(token.encode()).hexdigest()}.json"


def test_a_link_is_told_when_it_is_rotated_and_when_it_is_revoked(distribution: Distribution, root: Path) -> None:
    first, before = granted(root), len(distribution.told())
    done = said(root, "access", "rotate", "DSI")
    second = path(done.stdout.splitlines()[1])
    assert said(root, "access", "revoke", "acme", "DSI").returncode == 0
    assert distribution.told()[before:] == [(first,), (second,)]
    assert distribution.untold() == set()


def test_what_cannot_be_told_of_a_link_is_one_line_and_the_next_command_tells_it(
    distribution: Distribution, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, before = granted(root), len(distribution.told())
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda seconds: None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(ENDPOINT, "http://127.0.0.1:1")
        done = said(root, "access", "rotate", "DSI")
        assert (done.returncode, done.stdout) == (4, "")
        stale, shown = done.stderr.splitlines()
        assert stale.startswith("error: target prod: CDN stale until the next run; 1 link: distribution ")
        assert shown.endswith("`access list acme --addresses` shows it")
        second = path(said(root, "access", "list", "acme", "--addresses").stdout.split()[-1])
        done = said(root, "access", "revoke", "acme", "DSI")
        assert done.returncode == 4
        assert done.stderr.startswith("error: target prod: CDN stale until the next run; 2 links: ")
    assert distribution.untold() == {first, second}
    assert said(root, "publish", "prod").returncode == 0
    assert sorted(distribution.told()[before:]) == sorted([(first,), (second,)])
    assert distribution.untold() == set()


def test_a_client_that_left_is_told_as_a_whole(distribution: Distribution, root: Path) -> None:
    link, key, before = granted(root), distribution.key("acme"), len(distribution.told())
    shutil.rmtree(root / "content" / "clients" / "acme")
    done = said(root, "access", "revoke", "acme", "--all")
    assert (done.returncode, done.stderr) == (0, "")
    assert distribution.told()[before:] == [(link,), (f"sites/{key}/*",)]
    assert distribution.untold() == set()


def test_a_plan_says_what_the_cdn_is_told_in_text_and_in_json_without_a_key(
    distribution: Distribution, root: Path
) -> None:
    distribution.build("2", ("acme",), hour=9)
    done, untold = said(root, "plan", "prod"), len(distribution.told())
    lines = done.stdout.splitlines()
    assert [line for line in lines if "CDN" in line] == ["  the CDN is told: pointer.json"]
    assert lines.index("  the CDN is told: pointer.json") < lines.index(
        next(line for line in lines if line.startswith("acme-corp: nothing")))
    steps = json.loads(said(root, "plan", "prod", "--json").stdout)
    assert [step["told"] for step in steps] == [["pointer.json"], []]
    assert distribution.key("acme") not in done.stdout
    assert len(distribution.told()) == untold


def test_a_publication_whose_cdn_is_stale_ends_with_exit_4(
    distribution: Distribution, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    distribution.build("2", ("acme",), hour=9)
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda seconds: None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(ENDPOINT, "http://127.0.0.1:1")
        done = said(root, "publish", "prod")
        assert (done.returncode, done.stdout.splitlines()[0].split()[:2]) == (4, ["acme:", "published"])
        (line,) = done.stderr.splitlines()
        assert line.startswith("error: target prod: published, CDN stale until the next run; pointer of acme: ")
        first = distribution.pointer("acme")["kept"][0]["release"]
        done = said(root, "rollback", "prod", "acme")
        assert (done.returncode, done.stdout) == (4, f"acme: rolled back {first}\n")
        assert "published, CDN stale until the next run; pointer of acme: " in done.stderr
    done = said(root, "publish", "prod")
    assert "CDN" not in done.stderr
    assert distribution.told()[-1] == (distribution.pointer_path("acme"),)
    assert distribution.untold() == set()


def test_the_sample_is_drawn_from_every_call(distribution: Distribution, proxy: Proxy) -> None:
    prepared(distribution, first=False)
    assert calls_of(distribution, proxy) == CALLS


@pytest.mark.parametrize("case", SAMPLE, ids=str)
def test_whatever_call_to_the_bucket_fails_the_pointer_is_told_by_the_next_publication(
    distribution: Distribution, proxy: Proxy, case: tuple[int, Kind, bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("botocore.endpoint.time.sleep", lambda seconds: None)
    assert faults_of(distribution, proxy, case) == []
    assert len(distribution.told()) >= 2
    assert distribution.told()[-1] == (distribution.pointer_path(),)
