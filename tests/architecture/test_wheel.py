"""What is installed: the machine and its theme, and nothing of an operator."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.demo import REPOSITORY

PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LEFT_OUT = shutil.ignore_patterns("__pycache__", ".mypy_cache", "*.egg-info")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel of this checkout, built aside."""
    place = tmp_path_factory.mktemp("wheel")
    for room in ("generator", "themes", "content", "data_sources", "tests", "docs"):
        shutil.copytree(REPOSITORY / room, place / room, ignore=LEFT_OUT)
    for name in ("pyproject.toml", "README.md", "LICENSE", ".gitignore", "publish.py"):
        shutil.copy(REPOSITORY / name, place)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", "dist", "."]
    subprocess.run(command, cwd=place, check=True, capture_output=True)
    return zipfile.ZipFile(next((place / "dist").glob("*.whl")))


def _files(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts}


def test_the_wheel_holds_the_machine_its_theme_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    information = f"clairevoie-{PROJECT['version']}.dist-info"
    machine = {f"clairevoie/{name}" for name in _files(REPOSITORY / "generator" / "clairevoie")}
    theme = {f"clairevoie/theme/{name}" for name in _files(REPOSITORY / "themes" / "clairevoie")}
    about = {f"{information}/{name}" for name in "METADATA WHEEL entry_points.txt licenses/LICENSE RECORD".split()}
    assert set(wheel.namelist()) == machine | theme | about


def test_the_wheel_holds_no_word_of_the_demo_company(wheel: zipfile.ZipFile) -> None:
    clients = [p.name for p in (REPOSITORY / "content" / "clients").iterdir() if p.is_dir()]
    assert clients
    shipped = [name for name in wheel.namelist() if name.endswith((".py", ".yml", ".yaml", ".csv"))]
    assert not [(name, c) for name in shipped for c in clients if f'"{c}"' in wheel.read(name).decode("utf-8")]


def test_the_licence_is_the_whole_agpl() -> None:
    text = (REPOSITORY / "LICENSE").read_text(encoding="utf-8")
    assert "GNU AFFERO GENERAL PUBLIC LICENSE" in text
    assert "13. Remote Network Interaction" in text
    assert PROJECT["license"] == "AGPL-3.0-or-later"


def test_every_dependency_has_its_reason() -> None:
    reasons = (REPOSITORY / "docs" / "dependencies.md").read_text(encoding="utf-8")
    extras = [name for names in PROJECT["optional-dependencies"].values() for name in names]
    dependencies = [*PROJECT["dependencies"], *extras, *_groups()]
    names = [d.split(">")[0].split("=")[0].split("[")[0].strip() for d in dependencies]
    assert not [name for name in names if f"`{name}`" not in reasons]


def _groups() -> list[str]:
    groups = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    return [d for group in groups.values() for d in group]
