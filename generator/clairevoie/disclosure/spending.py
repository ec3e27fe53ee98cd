"""What a contract's budget sold, and what each deducted entry took from it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from clairevoie.disclosure.burning import Budget
from clairevoie.disclosure.rows import Row
from clairevoie.disclosure.view import View

_ENTRY = ["date", "hours", "billable", "deducted", "rate_kind", "activity"]


@dataclass(frozen=True, slots=True)
class Spending:
    """A budget with what was done under it since its start. activities: name and amount, in the budget's unit."""

    budget: Budget
    activities: tuple[tuple[str, float], ...]
    not_deducted: float  # hours


def budget_start(view: View, contract: str) -> date | None:
    """The day the contract's budget starts: the date of its first amount."""
    days = [row.day("date") for row in view.facts("budgets", view.of_contract("budgets", contract))]
    return min((day for day in days if day), default=None)


def spending(view: View, contract: Row) -> Spending:
    """The budget of a contract and its use, up to `as_of`'s day."""
    name = contract.text("contract")
    start = budget_start(view, name) or contract.day("start") or view.today
    budgets = [row for row in view.facts("budgets", view.of_contract("budgets", name)) if _day(row) <= view.today]
    unit = budgets[-1].text("unit") if budgets else "hours"
    entries = [row for row in view.facts("time_entries", view.of_contract("time_entries", name).select(_ENTRY))
               if start <= _day(row) <= view.today]
    deducted = [row for row in entries if is_deducted(row)]
    sold = [(max(_day(row), start), _signed(row)) for row in budgets]
    used = [(_day(row), -_taken(row, contract, unit)) for row in deducted]
    budget = Budget(start, contract.day("end"), unit, sum(amount for _, amount in sold), sorted([*sold, *used]))
    apart = sum(row.number("hours") or 0.0 for row in entries if not is_deducted(row))
    return Spending(budget, _by_activity(deducted, contract, unit), apart)


def is_deducted(row: Row) -> bool:
    """Whether an entry is taken from the budget: as billable unless it says."""
    deducted = row.flag("deducted")
    return bool(row.flag("billable") if deducted is None else deducted)


def _taken(row: Row, contract: Row, unit: str) -> float:
    per = (contract.number("day_hours") or 7.0) if unit == "days" else 1.0
    return (row.number("hours") or 0.0) / per


def _by_activity(rows: list[Row], contract: Row, unit: str) -> tuple[tuple[str, float], ...]:
    total: defaultdict[str, float] = defaultdict(float)
    for row in rows:
        total[row.text("activity")] += _taken(row, contract, unit)
    return tuple(sorted(total.items(), key=lambda item: (-item[1], item[0])))


def _signed(row: Row) -> float:
    amount = row.number("amount") or 0.0
    return -abs(amount) if row.text("kind") == "expired" else amount


def _day(row: Row) -> date:
    return row.day("date") or date.max
