"""A contract with a budget: how much is left, until when, and where it lands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from clairevoie.disclosure import few
from clairevoie.disclosure.burning import Budget, burn_down
from clairevoie.disclosure.charting import monthly
from clairevoie.disclosure.rows import Row
from clairevoie.disclosure.spending import Spending, spending
from clairevoie.disclosure.terms import month_of
from clairevoie.disclosure.view import View, last_day_of
from clairevoie.disclosure.wording import COLON, amount, joined, month
from clairevoie.portal import Chart, Figure, Hours, Point, Series, Text

_NEEDED = ("budget_consumed", "budget_remaining")
_SPENT = Text("Temps décompté", "Time deducted")


def hours(view: View) -> tuple[Hours, ...]:
    """Every contract that has a budget, the first to end first; empty unless what is consumed and left is granted."""
    if not view.figure(*_NEEDED):
        return ()
    found = (_hours(view, row) for row in view.facts("contracts"))
    return tuple(sorted((h for h in found if h), key=lambda h: (h.until or date.max, h.contract)))


def _hours(view: View, contract: Row) -> Hours | None:
    name = contract.text("contract")
    consumed, remaining, landing = (view.ledger.one(kpi, "to_date", contract=name) for kpi in (*_NEEDED, "landing"))
    if consumed is None or remaining is None or not view.of_contract("budgets", name).num_rows:
        return None
    if {"stale", few.REASON} & {consumed.reason, remaining.reason}:  # no share of a budget is drawn as nothing used
        return None
    spent = spending(view, contract, remaining)
    budget = spent.budget
    estimate = _estimate(view, name) if landing else None
    burn = _burn(view, contract, budget, remaining, landing) if spent.telling else None
    return Hours(
        name, contract.text("name"), budget.end, "days" if budget.unit == "days" else "hours", budget.total,
        _in_unit(consumed, remaining),
        remaining, landing, _elapsed(budget, view.today), estimate.day("date") if estimate else None,
        estimate.number("remaining") if estimate else None, spent.not_deducted, contract.number("day_hours") or 7.0,
        burn, _under(_months(view, contract, budget.unit), burn), _activities(view, name, spent), spent.expired)


def _burn(view: View, contract: Row, budget: Budget, remaining: Figure, landing: Figure | None) -> Chart | None:
    """The burn-down up to today, or to the last day of a contract that has ended: today is then not on it."""
    last = last_day_of(contract)
    chart = burn_down(f"burn-{view.slugs[contract.text('contract')]}", budget, remaining, landing,
                      min(view.today, last), view.since, _said(contract, remaining, landing))
    return replace(chart, today=None) if chart and last < view.today else chart


def _under(months: Chart | None, burn: Chart | None) -> Chart | None:
    """The bars on the days of the burn-down that they stand under, where it shows all their months."""
    if months is None or burn is None:
        return months
    days = sorted(point.x for series in burn.series for point in series.points)
    shown = [point.x for series in months.series for point in series.points]
    if min(shown) < days[0][:7] or max(shown) > days[-1][:7]:
        return months
    return replace(months, first=date.fromisoformat(days[0]), last=date.fromisoformat(days[-1]))


def _in_unit(consumed: Figure, remaining: Figure) -> Figure:
    """What is consumed in the budget's own unit: the KPI is a share, and gives it beside."""
    return replace(consumed, unit=remaining.unit, value=dict(consumed.beside).get("consumed"))


def _said(contract: Row, remaining: Figure, landing: Figure | None) -> Text:
    left = joined(contract.text("name"), Text("\u00a0: reste ", ": left "), amount(remaining))
    if landing is None or landing.value is None:
        return left
    return joined(left, Text("\u202f; atterrissage estimé ", "; estimated landing "), amount(landing))


def _estimate(view: View, contract: str) -> Row | None:
    rows = view.facts("estimates", view.of_contract("estimates", contract))
    known = [row for row in rows if (row.day("date") or date.max) <= view.today]
    return max(known, key=lambda row: row.day("date") or date.min, default=None)


def _elapsed(budget: Budget, today: date) -> float | None:
    if budget.end is None or budget.end <= budget.start:
        return None
    return min(max((today - budget.start).days / (budget.end - budget.start).days, 0.0), 1.0)


def _months(view: View, contract: Row, unit: str) -> Chart | None:
    """Bars for the granted months in which the contract runs, the running month with them, in the budget's unit."""
    name, first, last = contract.text("contract"), contract.day("start") or date.min, last_day_of(contract)
    months = [m for m in (*view.months, view.running) if month_of(first) <= m <= month_of(last)]
    figures = view.ledger.over("hours_consumed", months, contract=name)
    if unit == "days":
        figures = tuple(_in_days(figure, contract.number("day_hours") or 7.0) for figure in figures)
    whole = [figure for figure in figures if figure.period != view.running]
    if not whole:
        return None
    said = joined(month(whole[-1].period), COLON, amount(whole[-1]))
    return Chart(f"months-{view.slugs[name]}", "bars", whole[-1].unit, (monthly("hours", _SPENT, figures),), said,
                 partial=view.running if len(whole) < len(figures) else None)


def _in_days(figure: Figure, hours: float) -> Figure:
    return replace(figure, unit="days", value=None if figure.value is None else float(figure.value) / hours)


def _activities(view: View, contract: str, spent: Spending) -> Chart | None:
    """What was deducted by activity since the budget's start; the names of activities need their column."""
    points = tuple(Point(name, amount) for name, amount in spent.activities if name)
    if not points or not view.figure("hours_consumed") or not view.sees("time_entries", "activity"):
        return None
    said = joined(points[0].x, Text(" vient en premier.", " comes first."))
    return Chart(f"activities-{view.slugs[contract]}", "hbars", "days" if spent.budget.unit == "days" else "hours",
                 (Series("hours", _SPENT, points),), said)
