"""What is left of a budget, against an even pace, and where it lands (LOOK §5)."""

from __future__ import annotations

from clairevoie.charts import burn_words, marks
from clairevoie.charts.burn_plot import BurnPlot, burn_plot, day_number, find
from clairevoie.charts.sheet import Language, Row, Sheet, Size
from clairevoie.charts.texts import tip
from clairevoie.charts.tokens import DATA, DOWN, INK, INK3, PAPER, RULE
from clairevoie.portal import Chart, Point, Series


def sheet(chart: Chart, language: Language, size: Size) -> Sheet:
    """The content of one drawing, from the first to the last day of its series "left", "pace" and "landing"."""
    plot = burn_plot(chart, language, size)
    said = burn_words.says_dry(plot, size)
    return Sheet(
        plot.width, plot.height, 2, plot.right, 14, plot.under - plot.height + 14,
        {"first": plot.first, "last": plot.last, "low": plot.low, "high": plot.high},
        {
            "grid": [marks.rule(t, RULE, 1) for t in plot.ticks if t],
            "zero": [marks.rule(0, INK, 1.2)],
            "today": [] if plot.today is None else [_post(plot.x(plot.today), -10, plot.under - 12, INK3)],
            "pace": _line(find(chart, "pace")),
            "left": _line(find(chart, "left")),
            "over" if plot.over else "landing": _line(find(chart, "landing")),
            "leader": [_post(plot.x(plot.dry or 0), burn_words.dry_y(plot) + 27, plot.y(0) - 4, DOWN)] if said else [],
            "dots": _dots(plot, dry=said),
            "words": burn_words.around(chart, plot, language),
            "labels": burn_words.over_lines(chart, plot, language, size),
            "hits": [_hit(p, s, chart, language) for s, p in _met(chart)],
        },
    )


def _line(series: Series) -> list[Row]:
    return [{"x": day_number(p.x), "y": p.y, "i": i} for i, p in enumerate(series.points)]


def _post(x: float, y: float, y2: float, stroke: str) -> Row:
    return {"x": x, "y": y, "y2": y2, "stroke": stroke, "weight": 1}


def _dots(plot: BurnPlot, *, dry: bool) -> list[Row]:
    """A full dot for what is left, hollow ones for what is to come."""
    found = [marks.dot(day, amount, 4.5, DATA, DATA, 0) for day, amount in plot.left[-1:]]
    if dry and plot.dry is not None:
        found.append(marks.dot(plot.dry, 0, 3, PAPER, DOWN, 1.6))
    colour = DOWN if plot.over else DATA
    return [*found, *(marks.dot(day, amount, 4, PAPER, colour, 2) for day, amount in plot.landing[-1:])]


def _met(chart: Chart) -> list[tuple[Series, Point]]:
    """The points that have a tip: what is left, day by day, and where it lands."""
    left, landing = find(chart, "left"), find(chart, "landing")
    known = [(left, p) for p in left.points if p.y is not None]
    return [*known, *[(landing, p) for p in landing.points if p.y is not None][-1:]]


def _hit(p: Point, series: Series, chart: Chart, language: Language) -> Row:
    return marks.hit(day_number(p.x), p.y, p.href, tip(p, series, chart, language))
