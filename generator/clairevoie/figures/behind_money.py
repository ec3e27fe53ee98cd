"""The rows behind a client's internal figures: invoices, days at their cost, purchases, and what is owed to date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np

from clairevoie.figures.activity import GRAIN, grains
from clairevoie.figures.balances import balance
from clairevoie.figures.books import Book, Key, currencies, exact, spans
from clairevoie.figures.columns import Columns, distinct
from clairevoie.figures.effort import effort
from clairevoie.figures.income import income
from clairevoie.figures.measured import months_of
from clairevoie.figures.production import Sales
from clairevoie.figures.rating import realised, sold
from clairevoie.figures.registry import Scope
from clairevoie.figures.spending import Spending, allocated, labour

_SALES = ("contracts", "invoices", "rates", "people", "time_entries", "budgets", "estimates")
_SPENT = ("contracts", "people", "person_costs", "time_entries", "costs", "provider_contracts", "contract_providers")


@dataclass(frozen=True, slots=True)
class Row:
    """line: revenue · time · purchase · providers · days · produced · invoiced. row: the id of what it is of.

    amount: money, to the millionth where a day's cost does not end sooner; quantity: days.
    """

    period: str
    contract: str
    line: str
    currency: str
    row: str = ""
    day: date | None = None
    person: str = ""
    quantity: Decimal | None = None
    price: Decimal | None = None
    amount: Decimal | None = None


Tables = Mapping[str, Columns]
Making = Callable[[Tables, Scope], Iterator[tuple[str, Row]]]


def rows_behind(kpi: str, client: str, tables: Tables, scope: Scope) -> tuple[Row, ...]:
    """The rows of a client, by period and contract, of each month and again of the year to date.

    tables: of all clients and of the company, which an allocation of providers needs.
    """
    return tuple(row for owner, row in _told(kpi, MADE_OF[kpi], tables, scope) if owner == client)


def rows_of_all(kpi: str, tables: Tables, scope: Scope) -> tuple[tuple[str, Row], ...]:
    """The same of every client ("": of none), with the days of each person on a contract in a month as one row."""
    return _told(kpi, [_SUMMED.get(make, make) for make in MADE_OF[kpi]], tables, scope)


def _told(kpi: str, makings: Iterable[Making], tables: Tables, scope: Scope) -> tuple[tuple[str, Row], ...]:
    names, to_date = scope.periods.names, spans(scope)[-1]
    shown, year = set(names[1:]), {names[place] for place in to_date[1]}
    months = [(owner, row) for make in makings for owner, row in make(tables, scope) if row.period in shown]
    stocks = kpi in ("accrued_income", "deferred_income")
    summed = [] if stocks else [(owner, replace(row, period=to_date[0])) for owner, row in months if row.period in year]
    return tuple(sorted((*months, *summed), key=lambda one: (one[1].contract, one[1].line, one[1].day or date.min,
                                                             one[1].row, one[1].person, one[0])))


def _revenue(tables: Tables, scope: Scope) -> Iterator[tuple[str, Row]]:
    """Invoices of services; where revenue is what is produced, each contract's month."""
    declared = scope.project.figures.get("revenue")
    if declared and declared.variant == "produced":
        yield from _of_book("revenue", income(_sales(tables), scope), tables, scope)
        return
    invoices, moneys = tables["invoices"], _moneys(tables, scope)
    places = months_of(scope, invoices.days("date")).tolist()
    for row, place in zip(invoices.table.to_pylist(), places, strict=True):
        if place >= 0 and row["kind"] == "services":
            key = (row["client"] or "", row["contract"] or "")
            yield key[0], Row(scope.periods.names[place], key[1], "revenue", moneys.get(key, scope.currency),
                              row["invoice"], row["date"], amount=exact(Fraction(row["amount"], 100)))


def _costs(tables: Tables, scope: Scope) -> Iterator[tuple[str, Row]]:
    """Each time entry at its day's cost, each purchase that is not rebilled, the declared part of providers."""
    spent = Spending(*(tables[name] for name in _SPENT))
    yield from _worked(spent, scope)
    yield from _bought(spent, tables, scope)


def _costs_of_people(tables: Tables, scope: Scope) -> Iterator[tuple[str, Row]]:
    """The same, with the days of a person on a contract in a month as one row."""
    spent = Spending(*(tables[name] for name in _SPENT))
    yield from _worked_in_all(spent, scope)
    yield from _bought(spent, tables, scope)


def _worked(spent: Spending, scope: Scope) -> Iterator[tuple[str, Row]]:
    entries, of = spent.time_entries, labour(spent, scope)
    done, hours = effort(entries, spent.contracts, scope), grains(entries).tolist()
    counted = np.flatnonzero(of.counted & (done.place >= 0))  # of many entries, few are of these months
    chosen = entries.table.select(["entry", "date", "person"]).take(counted).to_pylist()
    for place, row in zip(counted.tolist(), chosen, strict=True):
        key, days = done.keys[done.key[place]], Fraction(hours[place], GRAIN) / done.lengths[done.key[place]]
        price = Fraction(int(of.prices[place]), of.per * 100)
        yield key[0], Row(scope.periods.names[done.place[place]], key[1], "time", scope.currency, row["entry"],
                          row["date"], row["person"] or "", exact(days), exact(price), exact(days * price))


def _worked_in_all(spent: Spending, scope: Scope) -> Iterator[tuple[str, Row]]:
    done, of = effort(spent.time_entries, spent.contracts, scope), labour(spent, scope)
    person = spent.time_entries.codes("person")
    cases, case = distinct(done.key, person.index)
    keys = [(str(number), "") for number in range(len(cases))]
    each = replace(done, keys=keys, lengths=[done.lengths[key] for key, _ in cases], key=case)
    cost = each.weighted(of.counted, of.prices, of.per)
    for (at, place), days in each.days(of.counted).amounts.items():
        key, who = cases[int(at[0])]
        client, contract = done.keys[key]
        yield client, Row(scope.periods.names[place], contract, "time", scope.currency,
                          person=person.names[who] if who >= 0 else "", quantity=exact(days),
                          amount=exact(cost.amounts[at, place] / 100))


def _bought(spent: Spending, tables: Tables, scope: Scope) -> Iterator[tuple[str, Row]]:
    moneys = _moneys(tables, scope)
    owner = {name: key[0] for key in moneys if (name := key[1])}
    places = months_of(scope, spent.costs.days("date")).tolist()
    for cost, place in zip(spent.costs.table.to_pylist(), places, strict=True):
        if place >= 0 and not cost["rebilled"]:
            client = owner.get(cost["contract"], "")
            yield client, Row(scope.periods.names[place], cost["contract"], "purchase",
                              moneys.get((client, cost["contract"]), scope.currency), cost["cost"], cost["date"],
                              amount=exact(Fraction(cost["amount"], 100)))
    shared = allocated(spent, income(_sales(tables), scope), moneys, scope)
    yield from _of_book("providers", shared, tables, scope)


def _days(tables: Tables, scope: Scope) -> Iterator[tuple[str, Row]]:
    """The days that were billed, or consumed, on each contract."""
    days = realised(_sales(tables), scope).days
    return _of_book("days", days, tables, scope)


def _sold(tables: Tables, scope: Scope) -> Iterator[tuple[str, Row]]:
    """What the days of each contract were sold for, and these days."""
    rated = sold(_sales(tables), scope)
    yield from _of_book("revenue", rated.earned, tables, scope)
    yield from _of_book("days", rated.days, tables, scope)


def _owed(tables: Tables, scope: Scope) -> Iterator[tuple[str, Row]]:
    """What each contract has produced and was invoiced since it is counted."""
    ever = balance(_sales(tables), scope)
    for line, book in (("produced", ever.earned), ("invoiced", ever.invoiced)):
        yield from (one for one in _of_book(line, book, tables, scope) if one[1].contract)


MADE_OF: Mapping[str, Iterable[Making]] = {
    "revenue": (_revenue,), "contract_cost": (_costs,), "contract_margin": (_revenue, _costs),
    "contract_margin_ratio": (_revenue, _costs), "daily_rate": (_revenue, _days), "daily_rate_sold": (_sold,),
    "accrued_income": (_owed,), "deferred_income": (_owed,),
}
_SUMMED: Mapping[Making, Making] = {_costs: _costs_of_people}


def _of_book(line: str, book: Book, tables: Tables, scope: Scope) -> Iterator[tuple[str, Row]]:
    """A row a contract and month; of days their number, of money (cents) its amount."""
    moneys = _moneys(tables, scope)
    for (key, place), amount in book.amounts.items():
        row = Row(scope.periods.names[place], key[1], line, moneys.get(key, scope.currency))
        yield key[0], (replace(row, quantity=exact(amount)) if line == "days" else
                       replace(row, amount=exact(amount / 100)))


def _sales(tables: Tables) -> Sales:
    return Sales(*(tables[name] for name in _SALES))


def _moneys(tables: Tables, scope: Scope) -> dict[Key, str]:
    return currencies(tables["clients"], tables["contracts"], scope)
