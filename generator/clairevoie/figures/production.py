"""Revenue as produced: what each month earned, whatever was invoiced."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import partial

import numpy as np

from clairevoie.figures.activity import GRAIN, deducted, weighted
from clairevoie.figures.books import Book
from clairevoie.figures.columns import Columns, distinct
from clairevoie.figures.deals import Deal, Rates, deals
from clairevoie.figures.effort import effort
from clairevoie.figures.periods import month_after, month_start
from clairevoie.figures.registry import Scope
from clairevoie.figures.zones import day_number

_DAY = timedelta(days=1)


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
    terms = {deal.contract: deal for deal in deals(sales.contracts)}
    book = _time_and_materials(sales, terms, scope)
    for deal in terms.values():
        if deal.kind == "managed":
            _managed(deal, scope, book)
        elif deal.kind == "prepaid":
            _progress(deal, scope, book, partial(_used_up, deal, sales))
        elif deal.kind == "fixed_price":
            _progress(deal, scope, book, partial(_advanced, deal, sales))
    return book


def _time_and_materials(sales: Sales, terms: dict[str, Deal], scope: Scope) -> Book:
    """Billable days × the rate in force: the person's, else the role's, else the contract's."""
    entries, done = sales.time_entries, effort(sales.time_entries, sales.contracts, scope)
    rates, contract, person = Rates(sales.rates, sales.people), entries.codes("contract"), entries.codes("person")
    by_time = contract.is_(*(name for name, deal in terms.items() if deal.kind == "time_and_materials"))
    era = np.searchsorted(rates.days, entries.days("date"), side="right")
    cases, case = distinct(np.where(by_time, contract.index, -1), person.index, era)
    prices = []
    for on, who, since in cases:
        deal = terms[contract.names[on]] if on >= 0 else None
        worker, day = person.names[who] if who >= 0 else "", rates.days[since - 1] if since else -1
        rate = rates.on(deal.contract, worker, day) if deal else None
        prices.append(-1 if deal is None else deal.rate if rate is None else rate)
    price = np.array([-1 if p is None else p for p in prices], np.int64)[case]
    counted = by_time & entries.flags("billable")
    book = done.weighted(counted & (price >= 0), price, 1)
    for cell in done.cells(counted & (price < 0)):
        book.unknown[cell] = "no_rate"
    return book


def _managed(deal: Deal, scope: Scope, book: Book) -> None:
    """The monthly fee, pro rata of the days in force, up to as_of."""
    key = (deal.client, deal.contract)
    for place, month in enumerate(scope.periods.names):
        start, after = month_start(month), month_after(month)
        until = min(after, scope.periods.today + _DAY, after if deal.last is None else deal.last + _DAY)
        days = (until - max(start, deal.start)).days
        if days > 0 and deal.fee is None:
            book.unknown[key, place] = "no_fee"
        elif days > 0 and deal.fee is not None:
            book.add((key, place), Fraction(deal.fee * days, (after - start).days))


def _progress(deal: Deal, scope: Scope, book: Book, share: Callable[[date], Fraction | None]) -> None:
    """Each month earns the price × what was gained on it between its start and its end."""
    key = (deal.client, deal.contract)
    for place, month in enumerate(scope.periods.names):
        end = min(month_after(month) - _DAY, scope.periods.today)
        if end < deal.start:
            continue
        before, after = share(month_start(month) - _DAY), share(end)
        if deal.price is None:
            book.unknown[key, place] = "no_price"
        elif before is None or after is None:
            book.unknown[key, place] = "no_estimate"
        elif after != before:
            book.add((key, place), deal.price * (after - before))


def _used_up(deal: Deal, sales: Sales, day: date) -> Fraction:
    """The share of prepaid hours that is used by the end of a day; all of it once the contract is over."""
    if deal.last is not None and day >= deal.last:
        return Fraction(1)
    rows = [row for row in sales.budgets.table.to_pylist() if row["contract"] == deal.contract and row["date"] <= day]
    sold = Fraction()
    for row in rows:
        amount = _hours(row["amount"], row["unit"], deal)
        sold += -abs(amount) if row["kind"] == "expired" else amount
    return min(_consumed(deal, sales, day) / sold, Fraction(1)) if sold > 0 else Fraction()


def _advanced(deal: Deal, sales: Sales, day: date) -> Fraction | None:
    """Consumed ÷ (consumed + what remains by the last estimate, less what was done since); None without an estimate."""
    consumed = _consumed(deal, sales, day)
    told = [row for row in sales.estimates.table.to_pylist() if row["contract"] == deal.contract and row["date"] <= day]
    if not consumed or not told:
        return None if consumed else Fraction()
    last = max(told, key=lambda row: row["date"])
    since = consumed - _consumed(deal, sales, last["date"])
    return consumed / (consumed + max(_hours(last["remaining"], last["unit"], deal) - since, Fraction()))


def _consumed(deal: Deal, sales: Sales, day: date) -> Fraction:
    """Deducted hours of a contract by the end of a day, weighted."""
    entries = sales.time_entries
    counted, contract = entries.once("deducted", lambda: deducted(entries)), entries.codes("contract")
    mine = entries.once(f"of {deal.contract}", lambda: np.flatnonzero(contract.is_(deal.contract) & counted))
    hours = entries.once("weighted", lambda: weighted(entries, sales.contracts))
    return Fraction(int(hours[mine][entries.days("date")[mine] <= day_number(day)].sum()), GRAIN)


def _hours(amount: float, unit: str, deal: Deal) -> Fraction:
    return Fraction(str(amount)) * (deal.day_hours if unit == "days" else 1)
