"""Horizontal bars, the longest first, with value and share at the end of each (LOOK §5)."""

from __future__ import annotations

from clairevoie.charts.links import link
from clairevoie.charts.measure import fit, width
from clairevoie.charts.sheet import FONT, WIDTH, Language, Row, Sheet, Size, word
from clairevoie.charts.texts import place, share, tip, unit_has_shares, value
from clairevoie.charts.tokens import DATA, DOWN, INK, INK3
from clairevoie.portal import Chart, Point
from clairevoie.words.labels import label
from clairevoie.words.typography import capital

BAR = 14.0
_NAME = 14.0  # px of a row's name
_LABEL_SHARE = 0.42


def sheet(chart: Chart, language: Language, size: Size) -> Sheet:
    """The content of one drawing: one series, a row a point; on a phone the name stands above its bar."""
    points = _sorted(chart)
    stacked = size == "narrow"
    pitch, drop = (44.0, 9.0) if stacked else (32.0, 0.0)
    names = [place(p, chart, language) for p in points]
    most = WIDTH[size] * _LABEL_SHARE
    left = 0.0 if stacked else min(most, max((width(n, _NAME) for n in names), default=0) + 16)
    right = 10 + max((_end_width(p, chart, language) for p in points), default=0.0)
    plot = WIDTH[size] - left - right
    low, high = min([0.0, *_values(points)]), max([0.0, *_values(points)])
    high = high if high > low else low + 1
    words: list[Row] = []
    for i, (p, name) in enumerate(zip(points, names, strict=True)):
        middle = (i + 0.5) * pitch
        room, above = (WIDTH[size], 11) if stacked else (left - 12, 0)
        words.append(word(fit(name, room, _NAME), -left, middle - above, fill=INK, size=_NAME))
        words += _end(p, chart, language, plot * (max(p.y or 0, 0) - low) / (high - low) + 8, middle + drop)
    return Sheet(
        plot, pitch * len(points), left, right, 2, 2,
        {"names": [p.x for p in points], "low": low, "high": high, "drop": drop},
        {"bars": [_bar(p, chart, language) for p in points if p.y is not None], "words": words},
    )


def _sorted(chart: Chart) -> list[Point]:
    """The longest first; what has no value last; equal ones in the order they came in."""
    points = [p for s in chart.series[:1] for p in s.points]
    return sorted(points, key=lambda p: (p.y is None, -(p.y or 0)))


def _values(points: list[Point]) -> list[float]:
    return [p.y for p in points if p.y is not None]


def _bar(p: Point, chart: Chart, language: Language) -> Row:
    return {"row": p.x, "x": p.y, "fill": DOWN if (p.y or 0) < 0 else DATA, "href": link(p.href),
            "tip": tip(p, chart.series[0], chart, language)}


def _said(p: Point, chart: Chart, language: Language) -> tuple[str, str]:
    """The value, or the state in its place; and its share of the whole where there is one."""
    if p.y is None:
        return "", capital(label("state", p.state if p.state != "ok" else "no_data", language))
    total = sum(_values(list(chart.series[0].points)))
    whole = unit_has_shares(chart.unit) and total > 0 and min(_values(list(chart.series[0].points))) >= 0
    return value(p.y, chart, language), share(p.y, total, language) if whole else ""


def _end_width(p: Point, chart: Chart, language: Language) -> float:
    bold, light = _said(p, chart, language)
    return width(bold, FONT, bold=True) + width(light, FONT) + 14


def _end(p: Point, chart: Chart, language: Language, x: float, y: float) -> list[Row]:
    bold, light = _said(p, chart, language)
    after = x + (width(bold, FONT, bold=True) + 6 if bold else 0)
    return [word(t, at, y, fill=fill, bold=heavy)
            for t, at, fill, heavy in ((bold, x, INK, True), (light, after, INK3, False)) if t]
