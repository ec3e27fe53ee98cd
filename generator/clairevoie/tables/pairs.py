"""Pairs of (row, client) as two arrays beside each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.int64]
_ROOM = 8  # bytes of a mask for each number that it stands for, which has eight itself


@dataclass(frozen=True, slots=True)
class Pairs:
    """`rows[i]` is held by the client `clients[i]`; sorted by row where they come out of `union`."""

    rows: Codes
    clients: Codes

    @classmethod
    def none(cls) -> Pairs:
        """No pair."""
        return cls(np.zeros(0, np.int64), np.zeros(0, np.int64))

    @classmethod
    def union(cls, parts: Iterable[Pairs], count: int) -> Pairs:
        """All pairs once, sorted by row, then client; `count` is the number of clients."""
        given = [part for part in parts if len(part.rows)]
        if len(given) == 1 and (given[0].rows[1:] > given[0].rows[:-1]).all():
            return given[0]
        codes = [part.codes(count) for part in given]
        if len(given) == 1 and (codes[0][1:] > codes[0][:-1]).all():
            return given[0]
        united = _once(codes)
        return cls(united // max(count, 1), united % max(count, 1))

    def codes(self, count: int) -> Codes:
        """Each pair as one number."""
        return self.rows * count + self.clients

    def where(self, mask: npt.NDArray[np.bool_]) -> Pairs:
        """Only these."""
        return self if mask.all() else Pairs(self.rows[mask], self.clients[mask])

    def of_rows(self, rows: Codes) -> Pairs:
        """The pairs of each of these rows: (its number in `rows`, client). Self must be sorted by row."""
        starts = np.searchsorted(self.rows, rows, "left")
        sizes = np.searchsorted(self.rows, rows, "right") - starts
        ends = np.cumsum(sizes)
        offsets = np.arange(int(sizes.sum())) - np.repeat(ends - sizes, sizes)
        return Pairs(np.repeat(np.arange(len(rows)), sizes), self.clients[np.repeat(starts, sizes) + offsets])


def _once(parts: list[Codes]) -> Codes:
    """Each number once, sorted: by a mask where they are close together, for millions of them may be few."""
    if not parts:
        return np.zeros(0, np.int64)
    top, count = max(int(part.max()) for part in parts) + 1, sum(map(len, parts))
    if top > _ROOM * count:
        codes = np.sort(np.concatenate(parts), kind="stable")  # quick where each part is in order, as most are
        once: Codes = codes[np.append(True, codes[1:] != codes[:-1])]
        return once
    there = np.zeros(top, np.bool_)
    for part in parts:
        there[part] = True
    return np.flatnonzero(there)
