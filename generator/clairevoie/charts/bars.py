"""Bars by month, from zero; the running month is hatched and dashed (LOOK §5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import altair as alt

from clairevoie.charts import amounts, marks
from clairevoie.charts.axis import Axis, finite, value_axis
from clairevoie.charts.ends import End, ends, room
from clairevoie.charts.links import link
from clairevoie.charts.measure import width
from clairevoie.charts.months import months
from clairevoie.charts.sheet import FONT, WIDTH, Language, Row, Sheet, Size, hatch_id, word
from clairevoie.charts.sheet import template as layered
from clairevoie.charts.texts import bare, tick, tip
from clairevoie.charts.tokens import DATA, DATA2, INK, INK2, INK3, ON, RULE
from clairevoie.portal import Chart, Point
from clairevoie.words.typography import pick

HEIGHT: Mapping[Size, float] = {"wide": 110, "half": 110, "narrow": 110}
_ROOM: Mapping[Size, float] = {"wide": 180, "half": 110, "narrow": 84}
_BAND = 0.83  # share of a month's place that its bars fill


def template() -> alt.LayerChart:
    """Hairlines, whole bars, running bars (dashed), the base line, words."""
    return layered(
        marks.rules("grid"), _bars("bars", 0), _bars("running", 1.2, (4, 3)),
        marks.rules("target"), marks.rules("base"), marks.words(), marks.labels(),
        params=("names", "kinds", "low", "high"),
    )


def sheet(chart: Chart, language: Language, size: Size) -> Sheet:
    """The content of one drawing: one series, or two side by side."""
    plot = _plot(chart, language, size)
    drawn = [_bar(p, i, chart, language, size) for p, i in plot.points]
    said = [row for p, i in plot.points for row in _value(p, i, chart, plot, language)] if plot.valued else []
    ticks = [] if plot.valued else [t for t in plot.axis.ticks if t != 0]
    return Sheet(
        plot.width, plot.height, plot.left, plot.right, 18, 40,
        {"names": plot.xs, "kinds": [str(i) for i in range(plot.kinds)], "low": plot.axis.low, "high": plot.axis.high},
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

    @property
    def step(self) -> float:
        return self.width / max(1, len(self.xs))

    @property
    def bar(self) -> float:
        return self.step * _BAND / self.kinds

    def holds(self, text: str, top: float) -> bool:
        """Whether a bar that reaches up to `top` px has room for `text`."""
        return self.axis.pixel(0, self.height) - top >= 26 and width(text, FONT, bold=True) < self.bar - 2

    def middle(self, x: str, which: int) -> float:
        return (self.xs.index(x) + 0.5) * self.step + (which - (self.kinds - 1) / 2) * self.bar


def _bars(name: str, weight: float, dash: tuple[float, ...] = ()) -> alt.Chart:
    place = alt.Scale(type="band", domain=alt.ExprRef("names"), paddingInner=1 - _BAND, paddingOuter=(1 - _BAND) / 2)
    kinds = alt.Scale(type="band", domain=alt.ExprRef("kinds"))
    value = alt.Y("y:Q", axis=None, stack=None, scale=marks.VALUE_SCALE)
    return (
        marks.rows(name)
        .mark_bar(stroke=DATA if dash else None, strokeWidth=weight, strokeDash=list(dash))
        .encode(
            alt.X("x:O", axis=None, scale=place), alt.XOffset("kind:O", scale=kinds), value,
            alt.Fill("fill:N", scale=None), alt.Href("href:N"), alt.Description("tip:N"),
        )
    )


def _plot(chart: Chart, language: Language, size: Size) -> _Plot:
    points = [(p, i) for i, s in enumerate(chart.series) for p in s.points if p.y is not None]
    xs = sorted({p.x for s in chart.series for p in s.points})
    axis = value_axis(finite([*(p.y for p, _ in points), chart.target]), chart.low, chart.high, zero=True)
    kinds = max(1, len(chart.series))
    loose = _Plot(xs, points, axis, 0, HEIGHT[size], 0, 0, 0, kinds, valued=True)
    space = room(_ends(chart, loose, language), _ROOM[size])
    right = space + 14 if space else 0
    whole = WIDTH[size] - right
    widest = max((width(bare(p.y or 0, chart, language), FONT, bold=True) for p, _ in points), default=0)
    if widest <= whole / max(1, len(xs)) * _BAND / kinds + (4 if kinds == 1 else -2):
        return _Plot(xs, points, axis, whole, HEIGHT[size], 0, right, space, kinds, valued=True)
    left = amounts.room(axis, chart, language)
    return _Plot(xs, points, axis, whole - left, HEIGHT[size], left, right, space, kinds, valued=False)


def _bar(p: Point, which: int, chart: Chart, language: Language, size: Size) -> Row:
    fill = f"url(#{hatch_id(chart, size)})" if p.x == chart.partial else (DATA, DATA2)[which]
    return {"x": p.x, "y": p.y, "kind": str(which), "fill": fill, "href": link(p.href),
            "tip": tip(p, chart.series[which], chart, language)}


def _value(p: Point, which: int, chart: Chart, plot: _Plot, language: Language) -> list[Row]:
    """The value in the top of its bar, or over it where the bar is short, hatched or light."""
    top = plot.axis.pixel(max(p.y or 0, 0), plot.height)
    text, x = bare(p.y or 0, chart, language), plot.middle(p.x, which)
    if p.x == chart.partial and plot.kinds == 1:
        text = _running(text, plot, language)
    elif which == 0 and p.x != chart.partial and plot.holds(text, top):
        return [word(text, x, top + 14, fill=ON, bold=True, align="center")]
    return [word(text, x, top - 11, fill=INK, bold=True, align="center")]


def _running(text: str, plot: _Plot, language: Language) -> str:
    said = f"{text} {pick(language, 'en cours', 'so far')}"
    return said if width(said, FONT, bold=True) < plot.step * 1.15 else text


def _words(chart: Chart, plot: _Plot, language: Language) -> list[Row]:
    centres = [(i + 0.5) * plot.step for i in range(len(plot.xs))]
    reported = max((p.x for p, _ in plot.points if p.x != chart.partial), default="")
    under = months(plot.xs, centres, plot.height + 20, plot.step, language, reported)
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
