"""What a person types, and what is answered."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import clairevoie.cli
from clairevoie.cli import COMMANDS, cli
from tests.demo import REPOSITORY, command
from tests.project.workspace import PORTAL, workspace


def test_help_imports_nothing_heavy() -> None:
    code = ("import sys\nfrom click.testing import CliRunner\nfrom clairevoie.cli import cli\n"
            "assert CliRunner().invoke(cli, ['--help']).exit_code == 0\n"
            "heavy = ('numpy', 'pandas', 'pyarrow', 'pelican', 'altair', 'pydantic', 'rich')\n"
            "print([m for m in heavy if m in sys.modules])")
    done = subprocess.run([sys.executable, "-c", code], encoding="utf-8", capture_output=True, check=True,
                          cwd=REPOSITORY / "generator")
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_its_help(name: str) -> None:
    done = CliRunner().invoke(cli, [name, "--help"])
    assert done.exit_code == 0
    assert "Usage:" in done.output


def test_a_mistyped_command_names_the_nearest() -> None:
    done = command("biuld")
    assert done.returncode == 2
    assert "did you mean 'build'?" in done.stderr


@pytest.mark.parametrize(("instant", "says"), [("2026-11-01T08:00", "has no offset"), ("hier", "is no instant")])
def test_an_instant_without_an_offset_is_refused(instant: str, says: str) -> None:
    done = command("build", "--as-of", instant)
    assert done.returncode == 2
    assert says in done.stderr


def test_a_folder_that_is_no_workspace_is_named(tmp_path: Path) -> None:
    done = command("build", "--workspace", tmp_path)
    assert done.returncode == 2
    assert "no portal.yml here" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_all_faults_of_the_configuration_come_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    root = workspace(tmp_path, portal=PORTAL + "figures: {ttr_mett: {target: 95}}\ntargets: {cdn: {type: folderr}}\n",
                     source="type: csvv\n",
                     client="client: acme\ngrants: {pages: [overvieww], figures: [contract_margin]}\n")
    done = command("build", "--workspace", root)
    assert done.returncode == 2
    lines = done.stderr.splitlines()
    assert len(lines) == 5
    assert all(line.startswith("error: ") for line in lines)
    for word in ("'ttr_met'", "'folder'", "'csv'", "'overview'", "internal"):
        assert word in done.stderr
    assert not (root / "output").exists()
    assert not (root / ".clairevoie").exists()


def test_preview_and_publish_before_any_build_say_what_to_do(tmp_path: Path) -> None:
    root = workspace(tmp_path, portal=PORTAL + "targets: {local: {type: folder, path: published}}\n")
    for words in (("preview",), ("publish", "local")):
        done = command(*words, "--workspace", root)
        assert done.returncode == 2
        assert "clairevoie build" in done.stderr
    done = command("publish", "locale", "--workspace", root)
    assert "did you mean 'local'?" in done.stderr


def test_the_figures_are_listed_with_who_may_see_them() -> None:
    done = command("kpis")
    assert done.returncode == 0
    assert "ttr_met" in done.stdout
    internal = [line for line in done.stdout.splitlines() if line.startswith("contract_margin ")]
    assert "internal" in internal[0]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_a_disk_that_takes_nothing_is_one_line(
        number: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def refused(**_: object) -> None:
        raise OSError(number, os.strerror(number), "output/.new/x\n")

    monkeypatch.setattr(clairevoie.cli, "cli", refused)
    monkeypatch.setattr(clairevoie.cli, "stoppable", lambda: None)
    with pytest.raises(SystemExit) as ended:
        clairevoie.cli.main()
    assert ended.value.code == 4
    said = capsys.readouterr().err
    assert said.startswith("error: output/.new/x") and os.strerror(number) in said and said.count("\n") == 1
