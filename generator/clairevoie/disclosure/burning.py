"""The burn-down of a budget: what was left at each month's end, the even pace, and where it lands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from clairevoie.disclosure.terms import last_day, month_of, months_before
from clairevoie.portal import Chart, Figure, Point, Series, Text

_LEFT = Text("Reste", "Left")
_PACE = Text("Rythme égal", "Even pace")
_LANDING = Text("Atterrissage", "Landing")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Budget:
    """A contract's budget in its own unit: dated amounts sold, and dated amounts used, oldest first."""

    start: date
    end: date | None
    unit: str
    sold: Sequence[tuple[date, float]]
    used: Sequence[tuple[date, float]]

    @property
    def total(self) -> float:
        """All that was sold."""
        return sum(amount for _, amount in self.sold)

    def sold_by(self, day: date) -> float:
        """What was sold up to the end of `day`."""
        return sum(amount for at, amount in self.sold if at <= day)

    def left(self, day: date) -> float:
        """What was left at the end of `day`."""
        return self.sold_by(day) - sum(amount for at, amount in self.used if at <= day)

    def pace(self, day: date, end: date) -> float:
        """What would be left at `day` were the whole budget used evenly up to `end`."""
        gone = (day - self.start).days / max((end - self.start).days, 1)
        return self.sold_by(day) - self.total * gone


def burn_down(identifier: str, budget: Budget, remaining: Figure, landing: Figure | None, today: date, since: date,
              said: Text) -> Chart | None:
    """The chart, from the later of the budget's start and `since`; None where nothing is known of what is left."""
    start = max(budget.start, since)
    if remaining.value is None or start >= today:
        return None
    now = Point(today.isoformat(), float(remaining.value))
    series = [Series("left", _LEFT, (*_left(budget, start, today), now))]
    if budget.end and budget.end > start:
        series.append(Series("pace", _PACE, tuple(_pace(budget, start, budget.end))))
    if budget.end and budget.end > today and landing and landing.value is not None:
        end = Point(budget.end.isoformat(), budget.total - float(landing.value), state="estimated")
        series.append(Series("landing", _LANDING, (now, end)))
    unit: Literal["days", "hours"] = "days" if budget.unit == "days" else "hours"
    return Chart(identifier, "burn_down", unit, tuple(series), said, today=today)


def _left(budget: Budget, start: date, today: date) -> Iterator[Point]:
    """At the start, at month ends, and on both sides of what was sold later."""
    span = (today.year - start.year) * 12 + today.month - start.month + 1
    ends = {last_day(month) for month in months_before(month_of(today), span)}
    yield Point(start.isoformat(), budget.sold_by(start) if start == budget.start else budget.left(start))
    for day in sorted(ends | set(_steps(budget))):
        if start < day < today:
            yield Point(day.isoformat(), budget.left(day))


def _pace(budget: Budget, start: date, end: date) -> Iterator[Point]:
    for day in sorted({start, *_steps(budget), end}):
        if start <= day <= end:
            yield Point(day.isoformat(), budget.pace(day, end))


def _steps(budget: Budget) -> Iterator[date]:
    for day, _ in budget.sold:
        if day > budget.start:
            yield from (day - _DAY, day)
