"""The decisions are numbered, complete and short."""

from __future__ import annotations

import re

from tests.demo import REPOSITORY

DECISIONS = sorted((REPOSITORY / "docs" / "adr").glob("*.md"))


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [int(p.name[:4]) for p in DECISIONS] == list(range(1, len(DECISIONS) + 1))


def test_a_decision_says_its_context_what_was_decided_and_what_follows() -> None:
    for path in DECISIONS:
        text = path.read_text(encoding="utf-8")
        assert re.match(rf"# {int(path.name[:4])}\. \S", text), path.name
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"], path.name
        assert len(text.split()) < 450, path.name


def test_the_guide_to_contributing_is_short() -> None:
    assert len((REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines()) <= 60
