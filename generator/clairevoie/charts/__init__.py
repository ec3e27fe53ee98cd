"""Charts of the portal as SVG in the page; Altair, alone in here."""

from __future__ import annotations

from clairevoie.charts.compiled import keep
from clairevoie.charts.drawing import draw, spec
from clairevoie.charts.sheet import Size

__all__ = ["Size", "draw", "keep", "spec"]
