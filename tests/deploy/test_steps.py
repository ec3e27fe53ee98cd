"""The steps of the CI files run here, on an iTop and a bucket on loopback: they do what deploy/README.md says, and no
secret comes out of them, not even where they fail."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from clairevoie.project.strict_yaml import read
from tests import seaweed
from tests.demo import REPOSITORY
from tests.sources.replayed import ANSWERS, EXAMPLE, replay

pytestmark = pytest.mark.s3

CACHED = (".clairevoie/store", ".clairevoie/runs")
KEY, READER, ITOP_USER, ITOP_PASSWORD = "canarykey", "canaryreader", "canary-itop-user", "canary-itop-password"
GOOD = {"ITOP_USER": ITOP_USER, "ITOP_PASSWORD": ITOP_PASSWORD, "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": f"{KEY}-secret"}
CLIENT = "lefevre"  # the others have no client.yml here, to save the time of their sites
SITES = (CLIENT, "internal")
_TARGET = """schedule: {{cron: "0 6 * * *"}}
targets:
  prod: {{type: s3, bucket: ready, prefix: {prefix}/, region: eu-west-3, endpoint_url: "{endpoint}"}}
"""
_CRASH = "from concurrent.futures import ThreadPoolExecutor as Pool\nPool.submit = lambda self, *words: 1 / 0\n"


@dataclass(frozen=True, slots=True)
class Runner:
    """What CI brings: a program `python`, servers, and a folder for what it keeps."""

    folder: Path
    itop: str
    bucket: seaweed.Server
    prefix: str = "portal"

    def checkout(self, name: str, *, cached: Path | None = None) -> Path:
        """A fresh disk with the repository, and with what is cached of an earlier job."""
        place = self.folder / name
        shutil.copytree(EXAMPLE, place, ignore=shutil.ignore_patterns("answers", "output", ".clairevoie", "*.py"))
        for client in (place / "content" / "clients").iterdir():
            if client.name != CLIENT:
                shutil.rmtree(client)
        for shared in ("generator", "themes", "publish.py"):
            (place / shared).symlink_to(REPOSITORY / shared)
        portal = (place / "portal.yml").read_text(encoding="utf-8")
        target = _TARGET.format(endpoint=self.bucket.endpoint, prefix=self.prefix)
        (place / "portal.yml").write_text(portal.partition("targets:")[0] + target, encoding="utf-8")
        source = place / "data_sources" / "itop" / "source.yml"
        source.write_text(re.sub(r"http://127\S+", self.itop, source.read_text(encoding="utf-8")), encoding="utf-8")
        if cached:
            for kept in CACHED:
                shutil.copytree(cached / kept, place / kept)
        if name != "first":  # fonts that are cut already, to save their time
            shutil.copytree(self.folder / "first" / ".clairevoie" / "cache", place / ".clairevoie" / "cache")
        return place

    def step(self, line: str, place: Path, **env: str) -> subprocess.CompletedProcess[str]:
        """A line of a CI file as CI runs it, with nothing of this process in its environment."""
        words = f"{line} --report report.json"
        given = {"PATH": f"{self.folder}:{os.environ['PATH']}", "HOME": str(self.folder), "CLAIREVOIE_TARGET": "prod"}
        return subprocess.run(["bash", "-euo", "pipefail", "-c", words], check=False, encoding="utf-8", cwd=place,
                              capture_output=True, env=given | GOOD | env, timeout=300)


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runner]:
    folder = tmp_path_factory.mktemp("ci")
    (folder / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    (folder / "python").chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(replay, "USER", ITOP_USER)
        patch.setattr(replay, "PASSWORD", ITOP_PASSWORD)
        recording = replay.Recording(ANSWERS)
        weed = seaweed.running(tmp_path_factory.mktemp("weed"), {READER: "ready/*"}, [KEY])
        with weed as server, replay.serving(recording) as itop:
            yield Runner(folder, itop, server)


@pytest.fixture(scope="module")
def published(runner: Runner) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """The first job: where it ran, and what it said."""
    place = runner.checkout("first")
    return place, runner.step(_github(), place)


def _github() -> str:
    steps = read(REPOSITORY / "deploy" / "github-actions.yml", "github-actions.yml").data["jobs"]["run"]["steps"]
    return next(str(step["run"]) for step in steps if "--if-due" in step.get("run", ""))


def _gitlab() -> str:
    script = read(REPOSITORY / "deploy" / "gitlab-ci.yml", "gitlab-ci.yml").data["clairevoie"]["script"]
    return next(str(line) for line in script if "--if-due" in line)


def _leaks(place: Path, done: subprocess.CompletedProcess[str]) -> list[str]:
    """Where a secret came out: what was said, and every file of the workspace."""
    files = [file for file in place.rglob("*") if file.is_file()]
    leaks = [str(file.relative_to(place)) for file in files if b"canary" in file.read_bytes()]
    return leaks + ["said"] * ("canary" in done.stdout + done.stderr)


def test_the_first_job_publishes_every_site(published: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    place, done = published
    assert done.returncode == 0, done.stderr
    assert [site for site in SITES if f"{site}: published " in done.stdout] == [*SITES]
    assert (place / "report.json").is_file()
    assert _leaks(place, done) == []


def test_a_later_job_with_the_cache_is_not_due(
    runner: Runner, published: tuple[Path, subprocess.CompletedProcess[str]]
) -> None:
    place = runner.checkout("later", cached=published[0])
    done = runner.step(_gitlab(), place)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("note: not due; next ")
    assert done.stderr.count("\n") == 1
    assert _leaks(place, done) == []


def test_a_job_without_the_cache_runs_and_publishes_at_the_same_addresses(
    runner: Runner, published: tuple[Path, subprocess.CompletedProcess[str]]
) -> None:
    place = runner.checkout("bare")
    before = _addresses(runner)
    done = runner.step(_gitlab(), place)
    assert done.returncode == 0, done.stderr
    assert [site for site in SITES if f"{site}: published " in done.stdout] == [*SITES]
    assert _addresses(runner) == before
    assert len(before) == len(SITES)
    assert _leaks(place, done) == []


@pytest.mark.parametrize(("name", "env", "code", "says"), [
    ("wrong", {"AWS_SECRET_ACCESS_KEY": "canary-wrong", "ITOP_PASSWORD": "canary-wrong"}, 4,
     ("error: source itop: ", "Error: Invalid login", "error: target prod: ", "the credentials are not accepted")),
    ("unset", {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "ITOP_PASSWORD": ""}, 4,
     ("error: source itop: the environment variable ITOP_PASSWORD is not set", "error: target prod: ",
      "no credentials")),
    ("403", {"AWS_ACCESS_KEY_ID": READER, "AWS_SECRET_ACCESS_KEY": f"{READER}-secret"}, 4, ("access denied",)),
    ("target", {"CLAIREVOIE_TARGET": "staging"}, 2, ("unknown target 'staging'",)),
    ("crash", {"PYTHONPATH": "crash"}, 1, ("Traceback", "ZeroDivisionError: division by zero")),
])
def test_a_step_that_fails_says_why_and_no_secret(
    runner: Runner, published: tuple[Path, subprocess.CompletedProcess[str]], name: str, env: dict[str, str], code: int,
    says: tuple[str, ...],
) -> None:
    place = replace(runner, prefix=f"fails-{name}").checkout(f"fails-{name}", cached=published[0])
    shutil.rmtree(place / ".clairevoie" / "runs")  # so that a run is due
    (place / "crash").mkdir()
    (place / "crash" / "sitecustomize.py").write_text(_CRASH, encoding="utf-8")
    done = runner.step(_github(), place, **env)
    assert done.returncode == code, done.stdout + done.stderr
    assert [part for part in says if part not in done.stderr] == [], done.stderr
    assert ("Traceback" in done.stderr) == (name == "crash")
    assert _leaks(place, done) == []


def test_nothing_in_the_bucket_holds_a_secret(
    runner: Runner, published: tuple[Path, subprocess.CompletedProcess[str]]
) -> None:
    client = runner.bucket.client()
    pages = client.get_paginator("list_objects_v2").paginate(Bucket="ready")
    keys = [item["Key"] for page in pages for item in page.get("Contents", ())]
    assert len(keys) > 100
    bodies = {key: client.get_object(Bucket="ready", Key=key)["Body"].read() for key in keys}
    assert not [key for key, body in bodies.items() if b"canary" in body or "canary" in key]


def _addresses(runner: Runner) -> set[str]:
    listed = runner.bucket.client().list_objects_v2(Bucket="ready", Prefix="portal/sites/", Delimiter="/")
    return {item["Prefix"] for item in listed["CommonPrefixes"]}
