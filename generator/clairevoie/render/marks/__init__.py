"""Geometry of the small marks that templates draw as SVG: numbers in, coordinates out, no words."""

from __future__ import annotations

from clairevoie.render.marks.bars import bullet, clock, counted, days, level, rate, slats
from clairevoie.render.marks.exits import exits
from clairevoie.render.marks.layers import layers
from clairevoie.render.marks.life import life
from clairevoie.render.marks.lifeline import lifeline
from clairevoie.render.marks.spark import spark
from clairevoie.render.marks.weeks import weeks

__all__ = ["bullet", "clock", "counted", "days", "exits", "layers", "level", "life", "lifeline", "rate", "slats",
           "spark", "weeks"]
