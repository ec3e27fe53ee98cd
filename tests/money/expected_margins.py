"""Revenue, cost and margin of contracts, clients, the company, and what no contract bears."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from tests.money.by_definition import Amount, Company, Key, added, earned
from tests.money.shapes import By, Fact, Told, cents, groups, told
from tests.money.spent_by_definition import company_cost, contract_cost

COMPANY = ("", "")  # stands for all that the company spends


@dataclass(frozen=True)
class Sums:
    """Revenue and cost of keys over months, and whether something of it is not known."""

    earned: Decimal
    spent: Decimal
    unknown: bool


def margins(of: Company) -> Iterator[tuple[str, dict[By, list[Key]], Fact]]:
    """(KPI, groups, what each gives)."""
    everything, sums = groups(of), _summing(of)
    ours = {by: [*keys, COMPANY] if by == () else keys for by, keys in everything.items()}

    def left(keys: list[Key], months: list[str]) -> Told:
        whole, contracts = sums(keys, months), sums([key for key in keys if key[1]], months)
        if whole.unknown or contracts.unknown:
            return "not_measured", None
        return "ok", cents(whole.earned - whole.spent - contracts.earned + contracts.spent)

    yield "revenue", everything, lambda keys, months: told(
        added([earned(of, key, month) for key in keys for month in months]))
    yield "contract_cost", ours, _known(sums, lambda all_: ("ok", cents(all_.spent)))
    yield "contract_margin", ours, _known(sums, lambda all_: ("ok", cents(all_.earned - all_.spent)))
    yield "contract_margin_ratio", ours, _known(
        sums, lambda all_: ("ok", (all_.earned - all_.spent) / all_.earned) if all_.earned > 0 else ("no_data", None))
    yield "contract_margin", {(("line", "unallocated"),): ours[()]}, left


def _known(sums: Callable[[list[Key], list[str]], Sums], pick: Callable[[Sums], Told]) -> Fact:
    def fact(keys: list[Key], months: list[str]) -> Told:
        all_ = sums(keys, months)
        if all_.unknown:
            return "not_measured", None
        return pick(all_) if all_.earned or all_.spent else ("no_data", None)

    return fact


def _summing(of: Company) -> Callable[[list[Key], list[str]], Sums]:
    cost = cache(lambda key, month: company_cost(of, month) if key == COMPANY else contract_cost(of, key, month))
    revenue = cache(lambda key, month: earned(of, key, month))

    def month_of(keys: list[Key], month: str) -> tuple[Amount, Amount]:
        whole = [COMPANY] if COMPANY in keys else keys
        return (added([revenue(key, month) for key in keys if key != COMPANY]),
                added([cost(key, month) for key in whole]))

    def sums(keys: list[Key], months: list[str]) -> Sums:
        by_month = [(month_of(keys, month), month) for month in months]
        gained, spent = (added([pair[place] for pair, _ in by_month]) for place in (0, 1))
        blind = any(pair[0].value or pair[1].value for pair, month in by_month if not _timed(of, month))
        return Sums(gained.value, spent.value, gained.unknown or spent.unknown or blind)

    return sums


def _timed(of: Company, month: str) -> bool:
    """Somebody recorded time: without it no cost of the month is known."""
    return any(f"{row['date']:%Y-%m}" == month for row in of.rows["time_entries"])
