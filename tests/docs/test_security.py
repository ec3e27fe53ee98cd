"""Every test that docs/security.md and docs/privacy.md name is there, and each threat names one."""

from __future__ import annotations

import ast
import re

import pytest

from tests.demo import REPOSITORY

NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
THREATS = ("curious client", "ex-client", "finds a link", "hostile author", "compromised CI", "read a bucket")


@pytest.mark.parametrize("page", ["security.md", "privacy.md"])
def test_every_test_that_is_named_exists(page: str) -> None:
    named = NAMED.findall((REPOSITORY / "docs" / page).read_text(encoding="utf-8"))
    assert len(named) >= 5
    for file, test in named:
        tree = ast.parse((REPOSITORY / file).read_text(encoding="utf-8"))
        functions = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        assert test in functions, f"{page}: {file}::{test}"


def test_every_threat_has_a_defence_with_a_test() -> None:
    rows = [line for line in (REPOSITORY / "docs" / "security.md").read_text(encoding="utf-8").splitlines()
            if line.startswith("| ")][1:]
    for row in rows:
        assert NAMED.search(row) or row.startswith("| who"), row
    for threat in THREATS:
        assert any(threat in row for row in rows), threat
