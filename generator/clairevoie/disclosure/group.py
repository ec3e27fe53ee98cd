"""A group seen by its parent: the sums that its subsidiaries share, never one of them."""

from __future__ import annotations

from clairevoie.disclosure.view import View
from clairevoie.figures.rollup import ROLLED
from clairevoie.portal import Figure, Group, Tile


def group(view: View) -> Group | None:
    """The panel; None where no subsidiary shares a figure that is granted."""
    subsidiaries, whole = (_tiles(view, which) for which in ("subsidiaries", "all"))
    return Group(view.month, subsidiaries, whole) if subsidiaries else None


def _tiles(view: View, which: str) -> tuple[Tile, ...]:
    series = [(kpi, _series(view, kpi, which)) for kpi in ROLLED if view.figure(kpi)]
    return tuple(Tile(figures[-1], figures) for _, figures in series if figures)


def _series(view: View, kpi: str, which: str) -> tuple[Figure, ...]:
    """By month, the last whole one last (what is open: today); without it there is no tile."""
    periods = [view.today.isoformat()] if kpi == "backlog" else view.months
    found = view.ledger.over(kpi, periods, group=which)
    return found if found and found[-1].period == periods[-1] else ()
