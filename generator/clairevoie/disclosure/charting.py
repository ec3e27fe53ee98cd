"""Figures → charts, and charts → the tables behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from clairevoie.portal import Cell, Chart, Column, Figure, Point, Series, Table, Text, Unit

_SHOWN = ("ok", "estimated", "revised", "stale")
_LOW, _HIGH = Text("Wilson, bas", "Wilson, low"), Text("Wilson, haut", "Wilson, high")  # 95 %, under 30 rows
_LABELS = Text("Libellé", "Label")
_X = {"line": Text("Mois", "Month"), "bars": Text("Mois", "Month"), "burn_down": Text("Date", "Date"), "hbars": _LABELS}


def point(figure: Figure) -> Point:
    """A figure's point: a gap where its state shows no value."""
    value = float(figure.value) if figure.value is not None and figure.state in _SHOWN else None
    return Point(figure.period, value, figure.n, figure.state, interval=figure.interval)


def monthly(identifier: str, label: Text, figures: Iterable[Figure]) -> Series:
    """A series of months, one point a figure."""
    return Series(identifier, label, tuple(map(point, figures)))


def behind(chart: Chart) -> Table:
    """The rows of a chart: one an x, one column a series; n, its interval and its state where points have them."""
    xs = dict.fromkeys(p.x for series in chart.series for p in series.points)
    if chart.kind in ("line", "bars", "burn_down"):
        xs = dict.fromkeys(sorted(xs))
    columns, cells = [Column("x", _X[chart.kind])], [list[Cell](xs)]
    for series in chart.series:
        by_x = {p.x: p for p in series.points}
        for column, of in _told(series, chart.unit):
            columns.append(column)
            cells.append([of(by_x[x]) if x in by_x else None for x in xs])
    return Table(chart.id, tuple(columns), tuple(zip(*cells, strict=True)), chart.conclusion)


def _told(series: Series, unit: Unit) -> Iterator[tuple[Column, Callable[[Point], Cell]]]:
    name, points = series.id, series.points
    yield Column(name, series.label, _kind(unit)), lambda p: p.y
    if any(p.n is not None for p in points):
        yield Column(f"{name}_n", Text("n", "n"), "count"), lambda p: p.n
    if any(p.interval for p in points):
        yield Column(f"{name}_low", _LOW, "ratio"), lambda p: p.interval[0] if p.interval else None
        yield Column(f"{name}_high", _HIGH, "ratio"), lambda p: p.interval[1] if p.interval else None
    if any(p.state != "ok" for p in points):
        yield Column(f"{name}_state", Text("État", "State")), lambda p: p.state


def _kind(unit: Unit) -> Literal["number", "ratio", "count", "hours", "days", "minutes", "money"]:
    match unit:
        case "per_day" | "state":
            return "number"
    return unit
