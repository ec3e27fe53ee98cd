"""Revenue as produced: what each month earned, whatever was invoiced."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import numpy as np

from clairevoie.figures.activity import FINE, deducted, weighted
from clairevoie.figures.books import Book
from clairevoie.figures.columns import Columns, Index, distinct
from clairevoie.figures.deals import Deal, Rates, deals
from clairevoie.figures.effort import effort
from clairevoie.figures.periods import month_after, month_start
from clairevoie.figures.registry import Scope
from clairevoie.figures.zones import day_number

_DAY = timedelta(days=1)
NO_RATE, NO_TIME = -1, -2
BY_PROGRESS = ("prepaid", "fixed_price")


@dataclass(frozen=True, slots=True)
class Sales:
    """The tables that tell what was earned."""

    contracts: Columns
    invoices: Columns
    rates: Columns
    people: Columns
    time_entries: Columns
    budgets: Columns
    estimates: Columns


def produced(sales: Sales, scope: Scope) -> Book:
    """Time at its rate, fees pro rata of time, fixed prices by progress, prepaid hours at the price they were sold."""
    book = by_time(sales, scope)
    for deal in deals(sales.contracts):
        if deal.kind in BY_PROGRESS:
            _progress(deal, sales, scope, book)
    return book


def by_time(sales: Sales, scope: Scope) -> Book:
    """What time alone earns: days at their rate, and fees pro rata of the days in force up to as_of."""
    prices, done = rate_of_each(sales), effort(sales.time_entries, sales.contracts, scope)
    counted = (prices != NO_TIME) & sales.time_entries.flags("billable")
    book = done.weighted(counted & (prices >= 0), prices, 1)
    for cell in done.cells(counted & (prices < 0)):
        book.unknown[cell] = "no_rate"
    for deal in deals(sales.contracts):
        if deal.kind == "managed":
            _managed(deal, scope, book)
    return book


def rate_of_each(sales: Sales) -> Index:
    """The rate in force of each entry of time and materials, in cents: the person's, else the role's, else the
    contract's; NO_RATE where nobody says one, NO_TIME on other contracts."""
    return sales.time_entries.once("rates", lambda: _rate_of_each(sales))


def _rate_of_each(sales: Sales) -> Index:
    entries, terms = sales.time_entries, {deal.contract: deal for deal in deals(sales.contracts)}
    rates, contract, person = Rates(sales.rates, sales.people), entries.codes("contract"), entries.codes("person")
    timed = contract.is_(*(name for name, deal in terms.items() if deal.kind == "time_and_materials"))
    era = np.searchsorted(rates.days, entries.days("date"), side="right")
    cases, case = distinct(np.where(timed, contract.index, -1), person.index, era)
    prices = []
    for on, who, since in cases:
        deal = terms[contract.names[on]] if on >= 0 else None
        worker, day = person.names[who] if who >= 0 else "", rates.days[since - 1] if since else -1
        own = rates.on(deal.contract, worker, day) if deal else None
        rate = own if own is not None or deal is None else deal.rate
        prices.append(NO_TIME if deal is None else NO_RATE if rate is None else rate)
    return np.array(prices, np.int64)[case]


def advance(deal: Deal, sales: Sales, day: date, today: date) -> Fraction | str:
    """The share of its price that a prepaid or a fixed-price contract has earned by the end of a day, or why it is not
    known. `today`: as_of's day; the price of a contract is the one known on it, and so is what was sold for it."""
    if deal.price is None:
        return "no_price"
    share = _used_up(deal, sales, day, today) if deal.kind == "prepaid" else _advanced(deal, sales, day)
    return "no_estimate" if share is None else share


def sold_days(deal: Deal, sales: Sales, day: date) -> Fraction:
    """The days that were sold on a contract by a day: sold, added, carried over."""
    return _budget(deal, sales, day, expired=False) / deal.day_hours


def _managed(deal: Deal, scope: Scope, book: Book) -> None:
    key = (deal.client, deal.contract)
    for place, month in enumerate(scope.periods.names):
        start, after = month_start(month), month_after(month)
        until = min(after, scope.periods.today + _DAY, after if deal.last is None else deal.last + _DAY)
        days = (until - max(start, deal.start)).days
        if days > 0 and deal.fee is None:
            book.unknown[key, place] = "no_fee"
        elif days > 0 and deal.fee is not None:
            book.add((key, place), Fraction(deal.fee * days, (after - start).days))


def _progress(deal: Deal, sales: Sales, scope: Scope, book: Book) -> None:
    """Each month earns the price × what was gained on it between its start and its end; the first, all till then."""
    key = (deal.client, deal.contract)
    for place, month in enumerate(scope.periods.names):
        end = min(month_after(month) - _DAY, scope.periods.today)
        if end < deal.start:
            continue
        begun = month_start(month) - _DAY
        before = Fraction() if begun < deal.start else advance(deal, sales, begun, scope.periods.today)
        after = advance(deal, sales, end, scope.periods.today)
        if isinstance(before, str) or isinstance(after, str):
            book.unknown[key, place] = before if isinstance(before, str) else str(after)
        elif after != before:
            book.add((key, place), (deal.price or 0) * (after - before))


def _used_up(deal: Deal, sales: Sales, day: date, today: date) -> Fraction:
    """The share of prepaid hours that is used or expired by the end of a day; all of it once the contract is over."""
    if deal.last is not None and day >= deal.last:
        return Fraction(1)
    sold = sold_days(deal, sales, today) * deal.day_hours
    gone = _consumed(deal, sales, day) + _budget(deal, sales, day, expired=True)
    return min(gone / sold, Fraction(1)) if sold > 0 else Fraction()


def _budget(deal: Deal, sales: Sales, day: date, *, expired: bool) -> Fraction:
    """The hours of a budget by a day: sold, added or carried over; or expired, however their sign was entered."""
    rows = [row for row in _of(sales.budgets, deal) if row["date"] <= day and (row["kind"] == "expired") == expired]
    hours = (_hours(row["amount"], row["unit"], deal) for row in rows)
    return sum(map(abs, hours) if expired else hours, Fraction())


def _advanced(deal: Deal, sales: Sales, day: date) -> Fraction | None:
    """Consumed ÷ (consumed + what remains by the last estimate, less what was done since); None without an estimate."""
    consumed = _consumed(deal, sales, day)
    told = [row for row in _of(sales.estimates, deal) if row["date"] <= day]
    if not consumed or not told:
        return None if consumed else Fraction()
    last = max(told, key=lambda row: row["date"])
    since = consumed - _consumed(deal, sales, last["date"])
    return consumed / (consumed + max(_hours(last["remaining"], last["unit"], deal) - since, Fraction()))


def _of(table: Columns, deal: Deal) -> list[dict[str, Any]]:
    """A contract's rows."""
    return table.once("by contract", lambda: _by_contract(table))[deal.contract]


def _by_contract(table: Columns) -> defaultdict[str, list[dict[str, Any]]]:
    found: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in table.table.to_pylist():
        found[row["contract"]].append(row)
    return found


def _consumed(deal: Deal, sales: Sales, day: date) -> Fraction:
    """Deducted hours of a contract by the end of a day, weighted."""
    entries = sales.time_entries
    counted, rows = entries.once("deducted", lambda: deducted(entries)), entries.rows_of("contract", deal.contract)
    mine = rows[counted[rows]]
    hours = entries.once("weighted", lambda: weighted(entries, sales.contracts))
    return Fraction(int(hours[mine][entries.days("date")[mine] <= day_number(day)].sum()), FINE)


def _hours(amount: float, unit: str, deal: Deal) -> Fraction:
    return Fraction(str(amount)) * (deal.day_hours if unit == "days" else 1)
