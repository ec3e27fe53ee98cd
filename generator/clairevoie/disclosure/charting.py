"""Figures → charts, and charts → the tables behind them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from clairevoie.portal import Cell, Chart, Column, Figure, Point, Series, Table, Text, Unit

_SHOWN = ("ok", "estimated", "revised", "stale")
_LABELS = Text("Libellé", "Label")
_X = {"line": Text("Mois", "Month"), "bars": Text("Mois", "Month"), "burn_down": Text("Date", "Date"), "hbars": _LABELS}


def point(figure: Figure) -> Point:
    """A figure's point: a gap where its state shows no value."""
    value = float(figure.value) if figure.value is not None and figure.state in _SHOWN else None
    return Point(figure.period, value, figure.n, figure.state)


def monthly(identifier: str, label: Text, figures: Iterable[Figure]) -> Series:
    """A series of months, one point a figure."""
    return Series(identifier, label, tuple(map(point, figures)))


def behind(chart: Chart) -> Table:
    """The rows of a chart: one an x, one column a series, and n where the points have one."""
    xs = dict.fromkeys(p.x for series in chart.series for p in series.points)
    if chart.kind in ("line", "bars", "burn_down"):
        xs = dict.fromkeys(sorted(xs))
    by_x = [{p.x: p for p in series.points} for series in chart.series]
    columns = [Column("x", _X[chart.kind])]
    counted = [any(p.n is not None for p in points.values()) for points in by_x]
    for series, count in zip(chart.series, counted, strict=True):
        columns.append(Column(series.id, series.label, _kind(chart.unit)))
        columns += [Column(f"{series.id}_n", Text("n", "n"), "count")] if count else []
    pairs = list(zip(by_x, counted, strict=True))
    rows = tuple((x, *(cell for points, count in pairs for cell in _cells(points.get(x), count))) for x in xs)
    return Table(chart.id, tuple(columns), rows, chart.conclusion)


def _kind(unit: Unit) -> Literal["number", "ratio", "count", "hours", "days", "minutes", "money"]:
    match unit:
        case "per_day" | "state":
            return "number"
    return unit


def _cells(at: Point | None, count: bool) -> tuple[Cell, ...]:
    value = at.y if at else None
    return (value, at.n if at else None) if count else (value,)
