"""What was sold, consumed and estimated on each contract, in the budget's own unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

import numpy as np

from clairevoie.figures.activity import FINE, deducted, weighted
from clairevoie.figures.columns import Columns
from clairevoie.figures.zones import day_number

BudgetUnit = Literal["hours", "days"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """What remained to be done on a day, as the project lead entered it, in the budget's unit."""

    day: date
    remaining: float


@dataclass(frozen=True, slots=True)
class Budget:
    """A contract's budget at a day. `sold` is None for a contract that has an estimate alone."""

    contract: str
    unit: BudgetUnit
    sold: float | None
    consumed: float
    entries: int  # the deducted entries behind `consumed`
    estimate: Estimate | None
    consumed_until_estimate: float

    @property
    def landing(self) -> float | None:
        """Consumed up to the estimate's day, and what remained then."""
        return None if self.estimate is None else self.consumed_until_estimate + self.estimate.remaining


def budgets(
    budgets: Columns, estimates: Columns, time_entries: Columns, contracts: Columns, today: date
) -> list[Budget]:
    """Every contract that has a budget or an estimate by `today`, in order of its id.

    Several units in one contract are counted in hours; day_hours converts.
    """
    found: list[Budget] = time_entries.once(
        f"budgets {today}", lambda: list(_budgets(budgets, estimates, time_entries, contracts, today))
    )
    return found


def _budgets(
    budgets: Columns, estimates: Columns, time_entries: Columns, contracts: Columns, today: date
) -> Iterator[Budget]:
    sold, latest = _sold(budgets, today), _latest(estimates, today)
    hours = dict(zip(contracts.texts("contract"), contracts.numbers("day_hours").tolist(), strict=True))
    contract_of, day_of = time_entries.codes("contract"), time_entries.days("date")
    counted, hours_of = deducted(time_entries), weighted(time_entries, contracts)
    for contract in sorted({*sold, *latest}):
        unit = _unit([*sold.get(contract, {}), *([] if contract in sold else [latest[contract][2]])])
        day = hours.get(contract, 7.0)
        total = sum(_in(unit, own, amount, day) for own, amount in sold[contract].items()) if contract in sold else None
        estimate = _estimate(latest.get(contract), unit, day)
        mine = contract_of.is_(contract) & counted & (day_of <= day_number(today))
        then = mine & (day_of <= day_number(estimate.day if estimate else today))
        used, until = (_in(unit, "hours", int(hours_of[rows].sum()) / FINE, day) for rows in (mine, then))
        yield Budget(contract, unit, total, used, int(np.count_nonzero(mine)), estimate, until)


def _sold(budgets: Columns, today: date) -> dict[str, dict[BudgetUnit, float]]:
    """The budget of each contract, by unit; what expired is taken off however its sign was entered."""
    totals: dict[str, dict[BudgetUnit, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for row in budgets.table.to_pylist():
        if row["date"] <= today:
            amount = -abs(row["amount"]) if row["kind"] == "expired" else row["amount"]
            totals[row["contract"]][row["unit"]] += Decimal(str(amount))
    return {contract: {unit: float(amount) for unit, amount in units.items()} for contract, units in totals.items()}


def _latest(estimates: Columns, today: date) -> dict[str, tuple[date, float, BudgetUnit]]:
    rows = sorted((row["date"], row["contract"], row["remaining"], row["unit"]) for row in estimates.table.to_pylist())
    return {contract: (day, remaining, unit) for day, contract, remaining, unit in rows if day <= today}


def _estimate(row: tuple[date, float, BudgetUnit] | None, unit: BudgetUnit, day_hours: float) -> Estimate | None:
    return row and Estimate(row[0], _in(unit, row[2], row[1], day_hours))


def _unit(units: Iterable[BudgetUnit]) -> BudgetUnit:
    return "days" if set(units) == {"days"} else "hours"


def _in(unit: BudgetUnit, own: BudgetUnit, amount: float, day_hours: float) -> float:
    if unit == own:
        return amount
    return amount / day_hours if unit == "days" else amount * day_hours
