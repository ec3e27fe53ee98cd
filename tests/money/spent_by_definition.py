"""What contracts and the company cost, from the definitions alone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.money.by_definition import (
    DAYS_A_YEAR,
    NOTHING,
    ONE,
    UNKNOWN,
    ZERO,
    Amount,
    Company,
    Key,
    Row,
    added,
    all_days_of,
    currency,
    days_of,
    earned,
    in_days,
    last_day,
)


def day_cost(of: Company, person: str, day: date) -> Decimal | None:
    """The cost of a day in force: annual ÷ 218, or the purchase price."""
    pay = _pay(of, person, day)
    if pay is None:
        return None
    return Decimal(pay["daily_cost"]) if pay["daily_cost"] is not None else Decimal(pay["annual_cost"]) / DAYS_A_YEAR


def labour(of: Company, rows: list[Row]) -> Amount:
    """Days × the day's cost in force."""
    found = []
    for row in rows:
        cost = day_cost(of, row["person"], row["date"])
        found.append(UNKNOWN if cost is None else Amount(in_days(of, row) * cost, told=True))
    return added(found)


def contract_cost(of: Company, key: Key, month: str) -> Amount:
    """People's days, subcontracting once, costs not rebilled, and the declared part of providers."""
    entries = [row for row in of.of("time_entries", client=key[0], contract=key[1]) if f"{row['date']:%Y-%m}" == month]
    bought = [row for row in of.of("costs", contract=key[1], rebilled=False) if f"{row['date']:%Y-%m}" == month]
    found = labour(of, [row for row in entries if _paid_here(of, row)])
    found += added([Amount(row["amount"], told=True) for row in bought])
    if currency(of, key) != "EUR":  # people are paid in the company's currency: two are never added
        return UNKNOWN if found.told or found.unknown else NOTHING
    return found + _allocated(of, key, month) if of.allocated else found


def company_cost(of: Company, month: str) -> Amount:
    """All payroll, subcontracting, costs not rebilled, providers."""
    found = added([_paid(of, person, day) for person in of.rows["people"] if person["kind"] != "subcontractor"
                   for day in days_of(month, of.today)])
    entries = [row for row in of.rows["time_entries"] if f"{row['date']:%Y-%m}" == month]
    found += labour(of, [row for row in entries if _outside(of, row) and _paid_here(of, row)])
    found += added([Amount(row["amount"], told=True) for row in of.of("costs", rebilled=False)
                    if f"{row['date']:%Y-%m}" == month and currency(of, _key(of, row["contract"])) == "EUR"])
    return found + added([_provided(of, provider, month) for provider in of.rows["provider_contracts"]])


def _paid_here(of: Company, entry: Row) -> bool:
    """Not a subcontractor's time where the contract's purchases hold subcontracting."""
    return not (_outside(of, entry) and of.of("costs", contract=entry["contract"], kind="subcontract"))


def _outside(of: Company, entry: Row) -> bool:
    return bool(of.of("people", person=entry["person"], kind="subcontractor"))


def _paid(of: Company, person: Row, day: date) -> Amount:
    """A day's part of a twelfth of the annual cost, × the part of a full time."""
    if not (person["start"] or date.min) <= day <= (person["end"] or date.max):
        return NOTHING
    pay = _pay(of, person["person"], day)
    if pay is None:
        return UNKNOWN
    year = pay["daily_cost"] * DAYS_A_YEAR if pay["annual_cost"] is None else pay["annual_cost"]
    return Amount(year / 12 / len(all_days_of(f"{day:%Y-%m}")) * person["fte"], told=True)


def _pay(of: Company, person: str, day: date) -> Row | None:
    known = [row for row in of.of("person_costs", person=person) if row["from"] <= day]
    return max(known, key=lambda row: row["from"], default=None)


def _provided(of: Company, provider: Row, month: str) -> Amount:
    if provider["annual_cost"] is None:
        return NOTHING
    last = last_day(provider | {"terminated": None})
    held = [day for day in days_of(month, of.today) if provider["start"] <= day <= last]
    return Amount(provider["annual_cost"] / 12 * len(held) / len(all_days_of(month)))


def _allocated(of: Company, key: Key, month: str) -> Amount:
    """By revenue of the month, among contracts in the company's currency."""
    found = NOTHING
    for provider in of.rows["provider_contracts"]:
        fed = {row["contract"] for row in of.of("contract_providers", provider_contract=provider["provider_contract"])}
        keys = [_key(of, name) for name in fed if currency(of, _key(of, name)) == "EUR"]
        parts = {one: max(earned(of, one, month).value, ZERO) for one in keys}
        if parts.get(key):
            share = parts[key] / sum(parts.values(), ZERO)
            found += Amount(_provided(of, provider, month).value * share * ONE, told=True)
    return found


def _key(of: Company, contract: str) -> Key:
    return str(of.of("contracts", contract=contract)[0]["client"]), contract
