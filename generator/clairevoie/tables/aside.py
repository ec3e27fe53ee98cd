"""A row that could not be read: where it stood, and why."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_VALUE = 200


@dataclass(frozen=True, slots=True, order=True)
class SetAside:
    """One row set aside; `client` is None where nobody can say whose it was.

    value: the cell as it stood, cut to 200 characters (untrusted: escape it).
    """

    source: str
    table: str
    file: str
    line: int
    column: str
    value: str
    reason: str
    client: str | None = None

    def __str__(self) -> str:
        return f"{self.source}/{self.file}:{self.line}:{self.column}: {self.reason}"


def shortened(value: str) -> str:
    """A cell as it may be reported: 200 characters at most, safe to encode."""
    return value[:LONGEST_VALUE].encode("utf-8", "replace").decode("utf-8")
