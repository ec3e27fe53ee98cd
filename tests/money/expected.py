"""Every money figure of a company by the definitions: (KPI, period, grouping) → cents, or why there is none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from tests.money.by_definition import (
    NOTHING,
    UNKNOWN,
    ZERO,
    Amount,
    Company,
    Key,
    added,
    all_days_of,
    budget,
    consumed,
    days_of,
    produced,
    progress,
)
from tests.money.expected_margins import margins
from tests.money.expected_rates import costs, of_people, rates
from tests.money.shapes import By, Told, cents, groups, periods

Expected = dict[tuple[str, str, By], Told]


def expected(of: Company) -> Expected:
    """All that is compared."""
    found: Expected = {}
    for kpi, grouped, fact in (*margins(of), *rates(of)):
        for by, keys in grouped.items():
            found |= {(kpi, period, by): fact(keys, months) for period, months in periods(of.today).spans()}
    for kpi, sign in (("accrued_income", 1), ("deferred_income", -1)):
        for by, keys in groups(of, contracts_only=True).items():
            for month in periods(of.today).months:
                found[kpi, month, by] = _balance(of, keys, month, sign)
    return found | dict(_budgets(of)) | dict(of_people(of)) | dict(costs(of))


def _balance(of: Company, keys: list[Key], month: str, sign: int) -> Told:
    """Σ max(0, ± (produced − invoiced)) to date; estimated where a contract is older than the invoices."""
    parts, older = [], False
    for key in keys:
        done, billed = _to_date(of, key, month)
        if done.unknown:
            return "not_measured", None
        if done.told or billed.told:
            parts.append(max(ZERO, sign * (done.value - billed.value)))
            older = older or of.of("contracts", contract=key[1])[0]["start"] < _books_begin(of)
    return ("estimated" if older else "ok", cents(sum(parts, ZERO))) if parts else ("no_data", None)


def _books_begin(of: Company) -> date:
    """The first day of the first month that has an invoice."""
    return min((row["date"] for row in of.rows["invoices"]), default=of.today).replace(day=1)


def _months_till(first: date, month: str) -> list[str]:
    start, end = first.year * 12 + first.month - 1, int(month[:4]) * 12 + int(month[5:]) - 1
    return [f"{at // 12}-{at % 12 + 1:02d}" for at in range(start, end + 1)]


def _to_date(of: Company, key: Key, month: str) -> tuple[Amount, Amount]:
    contract, first = of.of("contracts", contract=key[1])[0], _books_begin(of)
    billed = added([Amount(row["amount"], told=True) for row in
                    of.of("invoices", client=key[0], contract=key[1], kind="services")
                    if row["date"] <= all_days_of(month)[-1]])
    if contract["kind"] in ("managed", "time_and_materials"):
        return added([produced(of, key, days_of(one, of.today)) for one in _months_till(first, month)]), billed
    eve, end = first - timedelta(days=1), days_of(month, of.today)[-1]
    if end < max(contract["start"], first):
        return NOTHING, billed
    before = progress(of, contract, eve) if contract["start"] <= eve else ZERO
    share = progress(of, contract, end)
    if share is None or before is None:
        return UNKNOWN, billed
    return Amount(contract["price"] * (share - before), told=share != before), billed


def _budgets(of: Company) -> Iterator[tuple[tuple[str, str, By], Told]]:
    """What is left of each contract's budget, in its own unit."""
    for contract in of.rows["contracts"]:
        rows = [row for row in of.of("budgets", contract=contract["contract"]) if row["date"] <= of.today]
        if rows:
            day = contract["day_hours"] if {row["unit"] for row in rows} == {"days"} else 1
            sold = (budget(of, contract, of.today, "sold", "top_up", "carry_over")
                    - budget(of, contract, of.today, "expired"))
            by = (("client", contract["client"]), ("contract", contract["contract"]))
            used = consumed(of, contract, of.today)
            yield ("budget_remaining", "to_date", by), ("ok", (sold - used) / day)
            yield ("budget_consumed", "to_date", by), ("ok", used / sold) if sold > 0 else ("no_data", None)
