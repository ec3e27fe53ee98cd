"""Which lines of a Markdown text are code between fences."""

from __future__ import annotations

import re
from collections.abc import Iterator

_FENCE = re.compile(r"(`{3,}+|~{3,}+) *+\.?[\w#.+-]*+ *+")


def outside_code(lines: list[str]) -> Iterator[tuple[int, str]]:
    """The lines that are not in fenced code, numbered from 1, blank ones with them; a fence is given as a blank line.

    As Python-Markdown has it: a fence that no line closes is text, and so is, to be sure, all after one that says more
    than a language.
    """
    closes = {line.rstrip(" "): place for place, line in enumerate(lines)}  # the last of each
    inside, trusted = "", True
    for place, line in enumerate(lines):
        fence = _FENCE.fullmatch(line)
        if inside:
            if line.rstrip(" ") == inside:
                inside = ""
            continue
        trusted = trusted and (bool(fence) or not line.startswith(("```", "~~~")))
        if trusted and fence and closes.get(fence[1], -1) > place:
            inside = fence[1]
            yield place + 1, ""
        else:
            yield place + 1, line
