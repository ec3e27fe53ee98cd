"""What a contract's budget sold, and what was taken from it: by day for the burn-down, by activity for its bars."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from clairevoie.disclosure import few
from clairevoie.disclosure.burning import Budget
from clairevoie.disclosure.rows import Row
from clairevoie.disclosure.view import View, end_of
from clairevoie.figures.activity import FINE, GRAIN, deducted, grains, weighted
from clairevoie.figures.columns import Columns, Flags, Index
from clairevoie.figures.zones import day_number
from clairevoie.portal import Figure

_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Spending:
    """A budget with its use up to `as_of`'s day. activities: name and amount in the budget's unit, most first."""

    budget: Budget
    activities: tuple[tuple[str, float], ...]
    not_deducted: float  # in the budget's unit too
    expired: float  # what was sold and is lost: the budget is without it
    telling: bool = True  # each month of its use may be told


def budget_start(view: View, contract: str) -> date | None:
    """The day the contract's budget starts: the date of its first amount."""
    days = [row.day("date") for row in view.facts("budgets", view.of_contract("budgets", contract))]
    return min((day for day in days if day), default=None)


def spending(view: View, contract: Row, remaining: Figure) -> Spending:
    """The budget of a contract and its use, in the unit of what remains of it."""
    name, hours = contract.text("contract"), contract.number("day_hours") or 7.0
    entries, contracts = (Columns(view.slice.tables[table]) for table in ("time_entries", "contracts"))
    mine = entries.codes("contract").is_(name) & (entries.days("date") <= day_number(view.today))
    counted = mine & deducted(entries)
    taken = weighted(entries, contracts)
    per = FINE * (hours if remaining.unit == "days" else 1.0)
    start = budget_start(view, name) or contract.day("start") or view.today
    rows = _amounts(view, name, remaining.unit, hours)
    sold = tuple((day, amount) for day, amount, _ in rows)
    budget = Budget(start, end_of(contract, view.today), remaining.unit, sold, _used(entries, counted, taken, per))
    apart = int(grains(entries)[mine & ~deducted(entries)].sum()) * (FINE // GRAIN) / per
    lost = -sum(amount for _, amount, kind in rows if kind == "expired")
    least = view.grants.minimum_count
    if least and (mine & ~deducted(entries)).sum() < least:
        apart = 0.0
    months = entries.days("date")[counted].astype("datetime64[D]").astype("datetime64[M]")
    telling = _are_enough(months, least) and not _is_withheld(view, name, set(months.astype(str).tolist()))
    named = _are_enough(entries.codes("activity").index[counted], least)
    return Spending(budget, _by_activity(entries, counted, taken, per) if named else (), apart, lost, telling)


def _are_enough(values: np.ndarray[Any, Any], least: int) -> bool:
    """Whether each value that there is stands there `least` times."""
    _, counts = np.unique(values, return_counts=True)
    return bool((counts >= least).all())


def _is_withheld(view: View, contract: str, months: Collection[str]) -> bool:
    """Whether the hours of one of these months are withheld: they may cover another contract's few."""
    figures = view.ledger.over("hours_consumed", months, contract=contract)
    return any(figure.reason == few.REASON for figure in figures)


def _amounts(view: View, contract: str, unit: str, hours: float) -> list[tuple[date, float, str]]:
    """(day, amount in `unit`, kind), the oldest first; what expired is taken off."""
    found = []
    for row in view.facts("budgets", view.of_contract("budgets", contract)):
        day, amount, kind = row.day("date"), row.number("amount") or 0.0, row.text("kind")
        if day and day <= view.today:
            signed = -abs(amount) if kind == "expired" else amount
            own = row.text("unit")
            found.append((day, signed if own == unit else signed / hours if unit == "days" else signed * hours, kind))
    return sorted(found)


def _used(entries: Columns, counted: Flags, taken: Index, per: float) -> tuple[tuple[date, float], ...]:
    days, place = np.unique(entries.days("date")[counted], return_inverse=True)
    sums = np.bincount(place, taken[counted], len(days))
    return tuple((_EPOCH + timedelta(days=int(day)), float(total) / per)
                 for day, total in zip(days.tolist(), sums.tolist(), strict=True))


def _by_activity(entries: Columns, counted: Flags, taken: Index, per: float) -> tuple[tuple[str, float], ...]:
    codes = entries.codes("activity")
    known = counted & (codes.index >= 0)
    sums = np.bincount(codes.index[known], taken[known], len(codes.names)).tolist()
    found = ((name, float(total) / per) for name, total in zip(codes.names, sums, strict=True) if total)
    return tuple(sorted(found, key=lambda item: (-item[1], item[0])))
