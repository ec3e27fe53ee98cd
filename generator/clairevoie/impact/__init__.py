"""Who is touched when something fails or somebody leaves: DEFINITIONS §5, on checked tables."""

from __future__ import annotations

from clairevoie.impact.fall import DEGRADED, DOWN, IMPACTED, INTACT, Fall, above, fall
from clairevoie.impact.graph import NO_GROUP, Graph, graph
from clairevoie.impact.paths import paths

__all__ = ["DEGRADED", "DOWN", "IMPACTED", "INTACT", "NO_GROUP", "Fall", "Graph", "above", "fall", "graph", "paths"]
