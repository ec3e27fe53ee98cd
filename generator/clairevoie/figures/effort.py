"""Days worked, by contract, person and month, as exact fractions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from clairevoie.figures.activity import GRAIN, grains
from clairevoie.figures.books import Key
from clairevoie.figures.columns import Columns, Index, distinct
from clairevoie.figures.measured import months_of
from clairevoie.figures.registry import Scope

DAY_HOURS = 7.0  # of what is done under no contract


@dataclass(frozen=True, slots=True)
class Work:
    """Entries of one person on one contract in one period, at one dated rate (`since`: its row, -1 for none)."""

    key: Key
    place: int
    person: str
    billable: bool
    days: Fraction
    entries: int
    since: int


def worked(time_entries: Columns, contracts: Columns, scope: Scope, since: Index | None = None) -> Iterator[Work]:
    """All time of the periods, added up; `since` tells entries apart by the rate in force."""
    contract, person, client = (time_entries.codes(name) for name in ("contract", "person", "client"))
    place = months_of(scope, time_entries.days("date"))
    rate = np.full(len(time_entries), -1) if since is None else since
    billable = time_entries.flags("billable").astype(np.int64)
    cases, case = distinct(client.index, contract.index, place, person.index, billable, rate)
    hours = np.bincount(case, grains(time_entries), len(cases)) if cases else np.zeros(0)
    entries = np.bincount(case, minlength=len(cases))
    owner = dict(zip(contracts.texts("contract"), contracts.texts("client"), strict=True))
    lengths = day_lengths(contracts)
    for (of, on, when, who, billed, row), done, count in zip(cases, hours.tolist(), entries.tolist(), strict=True):
        name = contract.names[on] if on >= 0 else ""
        key = (owner.get(name) or (client.names[of] if of >= 0 else ""), name)
        days = Fraction(round(done), GRAIN) / lengths[name]
        yield Work(key, when, person.names[who] if who >= 0 else "", bool(billed), days, count, row)


def day_lengths(contracts: Columns) -> defaultdict[str, Fraction]:
    """Hours of a day of each contract, as it is written there (7.4 is 74/10)."""
    hours = contracts.numbers("day_hours").tolist()
    named = {c: Fraction(str(h)) for c, h in zip(contracts.texts("contract"), hours, strict=True) if h > 0}
    return defaultdict(lambda: Fraction(str(DAY_HOURS)), named)
