"""Lines by month against a target, with the number of rows under each month (LOOK §5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from clairevoie.charts import amounts, marks
from clairevoie.charts.axis import Axis, finite, rate_axis, value_axis
from clairevoie.charts.ends import End, ends, room
from clairevoie.charts.measure import width
from clairevoie.charts.months import counts, months
from clairevoie.charts.sheet import FONT, WIDTH, Language, Row, Sheet, Size, word
from clairevoie.charts.texts import bare, tick, tip, value
from clairevoie.charts.tokens import DATA, DATA2, DOWN, INK, INK2, INK3, NONE, PAPER, RULE
from clairevoie.portal import Chart, Point, Series
from clairevoie.words.typography import pick

HEIGHT: Mapping[Size, float] = {"wide": 178, "half": 150, "narrow": 150}
_ROOM: Mapping[Size, float] = {"wide": 240, "half": 118, "narrow": 92}
_COLOURS = (DATA, DATA2)
DASH = (5.0, 3.0)


def sheet(chart: Chart, language: Language, size: Size) -> Sheet:
    """The content of one drawing: at most two series, over the months of either."""
    plot = _plot(chart, language, size)
    data: dict[str, Sequence[Row]] = {
        "grid": [marks.rule(t, RULE, 1) for t in plot.axis.ticks],
        "target": [] if chart.target is None else [marks.rule(chart.target, INK, 1.2)],
        "dots": [row for i in reversed(range(len(chart.series))) for row in _dots(chart, i)],
        "words": _words(chart, plot, language),
        "labels": [*_values(chart, plot, language),
                   *ends(_ends(chart, plot, language), plot.room, -14)],
        "hits": [_hit(p, s, chart, language) for x in plot.xs for s in chart.series for p in s.points
                 if p.x == x and p.y is not None],
    }
    for name, series in zip(("first", "second"), chart.series, strict=False):
        data[name], data[f"{name}_dashed"] = _firm(series, plot.xs), _dashed(series, plot.xs)
    below = (60.0 if _counts(chart, plot, language) else 40.0) + plot.under
    return Sheet(plot.width, plot.height, plot.left, plot.right, 14, below,
                 {"names": plot.xs, "low": plot.axis.low, "high": plot.axis.high}, data)


@dataclass(frozen=True, slots=True)
class _Plot:
    xs: list[str]
    axis: Axis
    width: float
    height: float
    left: float
    right: float
    room: float
    under: float = 0  # px more between the plot and its months, where values are written there

    @property
    def step(self) -> float:
        return self.width / max(1, len(self.xs))

    def x(self, at: str) -> float:
        return (self.xs.index(at) + 0.5) * self.step


def _plot(chart: Chart, language: Language, size: Size) -> _Plot:
    xs = sorted({p.x for s in chart.series for p in s.points})
    values = finite(p.y for s in chart.series for p in s.points)
    if chart.unit == "ratio":
        axis = rate_axis(values, chart.target, chart.low, chart.high)
    else:
        axis = value_axis(finite([*values, chart.target]), chart.low, chart.high, zero=False)
    left = amounts.room(axis, chart, language)
    bare_plot = _Plot(xs, axis, 1, HEIGHT[size], left, 0, 0)
    space = room(_ends(chart, bare_plot, language), _ROOM[size])
    right = space + 14
    return _Plot(xs, axis, WIDTH[size] - left - right, HEIGHT[size], left, right, space, _under(chart, axis, size))


def _under(chart: Chart, axis: Axis, size: Size) -> float:
    deep = [p.y for s in chart.series for p in s.points[:-1]
            if p.y is not None and _missed(p.y, chart) and axis.pixel(p.y, HEIGHT[size]) > HEIGHT[size] - 8]
    return 12 if deep and chart.better == "up" else 0


def _missed(y: float, chart: Chart) -> bool:
    if chart.target is None:
        return False
    return y < chart.target if chart.better == "up" else y > chart.target


def _firm(series: Series, xs: list[str]) -> list[Row]:
    """The solid line: a gap where there is no value, and where it is only estimated."""
    return [{"x": p.x, "y": None if p.state == "estimated" else p.y, "i": i} for i, p in enumerate(_along(series, xs))]


def _dashed(series: Series, xs: list[str]) -> list[Row]:
    """The dashed line: estimated values and what they touch."""
    points = _along(series, xs)
    soft = {j for i, p in enumerate(points) if p.state == "estimated" for j in (i - 1, i, i + 1)}
    return [{"x": p.x, "y": p.y if i in soft else None, "i": i} for i, p in enumerate(points)] if soft else []


def _along(series: Series, xs: list[str]) -> list[Point]:
    known = {p.x: p for p in series.points}
    return [known.get(x) or Point(x, None) for x in xs]


def _dots(chart: Chart, which: int) -> list[Row]:
    colour, radius = _COLOURS[which], (4.2, 3.4)[which]
    found: list[Row] = []
    for p in chart.series[which].points:
        if p.y is None:
            continue
        if p.state == "revised":
            found.append(_dot(p, 8, NONE, INK3, 1.3))
        fill = DOWN if _missed(p.y, chart) else colour
        hollow = p.state == "estimated"
        size = radius + (0.8 if fill == DOWN else 0)
        found.append(_dot(p, size, PAPER if hollow else fill, fill, 2 if hollow else 0))
    return found


def _dot(point: Point, radius: float, fill: str, stroke: str, weight: float) -> Row:
    return marks.dot(point.x, point.y, radius, fill, stroke, weight)


def _hit(point: Point, series: Series, chart: Chart, language: Language) -> Row:
    return marks.hit(point.x, point.y, point.href, tip(point, series, chart, language))


def _words(chart: Chart, plot: _Plot, language: Language) -> list[Row]:
    under = months(plot.xs, [plot.x(x) for x in plot.xs], plot.height + 30 + plot.under, plot.step, language,
                   _reported(chart, plot))
    return [*amounts.written(plot.axis, chart, language, plot.height), *under, *_counts(chart, plot, language)]


def _counts(chart: Chart, plot: _Plot, language: Language) -> list[Row]:
    n = {p.x: p.n for p in chart.series[0].points if p.n is not None} if chart.series else {}
    return counts(n, plot.xs, [plot.x(x) for x in plot.xs], plot.height + 50 + plot.under, plot.step, language)


def _reported(chart: Chart, plot: _Plot) -> str:
    """The last whole month."""
    whole = [x for x in plot.xs if x != chart.partial]
    return whole[-1] if whole else ""


def _values(chart: Chart, plot: _Plot, language: Language) -> list[Row]:
    """The value of each missed point but the last, whose value stands at the end of the line."""
    placed: list[tuple[float, float]] = []
    found: list[Row] = []
    for s in chart.series:
        there = [p for p in s.points if p.y is not None]
        for p in there[:-1]:
            if p.y is None or not _missed(p.y, chart):
                continue
            x, y = plot.x(p.x), plot.axis.pixel(p.y, plot.height) + (18 if chart.better == "up" else -18)
            text = bare(p.y, chart, language)
            near = width(text, FONT, bold=True) + 4
            if not any(abs(x - a) < near and abs(y - b) < 15 for a, b in placed):
                placed.append((x, y))
                found.append(word(text, x, y, fill=DOWN, bold=True, align="center"))
    return found


def _ends(chart: Chart, plot: _Plot, language: Language) -> list[End]:
    found = []
    for i, s in enumerate(chart.series):
        there = [p for p in s.points if p.y is not None]
        if not there or there[-1].y is None:
            continue
        y = there[-1].y
        fill = DOWN if _missed(y, chart) else (INK if i == 0 else INK2)
        found.append(End(s.label.in_(language), value(y, chart, language), plot.width - plot.step / 2 + 12,
                         plot.axis.pixel(y, plot.height), fill))
    if chart.target is not None:
        name = chart.target_label.in_(language) if chart.target_label else pick(language, "Objectif", "Target")
        amount = tick(chart.target, chart, language)
        found.append(End(name, "" if amount in name else amount, plot.width + 6,
                         plot.axis.pixel(chart.target, plot.height), INK, weight=3))
    return found
