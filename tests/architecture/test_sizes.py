"""A file is one idea and a function a step of it: sizes that a reader can hold."""

from __future__ import annotations

import ast
from pathlib import Path
from statistics import median

from tests.demo import REPOSITORY

GENERATOR = sorted((REPOSITORY / "generator").rglob("*.py"))
MADE = sorted(p for room in ("examples", "benchmarks") for p in (REPOSITORY / room).rglob("*.py"))
TESTS = sorted((REPOSITORY / "tests").rglob("*.py"))
FILE, MEDIAN, FUNCTION = 300, 80, 30


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _named(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    long = {_named(p): _lines(p) for p in [*GENERATOR, *MADE, *TESTS] if _lines(p) > FILE}
    assert long == {}


def test_half_of_the_files_fit_on_a_screen() -> None:
    assert median(_lines(p) for p in GENERATOR if p.name != "__init__.py") <= MEDIAN


def test_no_function_is_longer_than_thirty_lines() -> None:
    long = [
        f"{_named(path)}:{node.lineno} {node.name} {node.end_lineno - node.lineno + 1}"
        for path in [*GENERATOR, *MADE]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > FUNCTION
    ]
    assert not long, "\n".join(long)


def test_no_room_is_named_for_nothing() -> None:
    vague = {"utils", "util", "helpers", "helper", "base", "common", "misc", "core", "manager", "handler", "lib"}
    assert not [_named(p) for p in [*GENERATOR, *MADE] if p.stem in vague or p.parent.name in vague]
    words = ("Manager", "Handler", "Processor", "Helper", "Util")
    classes = [
        f"{_named(path)} {node.name}"
        for path in GENERATOR
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and node.name.endswith(words) and node.name.strip("_") not in words
    ]
    assert not classes
