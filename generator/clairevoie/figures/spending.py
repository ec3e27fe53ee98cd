"""What contracts cost, and what the company costs as a whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from clairevoie.figures.books import COMPANY, Book, Key
from clairevoie.figures.columns import Columns, Flags, Index
from clairevoie.figures.commitment import in_force_until
from clairevoie.figures.effort import effort
from clairevoie.figures.measured import months_of
from clairevoie.figures.pay import daily, pays, rows_in_force, spread
from clairevoie.figures.periods import month_after, month_start
from clairevoie.figures.registry import Scope

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Spending:
    """The tables that tell what was spent."""

    contracts: Columns
    people: Columns
    person_costs: Columns
    time_entries: Columns
    costs: Columns
    provider_contracts: Columns
    contract_providers: Columns


def contract_costs(spent: Spending, revenue: Book, money: Mapping[Key, str], scope: Scope) -> Book:
    """Cents by contract: its people's days, subcontracting, costs not rebilled, its declared part of providers.

    What a contract in another currency than the company's costs is not known: its people are paid in the company's.
    """
    book = _labour(spent, scope)
    _direct(spent, scope, book)
    for cell in book.cells():
        if money.get(cell[0], scope.currency) != scope.currency:
            book.unknown[cell] = "other_currency"
    if scope.project.staff.allocation == "revenue":
        _allocated(spent, revenue, money, scope, book)
    return book


def company_costs(spent: Spending, money: Mapping[Key, str], scope: Scope) -> Book:
    """Cents of the company under its own key: payroll, subcontracting, costs not rebilled, providers, worked or not.

    Costs of a contract in another currency are left out: two currencies are never added.
    """
    book, bought = Book(), Book()
    _payroll(spent, scope, book)
    _direct(spent, scope, bought)
    time = _labour(spent, scope, subcontractors_only=True)
    ours = {(key, place): amount for (key, place), amount in bought.amounts.items()
            if money.get(key, scope.currency) == scope.currency}
    for (_, place), amount in (*time.amounts.items(), *ours.items()):
        book.add((COMPANY, place), amount)
    for (_, place), reason in time.unknown.items():
        book.unknown[COMPANY, place] = reason
    for contract in _providers(spent):
        for place, month in enumerate(scope.periods.names):
            book.add((COMPANY, place), contract.monthly * _share(month, contract.start, contract.last, scope), 0)
    return book


@dataclass(frozen=True, slots=True, eq=False)
class Labour:
    """Of every time entry: whether a contract pays for it, and its day's cost (cents, times `per`); unpriced: nobody
    says what that day costs."""

    counted: Flags
    unpriced: Flags
    prices: Index
    per: int


def labour(spent: Spending, scope: Scope, *, subcontractors_only: bool = False) -> Labour:
    """The entries and the cost of a day in force.

    A contract whose `costs` hold subcontracting pays its subcontractors there, never twice.
    """
    entries = spent.time_entries
    outside = entries.codes("person").is_(*_chosen(spent.people, "person", "subcontractor"))
    invoiced = entries.codes("contract").is_(*_chosen(spent.costs, "contract", "subcontract"))
    counted = ~(outside & invoiced) & (outside | (not subcontractors_only))
    costs = pays(spent.person_costs)
    row = rows_in_force(costs, entries)
    prices, per = daily(costs, len(spent.person_costs), scope)
    return Labour(counted & (row >= 0), counted & (row < 0), prices[row], per)


def allocated(spent: Spending, revenue: Book, money: Mapping[Key, str], scope: Scope) -> Book:
    """What each contract bears of its providers' cost, as portal.yml declares; nothing where it declares none."""
    book = Book()
    if scope.project.staff.allocation == "revenue":
        _allocated(spent, revenue, money, scope, book)
    return book


def _labour(spent: Spending, scope: Scope, *, subcontractors_only: bool = False) -> Book:
    """Days × the day's cost in force."""
    done = effort(spent.time_entries, spent.contracts, scope)
    of = labour(spent, scope, subcontractors_only=subcontractors_only)
    book = done.weighted(of.counted, of.prices, of.per)
    for cell in done.cells(of.unpriced):
        book.unknown[cell] = "no_cost"
    return book


def _chosen(table: Columns, name: str, kind: str) -> set[str]:
    """The ids of the rows of a kind."""
    yes = table.codes("kind").is_(kind).tolist()
    return {text for text, chosen in zip(table.texts(name), yes, strict=True) if chosen}


def _direct(spent: Spending, scope: Scope, book: Book) -> None:
    owner = dict(zip(spent.contracts.texts("contract"), spent.contracts.texts("client"), strict=True))
    places = months_of(scope, spent.costs.days("date")).tolist()
    rows = zip(spent.costs.texts("contract"), places, spent.costs.cents("amount").tolist(),
               spent.costs.flags("rebilled").tolist(), strict=True)
    for contract, place, cents, rebilled in rows:
        if place >= 0 and not rebilled:
            book.add(((owner.get(contract, ""), contract), place), cents)


def _payroll(spent: Spending, scope: Scope, book: Book) -> None:
    """A twelfth of each employee's annual cost × their part of a full time, by the days employed at each cost."""
    costs, per = pays(spent.person_costs), scope.project.staff.productive_days
    for row in spent.people.table.to_pylist():
        if row["kind"] == "subcontractor":
            continue
        fte = Fraction(1) if row["fte"] is None else Fraction(str(row["fte"]))
        for place, month in enumerate(scope.periods.names):
            first, after = _within(month, row["start"], row["end"], scope)
            whole = (month_after(month) - month_start(month)).days
            for pay, days in spread(costs, row["person"], first, after):
                if pay is None:
                    book.unknown[COMPANY, place] = "no_cost"
                else:
                    book.add((COMPANY, place), Fraction(days, whole) * fte * pay.month(per))


@dataclass(frozen=True, slots=True)
class _Provider:
    """A provider's contract: its cost of a month, and the contracts that it feeds."""

    monthly: Fraction
    start: date
    last: date | None
    feeds: tuple[str, ...]


def _providers(spent: Spending) -> list[_Provider]:
    feeds: Mapping[str, list[str]] = defaultdict(list)
    for row in spent.contract_providers.table.to_pylist():
        feeds[row["provider_contract"]].append(row["contract"])
    return [
        _Provider(
            Fraction(row["annual_cost"], 12), row["start"], in_force_until(row["renewal"] or "", row["end"], None),
            tuple(sorted(feeds[row["provider_contract"]])),
        )
        for row in spent.provider_contracts.table.to_pylist() if row["annual_cost"] is not None
    ]


def _allocated(spent: Spending, revenue: Book, money: Mapping[Key, str], scope: Scope, book: Book) -> None:
    """Each provider's month, shared by their revenue of the month among the contracts in the company's currency that
    it feeds."""
    owner = dict(zip(spent.contracts.texts("contract"), spent.contracts.texts("client"), strict=True))
    for provider in _providers(spent):
        fed = [(owner[name], name) for name in provider.feeds if name in owner]
        keys = [key for key in fed if money.get(key, scope.currency) == scope.currency]
        for place, month in enumerate(scope.periods.names):
            parts = {key: max(revenue.amounts.get((key, place), Fraction()), Fraction()) for key in keys}
            cost = provider.monthly * _share(month, provider.start, provider.last, scope)
            for key, part in parts.items():
                if part:
                    book.add((key, place), cost * part / sum(parts.values()), 0)


def _share(month: str, start: date | None, last: date | None, scope: Scope) -> Fraction:
    """The share of a month's days between two days, up to as_of."""
    first, until = _within(month, start, last, scope)
    return Fraction(max((until - first).days, 0), (month_after(month) - month_start(month)).days)


def _within(month: str, start: date | None, last: date | None, scope: Scope) -> tuple[date, date]:
    """The first of a month's days between two days, up to as_of, and the one after the last."""
    first, after = month_start(month), month_after(month)
    return max(first, start or first), min(after, scope.periods.today + _DAY, after if last is None else last + _DAY)
