"""What a day of a person costs: dated, exact."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import numpy as np

from clairevoie.figures.columns import Columns, Index
from clairevoie.figures.registry import Scope
from clairevoie.figures.zones import day_number


@dataclass(frozen=True, slots=True)
class Pay:
    """A dated cost: of a year (loaded) or of a day, in cents."""

    since: int  # days since 1970-01-01
    row: int
    annual: int | None
    daily: int | None

    def day(self, productive_days: int) -> Fraction:
        """The cost of a day, in cents: the daily one, else the annual one ÷ productive days."""
        return Fraction(self.daily) if self.daily is not None else Fraction(self.annual or 0, productive_days)

    def month(self, productive_days: int) -> Fraction:
        """The cost of a month, in cents: a twelfth of the year."""
        year = self.day(productive_days) * productive_days if self.annual is None else self.annual
        return Fraction(year) / 12


def pays(person_costs: Columns) -> dict[str, list[Pay]]:
    """Each person's costs, oldest first."""
    found: dict[str, list[Pay]] = defaultdict(list)
    for row, cost in enumerate(person_costs.table.to_pylist()):
        if cost["annual_cost"] is not None or cost["daily_cost"] is not None:
            found[cost["person"]].append(Pay(day_number(cost["from"]), row, cost["annual_cost"], cost["daily_cost"]))
    return {person: sorted(costs, key=lambda pay: pay.since) for person, costs in found.items()}


def spread(costs: Mapping[str, list[Pay]], person: str, first: date, after: date) -> Iterator[tuple[Pay | None, int]]:
    """What holds for a person from a day to the one before another, each with its days; None where nothing does."""
    start, end = day_number(first), day_number(after)
    turns = [start, *(pay.since for pay in costs.get(person, []) if start < pay.since < end), max(end, start)]
    for since, until in pairwise(turns):
        if until > since:
            yield in_force(costs, person, first + timedelta(days=since - start)), until - since


def in_force(costs: Mapping[str, list[Pay]], person: str, day: date) -> Pay | None:
    """What holds for a person on a day."""
    mine = costs.get(person, [])
    place = bisect_right([pay.since for pay in mine], day_number(day))
    return mine[place - 1] if place else None


def rows_in_force(costs: Mapping[str, list[Pay]], time_entries: Columns) -> Index:
    """For each entry, the row of the cost in force for its person on its day, -1 where there is none."""
    person, days = time_entries.codes("person"), time_entries.days("date")
    found = np.full(len(time_entries), -1)
    for place, name in enumerate(person.names):
        mine = costs.get(name)
        if mine:
            chosen = np.flatnonzero(person.index == place)
            held = np.searchsorted([pay.since for pay in mine], days[chosen], side="right") - 1
            found[chosen] = np.where(held >= 0, np.array([pay.row for pay in mine])[held], -1)
    return found


def daily(costs: Mapping[str, list[Pay]], rows: int, scope: Scope) -> tuple[Index, int]:
    """The cost of a day by row of person_costs, in cents × the second number: whole numbers, to be divided once."""
    per = scope.project.staff.productive_days
    prices = np.zeros(rows, np.int64)
    for pay in (pay for mine in costs.values() for pay in mine):
        prices[pay.row] = int(pay.day(per) * per)
    return prices, per
