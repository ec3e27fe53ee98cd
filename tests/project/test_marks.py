"""Marks that would keep the reader of Markdown busy are refused in time; honest writing is not."""

from __future__ import annotations

import random
import time
from pathlib import Path

import markdown  # type: ignore[import-untyped]
import pytest

from clairevoie.project.content import MAX_BYTES
from clairevoie.project.marks import beyond

OPEN = "too many [, (, { or < that nothing closes"
DEEP = "marks nested deeper than 50 levels"
BAD = {
    "[a" * 4000: (1, OPEN), "[a](b" * 5000: (1, OPEN), "![a" * 10_000: (1, OPEN), "<![CDATA[" * 3000: (1, OPEN),
    "<http://" * 5000: (1, OPEN), "x\n\n" + "[a `]` " * 2000: (3, OPEN), "`\n [a[a[a[a ` ]]]]\n" * 500: (0, OPEN),
    "<a b='>" * 5000: (1, OPEN), "".join(f"*[ab{n}]: x\n" for n in range(2000)): (501, "more than 500 abbreviations"),
    "".join("    " * level + "- a\n" for level in range(250)): (51, DEEP), "- " * 250 + "a": (1, DEEP),
    "a\n\n" + "> - " * 100: (3, DEEP), "1. " * 250 + "a": (1, DEEP), ">" * 10_000: (1, DEEP),
    "a\n\n" * 20_000: (10_001, "more than 5,000 lines"), "~~~a\n" * 120: (101, "fences of code"),
    "``` {.x}\n```\n" + "[a" * 4000 + "\n```\n": (3, OPEN), "a\n===\n" * 2000 + "x " * 80_000: (0, OPEN),
    "# a {: " * 20_000: (1, OPEN),
    "***\n" * 2000 + "x " * 80_000: (0, OPEN),
    "a\n: b\n" * 2000: (202, "more than 100 definitions"), "*a" * 30_000: (1, "more than 20,000 marks"),
}
TOKENS = ("[a", "](b", "](b)", "![", "]", "`", "\\", "<a ", "<b>", "</b>", "<!--", "-->", "*", "_", "**a**", "\n",
          "\n\n", "\n- ", "\n    - ", "\n> ", "\n1. ", "\n# ", "[^1]", "\n[^1]: ", "\n*[a]: ", "|", "\n|-|\n", "'",
          "\"", "a ", "é", "\n```\n", "\n~~~a\n", "<div markdown=1>\n", "<![CDATA[", "(", ")", "\n: ", "&amp;")


@pytest.mark.parametrize("text", BAD)
def test_m13_a_writing_that_would_keep_its_reader_busy_is_refused_with_its_line(text: str) -> None:
    line, says = BAD[text]
    passed = beyond(text)
    assert passed
    assert passed[0] == line or not line
    assert says in passed[1]


@pytest.mark.parametrize("text", [
    "| [`a`](https://x.example/a_(b) \"t\") | ]0, 1[ | a <b and c> d |\n" * 200, "- - - " * 60, "* " * 60, "_" * 300,
    "```json\n" + "[{(<a \n" * 5000 + "```\n", "~~~\n" + "> " * 100 + "\n~~~\n",
    "List<Map<String, int>> a < b (see\n\n" * 300,
    "- a\n    - b\n        1. c\n            > d\n" * 1000, "*[SLA]: service level agreement\n" * 200,
    "Mentioned in [1] and [2](x), see <https://a.example/> or <a@b.example>.\n" * 2000, "", "\n",
])
def test_honest_writing_is_let_through(text: str) -> None:
    assert beyond(text) is None


def test_the_documentation_itself_is_let_through() -> None:
    root = Path(__file__).parents[2]
    assert [file for file in (*root.glob("*.md"), *root.glob("docs/*.md")) if beyond(file.read_text("utf-8"))] == []


def test_m13_what_is_let_through_is_read_in_time_and_what_is_not_is_refused_in_time() -> None:
    chance, read = random.Random(13), 0
    for _ in range(40):
        some = chance.sample(TOKENS, chance.randint(1, 5))
        text = "".join(chance.choices(some, k=chance.choice((30, 300, 3000))))
        begun = time.process_time()
        passed = beyond(text)
        assert time.process_time() - begun < 0.5
        if passed is None:
            begun, read = time.process_time(), read + 1
            markdown.markdown(text, extensions=["markdown.extensions.extra"])
            assert time.process_time() - begun < 5, (some, len(text))
    assert read > 10


@pytest.mark.parametrize("mark", [
    "[", "[a", "](", "<a ", "<", "`", "[`", "'", "<a b=\"", "* ", "> ", "1. ", "~~~\n", "<!--", "\\",
])
def test_m13_the_bounds_take_time_in_proportion_to_the_text(mark: str) -> None:
    begun = time.process_time()
    beyond((mark * MAX_BYTES)[:MAX_BYTES])
    assert time.process_time() - begun < 1
