"""The burn-down of a budget: what was left at each month's end, the even pace, and where it lands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from clairevoie.disclosure.terms import last_day, month_of, months_before
from clairevoie.portal import Chart, Figure, Point, Series, Text

_LEFT = Text("Reste", "Left")
_PACE = Text("Rythme égal", "Even pace")
_LANDING = Text("Atterrissage", "Landing")


@dataclass(frozen=True, slots=True)
class Budget:
    """A contract's budget in its own unit. moves: dated amounts, sold positive and used negative, oldest first."""

    start: date
    end: date | None
    unit: str
    sold: float
    moves: Sequence[tuple[date, float]]

    def left(self, day: date) -> float:
        """What was left at the end of `day`."""
        return sum(amount for at, amount in self.moves if at <= day)


def burn_down(identifier: str, budget: Budget, remaining: Figure, landing: Figure | None, today: date, since: date,
              said: Text) -> Chart | None:
    """The chart, from the later of the budget's start and `since`; None where nothing is left to draw."""
    if remaining.value is None:
        return None
    start = max(budget.start, since)
    now = Point(today.isoformat(), float(remaining.value))
    left = [Point(day.isoformat(), budget.left(day)) for day in _marks(start, today)]
    if budget.start == start:
        left.insert(0, Point(start.isoformat(), budget.sold))
    series = [Series("left", _LEFT, (*left, now))]
    if budget.end and budget.end > start:
        series.append(Series("pace", _PACE, _pace(budget, start, budget.end)))
    if budget.end and budget.end > today and landing and landing.value is not None:
        end = Point(budget.end.isoformat(), budget.sold - float(landing.value), state="estimated")
        series.append(Series("landing", _LANDING, (now, end)))
    return Chart(identifier, "burn_down", "days" if budget.unit == "days" else "hours", tuple(series), said, today=today)


def _marks(start: date, today: date) -> list[date]:
    """The month ends strictly between the start and today."""
    span = (today.year - start.year) * 12 + today.month - start.month + 1
    ends = [last_day(month) for month in months_before(month_of(today), max(span, 1))]
    return [day for day in ends if start < day < today]


def _pace(budget: Budget, start: date, end: date) -> tuple[Point, ...]:
    whole = (end - budget.start).days or 1
    at_start = budget.sold * (1 - (start - budget.start).days / whole)
    return Point(start.isoformat(), at_start), Point(end.isoformat(), 0.0)
