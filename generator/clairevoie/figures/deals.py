"""What contracts and rates say of prices."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from clairevoie.figures.columns import Columns
from clairevoie.figures.commitment import in_force_until
from clairevoie.figures.effort import day_lengths
from clairevoie.figures.zones import day_number


@dataclass(frozen=True, slots=True)
class Deal:
    """A contract's terms; money in cents, None where the contract does not say. last: None for an open end."""

    contract: str
    client: str
    kind: str
    start: date
    last: date | None
    fee: int | None
    price: int | None
    rate: int | None
    day_hours: Fraction


def deals(contracts: Columns) -> list[Deal]:
    """Every contract's terms."""
    lengths = day_lengths(contracts)
    return [
        Deal(
            row["contract"], row["client"], row["kind"], row["start"],
            in_force_until(row["renewal"] or "", row["end"], row["terminated"]),
            row["monthly_fee"], row["price"], row["daily_rate"], lengths[row["contract"]],
        )
        for row in contracts.table.to_pylist()
    ]


class Rates:
    """Daily rates by contract and person or role, in cents."""

    def __init__(self, rates: Columns, people: Columns) -> None:
        self._roles = dict(zip(people.texts("person"), people.texts("role"), strict=True))
        self._dated: dict[tuple[str, str, str], list[tuple[int, int]]] = defaultdict(list)
        for row in rates.table.to_pylist():
            whose = ("person", row["person"]) if row["person"] else ("role", row["role"] or "")
            self._dated[row["contract"], *whose].append((day_number(row["from"]), row["daily_rate"]))
        for dated in self._dated.values():
            dated.sort()
        self.days = sorted({day for dated in self._dated.values() for day, _ in dated})  # on which some rate begins

    def on(self, contract: str, person: str, day: int) -> int | None:
        """The rate in force on a day: of the person, else of its role."""
        for whose in (("person", person), ("role", self._roles.get(person) or "")):
            dated = self._dated.get((contract, *whose), [])
            place = bisect_right([since for since, _ in dated], day)
            if place and whose[1]:
                return dated[place - 1][1]
        return None
