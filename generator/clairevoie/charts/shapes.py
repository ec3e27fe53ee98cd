"""The layers that charts share. Each reads the dataset of its own name; colours and texts come as data.

Explicit channel objects (`alt.Y("y:Q")`), never shorthand keywords: those look through every schema class again.
Axes are drawn as words and hairlines of ours: Vega guesses the width of a text, and its axes follow that guess.
"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from clairevoie.charts.tokens import PAPER

VALUE_SCALE = alt.Scale(domain=alt.ExprRef("[low, high]"), nice=False, zero=False)
VALUE = alt.Y("y:Q", axis=None, scale=VALUE_SCALE)
MONTH = alt.X("x:O", axis=None, scale=alt.Scale(type="point", domain=alt.ExprRef("names"), padding=0.5))
DAY = alt.X("x:Q", axis=None, scale=alt.Scale(domain=alt.ExprRef("[first, last]"), nice=False, zero=False))
Horizontal = alt.X


def layered(*layers: alt.Chart, params: Sequence[str]) -> alt.LayerChart:
    """Layers, the first at the back, under one set of parameters; sizes and rows come with each sheet."""
    chart = alt.layer(*layers, width=100, height=100, padding=0)
    return (
        chart.add_params(*(alt.param(name=name, value=0) for name in params))
        .configure(autosize="none", background="transparent")
        .configure_view(stroke=None)
    )


def rows(name: str) -> alt.Chart:
    """A layer on the dataset `name`."""
    return alt.Chart(alt.NamedData(name=name), name=name)


def rules(name: str) -> alt.Chart:
    """Horizontal rules across the plot: y, stroke, weight, dash ("" or "1,3")."""
    return (
        rows(name)
        .mark_rule(aria=False, strokeWidth=alt.ExprRef("datum.weight"), strokeDash=_dash())
        .encode(VALUE, alt.Stroke("stroke:N", scale=None))
    )


def posts(name: str) -> alt.Chart:
    """Vertical rules in px: x, y, y2, stroke, weight."""
    return (
        rows(name)
        .mark_rule(aria=False, strokeWidth=alt.ExprRef("datum.weight"))
        .encode(
            alt.X("x:Q", axis=None, scale=None), alt.Y("y:Q", axis=None, scale=None), alt.Y2("y2"),
            alt.Stroke("stroke:N", scale=None),
        )
    )


def line(name: str, across: Horizontal, stroke: str, weight: float, dash: tuple[float, ...] = ()) -> alt.Chart:
    """A line through x, y in the order of `i`; a missing y is a gap."""
    return (
        rows(name)
        .mark_line(
            aria=False, stroke=stroke, strokeWidth=weight, strokeDash=list(dash), strokeJoin="round",
            interpolate="linear", invalid="break-paths-show-domains",
        )
        .encode(across, VALUE, alt.Order("i:Q"))
    )


def dots(across: Horizontal) -> alt.Chart:
    """Circles of radius r, in `fill` and `stroke`."""
    return (
        rows("dots")
        .mark_point(aria=False, shape="circle", opacity=1, strokeWidth=alt.ExprRef("datum.weight"))
        .encode(
            across, VALUE, alt.Size("area:Q", scale=None),
            alt.Fill("fill:N", scale=None), alt.Stroke("stroke:N", scale=None),
        )
    )


def hits(across: Horizontal) -> alt.Chart:
    """What a pointer or a finger meets: an unseen circle of 24 px with its tip and its link."""
    return (
        rows("hits")
        .mark_point(shape="circle", opacity=1, fill="transparent", strokeWidth=0)
        .encode(across, VALUE, alt.Size("area:Q", scale=None), alt.Href("href:N"), alt.Description("tip:N"))
    )


def words() -> alt.Chart:
    """Texts in px of the plot."""
    return _texts("words", halo=0)


def labels() -> alt.Chart:
    """Texts over lines, each in a halo of paper."""
    return _texts("labels", halo=4)


def _texts(name: str, halo: float) -> alt.Chart:
    return (
        rows(name)
        .mark_text(
            aria=False, x=alt.ExprRef("datum.x"), y=alt.ExprRef("datum.y"), align=alt.ExprRef("datum.align"),
            fontSize=alt.ExprRef("datum.size"), fontWeight=alt.ExprRef("datum.weight"),
            stroke=PAPER, strokeWidth=halo,
        )
        .encode(alt.Text("text:N"), alt.Fill("fill:N", scale=None))
    )


def _dash() -> alt.ExprRef:
    return alt.ExprRef("datum.dash === '' ? null : split(datum.dash, ',')")
