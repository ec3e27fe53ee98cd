"""A workspace with one built site, for tests that spoil it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.demo import build, copy_workspace

CLIENT = ("--client", "orsted")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one site built, of its smallest client."""
    place = tmp_path_factory.mktemp("small")
    build(copy_workspace(place / "workspace"), place / "output", *CLIENT)
    return place


@pytest.fixture
def small(built: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A copy of that workspace and of its output, for one test to spoil."""
    for folder in ("workspace", "output"):
        shutil.copytree(built / folder, tmp_path / folder)
    return tmp_path / "workspace", tmp_path / "output"
