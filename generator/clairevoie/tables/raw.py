"""What a source gives: text under our column names, and where each row stood."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RawTable:
    """Rows of one table as text, before any check.

    columns: our column name -> cells, "" for an empty one; all lists (and `lines`) have the same length.
    file: relative to the source's folder, or what stands for it (a request); lines: 1 is the first line.
    """

    table: str
    columns: dict[str, list[str]]
    file: str
    lines: list[int]
