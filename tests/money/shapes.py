"""Shapes that expected figures share: periods, groups, what is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from tests.money.by_definition import Amount, Company, Key, currency

By = tuple[tuple[str, str], ...]
Told = tuple[str, Decimal | None]
Fact = Callable[[list[Key], list[str]], Told]


@dataclass(frozen=True)
class Periods:
    """months: those shown, the running one last; year: the whole ones of the last whole one's year."""

    months: list[str]
    year: list[str]

    def spans(self) -> list[tuple[str, list[str]]]:
        """Each month, then the year to date."""
        return [*((month, [month]) for month in self.months), (f"{self.year[0][:4]}-01..{self.year[-1]}", self.year)]


def periods(today: date) -> Periods:
    """Thirteen whole months, and the one that runs."""
    running = today.year * 12 + today.month - 1
    months = [f"{at // 12}-{at % 12 + 1:02d}" for at in range(running - 13, running + 1)]
    return Periods(months, [month for month in months[:-1] if month[:4] == months[-2][:4]])


def cents(amount: Decimal) -> Decimal:
    """Rounded half up, once."""
    return amount.quantize(Decimal("1e-20"), ROUND_HALF_UP).quantize(Decimal("0.01"), ROUND_HALF_UP)


def groups(of: Company, *, contracts_only: bool = False) -> dict[By, list[Key]]:
    """The company, each client, each contract; what is not in a group's own currency stands apart."""
    keys = [(row["client"], row["contract"]) for row in of.rows["contracts"]]
    keys += [] if contracts_only else [(row["client"], "") for row in of.rows["clients"]]
    found: dict[By, list[Key]] = {(): []}
    for key in keys:
        money, home = currency(of, key), currency(of, (key[0], ""))
        found.setdefault(() if money == "EUR" else (("currency", money),), []).append(key)
        client = ("client", key[0])
        found.setdefault((client,) if money == home else (client, ("currency", money)), []).append(key)
        if key[1]:
            found[client, ("contract", key[1])] = [key]
    return found


def told(amount: Amount) -> Told:
    """A sum of money as it is shown."""
    if amount.unknown:
        return "not_measured", None
    return ("ok", cents(amount.value)) if amount.told else ("no_data", None)


def ratio(amount: Amount, days: Decimal) -> Told:
    """Money a day."""
    if amount.unknown:
        return "not_measured", None
    return ("ok", cents(amount.value / days)) if days > 0 else ("no_data", None)
