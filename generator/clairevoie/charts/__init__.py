"""Charts of the portal as SVG in the page; Altair, alone in here."""

from __future__ import annotations

from clairevoie.charts.drawing import draw, spec

__all__ = ["draw", "spec"]
