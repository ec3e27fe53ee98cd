"""Days worked, by contract and period: exact, and added up in whole numbers before anything is divided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from clairevoie.figures.activity import GRAIN, grains
from clairevoie.figures.books import Book, Key
from clairevoie.figures.columns import Columns, Flags, Index, distinct
from clairevoie.figures.measured import months_of
from clairevoie.figures.registry import Scope

DAY_HOURS = 7.0  # of what is done under no contract


@dataclass(frozen=True, slots=True, eq=False)
class Effort:
    """Every entry's key (a client and a contract, whose day has one length) and period, -1 for none."""

    keys: list[Key]
    lengths: list[Fraction]  # hours of a day under each key
    key: Index
    place: Index
    width: int
    grains: Index

    def days(self, chosen: Flags) -> Book:
        """The days of the entries chosen."""
        return self.weighted(chosen, np.ones(len(self.key), np.int64), 1)

    def weighted(self, chosen: Flags, weight: Index, per: int) -> Book:
        """The days of the entries chosen, each times its weight ÷ `per` (a price in cents)."""
        book, cell, inside = Book(), self.key * self.width + self.place, chosen & (self.place >= 0)
        sums = np.zeros(len(self.keys) * self.width, np.int64)
        np.add.at(sums, cell[inside], (self.grains * weight)[inside])
        rows = np.bincount(cell[inside], minlength=len(sums))
        for at in np.flatnonzero(rows).tolist():
            key, place = divmod(at, self.width)
            amount = Fraction(int(sums[at]), GRAIN * per) / self.lengths[key]
            book.add((self.keys[key], place), amount, int(rows[at]))
        return book

    def cells(self, chosen: Flags) -> Iterator[tuple[Key, int]]:
        """The cells in which some entry is chosen."""
        inside = chosen & (self.place >= 0)
        for at in np.unique((self.key * self.width + self.place)[inside]).tolist():
            yield self.keys[at // self.width], at % self.width


def effort(time_entries: Columns, contracts: Columns, scope: Scope) -> Effort:
    """The time of the company, worked out once for all the KPIs that read it."""
    return time_entries.once(f"effort {scope.periods}", lambda: _effort(time_entries, contracts, scope))


def day_lengths(contracts: Columns) -> defaultdict[str, Fraction]:
    """Hours of a day of each contract, as it is written there (7.4 is 74/10)."""
    hours = contracts.numbers("day_hours").tolist()
    named = {c: Fraction(str(h)) for c, h in zip(contracts.texts("contract"), hours, strict=True) if h > 0}
    return defaultdict(lambda: Fraction(str(DAY_HOURS)), named)


def _effort(time_entries: Columns, contracts: Columns, scope: Scope) -> Effort:
    client, contract = time_entries.codes("client"), time_entries.codes("contract")
    owner = dict(zip(contracts.texts("contract"), contracts.texts("client"), strict=True))
    cases, case = distinct(client.index, contract.index)
    names = [(client.names[of] if of >= 0 else "", contract.names[on] if on >= 0 else "") for of, on in cases]
    keys = [(owner.get(on) or of, on) for of, on in names]
    lengths, place = day_lengths(contracts), months_of(scope, time_entries.days("date"))
    width = len(scope.periods.names)
    return Effort(keys, [lengths[on] for _, on in keys], case, place, width, grains(time_entries))
