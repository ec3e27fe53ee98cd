"""`plan`, `publish` and `rollback` as a person types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.demo import command
from tests.project.workspace import PORTAL, workspace
from tests.publish.outputs import built, release_of


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with a target, whose client's site is built."""
    place = workspace(tmp_path, portal=PORTAL + "targets: {local: {type: folder, path: published}}\n")
    built(place / "output", "1", ("acme",))
    return place


def test_a_plan_is_said_in_lines_and_in_json_and_writes_nothing(root: Path) -> None:
    done = command("plan", "local", "--workspace", root)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == f"acme: publish {release_of(root / 'output', 'acme')} (4 files, 0 unchanged)"
    assert "  index.html: new" in lines
    (step,) = json.loads(command("plan", "local", "--workspace", root, "--json").stdout)
    assert [change["reason"] for change in step["changes"]] == ["new"] * 4
    assert not (root / "published").exists()
    assert not (root / ".clairevoie").exists()


def test_a_rollback_says_what_visitors_see(root: Path) -> None:
    first = release_of(root / "output", "acme")
    for hour, version in enumerate("12", 8):
        built(root / "output", version, ("acme",), hour=hour)
        assert command("publish", "local", "--workspace", root).returncode == 0
    done = command("rollback", "local", "acme", "--workspace", root)
    assert (done.returncode, done.stdout) == (0, f"acme: rolled back {first}\n")
    done = command("rollback", "local", "acme", "--workspace", root)
    assert done.returncode == 2
    assert f"error: rollback: acme: nothing older than {first} is kept" in done.stderr
    done = command("rollback", "local", "acmee", "--workspace", root)
    assert done.returncode == 2
    assert "did you mean 'acme'?" in done.stderr


def test_a_bucket_that_is_not_there_is_one_line_and_exit_4(tmp_path: Path) -> None:
    target = "targets: {prod: {type: s3, bucket: some-bucket, region: x, endpoint_url: 'http://127.0.0.1:1'}}\n"
    root = workspace(tmp_path, portal=PORTAL + target)
    built(root / "output", "1", ("acme",))
    env = {"AWS_ACCESS_KEY_ID": "canary-id", "AWS_SECRET_ACCESS_KEY": "canary-secret", "AWS_MAX_ATTEMPTS": "1"}
    done = command("publish", "prod", "--workspace", root, env=env)
    assert done.returncode == 4
    (line,) = done.stderr.splitlines()
    assert line.startswith("error: target prod: bucket some-bucket: ")
    assert "canary" not in done.stdout + done.stderr


def test_a_secret_in_portal_yml_is_refused_and_not_repeated(tmp_path: Path) -> None:
    target = "targets: {prod: {type: s3, bucket: some-bucket, secret_access_key: canary-secret}}\n"
    done = command("publish", "prod", "--workspace", workspace(tmp_path, portal=PORTAL + target))
    assert done.returncode == 2
    assert "secret_access_key" in done.stderr
    assert "canary" not in done.stdout + done.stderr
