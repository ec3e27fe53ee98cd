"""The amounts of a value axis, written to the left of their hairlines."""

from __future__ import annotations

from clairevoie.charts.axis import Axis
from clairevoie.charts.measure import width
from clairevoie.charts.sheet import FONT, Language, Row, word
from clairevoie.charts.texts import tick
from clairevoie.portal import Chart

_GAP = 10.0


def written(axis: Axis, chart: Chart, language: Language, height: float) -> list[Row]:
    """A word a hairline, in a plot of `height` px."""
    return [word(tick(t, chart, language), -_GAP, axis.pixel(t, height), align="right") for t in axis.ticks]


def room(axis: Axis, chart: Chart, language: Language) -> float:
    """The px that they need to the left of the plot."""
    return _GAP + max((width(tick(t, chart, language), FONT) for t in axis.ticks), default=0.0)
