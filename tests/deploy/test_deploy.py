"""What asks on a schedule elsewhere: it parses, it uses --if-due, it has the least rights and no secret."""

from __future__ import annotations

import configparser
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from clairevoie.project.strict_yaml import read
from clairevoie.publish.schedule import parse
from tests.demo import REPOSITORY

DEPLOY = REPOSITORY / "deploy"
GITHUB, GITLAB = DEPLOY / "github-actions.yml", DEPLOY / "gitlab-ci.yml"
SERVICE, TIMER = DEPLOY / "systemd" / "clairevoie.service", DEPLOY / "systemd" / "clairevoie.timer"
FILES = (GITHUB, GITLAB, SERVICE, TIMER)
CREDENTIALS = ("ITOP_USER", "ITOP_PASSWORD", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
ASKS = re.compile(r"run (\"\$|\$\{)CLAIREVOIE_TARGET[\"}] --if-due")
SYSTEMD_ANALYZE = shutil.which("systemd-analyze")


def _yaml(file: Path) -> dict[str, Any]:
    return read(file, file.name).data


def _steps() -> list[dict[str, Any]]:
    steps: list[dict[str, Any]] = _yaml(GITHUB)["jobs"]["run"]["steps"]
    return steps


def _unit(file: Path) -> configparser.ConfigParser:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(file, encoding="utf-8")
    return unit


@pytest.mark.parametrize(("file", "schema"), [(GITHUB, ["vendor.github-workflows"]),
                                              (GITLAB, ["vendor.gitlab-ci", "--data-transform", "gitlab-ci"])])
def test_a_workflow_keeps_to_its_published_schema(file: Path, schema: list[str]) -> None:
    done = subprocess.run([sys.executable, "-m", "check_jsonschema", "--builtin-schema", *schema, str(file)],
                          check=False, encoding="utf-8", capture_output=True)
    assert done.returncode == 0, done.stdout


def test_each_asks_often_and_lets_portal_yml_decide() -> None:
    for file in (GITHUB, GITLAB, SERVICE):
        assert len(ASKS.findall(file.read_text(encoding="utf-8"))) == 1, file.name
    for cron in [*(entry["cron"] for entry in _yaml(GITHUB)["on"]["schedule"]), "*/15 * * * *"]:
        times = parse(cron, "UTC").times
        assert (len(times.minutes), len(times.hours), len(times.days), len(times.weekdays)) == (4, 24, 31, 7)
    assert "(*/15 * * * *)" in GITLAB.read_text(encoding="utf-8")
    assert _unit(TIMER)["Timer"]["OnCalendar"] == "*:0/5"


def test_the_workflow_on_github_can_read_the_code_and_no_more() -> None:
    workflow = _yaml(GITHUB)
    assert workflow["permissions"] == {"contents": "read"}
    assert set(workflow["on"]) == {"schedule", "workflow_dispatch"}  # never a pull request of somebody
    assert workflow["concurrency"]["cancel-in-progress"] is False
    assert "permissions" not in workflow["jobs"]["run"]
    for step in _steps():
        assert re.fullmatch(r"actions/[a-z/-]+@[0-9a-f]{40}", step.get("uses", f"actions/x@{'0' * 40}"))
        if "checkout" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False


def test_only_the_step_that_runs_is_given_the_credentials() -> None:
    workflow = _yaml(GITHUB)
    assert "env" not in workflow
    assert "env" not in workflow["jobs"]["run"]
    assert workflow["jobs"]["run"]["environment"] == "clairevoie"  # which one branch may use, and no other has secrets
    given = [step for step in _steps() if "env" in step]
    assert [bool(ASKS.search(step["run"])) for step in given] == [True]
    assert {name: value for name, value in given[0]["env"].items() if name in CREDENTIALS} == {
        name: f"${{{{ secrets.{name} }}}}" for name in CREDENTIALS}
    assert not [step for step in _steps() if "${{" in step.get("run", "")]  # nothing is pasted into a shell


def test_one_run_at_a_time_and_only_on_a_schedule_in_gitlab() -> None:
    job = _yaml(GITLAB)["clairevoie"]
    assert job["resource_group"]
    assert job["interruptible"] is False
    assert [rule["if"] for rule in job["rules"]] == [
        '$CI_PIPELINE_SOURCE == "schedule" && $CI_COMMIT_REF_PROTECTED == "true"']
    assert job["variables"] == {"GIT_DEPTH": "1"}


def test_only_store_and_runs_are_cached_never_keys() -> None:
    cached = [step["with"]["path"].split() for step in _steps() if "cache" in step.get("uses", "")]
    assert cached == [[".clairevoie/store", ".clairevoie/runs"]] * 2
    assert _yaml(GITLAB)["clairevoie"]["cache"]["paths"] == [".clairevoie/store/", ".clairevoie/runs/"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_secret_stands_in_a_file(file: Path) -> None:
    text = re.sub(r"actions/[a-z/-]+@[0-9a-f]{40}", "", file.read_text(encoding="utf-8"))
    assert not re.findall(r"[A-Za-z0-9+/_-]{32,}", text)
    assert not re.findall(r"AKIA[0-9A-Z]+|-----BEGIN|https?://[^\s]*@", text)
    for name in CREDENTIALS:
        said = re.findall(rf"{name}\s*[:=]\s*(\S.*)", text)
        assert all(value == f"${{{{ secrets.{name} }}}}" for value in said)


def test_the_service_is_fenced_in() -> None:
    service = _unit(SERVICE)["Service"]
    assert service["User"] == "clairevoie"
    assert (service["ProtectSystem"], service["CapabilityBoundingSet"], service["UMask"]) == ("strict", "", "0077")
    on = "NoNewPrivileges PrivateDevices PrivateTmp PrivateUsers ProtectHome ProtectKernelModules RestrictNamespaces"
    assert all(service[name] == "yes" for name in on.split())
    assert service["KillMode"] == "mixed"
    assert "MemoryDenyWriteExecute" not in service


def test_nothing_of_a_job_becomes_an_artifact() -> None:
    assert not [step for step in _steps() if "artifact" in step.get("uses", "")]
    assert "artifacts" not in _yaml(GITLAB)["clairevoie"]


def test_each_file_that_the_steps_for_a_machine_copy_stands_there() -> None:
    steps = (DEPLOY / "README.md").read_text(encoding="utf-8").split("```")[1]
    (copied,) = re.findall(r"^cp (\S+)", steps, re.MULTILINE)
    assert {file.name for file in REPOSITORY.glob(copied)} == {SERVICE.name, TIMER.name}
    assert (REPOSITORY / re.findall(r"-r (\S+)", steps)[0]).is_file()


def test_systemd_accepts_both_units_and_finds_little_exposed(tmp_path: Path) -> None:
    if not SYSTEMD_ANALYZE and os.environ.get("CLAIREVOIE_REQUIRE_ALL") != "1":
        pytest.skip("systemd-analyze is not installed: apt-get install systemd")
    assert SYSTEMD_ANALYZE
    for file in (SERVICE, TIMER):  # the program is not installed here
        text = file.read_text(encoding="utf-8").replace("/opt/clairevoie/bin/clairevoie", sys.executable)
        (tmp_path / file.name).write_text(text, encoding="utf-8")
    units = [str(tmp_path / file.name) for file in (TIMER, SERVICE)]
    verified = subprocess.run([SYSTEMD_ANALYZE, "verify", *units], check=False, encoding="utf-8", capture_output=True)
    assert (verified.returncode, verified.stderr) == (0, "")
    exposure = [SYSTEMD_ANALYZE, "security", "--offline=yes", "--threshold=20", units[1]]
    done = subprocess.run(exposure, check=False, encoding="utf-8", capture_output=True)
    assert done.returncode == 0, done.stdout
