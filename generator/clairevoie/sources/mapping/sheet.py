"""What a kind of source gives before any name is mapped: a header and columns of text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ragged:
    """A record that could not be taken apart, as a row with more cells than the header."""

    line: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Records taken apart: `columns` in the order of `header`, `lines` where each record begins (1 is the first).

    name: how faults and rows call it, a file or a request.
    """

    name: str
    header: tuple[str, ...]
    columns: tuple[list[str], ...]
    lines: list[int]
    ragged: tuple[Ragged, ...] = ()
