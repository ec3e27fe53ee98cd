"""Days and what they earn: realised, from revenue; sold, from the price agreed. By contract, and by person in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from clairevoie.figures.books import Book, Cell, Group, Key, Places, booked, currencies, gathered, groups, money, total
from clairevoie.figures.columns import Columns, Flags
from clairevoie.figures.deals import Deal, deals
from clairevoie.figures.effort import Effort, crew, effort
from clairevoie.figures.income import income
from clairevoie.figures.measured import Fact, months_of
from clairevoie.figures.production import NO_RATE, NO_TIME, Sales, rate_of_each, sold_days
from clairevoie.figures.registry import Scope
from clairevoie.portal import Figure


@dataclass(frozen=True, slots=True)
class Rated:
    """Cents and days of the same cells. apart: days of which nobody says what they were sold for."""

    earned: Book
    days: Book
    apart: Book


def realised(sales: Sales, scope: Scope) -> Rated:
    """Revenue of contracts, and the days that were billed of time and materials or consumed of the others."""
    return Rated(income(sales, scope), _days(sales, scope), Book())


def realised_by_person(sales: Sales, scope: Scope) -> Rated:
    """The same by person and contract: of a contract's month, each person earned the part of their days.

    A day of time and materials weighs its rate in force, where each of the contract's days of the month has one.
    """
    done, prices, counted = _crew(sales, scope), rate_of_each(sales), _counted(sales)
    earned, days = income(sales, scope), done.days(counted)
    priced = done.weighted(counted & (prices > 0), prices, 1)
    unpriced = {(key[1], place) for key, place in done.cells(counted & (prices <= 0))}
    weights = {(key, place): amount if (key[1], place) in unpriced else priced.amounts[key, place]
               for (key, place), amount in days.amounts.items()}
    owner = {deal.contract: deal.client for deal in deals(sales.contracts)}
    book, whole = Book(), _by_contract(weights)
    for (key, place), weight in weights.items():
        cell = ((owner.get(key[1], ""), key[1]), place)
        if cell in earned.unknown:
            book.unknown[key, place] = earned.unknown[cell]
        elif key[1] and whole[key[1], place]:
            book.add((key, place), earned.amounts.get(cell, Fraction()) * weight / whole[key[1], place])
    return Rated(book, _under_contract(days), Book())


def sold(sales: Sales, scope: Scope) -> Rated:
    """Days × what each was sold for: the rate in force, or the price ÷ the days sold for it."""
    return _sold(sales, effort(sales.time_entries, sales.contracts, scope), scope)


def sold_by_person(sales: Sales, scope: Scope) -> Rated:
    """The same by person and contract."""
    return _sold(sales, _crew(sales, scope), scope)


def of_clients(of: Rated, clients: Columns, sales: Sales, scope: Scope) -> Iterator[Figure]:
    """The daily rate of the company, each client, each contract."""
    keys = {key for book in (of.earned, of.days, of.apart) for key, _ in book.cells() if key[1]}
    return booked(scope, groups(keys, currencies(clients, sales.contracts, scope), scope), _fact(of))


def of_people(of: Rated, clients: Columns, sales: Sales, scope: Scope) -> Iterator[Figure]:
    """The daily rate of each team and each person, whatever the contract; another currency stands apart."""
    moneys = {contract: currency for (_, contract), currency in
              currencies(clients, sales.contracts, scope).items() if contract}
    team = dict(zip(sales.people.texts("person"), sales.people.texts("team"), strict=True))

    def into(key: Key) -> list[Key]:
        money = moneys.get(key[1], scope.currency)
        named = [("team", team.get(key[0], "")), ("person", key[0])] if key[1] else []
        return [(f"{kind} {money}", name) for kind, name in named if name]

    whole = Rated(*(gathered(book, into) for book in (of.earned, of.days, of.apart)))
    keys = {key for book in (whole.days, whole.apart) for key, _ in book.cells()}
    return booked(scope, [_labelled(key, scope) for key in sorted(keys, key=_teams_first)], _fact(whole))


def _labelled(key: Key, scope: Scope) -> Group:
    kind, _, money = key[0].partition(" ")
    apart = () if money == scope.currency else (("currency", money),)
    return ((kind, key[1]), *apart), money, frozenset([key])


def _teams_first(key: Key) -> tuple[bool, str, str]:
    return key[0].startswith("person"), key[1], key[0]


def _fact(of: Rated) -> Callable[[frozenset[Key], Places], Fact]:
    def fact(keys: frozenset[Key], places: Places) -> Fact:
        mine = frozenset(key for key in keys if key[1])
        earned, done, apart = (total(book, mine, places) for book in (of.earned, of.days, of.apart))
        if earned.reason:
            return {"state": "not_measured", "reason": earned.reason}
        if done.amount <= 0:
            return {"state": "not_measured", "reason": "no_rate"} if apart.amount > 0 else {"state": "no_data", "n": 0}
        beside = (("days", float(done.amount)), *((("days_apart", float(apart.amount)),) if apart.amount else ()))
        return {"value": money(earned.amount / done.amount), "n": done.rows, "beside": beside}

    return fact


def _sold(sales: Sales, done: Effort, scope: Scope) -> Rated:
    prices, counted = rate_of_each(sales), _counted(sales)
    timed = counted & (prices != NO_TIME)
    earned, days = done.weighted(timed & (prices >= 0), prices, 1), done.days(timed & (prices >= 0))
    apart = done.days(timed & (prices == NO_RATE))
    terms = {deal.contract: deal for deal in deals(sales.contracts)}
    for (key, place), amount in done.days(counted & (prices == NO_TIME)).amounts.items():
        deal = terms.get(key[1])
        rate = _sold_rate(deal, sales, scope.periods.today) if deal else None
        if rate is None and deal:
            apart.add((key, place), amount)
        elif rate is not None:
            earned.add((key, place), amount * rate)
            days.add((key, place), amount)
    return Rated(earned, days, apart)


def _sold_rate(deal: Deal, sales: Sales, today: date) -> Fraction | None:
    """The price ÷ the days sold for it, as both are known today; else the contract's own rate."""
    days = sold_days(deal, sales, today)
    if deal.price is not None and days > 0:
        return Fraction(deal.price) / days
    return None if deal.rate is None else Fraction(deal.rate)


def _crew(sales: Sales, scope: Scope) -> Effort:
    return crew(sales.time_entries, sales.contracts, scope)


def _counted(sales: Sales) -> Flags:
    """Billable time on time and materials, all time on the others: consumed."""
    flags: Flags = sales.time_entries.flags("billable") | (rate_of_each(sales) == NO_TIME)
    return flags


def _days(sales: Sales, scope: Scope) -> Book:
    """Days billed of time and materials (those written on its invoices, where they are), consumed of the others."""
    book = Book()
    terms = {deal.contract: deal for deal in deals(sales.contracts)}
    written = [row for row in _services(sales.invoices, scope) if row[2] is not None and row[0] in terms
               and terms[row[0]].kind == "time_and_materials"]
    for contract, place, days in written:
        book.add(((terms[contract].client, contract), place), Fraction(str(days)))
    stated = {contract for contract, _, _ in written}
    counted = _counted(sales) & ~sales.time_entries.codes("contract").is_(*stated)
    for cell, done in effort(sales.time_entries, sales.contracts, scope).days(counted).amounts.items():
        book.add(cell, done)
    return book


def _services(invoices: Columns, scope: Scope) -> list[tuple[str, int, float | None]]:
    """Contract, period and days of each invoice of services."""
    rows = zip(invoices.texts("contract"), months_of(scope, invoices.days("date")).tolist(),
               invoices.table.column("days").to_pylist(), invoices.codes("kind").is_("services").tolist(), strict=True)
    return [(contract, place, days) for contract, place, days, service in rows if service and place >= 0]


def _by_contract(weights: Mapping[Cell, Fraction]) -> Mapping[tuple[str, int], Fraction]:
    found: dict[tuple[str, int], Fraction] = {}
    for (key, place), amount in weights.items():
        found[key[1], place] = found.get((key[1], place), Fraction()) + amount
    return found


def _under_contract(days: Book) -> Book:
    book = Book()
    for (key, place), amount in days.amounts.items():
        if key[1]:
            book.add((key, place), amount, days.rows[key, place])
    return book
