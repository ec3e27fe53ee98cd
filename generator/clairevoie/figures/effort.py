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
    """Every entry's key (a client or a person, and a contract, whose day has one length) and period, -1 for none."""

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
        book, inside = Book(), chosen & (self.place >= 0)
        cell = (self.key * self.width + self.place)[inside]
        weights, kind = np.unique(weight[inside], return_inverse=True)
        found, case = np.unique(cell * (len(weights) + 1) + kind, return_inverse=True)
        sums = np.zeros(len(found), np.int64)
        np.add.at(sums, case, self.grains[inside])
        # Each weight multiplies in Python: hours × prices of many rows go over 64 bits.
        for at, amount, rows in zip(found.tolist(), sums.tolist(), np.bincount(case).tolist(), strict=True):
            where, which = divmod(at, len(weights) + 1)
            key, place = divmod(where, self.width)
            worth = Fraction(amount * int(weights[which]), GRAIN * per)
            book.add((self.keys[key], place), worth / self.lengths[key], rows)
        return book

    def cells(self, chosen: Flags) -> Iterator[tuple[Key, int]]:
        """The cells in which some entry is chosen."""
        inside = chosen & (self.place >= 0)
        for at in np.unique((self.key * self.width + self.place)[inside]).tolist():
            yield self.keys[at // self.width], at % self.width


def effort(time_entries: Columns, contracts: Columns, scope: Scope) -> Effort:
    """The time of the company, worked out once for all the KPIs that read it."""
    return time_entries.once(f"effort {scope.periods}", lambda: _effort(time_entries, contracts, scope))


def crew(time_entries: Columns, contracts: Columns, scope: Scope) -> Effort:
    """The same time under each person and contract."""
    return time_entries.once(f"crew {scope.periods}", lambda: _crew(time_entries, contracts, scope))


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


def _crew(time_entries: Columns, contracts: Columns, scope: Scope) -> Effort:
    person, contract = time_entries.codes("person"), time_entries.codes("contract")
    of = effort(time_entries, contracts, scope)
    cases, case = distinct(person.index, contract.index)
    keys = [(person.names[who] if who >= 0 else "", contract.names[on] if on >= 0 else "") for who, on in cases]
    lengths = day_lengths(contracts)
    return Effort(keys, [lengths[on] for _, on in keys], case, of.place, of.width, of.grains)
