"""What stands in the repository: its rooms, and nothing of the machine that it was written on."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.demo import REPOSITORY

ROOMS = set(
    ".ci .gitignore CHANGELOG.md CONTRIBUTING.md LICENSE Makefile README.md benchmarks content data_sources deploy"
    " disclosure.lock docs examples generator portal.yml publish.py pyproject.toml requirements-dev.txt"
    " requirements.txt tests themes".split()
)
FLOORS = set(
    "__init__ __main__ cli pipeline publish render release charts gate disclosure figures impact sources tables portal"
    " project words blobs errors".split()
)
TEXT = {".py", ".md", ".yml", ".yaml", ".toml", ".txt", ".html", ".css", ".js", ".svg", ".csv", ".json", ".cfg", ""}
PRIVATE = re.compile(
    r"""(?<![\w.])/(?:root|home|Users|work|mnt|srv)/\w   # a path of somebody's machine
      | [A-Z]:\\Users
      | https?://[^\s/"']*(?:artifactory|nexus|pypi|pythonhosted|registry)   # an address of a registry
      | --(?:extra-)?index-url""",
    re.VERBOSE,
)


def _tracked() -> list[Path]:
    """The files that git knows; in an unpacked archive there is no git, and nothing to ask."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        pytest.skip("not a git checkout")
    return [REPOSITORY / name for name in done.stdout.split("\0") if name and (REPOSITORY / name).is_file()]


def test_the_top_of_the_repository_is_its_list_of_rooms() -> None:
    there = {path.relative_to(REPOSITORY).parts[0] for path in _tracked()}
    assert there <= ROOMS, there - ROOMS


def test_the_top_of_the_package_is_the_story() -> None:
    package = REPOSITORY / "generator" / "clairevoie"
    there = {p.stem for p in package.iterdir() if p.suffix == ".py" or (p.is_dir() and any(p.glob("*.py")))}
    assert there <= FLOORS, there - FLOORS


def test_content_and_data_are_no_python() -> None:
    operators = {"content", "data_sources"}
    assert not [p for p in _tracked() if p.suffix == ".py" and p.relative_to(REPOSITORY).parts[0] in operators]


def test_no_file_names_a_machine_or_an_address_of_a_registry() -> None:
    found = [
        f"{path.relative_to(REPOSITORY)}: {hit[0]}"
        for path in _tracked()
        if path.suffix in TEXT
        for hit in PRIVATE.finditer(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert not found, "\n".join(found[:20])


def test_the_locks_are_hashed_and_name_no_index() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (REPOSITORY / name).read_text(encoding="utf-8").splitlines()
        pins = [line for line in lines if line and not line[0].isspace() and not line.startswith("#")]
        assert pins
        assert all("==" in line and line.endswith("\\") for line in pins)
        assert not [line for line in lines if "://" in line]


def test_a_text_file_has_unix_lines_and_ends_with_one() -> None:
    odd = [
        str(path.relative_to(REPOSITORY))
        for path in _tracked()
        if path.suffix in {".py", ".md", ".toml", ".yml", ".css", ".js", ".html"}
        for text in [path.read_bytes()]
        if text and (b"\r" in text or not text.endswith(b"\n"))
    ]
    assert not odd
