"""What is to be invoiced of a month, contract by contract: the lines behind the revenue produced, and what is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Literal

from clairevoie.figures.activity import FINE, GRAIN, deducted, grains, weighted
from clairevoie.figures.balances import balance
from clairevoie.figures.books import Key, currencies, money
from clairevoie.figures.columns import Columns
from clairevoie.figures.deals import Deal, deals
from clairevoie.figures.periods import month_after, month_start
from clairevoie.figures.production import NO_RATE, Sales, produced, rate_of_each, sold_days
from clairevoie.figures.registry import Scope
from clairevoie.figures.zones import day_number

Kind = Literal["days", "fee", "hours", "progress", "rest", "total"]
Unit = Literal["days", "hours", "month", "share", ""]
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a contract's month; amounts in its own currency, exact cents. total: the last line of a contract.

    quantity × multiplier × price is the amount before it is rounded; `rest`: a cap, an expiry, and roundings.
    """

    month: str
    client: str
    contract: str
    kind: Kind
    currency: str
    person: str = ""
    rate_kind: str = ""
    quantity: Decimal | None = None
    unit: Unit = ""
    multiplier: Decimal | None = None
    price: Decimal | None = None
    amount: Decimal | None = None
    since: date | None = None  # from which day on it is counted to date
    produced: Decimal | None = None
    produced_to_date: Decimal | None = None
    invoiced_to_date: Decimal | None = None
    to_invoice: Decimal | None = None
    reason: str = ""  # why what is produced is not known


def preinvoice(tables: Mapping[str, Columns], scope: Scope, month: str) -> tuple[Line, ...]:
    """Every contract of which something is said, by client and contract. `month` is one of scope's periods."""
    sales = Sales(*(tables[name] for name in ("contracts", "invoices", "rates", "people", "time_entries", "budgets",
                                              "estimates")))
    moneys = currencies(tables["clients"], sales.contracts, scope)
    place = scope.periods.names.index(month)
    found = [line for deal in sorted(deals(sales.contracts), key=lambda deal: (deal.client, deal.contract))
             for line in _of(deal, sales, scope, place, moneys[deal.client, deal.contract])]
    return tuple(found)


def _of(deal: Deal, sales: Sales, scope: Scope, place: int, currency: str) -> Iterator[Line]:
    key, month = (deal.client, deal.contract), scope.periods.names[place]
    total = _total(key, deal, sales, scope, place)
    line = Line(month, deal.client, deal.contract, "total", currency)
    lines = [] if total.reason else [replace(one, currency=currency) for one in _lines(deal, sales, scope, place)]
    if lines or total.produced or total.produced_to_date or total.invoiced_to_date or total.reason:
        yield from lines
        rest = (total.produced or Decimal()) - sum((one.amount or Decimal() for one in lines), Decimal())
        if rest and not total.reason:
            yield replace(line, kind="rest", amount=rest)
        yield replace(total, currency=currency)


def _total(key: Key, deal: Deal, sales: Sales, scope: Scope, place: int) -> Line:
    month = sales.contracts.once(f"produced {scope.periods}", lambda: produced(sales, scope))
    ever, cell, zero = balance(sales, scope), (key, place), Fraction()
    earned = month.amounts.get(cell, zero)
    told = Line(scope.periods.names[place], key[0], key[1], "total", "", since=max(deal.start, ever.since))
    billed = ever.invoiced.amounts.get(cell, zero)
    reason = month.unknown.get(cell) or (ever.earned.unknown.get(cell) if len(sales.invoices) else None)
    if reason:
        return replace(told, invoiced_to_date=money(billed), reason=reason)
    if not len(sales.invoices):  # nobody knows what is invoiced: the month alone is told
        return replace(told, since=None, produced=money(earned), to_invoice=money(max(earned, zero)))
    done = ever.earned.amounts.get(cell, zero)
    return replace(told, produced=money(earned), produced_to_date=money(done),
                   invoiced_to_date=money(billed), to_invoice=money(max(done - billed, zero)))


def _lines(deal: Deal, sales: Sales, scope: Scope, place: int) -> Iterator[Line]:
    line = Line(scope.periods.names[place], deal.client, deal.contract, "days", "")
    if deal.kind == "time_and_materials":
        yield from _days(line, deal, sales, scope)
    elif deal.kind == "prepaid":
        yield from _hours(line, deal, sales, scope)
    else:
        book = sales.contracts.once(f"produced {scope.periods}", lambda: produced(sales, scope))
        amount = book.amounts.get(((deal.client, deal.contract), place))
        price = deal.fee if deal.kind == "managed" else deal.price
        if amount and price:
            yield replace(line, kind="fee" if deal.kind == "managed" else "progress", quantity=_exact(amount / price),
                          unit="month" if deal.kind == "managed" else "share", price=money(Fraction(price)),
                          amount=money(amount))


def _days(line: Line, deal: Deal, sales: Sales, scope: Scope) -> Iterator[Line]:
    """Billable days by person, rate and kind of rate."""
    prices, billable = rate_of_each(sales), sales.time_entries.flags("billable")
    hours = sales.time_entries.once("grains", lambda: grains(sales.time_entries))
    sums: dict[tuple[str, int, str], Fraction] = defaultdict(Fraction)
    for row, person, kind in _rows(line.month, deal, sales, scope):
        if billable[row] and prices[row] > NO_RATE:
            sums[person, int(prices[row]), kind] += Fraction(int(hours[row]), GRAIN) / deal.day_hours
    for (person, price, kind), days in sorted(sums.items()):
        yield replace(line, person=person, rate_kind=kind, quantity=_exact(days), unit="days",
                      price=money(Fraction(price)), amount=money(days * price))


def _hours(line: Line, deal: Deal, sales: Sales, scope: Scope) -> Iterator[Line]:
    """Deducted hours by kind of rate, at price ÷ hours sold."""
    sold = sold_days(deal, sales, scope.periods.today) * deal.day_hours
    if deal.price is None or sold <= 0:
        return
    entries, unit = sales.time_entries, Fraction(deal.price) / sold
    counted = entries.once("deducted", lambda: deducted(entries))
    hours = entries.once("grains", lambda: grains(entries))
    weights = entries.once("weighted", lambda: weighted(entries, sales.contracts))
    sums: dict[str, tuple[Fraction, Fraction]] = {}
    for row, _, kind in _rows(line.month, deal, sales, scope):
        if counted[row]:
            done, worth = sums.get(kind, (Fraction(), Fraction()))
            sums[kind] = done + Fraction(int(hours[row]), GRAIN), worth + Fraction(int(weights[row]), FINE)
    for kind, (done, worth) in sorted(sums.items()):
        yield replace(line, kind="hours", rate_kind=kind, quantity=_exact(done), unit="hours", price=money(unit),
                      multiplier=_exact(worth / done) if done else None, amount=money(worth * unit))


def _rows(month: str, deal: Deal, sales: Sales, scope: Scope) -> Iterator[tuple[int, str, str]]:
    """The entries of a contract's month: row, person, kind of rate."""
    entries = sales.time_entries
    names = entries.codes("person").names, entries.codes("rate_kind").names
    first, after = month_start(month), month_after(month)
    rows = entries.rows_of("contract", deal.contract)
    days = entries.days("date")[rows]
    inside = (days >= day_number(first)) & (days < day_number(min(after, scope.periods.today + _DAY)))
    for row in rows[inside].tolist():
        who, kind = (int(entries.codes(name).index[row]) for name in ("person", "rate_kind"))
        yield row, names[0][who] if who >= 0 else "", names[1][kind] if kind >= 0 else ""


def _exact(amount: Fraction) -> Decimal:
    """To the sixth decimal, without zeros after the last one that counts."""
    rounded = (Decimal(amount.numerator) / Decimal(amount.denominator)).quantize(Decimal("1e-6"), ROUND_HALF_UP)
    return rounded.normalize() + Decimal(0) if rounded % 1 else rounded.quantize(Decimal(1))
