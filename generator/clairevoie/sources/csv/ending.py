"""A text of rows that is cut inside its last cell reads well: whether its last line used to end is what tells."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from clairevoie.sources.csv.encodings import line_of

_MEMORY = "last lines"  # what is remembered: file → whether its last line ended


def open_line(content: bytes) -> int:
    """The number of the last line where it has no end, else 0."""
    return 0 if content.endswith((b"\n", b"\r")) else line_of(content, len(content))


def doubts(open_lines: Mapping[str, int], recall: Callable[[str], bytes | None]) -> tuple[str, ...]:
    """A line for each file whose last line has no end (`open_lines`: file → `open_line`), though at the last reading
    that file's had one, or that of every file where it is a new one."""
    before = _remembered(recall(_MEMORY))
    every = bool(before) and all(before.values())
    return tuple(f"{file}:{line}: its last line has no end, which {'it' if file in before else 'every file'} had at"
                 " the last reading: it may be cut short"
                 for file, line in sorted(open_lines.items()) if line and before.get(file, every))


def memory(open_lines: Mapping[str, int]) -> dict[str, bytes]:
    """What the next reading wishes to know (`Pull.remember`)."""
    ended = {file: not line for file, line in open_lines.items()}
    return {_MEMORY: json.dumps(ended, sort_keys=True).encode()}


def _remembered(content: bytes | None) -> dict[str, bool]:
    try:
        said = json.loads(content or b"{}")
    except ValueError:  # of another version, or cut: nothing is known
        return {}
    return {str(file): ended is True for file, ended in said.items()} if isinstance(said, dict) else {}
