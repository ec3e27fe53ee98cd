"""Numbers as people write them: which mark is the decimal one, which stands between thousands, and what that proves.

A writing proves its mark when it can be read in one way only: `12,5` `1234,567` `0,125` (a decimal comma), `1,234,567`
(a comma between thousands), `1,234.50` (both). `1,234` proves nothing: it is 1234 or 1.234.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.sources.mapping.sheet import Bools
from clairevoie.tables import coded
from clairevoie.tables.coded import Texts

Mark = Literal[".", ","]
MARKS: tuple[Mark, Mark] = (".", ",")
OTHER: dict[Mark, Mark] = {".": ",", ",": "."}
BLANKS, APOSTROPHES = " \u00a0\u202f\u2009", "'\u2019"

_HEAD = r"^-?[1-9]\d{0,2}"
_CLOCK = r"^\d{1,4}:[0-5]\d(:[0-5]\d)?$"


@dataclass(frozen=True, slots=True)
class Numbers:
    """A column's different texts, once each, and what each is: masks over `texts`, `indices` from its rows into them,
    and how many rows have each (`counts`).

    plain: digits alone, thousands with a blank or an apostrophe taken out (`grouped` says where, in the order BLANKS,
    APOSTROPHES). By mark: `decimal` (read only with it as decimal mark), `either` (1,234), `thousands` (1,234,567), and
    `both` (it between thousands, the other before decimals).
    """

    texts: pa.StringArray
    indices: npt.NDArray[np.int32]
    counts: npt.NDArray[np.int64]
    grouped: tuple[Bools, Bools]
    decimal: dict[Mark, Bools]
    either: dict[Mark, Bools]
    thousands: dict[Mark, Bools]
    both: dict[Mark, Bools]

    def rows(self, mask: Bools) -> npt.NDArray[np.int64]:
        """The rows whose text is in the mask."""
        return np.flatnonzero(mask[self.indices])

    def votes(self, mark: Mark) -> int:
        """How many rows prove that this is the decimal mark."""
        proof = self.decimal[mark] | self.thousands[OTHER[mark]] | self.both[OTHER[mark]]
        return int(self.counts[proof].sum())

    def proves_thousands(self, mark: Mark) -> bool:
        """Whether some row has this mark between thousands and cannot be read otherwise."""
        return bool((self.thousands[mark] | self.both[mark]).any())


def numbers(cells: Texts, typed: Bools | None = None) -> Numbers:
    """What a column of text proves; cells that the format typed prove nothing."""
    trimmed = coded.each(cells, pc.utf8_trim_whitespace)
    if typed is not None:
        trimmed = pc.if_else(pa.array(typed), pa.scalar(""), coded.plain(trimmed))
    given = coded.coded(trimmed)
    signed: Any = pc.replace_substring(given.dictionary, "\u2212", "-")
    texts, grouped = _ungrouped(signed)
    gathered = grouped[0] | grouped[1]
    either = {mark: _like(texts, rf"{_HEAD}[{mark}]\d{{3}}$") & ~gathered for mark in MARKS}
    single = {mark: _like(texts, rf"^-?\d+[{mark}]\d+$") & ~either[mark] for mark in MARKS}
    single["."] |= _like(texts, r"^-?\d+\.\d+[eE][+-]?\d+$")
    thousands = {mark: _like(texts, rf"{_HEAD}([{mark}]\d{{3}}){{2,}}$") & ~gathered for mark in MARKS}
    both = {mark: _like(texts, rf"{_HEAD}([{mark}]\d{{3}})+[{OTHER[mark]}]\d+$") & ~gathered for mark in MARKS}
    indices = np.asarray(given.indices)
    counts = np.bincount(indices, minlength=len(texts))
    return Numbers(texts, indices, counts, grouped, single, either, thousands, both)


def without(texts: pa.StringArray, mark: str) -> pa.StringArray:
    """The same without a mark."""
    taken: pa.StringArray = pc.replace_substring(texts, mark, "")
    return taken


def hours(cells: Texts) -> tuple[Texts, Bools]:
    """Durations `1:30` and `01:30:00` as hours in our writing, and where they stand; anything else as it is."""
    given = coded.coded(coded.each(cells, pc.utf8_trim_whitespace))
    different: Any = given.dictionary
    clocks = _like(different, _CLOCK)
    texts = [_hours(text) if clock else text
             for text, clock in zip(different.to_pylist(), clocks.tolist(), strict=True)]
    if not clocks.any():
        return cells, np.zeros(len(cells), np.bool_)
    return pa.array(texts, pa.string()).take(given.indices), clocks[np.asarray(given.indices)]


def _hours(clock: str) -> str:
    hour, minute, second = map(int, [*clock.split(":"), "0"][:3])
    whole, rest = divmod(hour * 3600 + minute * 60 + second, 3600)
    return f"{whole}.{rest * 10**18 // 3600:018d}".rstrip("0").rstrip(".")


def _ungrouped(texts: pa.StringArray) -> tuple[pa.StringArray, tuple[Bools, Bools]]:
    """Thousands that a blank or an apostrophe keeps apart, put together, where all groups have three digits."""
    masks = []
    for marks in (BLANKS, APOSTROPHES):
        grouped = _like(texts, rf"{_HEAD}([{marks}]\d{{3}})+([.,]\d+)?$")
        masks.append(grouped)
        if grouped.any():
            texts = pc.if_else(pa.array(grouped), pc.replace_substring_regex(texts, f"[{marks}]", ""), texts)
    return texts, (masks[0], masks[1])


def _like(texts: pa.StringArray, shape: str) -> Bools:
    return np.asarray(pc.match_substring_regex(texts, shape), np.bool_)
