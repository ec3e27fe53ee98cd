"""Exact amounts by contract and period, rolled up to clients and to the company: money never meets a float."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from clairevoie.figures.columns import Columns
from clairevoie.figures.measured import Fact
from clairevoie.figures.primitives import By
from clairevoie.figures.registry import Scope
from clairevoie.portal import Figure, State

Key = tuple[str, str]  # client, contract; "" where there is none
COMPANY: Key = ("", "")
Cell = tuple[Key, int]  # a key in a period: its place among scope.periods.names


@dataclass(slots=True)
class Book:
    """Amounts (cents, or days) by cell, the rows behind them, and why some cannot be known."""

    amounts: dict[Cell, Fraction] = field(default_factory=lambda: defaultdict(Fraction))
    rows: dict[Cell, int] = field(default_factory=lambda: defaultdict(int))
    unknown: dict[Cell, str] = field(default_factory=dict)  # reason

    def add(self, cell: Cell, amount: Fraction | int, rows: int = 1) -> None:
        """Count an amount in."""
        self.amounts[cell] += amount
        self.rows[cell] += rows

    def cells(self) -> set[Cell]:
        """Every cell of which something is said."""
        return {*self.amounts, *self.unknown}


@dataclass(frozen=True, slots=True)
class Total:
    """Several cells together; `reason` says why the amount is not known."""

    amount: Fraction
    rows: int
    reason: str | None


Places = Sequence[int]
Group = tuple[By, str, frozenset[Key]]  # its label, its currency, what it holds


def total(book: Book, keys: frozenset[Key], places: Places) -> Total:
    """The sum of a book over keys and periods; not known where one of its cells is not."""
    cells = [(key, place) for key in keys for place in places]
    told = [cell for cell in cells if cell in book.amounts]
    reason = min((book.unknown[cell] for cell in cells if cell in book.unknown), default=None) if book.unknown else None
    amount = book.amounts[told[0]] if len(told) == 1 else sum((book.amounts[cell] for cell in told), Fraction())
    return Total(amount, sum(book.rows[cell] for cell in told), reason)


def gathered(book: Book, into: Callable[[Key], Iterable[Key]]) -> Book:
    """The same book under fewer keys: each cell is added to those that `into` gives for its key."""
    found = Book()
    for (key, place), amount in book.amounts.items():
        for whole in into(key):
            found.add((whole, place), amount, book.rows[key, place])
    for (key, place), reason in book.unknown.items():
        for whole in into(key):
            found.unknown[whole, place] = min(reason, found.unknown.get((whole, place), reason))
    return found


def spans(scope: Scope) -> list[tuple[str, list[int]]]:
    """The periods shown, then the year to date, each with its places."""
    names = scope.periods.names
    year = names[scope.periods.whole][:4]
    months = [(name, [place]) for place, name in enumerate(names) if place]
    to_date = [place for place, name in enumerate(names) if name[:4] == year and 0 < place <= scope.periods.whole]
    return [*months, (scope.periods.year_to_date, to_date)]


def booked(
    scope: Scope, groups: Iterable[Group], fact: Callable[[frozenset[Key], Places], Fact], *, to_date: bool = True
) -> Iterator[Figure]:
    """The figures of each group and period; `previous` is the month before, between whole months.

    to_date: with the year to date, which stocks have not.
    """
    kpi, unit, whole = scope.definition.kpi, scope.definition.unit, scope.periods.whole
    periods = spans(scope)[: None if to_date else -1]
    for by, currency, keys in groups:
        before = fact(keys, [0]).get("value")
        for period, places in periods:
            cell = fact(keys, places)
            state: State = cell.setdefault("state", "ok")
            monthly = len(places) == 1 and places[0] <= whole and len(period) == 7
            previous = before if state == "ok" and monthly else None
            money = currency if unit == "money" else None
            yield Figure(kpi, period, unit, by=by, previous=previous, currency=money, **cell)
            before = cell.get("value")


def groups(keys: Iterable[Key], currencies: Mapping[Key, str], scope: Scope) -> list[Group]:
    """The company, each client, each contract; what is not in a group's own currency stands apart, never added."""
    known = sorted(set(keys))
    found = _split((), known, currencies, scope.currency)
    for client in sorted({client for client, _ in known if client}):
        own = currencies.get((client, ""), scope.currency)
        found += _split((("client", client),), [key for key in known if key[0] == client], currencies, own)
    found += [((("client", key[0]), ("contract", key[1])), currencies.get(key, scope.currency), frozenset([key]))
              for key in known if key[1]]
    return found


def currencies(clients: Columns, contracts: Columns, scope: Scope) -> dict[Key, str]:
    """The currency of each contract: its own, else its client's, else the company's; of a client under contract ""."""
    home = dict(zip(clients.texts("client"), clients.texts("currency"), strict=True))
    found = {(client, ""): currency or scope.currency for client, currency in home.items()}
    names = ("client", "contract", "currency")
    for client, contract, currency in zip(*(contracts.texts(name) for name in names), strict=True):
        found[client, contract] = currency or home.get(client) or scope.currency
    return found


def money(cents: Fraction) -> Decimal:
    """Cents as money, rounded half up to the cent, once."""
    return (Decimal(cents.numerator) / Decimal(cents.denominator)).quantize(Decimal(1), ROUND_HALF_UP).scaleb(-2)


def exact(amount: Fraction) -> Decimal:
    """Days, or an amount of money, to the millionth: what a row of a figure says where it does not end sooner."""
    return (Decimal(amount.numerator) / Decimal(amount.denominator)).quantize(Decimal("1e-6"), ROUND_HALF_UP)


def _split(by: By, keys: Sequence[Key], currencies: Mapping[Key, str], own: str) -> list[Group]:
    by_currency: dict[str, list[Key]] = defaultdict(list)
    for key in keys:
        by_currency[currencies.get(key, own)].append(key)
    by_currency.setdefault(own, [])
    return [(by if currency == own else (*by, ("currency", currency)), currency, frozenset(held))
            for currency, held in sorted(by_currency.items())]
