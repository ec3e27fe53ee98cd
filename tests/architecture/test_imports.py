"""The import contracts of pyproject.toml hold, and they bite."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.demo import REPOSITORY

PACKAGE = REPOSITORY / "generator" / "clairevoie"
CONFIGURATION = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
CONTRACTS: dict[str, dict[str, Any]] = {contract["id"]: contract for contract in CONFIGURATION["contracts"]}


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    program = "import sys; from importlinter.cli import lint_imports as lint; sys.exit(lint(cache_dir=None))"
    env = {**os.environ, "PYTHONPATH": str(folder / "generator"), "NO_COLOR": "1"}
    command = [sys.executable, "-c", program]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, encoding="utf-8", check=False)


def _floors() -> list[set[str]]:
    """The floors from the top, each with its rooms."""
    return [{room.strip(" ()") for room in layer.split("|")} for layer in CONTRACTS["floors"]["layers"]]


def test_every_import_keeps_to_the_contracts() -> None:
    done = _lint(REPOSITORY)
    assert done.returncode == 0, done.stdout
    assert f"{len(CONTRACTS)} kept, 0 broken" in done.stdout


@pytest.mark.parametrize(
    ("module", "line", "broken"),
    [
        ("charts/axis.py", "import pandas", "The wall"),
        ("gate/__init__.py", "from clairevoie.tables import schema", "The wall"),
        ("release/__init__.py", "from clairevoie.disclosure import grants", "The wall"),
        ("tables/schema.py", "from clairevoie.figures import kpi", "go down the floors"),
        ("disclosure/grants.py", "import altair", "only in charts"),
        ("publish/__init__.py", "import pelican", "only in render"),
        ("figures/kpi.py", "import boto3", "boto3 only"),
        ("portal/figure.py", "from clairevoie.words import numbers", "The Portal"),
    ],
)
def test_an_import_through_the_wall_is_found(tmp_path: Path, module: str, line: str, broken: str) -> None:
    shutil.copytree(PACKAGE, tmp_path / "generator" / "clairevoie", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    changed = tmp_path / "generator" / "clairevoie" / module
    changed.write_text(changed.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    done = _lint(tmp_path)
    assert done.returncode == 1
    assert any(broken in said and "BROKEN" in said for said in _joined(done.stdout)), done.stdout


def test_a_room_that_no_floor_names_is_refused(tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "generator" / "clairevoie", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    (tmp_path / "generator" / "clairevoie" / "utils.py").write_text('"""Anything."""\n', encoding="utf-8")
    done = _lint(tmp_path)
    assert done.returncode == 1
    assert "utils" in done.stdout


def test_the_wall_stands_before_every_room_that_holds_rows() -> None:
    """A room that is added above `portal` and below the wall's own floors is forbidden to them at once."""
    floors = _floors()
    wall = {name.removeprefix("clairevoie.") for name in CONTRACTS["wall"]["source_modules"]}
    lowest = max(i for i, rooms in enumerate(floors) if rooms & wall)
    ground = next(i for i, rooms in enumerate(floors) if "portal" in rooms)
    behind = {room for rooms in floors[lowest + 1 : ground] for room in rooms if (PACKAGE / room).is_dir()}
    there = {room for room in behind if any((PACKAGE / room).glob("*.py"))}
    forbidden = {name.removeprefix("clairevoie.") for name in CONTRACTS["wall"]["forbidden_modules"]}
    assert there <= forbidden
    assert "pandas" in forbidden


def _joined(output: str) -> list[str]:
    """The lines of a report, a contract's name with the verdict that may have been wrapped to the next."""
    lines = output.splitlines()
    return [*lines, *(f"{a} {b}" for a, b in pairwise(lines))]
