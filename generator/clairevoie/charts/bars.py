"""Bars by month, from zero; the running month is hatched and dashed (LOOK §5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from clairevoie.charts import amounts, marks
from clairevoie.charts.axis import Axis, finite, value_axis
from clairevoie.charts.burn_plot import BESIDE, EDGE
from clairevoie.charts.ends import End, ends, room
from clairevoie.charts.links import link
from clairevoie.charts.measure import width
from clairevoie.charts.months import months, names
from clairevoie.charts.sheet import FONT, WIDTH, Language, Row, Sheet, Size, hatch_id, word
from clairevoie.charts.texts import bare, tick, tip
from clairevoie.charts.tokens import DATA, DATA2, INK, INK2, INK3, ON, RULE
from clairevoie.portal import Chart, Point
from clairevoie.words.typography import pick

HEIGHT: Mapping[Size, float] = {"wide": 110, "half": 110, "narrow": 110}
_ROOM: Mapping[Size, float] = {"wide": 180, "half": 110, "narrow": 84}
_BAND = 0.83  # share of a month's place that its bars fill


def sheet(chart: Chart, language: Language, size: Size) -> Sheet:
    """The content of one drawing: one series, or two side by side."""
    plot = _plot(chart, language, size)
    drawn = [_bar(p, i, chart, plot, language, hatch_id(chart, size)) for p, i in plot.points]
    said = [row for p, i in plot.points for row in _value(p, i, chart, plot, language)] if plot.valued else []
    ticks = [] if plot.valued else [t for t in plot.axis.ticks if t != 0]
    return Sheet(
        plot.width, plot.height, plot.left, plot.right, 18, 40,
        {"low": plot.axis.low, "high": plot.axis.high},
        {
            "grid": [marks.rule(t, RULE, 1) for t in ticks],
            "bars": [row for (p, _), row in zip(plot.points, drawn, strict=True) if p.x != chart.partial],
            "running": [row for (p, _), row in zip(plot.points, drawn, strict=True) if p.x == chart.partial],
            "target": [] if chart.target is None else [marks.rule(chart.target, INK3, 1.2, "1,3")],
            "base": [marks.rule(0, INK, 1.2)],
            "words": [*_words(chart, plot, language), *(row for row in said if row["fill"] == ON)],
            "labels": [*(row for row in said if row["fill"] != ON),
                       *ends(_ends(chart, plot, language), plot.room, -10)],
        },
    )


@dataclass(frozen=True, slots=True)
class _Plot:
    xs: list[str]
    points: list[tuple[Point, int]]  # with the number of the series
    axis: Axis
    width: float
    height: float
    left: float
    right: float
    room: float
    kinds: int
    valued: bool  # values stand on the bars, and no axis is needed
    days: tuple[date, date] | None  # where the months are as wide as their days

    @property
    def step(self) -> float:
        return self.width / max(1, len(self.xs))

    def cell(self, x: str) -> tuple[float, float]:
        """Where the place of a month begins, and how wide it is."""
        if self.days is None:
            return self.xs.index(x) * self.step, self.step
        first, last = self.days
        start = date(int(x[:4]), int(x[5:]), 1)
        end = (start + timedelta(days=31)).replace(day=1)
        day = self.width / max((last - first).days, 1)
        left = max((start - first).days, 0) * day
        return left, max(min((end - first).days * day, self.width) - left, 0)

    def bar(self, x: str) -> float:
        """How wide a bar is."""
        return self.cell(x)[1] * _BAND / self.kinds

    def holds(self, text: str, top: float, x: str) -> bool:
        """Whether a bar that reaches up to `top` px has room for `text`."""
        return self.axis.pixel(0, self.height) - top >= 26 and width(text, FONT, bold=True) < self.bar(x) - 2

    def centre(self, x: str) -> float:
        start, whole = self.cell(x)
        return start + whole / 2

    def middle(self, x: str, which: int) -> float:
        return self.centre(x) + (which - (self.kinds - 1) / 2) * self.bar(x)


def _plot(chart: Chart, language: Language, size: Size) -> _Plot:
    points = [(p, i) for i, s in enumerate(chart.series) for p in s.points if p.y is not None]
    days = (chart.first, chart.last) if chart.first and chart.last and size != "narrow" else None
    xs = _months(*days) if days else sorted({p.x for s in chart.series for p in s.points})
    axis = value_axis(finite([*(p.y for p, _ in points), chart.target]), chart.low, chart.high, zero=True)
    kinds = max(1, len(chart.series))
    loose = _Plot(xs, points, axis, WIDTH[size] - EDGE - BESIDE[size], HEIGHT[size], EDGE, BESIDE[size], 0, kinds,
                  valued=True, days=days)
    if days:
        return loose
    space = room(_ends(chart, loose, language), _ROOM[size])
    right = space + 14 if space else 0
    whole = WIDTH[size] - right
    widest = max((width(bare(p.y or 0, chart, language), FONT, bold=True) for p, _ in points), default=0)
    if widest <= whole / max(1, len(xs)) * _BAND / kinds + (4 if kinds == 1 else -2):
        return _Plot(xs, points, axis, whole, HEIGHT[size], 0, right, space, kinds, valued=True, days=None)
    left = amounts.room(axis, chart, language)
    return _Plot(xs, points, axis, whole - left, HEIGHT[size], left, right, space, kinds, valued=False, days=None)


def _months(first: date, last: date) -> list[str]:
    """The months of a span of days."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [f"{first.year + m // 12:04}-{m % 12 + 1:02}" for m in range(first.month - 1, first.month - 1 + count)]


def _bar(p: Point, which: int, chart: Chart, plot: _Plot, language: Language, hatch: str) -> Row:
    fill = f"url(#{hatch})" if p.x == chart.partial else (DATA, DATA2)[which]
    x, half = plot.middle(p.x, which), plot.bar(p.x) / 2
    return {"x": x - half, "x2": x + half, "y": p.y, "base": 0, "fill": fill, "href": link(p.href),
            "tip": tip(p, chart.series[which], chart, language)}


def _value(p: Point, which: int, chart: Chart, plot: _Plot, language: Language) -> list[Row]:
    """The value in the top of its bar, or over it where the bar is short, hatched or light."""
    top = plot.axis.pixel(max(p.y or 0, 0), plot.height)
    text, x = bare(p.y or 0, chart, language), plot.middle(p.x, which)
    if plot.days and width(text, FONT, bold=True) > plot.cell(p.x)[1]:
        return []
    if p.x == chart.partial and plot.kinds == 1:
        text = _running(text, plot, language)
    elif which == 0 and p.x != chart.partial and plot.holds(text, top, p.x):
        return [word(text, x, top + 14, fill=ON, bold=True, align="center")]
    return [word(text, x, top - 11, fill=INK, bold=True, align="center")]


def _running(text: str, plot: _Plot, language: Language) -> str:
    said = f"{text} {pick(language, 'en cours', 'so far')}"
    return said if width(said, FONT, bold=True) < plot.step * 1.15 else text


def _words(chart: Chart, plot: _Plot, language: Language) -> list[Row]:
    reported = max((p.x for p, _ in plot.points if p.x != chart.partial), default="")
    named = [x for x, name in zip(plot.xs, names(plot.xs, plot.step, language), strict=True)
             if width(name, FONT) <= plot.cell(x)[1]]
    under = months(named, [plot.centre(x) for x in named], plot.height + 20, plot.step, language, reported)
    if plot.valued:
        return under
    return [*amounts.written(plot.axis, chart, language, plot.height), *under]


def _ends(chart: Chart, plot: _Plot, language: Language) -> list[End]:
    """The names of two series beside their last bars, and the target's."""
    found = []
    for i, s in enumerate(chart.series if len(chart.series) > 1 else ()):
        last = next((p.y for p in reversed(s.points) if p.y is not None), 0.0)
        found.append(End(s.label.in_(language), "", plot.width + 8, plot.axis.pixel(last, plot.height), (INK, INK2)[i]))
    if chart.target is not None:
        name = chart.target_label.in_(language) if chart.target_label else tick(chart.target, chart, language)
        found.append(End(name, "", plot.width + 8, plot.axis.pixel(chart.target, plot.height), INK3, bold=False))
    return found
