"""What a source gives: text under our column names, and where each row stood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class RawTable:
    """Rows of one table as text, before any check.

    columns: our column name -> cells, "" for an empty one; all (and `lines`) have the same length. Lists, or `Held`.
    file: relative to the source's folder, or what stands for it (a request); lines: 1 is the first line.
    written: of columns that were put into our writing (numbers, days), the cells as they stood, for messages.
    """

    table: str
    columns: Mapping[str, Sequence[str]]
    file: str
    lines: Sequence[int]
    written: Mapping[str, Sequence[str]] = field(default_factory=dict)
