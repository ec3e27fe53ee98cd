"""The rows of the layers that charts share."""

from __future__ import annotations

from clairevoie.charts.links import link
from clairevoie.charts.sheet import Row, Value


def rule(y: float, stroke: str, weight: float, dash: str = "") -> Row:
    """A row of `rules`."""
    return {"y": y, "stroke": stroke, "weight": weight, "dash": dash}


def dot(x: Value, y: Value, radius: float, fill: str, stroke: str, weight: float) -> Row:
    """A row of `dots`. Vega's size is the area of the square around the circle."""
    return {"x": x, "y": y, "area": (2 * radius) ** 2, "fill": fill, "stroke": stroke, "weight": weight}


def hit(x: Value, y: Value, href: str, tip: str) -> Row:
    """A row of `hits`: 24 px wide, for a finger."""
    return {"x": x, "y": y, "area": 24.0**2, "href": link(href), "tip": tip}
