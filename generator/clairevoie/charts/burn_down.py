"""What is left of a budget, against an even pace, and where it lands (LOOK §5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import altair as alt

from clairevoie.charts import marks
from clairevoie.charts.axis import budget_ticks
from clairevoie.charts.links import link
from clairevoie.charts.measure import width
from clairevoie.charts.months import months
from clairevoie.charts.sheet import FONT, WIDTH, Language, Row, Sheet, Size, template as layered, word
from clairevoie.charts.texts import tick, tip, value
from clairevoie.charts.tokens import DATA, DOWN, INK, INK2, INK3, PAPER, RULE
from clairevoie.portal import Chart, Point, Series
from clairevoie.words import dates
from clairevoie.words.typography import pick

HEIGHT: Mapping[Size, float] = {"wide": 205, "half": 160, "narrow": 150}
_PARTS: Mapping[Size, int] = {"wide": 5, "half": 3, "narrow": 3}


def template() -> alt.LayerChart:
    """Hairlines and zero, pace, what is left, landing (held or over), the rule of today, dots, words."""
    day = marks.DAY
    return layered(
        marks.rules("grid"), marks.rules("zero"), marks.posts("today"), marks.line("pace", day, INK2, 1.2, (1, 3)),
        marks.line("left", day, DATA, 2.4), marks.line("landing", day, DATA, 2, (5, 3)),
        marks.line("over", day, DOWN, 2, (5, 3)), marks.posts("leader"),
        marks.dots(day), marks.words(), marks.labels(), marks.hits(day), params=("first", "last", "low", "high"),
    )


def sheet(chart: Chart, language: Language, size: Size) -> Sheet:
    """The content of one drawing, from the first to the last day of its series."""
    plot = _plot(chart, language, size)
    over = plot.landing is not None and (plot.landing.y or 0) < 0
    landing = _line(plot.series("landing"))
    said = [*_pace(plot, language), *_today(chart, plot, language, size), *_now(chart, plot, language),
            *_end(chart, plot, language), *(_dry(plot, language) if size == "wide" else [])]
    return Sheet(
        plot.width, plot.height, 2, plot.right, 14, 42,
        {"first": plot.first, "last": plot.last, "low": plot.low, "high": plot.high},
        {
            "grid": [{"y": t, "stroke": RULE, "weight": 1, "dash": ""} for t in plot.ticks if t],
            "zero": [{"y": 0, "stroke": INK, "weight": 1.2, "dash": ""}],
            "today": [] if chart.today is None else
            [{"x": plot.x(chart.today.isoformat()), "y": -10, "y2": plot.height + 18, "stroke": INK3, "weight": 1}],
            "pace": _line(plot.series("pace")), "left": _line(plot.series("left")),
            "landing": [] if over else landing, "over": landing if over else [],
            "leader": _leader(plot) if over and size == "wide" else [],
            "dots": _dots(plot, dry=over and size == "wide"),
            "words": _words(chart, plot, language), "labels": said,
            "hits": [_hit(p, s, chart, language) for p, s in _met(plot)],
        },
    )


@dataclass(frozen=True, slots=True)
class _Plot:
    chart: Chart
    first: float
    last: float
    low: float
    high: float
    ticks: tuple[float, ...]
    width: float
    height: float
    right: float

    def x(self, day: str) -> float:
        return self.width * (_day(day) - self.first) / (self.last - self.first)

    def y(self, value: float) -> float:
        return self.height * (self.high - value) / (self.high - self.low)

    def series(self, name: str) -> Series | None:
        return next((s for s in self.chart.series if s.id == name), None)

    @property
    def now(self) -> Point | None:
        """The last day of what is left."""
        series = self.series("left")
        return next((p for p in reversed(series.points) if p.y is not None), None) if series else None

    @property
    def landing(self) -> Point | None:
        series = self.series("landing")
        return next((p for p in reversed(series.points) if p.y is not None), None) if series else None

    @property
    def dry(self) -> float | None:
        """The day on which the landing line meets zero, None if it does not."""
        series = self.series("landing")
        points = [(_day(p.x), p.y) for p in series.points if p.y is not None] if series else []
        for (a, high), (b, low) in zip(points, points[1:], strict=False):
            if high > 0 > low:
                return a + (b - a) * high / (high - low)
        return None


def _plot(chart: Chart, language: Language, size: Size) -> _Plot:
    points = [p for s in chart.series for p in s.points if p.y is not None]
    days = [_day(p.x) for p in points] or [0.0, 1.0]
    high = max([p.y for p in points if p.y is not None], default=1.0) or 1.0
    low = min([0.0, *(p.y for p in points if p.y is not None)])
    ticks = budget_ticks(high, _PARTS[size])
    high = max(high, ticks[-1])
    texts = [*(tick(t, chart, language) for t in ticks), value(low, chart, language)]
    right = 14 + max(width(t, FONT, bold=True) for t in texts)
    return _Plot(chart, min(days), max(max(days), min(days) + 1), low if chart.low is None else chart.low, high, ticks,
                 WIDTH[size] - 2 - right, HEIGHT[size], right)


def _day(x: str) -> float:
    return float(date.fromisoformat(x).toordinal())


def _line(series: Series | None) -> list[Row]:
    return [{"x": _day(p.x), "y": p.y, "i": i} for i, p in enumerate(series.points)] if series else []


def _dots(plot: _Plot, *, dry: bool) -> list[Row]:
    found: list[Row] = []
    if plot.now is not None:
        found.append(_dot(_day(plot.now.x), plot.now.y, 4.5, DATA, DATA, 0))
    if dry and plot.dry is not None:
        found.append(_dot(plot.dry, 0, 3, PAPER, DOWN, 1.6))
    if plot.landing is not None:
        colour = DOWN if (plot.landing.y or 0) < 0 else DATA
        found.append(_dot(_day(plot.landing.x), plot.landing.y, 4, PAPER, colour, 2))
    return found


def _dot(x: float, y: float | None, radius: float, fill: str, stroke: str, weight: float) -> Row:
    return {"x": x, "y": y, "area": (2 * radius) ** 2, "fill": fill, "stroke": stroke, "weight": weight}


def _met(plot: _Plot) -> list[tuple[Point, Series]]:
    """The points that have a tip: what is left, and where it lands."""
    left = plot.series("left")
    found = [(p, left) for p in left.points] if left else []
    landing = plot.series("landing")
    return [*found, *([(plot.landing, landing)] if plot.landing and landing else [])]


def _hit(p: Point, series: Series, chart: Chart, language: Language) -> Row:
    return {"x": _day(p.x), "y": p.y, "area": 24.0**2, "href": link(p.href), "tip": tip(p, series, chart, language)}


def _words(chart: Chart, plot: _Plot, language: Language) -> list[Row]:
    """Units on the right, months in the middle of theirs."""
    right = [word(text, plot.width + 8, y) for text, y in _ticks(chart, plot, language)]
    first, last = date.fromordinal(int(plot.first)), date.fromordinal(int(plot.last))
    starts = [date(first.year + m // 12, m % 12 + 1, 1)
              for m in range(first.month - 1, (last.year - first.year) * 12 + last.month)]
    whole = [s for s in starts if first - timedelta(14) <= s and s + timedelta(14) <= last] or starts
    xs = [f"{s:%Y-%m}" if s.year > 999 else f"{s.year:04}-{s:%m}" for s in whole]
    centres = [plot.x((s + timedelta(14)).isoformat()) for s in whole]
    step = plot.width * 30.4 / (plot.last - plot.first)
    return [*right, *months(xs, centres, max(plot.y(0), plot.y(plot.low) - 10) + 28, step, language, "")]


def _ticks(chart: Chart, plot: _Plot, language: Language) -> list[tuple[str, float]]:
    """The hairlines' values, but where the landing's own stands."""
    taken = [plot.y(plot.landing.y) + _drop(plot.landing.y) for _ in (0,) if plot.landing and plot.landing.y is not None]
    places = [(tick(t, chart, language), plot.y(t) - (8 if t == 0 else 0)) for t in plot.ticks]
    return [(text, y) for text, y in places if not any(abs(y - other) < 15 for other in taken)]


def _drop(y: float) -> float:
    """A landing under zero is named below its dot, to leave the place of the zero."""
    return 7 if y <= 0 else 0


def _pace(plot: _Plot, language: Language) -> list[Row]:
    """The name of the dotted line, over it, a third of the way."""
    pace = plot.series("pace")
    there = [p for p in pace.points if p.y is not None] if pace else []
    if len(there) < 2 or there[0].y is None or there[-1].y is None:
        return []
    y = there[0].y + (there[-1].y - there[0].y) * 0.36
    x = plot.x(there[0].x) + (plot.x(there[-1].x) - plot.x(there[0].x)) * 0.36
    return [word(pick(language, "rythme égal", "even pace"), x + 10, plot.y(y) - 12)]


def _today(chart: Chart, plot: _Plot, language: Language, size: Size) -> list[Row]:
    if chart.today is None:
        return []
    x = plot.x(chart.today.isoformat())
    text = pick(language, "aujourd'hui", "today")
    if size == "wide":
        text += f", {dates.day(chart.today, language)}"
    after = x + width(text, FONT) + 10 < plot.width
    return [word(text, x + (8 if after else -8), -5, fill=INK2, align="left" if after else "right")]


def _now(chart: Chart, plot: _Plot, language: Language) -> list[Row]:
    if plot.now is None or plot.now.y is None:
        return []
    text, x, y = value(plot.now.y, chart, language), plot.x(plot.now.x), plot.y(plot.now.y)
    after = x + width(text, 14, bold=True) + 10 < plot.width
    return [word(text, x + (10 if after else -10), y - 13, fill=INK, bold=True, size=14, align="left" if after else "right")]


def _end(chart: Chart, plot: _Plot, language: Language) -> list[Row]:
    if plot.landing is None or plot.landing.y is None:
        return []
    y = plot.landing.y
    return [word(value(y, chart, language), plot.x(plot.landing.x) + 8, plot.y(y) + _drop(y),
                 fill=DOWN if y < 0 else INK, bold=True)]


def _dry(plot: _Plot, language: Language) -> list[Row]:
    """When the budget is used up, if what remains to be done is spread evenly."""
    if plot.dry is None:
        return []
    day = dates.day(date.fromordinal(int(plot.dry)), language)
    x, y = _leader_x(plot) + 8, plot.height - plot.height * 0.42
    head = pick(language, "Forfait épuisé vers le", "Used up around")
    why = pick(language, "si le reste à faire se répartit également", "if the remaining work is spread evenly")
    return [word(f"{head} {day}", x, y, fill=DOWN, bold=True, align="right"), word(why, x, y + 17, align="right")]


def _leader_x(plot: _Plot) -> float:
    return plot.width * ((plot.dry or plot.first) - plot.first) / (plot.last - plot.first)


def _leader(plot: _Plot) -> list[Row]:
    x = _leader_x(plot)
    return [{"x": x, "y": plot.height * 0.58 + 27, "y2": plot.y(0) - 4, "stroke": DOWN, "weight": 1}] if plot.dry else []
