"""The ground of a burn-down: days across, what is left upwards, zero where the budget is used up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from clairevoie.charts.axis import budget_ticks
from clairevoie.charts.measure import width
from clairevoie.charts.sheet import FONT, WIDTH, Language, Size
from clairevoie.charts.texts import tick, value
from clairevoie.portal import Chart, Series

HEIGHT: Mapping[Size, float] = {"wide": 205, "half": 160, "narrow": 150}
_PARTS: Mapping[Size, int] = {"wide": 5, "half": 3, "narrow": 3}
EDGE = 2.0
BESIDE: Mapping[Size, float] = {"wide": 92, "half": 0, "narrow": 0}  # the least room to the right, for bars below too

Spot = tuple[float, float]  # a day as an ordinal, an amount in the budget's unit


@dataclass(frozen=True, slots=True)
class BurnPlot:
    """Sizes in px, bounds in days and in the budget's unit, and the known spots of each series."""

    first: float
    last: float
    low: float
    high: float
    ticks: tuple[float, ...]
    width: float
    height: float
    right: float
    left: tuple[Spot, ...]
    pace: tuple[Spot, ...]
    landing: tuple[Spot, ...]
    today: float | None  # None outside the plot

    def x(self, day: float) -> float:
        """Where a day stands."""
        return self.width * (day - self.first) / (self.last - self.first)

    def y(self, amount: float) -> float:
        """Where an amount stands, from the top."""
        return self.height * (self.high - amount) / (self.high - self.low)

    @property
    def under(self) -> float:
        """Where the months are written: below zero, and below what is under it."""
        return max(self.y(0), self.height - 10) + 28

    @property
    def over(self) -> bool:
        """Whether the budget lands under zero."""
        return bool(self.landing) and self.landing[-1][1] < 0

    @property
    def dry(self) -> float | None:
        """The day on which the landing line meets zero, None if it does not."""
        for (day, amount), (next_day, next_amount) in pairwise(self.landing):
            if amount > 0 > next_amount:
                return day + (next_day - day) * amount / (amount - next_amount)
        return None


def burn_plot(chart: Chart, language: Language, size: Size) -> BurnPlot:
    """Bounds from the series themselves: the first to the last day, zero or the lowest amount to the budget."""
    left, pace, landing = (_spots(find(chart, name)) for name in ("left", "pace", "landing"))
    spots = [*left, *pace, *landing] or [(1.0, 0.0)]
    first, last = min(day for day, _ in spots), max(day for day, _ in spots)
    top = max(amount for _, amount in spots)
    ticks = budget_ticks(top if top > 0 else 1.0, _PARTS[size])
    low = min([0.0, *(amount for _, amount in spots)])
    texts = [tick(t, chart, language) for t in ticks] + [value(amount, chart, language) for _, amount in landing[-1:]]
    right = max(BESIDE[size], 14 + max(width(t, FONT, bold=True) for t in texts))
    last = max(last, first + 1)
    today = float(chart.today.toordinal()) if chart.today else None
    return BurnPlot(
        first, last, low if chart.low is None else chart.low, max(top, ticks[-1]), ticks,
        WIDTH[size] - EDGE - right, HEIGHT[size], right, left, pace, landing,
        today if today is not None and first <= today <= last else None,
    )


def find(chart: Chart, name: str) -> Series:
    """A series of the chart by its id, empty where it has none."""
    return next((s for s in chart.series if s.id == name), Series(name, chart.conclusion, ()))


def day_number(x: str) -> float:
    """A day, "2026-03-12", as an ordinal."""
    return float(date.fromisoformat(x).toordinal())


def _spots(series: Series) -> tuple[Spot, ...]:
    return tuple((day_number(p.x), p.y) for p in series.points if p.y is not None)
