"""Charts: what is drawn, never how."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from clairevoie.portal.figure import State, Text, Unit


@dataclass(frozen=True, slots=True)
class Point:
    """x: a month "2026-10", a date, or a label; y is None for a gap; href: a page of the site or ""."""

    x: str
    y: float | None
    n: int | None = None
    state: State = "ok"
    href: str = ""
    label: Text | None = None
    interval: tuple[float, float] | None = None  # of a rate of few rows


@dataclass(frozen=True, slots=True)
class Series:
    """One line or one set of bars, directly labelled (never a legend)."""

    id: str
    label: Text
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart to draw; `conclusion` is its accessible label. Its table is `data/<id>.csv`.

    kind: `line` (by month, optional target) · `bars` (by month; a last partial bar is hatched) ·
    `hbars` (sorted, labelled at the end) · `burn_down` (series "left", "pace", "landing"; x are dates).
    """

    id: str
    kind: Literal["line", "bars", "hbars", "burn_down"]
    unit: Unit
    series: tuple[Series, ...]
    conclusion: Text
    target: float | None = None
    target_label: Text | None = None
    today: date | None = None
    partial: str | None = None  # the x of the running month
    first: date | None = None  # bars: the days they span, when they stand under a burn-down and share its days
    last: date | None = None
    low: float | None = None  # axis bounds, when the chart must not choose
    high: float | None = None
    better: Literal["up", "down"] = "up"  # which side of the target is held
    currency: str = ""  # of a chart of money
