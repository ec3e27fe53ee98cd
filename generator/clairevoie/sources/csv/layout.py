"""Where the header stands, and what separates cells."""

from __future__ import annotations

import csv
import io
from typing import NamedTuple

from clairevoie.errors import Fault, SourceError

SEPARATORS = {",": "','", ";": "';'", "\t": "tab", "|": "'|'"}
MAX_COLUMNS = 2_000
_HEAD = 200_000  # bytes that are looked at
_ROWS = 100
_FEW, _NAME = 3, 60  # lines at most, and characters of a name: what is no header is a client's data


class Layout(NamedTuple):
    """The line (1 is the first) from which records are read, the offset of its first byte, and the separator."""

    line: int
    start: int
    separator: str


def layout(content: bytes, name: str, separator: str = "detect") -> Layout:
    """By a first line `sep=;`, by the setting, or by what cuts the first rows alike. Raises SourceError."""
    head = content[:_HEAD].decode(errors="ignore")
    first = io.StringIO(head, newline="").readline()
    said = first.strip("\r\n")
    if said.lower().startswith("sep=") and len(said) == len("sep=") + 1:
        return Layout(2, len(first.encode()), separator if separator != "detect" else said[-1])
    if separator != "detect":
        return Layout(1, 0, separator)
    return Layout(1, 0, _separator(head, name))


def check_header(header: tuple[str, ...], where: str) -> None:
    """Raises SourceError where two columns have one name (naming both places), or there are too many."""
    if len(header) > MAX_COLUMNS:
        raise SourceError(Fault(where, f"{len(header):,} columns, more than the limit of {MAX_COLUMNS:,}"))
    seen: dict[str, int] = {}
    twice = []
    for place, name in enumerate(header, 1):
        if name and name.casefold() in seen:
            twice.append(f"columns {seen[name.casefold()]} and {place} are both called {name[:_NAME]!r}")
        seen.setdefault(name.casefold(), place)
    if len(twice) > _FEW:
        twice = [f"{len(twice)} columns are called as another is: {twice[0]}; is that the header?"]
    if twice:
        raise SourceError(*(Fault(where, what) for what in twice))


def _separator(head: str, name: str) -> str:
    """Of those that cut the header, the one under which most rows have as many cells as it."""
    scores: dict[str, tuple[float, int]] = {}
    for separator in SEPARATORS:
        sizes = _sizes(head, separator)
        if sizes and sizes[0] > 1:
            scores[separator] = (sum(size == sizes[0] for size in sizes) / len(sizes), sizes[0])
    if not scores:
        return ","
    best = max(scores.values())
    chosen = [separator for separator, score in scores.items() if score == best]
    if len(chosen) > 1:
        names = " and ".join(SEPARATORS[separator] for separator in chosen)
        raise SourceError(Fault(f"{name}:1", f"{names} part the cells equally well; say separator in source.yml"))
    return chosen[0]


def _sizes(head: str, separator: str) -> list[int]:
    sizes: list[int] = []
    try:
        for record in csv.reader(io.StringIO(head, newline=""), delimiter=separator):
            sizes += [len(record)] if record else []
            if len(sizes) > _ROWS:
                break
    except csv.Error:
        pass  # the reader says it, with its line
    if len(head) >= _HEAD * 0.9 and 1 < len(sizes) <= _ROWS:
        sizes.pop()  # it may be cut
    return sizes
