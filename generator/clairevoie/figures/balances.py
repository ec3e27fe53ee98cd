"""What each contract earned and was invoiced since it began: the difference is accrued or deferred income."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

import numpy as np

from clairevoie.figures.books import Book, Group, Key, Places, booked, currencies, groups, money
from clairevoie.figures.clock import NEVER
from clairevoie.figures.columns import Columns
from clairevoie.figures.deals import deals
from clairevoie.figures.income import invoiced
from clairevoie.figures.measured import Fact
from clairevoie.figures.periods import month_after
from clairevoie.figures.production import BY_PROGRESS, Sales, advance, by_time
from clairevoie.figures.registry import Scope
from clairevoie.portal import Figure, Text

_EPOCH, _DAY = date(1970, 1, 1), timedelta(days=1)
# What both figures of a balance say on their cards.
ADDENDS = (
    "contracts: contract client kind start end renewal terminated monthly_fee price daily_rate day_hours "
    "multipliers; invoices: client contract date kind amount; rates: contract person role from daily_rate; "
    "people: person role; time_entries: client contract date person billable deducted rate_kind hours; "
    "budgets: contract date amount unit kind; estimates: contract date remaining unit"
)
EDGE_CASES = (
    (
        Text("Plusieurs contrats", "Several contracts"),
        Text("Somme des contrats : l'avance de l'un ne compense pas le retard de l'autre.",
             "Sum over contracts: one's advance never makes up for another's delay."),
    ),
    (
        Text("Contrat plus ancien que les factures connues", "Contract older than the known invoices"),
        Text("Estimé : compté depuis le premier mois qui a une facture.",
             "Estimated: counted since the first month that has an invoice."),
    ),
    (Text("Factures sans contrat", "Invoices without a contract"), Text("Exclues.", "Left out.")),
    (
        Text("Produit inconnu", "Earnings not known"),
        Text("Non mesuré : un tarif, un prix ou une estimation manque.",
             "Not measured: a rate, a price or an estimate is missing."),
    ),
)


@dataclass(frozen=True, slots=True)
class Balance:
    """Cents by contract at each month's end, since its beginning, or since the first month that has an invoice.

    What was earned before the invoices that are known is taken to be invoiced before them; such contracts are `older`.
    """

    earned: Book
    invoiced: Book
    since: date
    older: frozenset[Key]


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
        if not known:
            return {"state": "no_data", "n": 0}
        zero = Fraction()
        left = (of.earned.amounts.get(cell, zero) - of.invoiced.amounts.get(cell, zero) for cell in known)
        state = "estimated" if any(key in of.older for key, _ in known) else "ok"
        return {"state": state, "value": money(sum(map(part, left), zero)), "n": len(known)}

    return booked(scope, _contracts(of, sales, clients, scope), fact, to_date=False)


def _contracts(of: Balance, sales: Sales, clients: Columns, scope: Scope) -> list[Group]:
    keys = {key for key, _ in (*of.earned.cells(), *of.invoiced.cells()) if key[1]}
    return groups(keys, currencies(clients, sales.contracts, scope), scope)


def _balance(sales: Sales, scope: Scope) -> Balance:
    first, terms = _books_begin(sales, scope), deals(sales.contracts)
    long = replace(scope, periods=replace(scope.periods, names=_months(first, scope), whole=0))
    earned, eve = _running(by_time(sales, long), scope, long), first - _DAY
    for deal in terms:
        for place, month in enumerate(scope.periods.names if deal.kind in BY_PROGRESS else ()):
            end, key = min(month_after(month) - _DAY, scope.periods.today), (deal.client, deal.contract)
            if end < max(deal.start, first):
                continue
            before = advance(deal, sales, eve, scope.periods.today) if deal.start <= eve else Fraction()
            share = advance(deal, sales, end, scope.periods.today)
            if isinstance(share, str) or isinstance(before, str):
                earned.unknown[key, place] = share if isinstance(share, str) else str(before)
            elif share != before:
                earned.add((key, place), (deal.price or 0) * (share - before))
    older = frozenset((deal.client, deal.contract) for deal in terms if deal.start < first)
    return Balance(earned, _running(invoiced(sales.invoices, long), scope, long), first, older)


def _running(book: Book, scope: Scope, long: Scope) -> Book:
    """Amounts added up since the first period of `long`, at the end of each of `scope`; what was unknown remains so."""
    found, before = Book(), long.periods.names.index
    names = [(at, name) for at, name in enumerate(scope.periods.names) if name >= long.periods.names[0]]
    for key, place in sorted(book.cells()):
        for at, name in names:
            if before(name) < place:
                continue
            if (key, place) in book.amounts:
                found.add((key, at), book.amounts[key, place], book.rows[key, place])
            if (key, place) in book.unknown:
                found.unknown[key, at] = book.unknown[key, place]
    return found


def _books_begin(sales: Sales, scope: Scope) -> date:
    """The first day of the first month that has an invoice; of the last one shown where none has."""
    days = sales.invoices.days("date")
    known = days[days != NEVER]
    first = _EPOCH + timedelta(days=int(known.min())) if len(known) else scope.periods.today
    return min(first, scope.periods.today).replace(day=1)


def _months(first: date, scope: Scope) -> tuple[str, ...]:
    """The months from the first one to the last one shown."""
    start = np.datetime64(f"{first:%Y-%m}", "M")
    end = max(np.datetime64(scope.periods.names[-1], "M"), start)
    return tuple(np.datetime_as_string(np.arange(start, end + 1)).tolist())
