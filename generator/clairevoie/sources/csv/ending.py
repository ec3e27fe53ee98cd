"""A text of rows that is cut inside its last cell reads well: whether its last line used to end is what tells."""

from __future__ import annotations

from clairevoie.sources.csv.encodings import line_of


def open_line(content: bytes) -> int:
    """The number of the last line where it has no end, else 0."""
    return 0 if content.endswith((b"\n", b"\r")) else line_of(content, len(content))
