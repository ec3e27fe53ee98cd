"""Daily rates, sold and realised, by client, contract, team and person; daily costs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from tests.money.by_definition import (
    ZERO,
    Amount,
    Company,
    Key,
    Row,
    added,
    budget,
    currency,
    days_of,
    earned,
    in_days,
    rate,
)
from tests.money.shapes import By, Fact, Told, cents, groups, periods, ratio
from tests.money.spent_by_definition import day_cost, labour


def rates(of: Company) -> Iterator[tuple[str, dict[By, list[Key]], Fact]]:
    """(KPI, groups, what each gives)."""
    contracts = groups(of, contracts_only=True)
    yield "daily_rate", contracts, lambda keys, months: ratio(
        added([earned(of, key, month) for key in keys for month in months]),
        sum((_billed_days(of, key, month) for key in keys for month in months), ZERO))
    yield "daily_rate_sold", contracts, lambda keys, months: _sold(
        of, [row for key in keys for month in months for row in _counted(of, key, month)])


def of_people(of: Company) -> Iterator[tuple[tuple[str, str, By], Told]]:
    """The daily rates of each team and person, in each currency."""
    names = [("person", row["person"], [row["person"]]) for row in of.rows["people"]]
    names += [("team", team, [row["person"] for row in of.of("people", team=team)])
              for team in sorted({row["team"] for row in of.rows["people"]} - {""})]
    for kind, name, people in names:
        for money in ("EUR", "CHF"):
            keys = [(row["client"], row["contract"]) for row in of.rows["contracts"]]
            mine = [key for key in keys if currency(of, key) == money]
            by: By = ((kind, name),) if money == "EUR" else ((kind, name), ("currency", money))
            for period, months in periods(of.today).spans():
                rows = [row for key in mine for month in months for row in _counted(of, key, month)
                        if row["person"] in people]
                yield ("daily_rate_sold", period, by), _sold(of, rows)
                parts = added([_part(of, key, month, people) for key in mine for month in months])
                yield ("daily_rate", period, by), ratio(parts, sum((in_days(of, row) for row in rows), ZERO))


def costs(of: Company) -> Iterator[tuple[tuple[str, str, By], Told]]:
    """The daily cost of each person at each month's end, of teams and the company by their days."""
    for person in of.rows["people"]:
        for month in periods(of.today).months:
            cost = day_cost(of, person["person"], days_of(month, of.today)[-1])
            told: Told = ("not_measured", None) if cost is None else ("ok", cents(cost))
            yield ("daily_cost", month, (("person", person["person"]),)), told
    staff = [row for row in of.rows["people"] if row["kind"] == "employee"]
    for team in ("", *sorted({row["team"] for row in staff} - {""})):
        names = [row["person"] for row in staff if team in ("", row["team"])]
        for period, months in periods(of.today).spans():
            rows = [row for row in of.rows["time_entries"]
                    if row["person"] in names and f"{row['date']:%Y-%m}" in months]
            days = sum((in_days(of, row) for row in rows), ZERO)
            yield ("daily_cost", period, (("team", team),) if team else ()), ratio(labour(of, rows), days)


def _part(of: Company, key: Key, month: str, people: list[str]) -> Amount:
    """Of a contract's revenue of the month, by days × rate where each day has one, else by days."""
    rows = _counted(of, key, month)
    mine = [row for row in rows if row["person"] in people]
    if not mine:
        return Amount()
    contract = of.of("contracts", contract=key[1])[0]
    timed = contract["kind"] == "time_and_materials"
    prices = {row["entry"]: rate(of, contract, row) if timed else None for row in rows}
    priced = all(prices.values())
    weights = {row["entry"]: in_days(of, row) * ((prices[row["entry"]] or 1) if priced else 1) for row in rows}
    gained = earned(of, key, month)
    share = sum((weights[row["entry"]] for row in mine), ZERO) / sum(weights.values(), ZERO)
    return Amount(gained.value * share, told=True, unknown=gained.unknown)


def _counted(of: Company, key: Key, month: str) -> list[Row]:
    """Billable time on time and materials, all time on the others."""
    kind = of.of("contracts", contract=key[1])[0]["kind"]
    return [row for row in of.of("time_entries", contract=key[1]) if f"{row['date']:%Y-%m}" == month
            and (row["billable"] or kind != "time_and_materials")]


def _billed_days(of: Company, key: Key, month: str) -> Decimal:
    """Days written on the invoices of time and materials, where any is; else those counted."""
    shown = periods(of.today).months
    first = f"{date.fromisoformat(shown[0] + '-01') - timedelta(days=1):%Y-%m}"
    written = [row for row in of.of("invoices", contract=key[1], kind="services") if row["days"] is not None
               and first <= f"{row['date']:%Y-%m}"]
    if of.of("contracts", contract=key[1])[0]["kind"] == "time_and_materials" and written:
        return sum((row["days"] for row in written if f"{row['date']:%Y-%m}" == month), ZERO)
    return sum((in_days(of, row) for row in _counted(of, key, month)), ZERO)


def _sold(of: Company, rows: list[Row]) -> Told:
    """Days × what each was sold for ÷ those days; days that nobody says a price of are apart."""
    worth, days, apart = ZERO, ZERO, ZERO
    for row in rows:
        price, done = _sold_for(of, row), in_days(of, row)
        if price is None:
            apart += done
        else:
            worth, days = worth + done * price, days + done
    if days > 0:
        return "ok", cents(worth / days)
    return ("not_measured" if apart > 0 else "no_data"), None


def _sold_for(of: Company, entry: Row) -> Decimal | None:
    contract = of.of("contracts", contract=entry["contract"])[0]
    if contract["kind"] == "time_and_materials":
        price: Decimal | None = rate(of, contract, entry)
        return price
    days = budget(of, contract, of.today, "sold", "top_up", "carry_over") / contract["day_hours"]
    if contract["price"] is not None and days > 0:
        sold: Decimal = contract["price"] / days
        return sold
    own: Decimal | None = contract["daily_rate"]
    return own
