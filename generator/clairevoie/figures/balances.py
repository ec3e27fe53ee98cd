"""What each contract earned and was invoiced since it began: the difference is accrued or deferred income."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

import numpy as np

from clairevoie.figures.books import Book, Group, Key, Places, booked, currencies, groups, money
from clairevoie.figures.clock import NEVER
from clairevoie.figures.columns import Columns, Index
from clairevoie.figures.deals import deals
from clairevoie.figures.income import invoiced
from clairevoie.figures.measured import Fact
from clairevoie.figures.periods import month_after
from clairevoie.figures.production import BY_PROGRESS, Sales, advance, by_time
from clairevoie.figures.registry import Scope
from clairevoie.portal import Figure

_EPOCH, _DAY = date(1970, 1, 1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Balance:
    """Cents by contract at each month's end, since its beginning."""

    earned: Book
    invoiced: Book


def balance(sales: Sales, scope: Scope) -> Balance:
    """Produced and invoiced to date, worked out once for the KPIs that read it."""
    found: Balance = sales.contracts.once(f"balance {scope.periods}", lambda: _balance(sales, scope))
    return found


def figures(
    sales: Sales, clients: Columns, scope: Scope, part: Callable[[Fraction], Fraction]
) -> Iterator[Figure]:
    """The sum over contracts of `part` of produced − invoiced, at each month's end; of the company, clients, contracts.

    A contract is never set off against another.
    """
    of = balance(sales, scope)

    def fact(keys: frozenset[Key], places: Places) -> Fact:
        cells = [(key, places[0]) for key in keys]
        reason = min((of.earned.unknown[cell] for cell in cells if cell in of.earned.unknown), default=None)
        if reason:
            return {"state": "not_measured", "reason": reason}
        known = [cell for cell in cells if cell in of.earned.amounts or cell in of.invoiced.amounts]
        zero = Fraction()
        left = (of.earned.amounts.get(cell, zero) - of.invoiced.amounts.get(cell, zero) for cell in known)
        return {"value": money(sum(map(part, left), zero)), "n": len(known)} if known else {"state": "no_data", "n": 0}

    return booked(scope, _contracts(of, sales, clients, scope), fact, to_date=False)


def _contracts(of: Balance, sales: Sales, clients: Columns, scope: Scope) -> list[Group]:
    keys = {key for key, _ in (*of.earned.cells(), *of.invoiced.cells()) if key[1]}
    return groups(keys, currencies(clients, sales.contracts, scope), scope)


def _balance(sales: Sales, scope: Scope) -> Balance:
    long = replace(scope, periods=replace(scope.periods, names=_since_ever(sales, scope), whole=0))
    earned = _running(by_time(sales, long), scope, long)
    for deal in deals(sales.contracts):
        for place, month in enumerate(scope.periods.names if deal.kind in BY_PROGRESS else ()):
            end = min(month_after(month) - _DAY, scope.periods.today)
            share = advance(deal, sales, end) if end >= deal.start else Fraction()
            if isinstance(share, str):
                earned.unknown[(deal.client, deal.contract), place] = share
            elif share:
                earned.add(((deal.client, deal.contract), place), (deal.price or 0) * share)
    return Balance(earned, _running(invoiced(sales.invoices, long), scope, long))


def _running(book: Book, scope: Scope, long: Scope) -> Book:
    """Amounts added up since ever, at the end of each period of `scope`; what was once unknown remains so."""
    found, before = Book(), len(long.periods.names) - len(scope.periods.names)
    for key, place in sorted(book.cells()):
        for at in range(max(place - before, 0), len(scope.periods.names)):
            if (key, place) in book.amounts:
                found.add((key, at), book.amounts[key, place], book.rows[key, place])
            if (key, place) in book.unknown:
                found.unknown[key, at] = book.unknown[key, place]
    return found


def _since_ever(sales: Sales, scope: Scope) -> tuple[str, ...]:
    """The months from the first of which anything is known to the last one shown."""
    first, last = scope.periods.names[0], scope.periods.names[-1]
    days = [_first(table.days(column)) for table, column in
            ((sales.contracts, "start"), (sales.invoices, "date"), (sales.time_entries, "date"))]
    known = [f"{day:%Y-%m}" for day in days if day]
    start = np.datetime64(min([first, *known]), "M")
    return tuple(np.datetime_as_string(np.arange(start, np.datetime64(last, "M") + 1)).tolist())


def _first(days: Index) -> date | None:
    known = days[days != NEVER]
    return _EPOCH + timedelta(days=int(known.min())) if len(known) else None
