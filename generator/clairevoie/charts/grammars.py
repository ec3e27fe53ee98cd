"""The grammar of each kind of chart: its layers, on named datasets and parameters that have no value yet.

Alone with `shapes` in importing Altair: where all is compiled already, nobody waits for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import altair as alt

from clairevoie.charts import shapes
from clairevoie.charts.hbars import BAR
from clairevoie.charts.line import DASH
from clairevoie.charts.tokens import DATA, DATA2, DOWN, INK2


def line() -> alt.LayerChart:
    """Hairlines, target, second and first line (each with its dashed part), dots, words, what a pointer meets."""
    return shapes.layered(
        shapes.rules("grid"), shapes.rules("target"),
        shapes.line("second", shapes.MONTH, DATA2, 2), shapes.line("second_dashed", shapes.MONTH, DATA2, 2, DASH),
        shapes.line("first", shapes.MONTH, DATA, 2), shapes.line("first_dashed", shapes.MONTH, DATA, 2, DASH),
        shapes.dots(shapes.MONTH), shapes.words(), shapes.labels(), shapes.hits(shapes.MONTH),
        params=("names", "low", "high"),
    )


def bars() -> alt.LayerChart:
    """Hairlines, whole bars, running bars (dashed), the base line, words."""
    return shapes.layered(
        shapes.rules("grid"), _months("bars", 0), _months("running", 1.2, (4, 3)),
        shapes.rules("target"), shapes.rules("base"), shapes.words(), shapes.labels(),
        params=("low", "high"),
    )


def hbars() -> alt.LayerChart:
    """Bars in rows, and words."""
    row = alt.Y("row:O", axis=None, scale=alt.Scale(type="band", domain=alt.ExprRef("names")))
    across = alt.X("x:Q", axis=None, stack=None, scale=alt.Scale(domain=alt.ExprRef("[low, high]"), nice=False))
    drawn = (
        shapes.rows("bars")
        .mark_bar(height=BAR, yOffset=alt.ExprRef("drop"))
        .encode(across, row, alt.Fill("fill:N", scale=None), alt.Href("href:N"), alt.Description("tip:N"))
    )
    return shapes.layered(drawn, shapes.words(), params=("names", "low", "high", "drop"))


def burn_down() -> alt.LayerChart:
    """Hairlines and zero, today, pace, what is left, landing (held or over), dots, words."""
    day = shapes.DAY
    return shapes.layered(
        shapes.rules("grid"), shapes.rules("zero"), shapes.posts("today"), shapes.line("pace", day, INK2, 1.2, (1, 3)),
        shapes.line("left", day, DATA, 2.4), shapes.line("landing", day, DATA, 2, (5, 3)),
        shapes.line("over", day, DOWN, 2, (5, 3)), shapes.posts("leader"),
        shapes.dots(day), shapes.words(), shapes.labels(), shapes.hits(day), params=("first", "last", "low", "high"),
    )


def _months(name: str, weight: float, dash: tuple[float, ...] = ()) -> alt.Chart:
    value = alt.Y("y:Q", axis=None, stack=None, scale=shapes.VALUE_SCALE)
    return (
        shapes.rows(name)
        .mark_bar(stroke=DATA if dash else None, strokeWidth=weight, strokeDash=list(dash))
        .encode(
            alt.X("x:Q", axis=None, scale=None), alt.X2("x2"), value, alt.Y2("base"),
            alt.Fill("fill:N", scale=None), alt.Href("href:N"), alt.Description("tip:N"),
        )
    )


GRAMMARS: Mapping[str, Callable[[], alt.LayerChart]] = {
    "line": line, "bars": bars, "hbars": hbars, "burn_down": burn_down,
}
