"""Who is touched when something fails or somebody leaves: DEFINITIONS §5, on checked tables."""

from __future__ import annotations

from clairevoie.impact.answer import (
    Agreed,
    Answer,
    Call,
    Exposed,
    Hit,
    Item,
    Promised,
    Served,
    Supply,
    Term,
    Work,
)
from clairevoie.impact.asking import down, leaves
from clairevoie.impact.estate import Estate
from clairevoie.impact.fall import DEGRADED, DOWN, IMPACTED, INTACT, Fall, above, fall
from clairevoie.impact.graph import NO_GROUP, Graph, graph, of_links
from clairevoie.impact.needs import spare
from clairevoie.impact.paths import paths
from clairevoie.impact.questions import DOWN as CAN_FAIL
from clairevoie.impact.questions import LEAVES as CAN_LEAVE
from clairevoie.impact.questions import Subject, fails, subjects
from clairevoie.impact.single import Hollow, Single, WeakPoints, weak_points
from clairevoie.impact.worth import exposed

__all__ = [
    "CAN_FAIL", "CAN_LEAVE", "DEGRADED", "DOWN", "IMPACTED", "INTACT", "NO_GROUP", "Agreed", "Answer", "Call", "Estate",
    "Exposed", "Fall", "Graph", "Hit", "Hollow", "Item", "Promised", "Served", "Single", "Subject", "Supply", "Term",
    "WeakPoints", "Work", "above", "down", "exposed", "fails", "fall", "graph", "leaves", "of_links", "paths", "spare",
    "subjects", "weak_points",
]
