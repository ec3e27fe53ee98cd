"""The colours of a chart: the theme's CSS variables (LOOK §2), so that dark mode needs no second drawing."""

from __future__ import annotations

import re

PAPER = "var(--paper)"
RULE = "var(--rule)"
INK = "var(--ink)"
INK2 = "var(--ink2)"
INK3 = "var(--ink3)"
DATA = "var(--data)"
DATA2 = "var(--data2)"
DOWN = "var(--down)"
ON = "var(--on)"
NONE = "none"

_LIGHT = {
    "paper": "#ffffff", "rule": "#d9e0e4", "ink": "#10181e", "ink2": "#43505a", "ink3": "#5b6872",
    "data": "#33505f", "data2": "#7c95a2", "down": "#b3261e", "on": "#ffffff",
}


def light(colour: str) -> str:
    """The same colour for a reader that knows no theme: the light token; a hatch becomes its hairline."""
    if colour.startswith("url("):
        return _LIGHT["rule"]
    return re.sub(r"var\(--(\w+)\)", lambda found: _LIGHT[found[1]], colour)
