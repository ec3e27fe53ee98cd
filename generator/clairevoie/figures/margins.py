"""Revenue, cost and margin of contracts, clients and the company, from one set of books."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from clairevoie.figures.books import COMPANY, Book, Group, Key, Places, Total, booked, currencies, groups, total
from clairevoie.figures.columns import Columns
from clairevoie.figures.effort import effort
from clairevoie.figures.income import income
from clairevoie.figures.measured import Fact
from clairevoie.figures.production import Sales
from clairevoie.figures.registry import Counting, Scope
from clairevoie.figures.spending import Spending, company_costs, contract_costs
from clairevoie.portal import Figure

Keys = frozenset[Key]
UNALLOCATED = (("line", "unallocated"),)


@dataclass(frozen=True, slots=True)
class Books:
    """What was earned and spent. The company's own spending holds what no contract bears: all payroll, providers.

    timed: the periods in which somebody recorded time; without it no cost is known.
    """

    revenue: Book
    cost: Book
    company: Book
    groups: list[Group]
    timed: frozenset[int]

    def earned(self, keys: Keys, places: Places) -> Total:
        """Revenue of services."""
        return total(self.revenue, keys, places)

    def spent(self, keys: Keys, places: Places) -> Total:
        """The cost of contracts; of the company, all that it spends."""
        return total(self.company, frozenset([COMPANY]), places) if COMPANY in keys else total(self.cost, keys, places)

    def unknown(self, keys: Keys, places: Places) -> str | None:
        """Why a margin cannot be told, None where it can: money moved in a month of which no time is recorded, say."""
        reason = self.earned(keys, places).reason or self.spent(keys, places).reason
        untimed = [[place] for place in places if place not in self.timed]
        moved = any(self.earned(keys, place).amount or self.spent(keys, place).amount for place in untimed)
        return reason or ("no_time" if moved else None)


def books(sales: Sales, spending: Spending, clients: Columns, scope: Scope) -> Books:
    """Everything that margins are made of, worked out once for all the KPIs that read it."""
    found: Books = sales.contracts.once(f"books {scope.periods}", lambda: _books(sales, spending, clients, scope))
    return found


def _books(sales: Sales, spending: Spending, clients: Columns, scope: Scope) -> Books:
    revenue = income(sales, scope)
    money = currencies(clients, sales.contracts, scope)
    cost = contract_costs(spending, revenue, money, scope)
    keys = {key for key, _ in (*revenue.cells(), *cost.cells())} - {COMPANY}
    found = groups(keys, money, scope)
    ours = [(by, currency, held | {COMPANY} if by == () else held) for by, currency, held in found]
    place = effort(spending.time_entries, spending.contracts, scope).place
    return Books(revenue, cost, company_costs(spending, money, scope), ours, frozenset(place[place >= 0].tolist()))


def counted(
    fact: Callable[[Total, Total], Fact], rest: Callable[[Fraction], Fact] | None = None
) -> Counting:
    """What a KPI counts with: a fact of revenue and cost, of the company, each client, each contract, by month and for
    the year to date; and `rest`, of what no contract bears."""

    def count(
        clients: Columns, contracts: Columns, invoices: Columns, rates: Columns, people: Columns,
        time_entries: Columns, budgets: Columns, estimates: Columns, person_costs: Columns, costs: Columns,
        provider_contracts: Columns, contract_providers: Columns, scope: Scope,
    ) -> Iterator[Figure]:
        sales = Sales(contracts, invoices, rates, people, time_entries, budgets, estimates)
        spent = Spending(contracts, people, person_costs, time_entries, costs, provider_contracts, contract_providers)
        of = books(sales, spent, clients, scope)
        yield from figures(of, scope, fact)
        if rest:
            yield from unallocated(of, scope, rest)

    return count


def figures(of: Books, scope: Scope, fact: Callable[[Total, Total], Fact]) -> Iterator[Figure]:
    """The figures of every group from its revenue and its cost; one that is not known makes the figure not measured."""

    def cell(keys: Keys, places: Places) -> Fact:
        earned, spent = of.earned(keys, places), of.spent(keys, places)
        reason = of.unknown(keys, places)
        if reason:
            return {"state": "not_measured", "reason": reason}
        if not earned.amount and not spent.amount:
            return {"state": "no_data"}
        return fact(earned, spent)

    return booked(scope, of.groups, cell)


def unallocated(of: Books, scope: Scope, fact: Callable[[Fraction], Fact]) -> Iterator[Figure]:
    """The company's margin less those of all its contracts: its own line."""
    everything = next((keys for by, _, keys in of.groups if by == ()), frozenset([COMPANY]))
    contracts = frozenset(key for key in everything if key[1])

    def cell(_: Keys, places: Places) -> Fact:
        reason = of.unknown(everything, places) or of.unknown(contracts, places)
        if reason:
            return {"state": "not_measured", "reason": reason}
        whole, theirs = (of.earned(keys, places).amount - of.spent(keys, places).amount
                         for keys in (everything, contracts))
        return fact(whole - theirs)

    return booked(scope, [(UNALLOCATED, scope.currency, frozenset())], cell)
