"""What is coming in four weeks and beyond, and what was done in the four weeks before."""

from __future__ import annotations

from datetime import datetime, timedelta

from clairevoie.disclosure.infrastructure import ci_labels
from clairevoie.disclosure.listing import listed
from clairevoie.disclosure.planning_effects import NONE, Effects, Felt, effects_on_services
from clairevoie.disclosure.rows import Row
from clairevoie.disclosure.view import View
from clairevoie.portal import Intervention, Planning, Table, Text

FEW = 4  # with fewer than this in the four weeks, the next ones beyond are shown too
_TOLD = ("effect", "actual_end", "actual_effect")
_WEEKS = timedelta(weeks=4)


def planning(view: View, felt: Felt | None = None) -> Planning | None:
    """The planning; None where titles of interventions are not granted. felt: as all links together have it."""
    if not view.sees("interventions", "title") or view.by_month("interventions"):
        return None
    first = view.today - timedelta(days=view.today.weekday())
    touches, effects = _touches(view), effects_on_services(view, felt)
    rows = sorted(view.rows("interventions", "intervention", "start", "end", "status"), key=_order)
    shown = [_intervention(row, touches.get(row.text("intervention"), ()), effects.get(row.text("intervention"), NONE))
             for row in rows]
    coming = [act for act in shown if act.status == "in_progress"  # even beyond its slot
              or (act.status not in ("cancelled", "done") and act.end > view.as_of)]
    near = [act for act in coming if act.start.date() < first + _WEEKS]
    done = [act for act in shown if act.status == "done" and view.as_of - _WEEKS <= act.end <= view.as_of]
    most = max(len(near), FEW)
    untold = tuple(column for column in _TOLD if not view.sees("interventions", column))
    return Planning(first, tuple(coming[:most]), tuple(reversed(done)), _assignments(view), tuple(coming[most:]),
                    untold)


def _intervention(row: Row, touches: tuple[str, ...], effects: Effects) -> Intervention:
    start, end = _instants(row)
    return Intervention(
        row.text("intervention"), row.text("title"), row.text("kind"), row.text("status"), start, end,
        row.text("effect"), row.integer("max_minutes"), row.instant("actual_start"), row.instant("actual_end"),
        row.text("actual_effect"), touches, *effects)


def _touches(view: View) -> dict[str, tuple[str, ...]]:
    """For each intervention the services that stand on what it touches, and by label the CIs that carry none."""
    labels, carried = ci_labels(view), _carried(view)
    found: dict[str, set[str]] = {}
    for row in view.facts("intervention_cis"):
        ci = row.text("ci")
        touched = carried.get(ci) or ({labels[ci]} if ci in labels else set())
        found.setdefault(row.text("intervention"), set()).update(touched)
    return {name: tuple(sorted(touched)) for name, touched in found.items()}


def _carried(view: View) -> dict[str, set[str]]:
    """The services of contracts in force on each CI, by name."""
    running = view.in_force(view.today, view.today)
    found: dict[str, set[str]] = {}
    for row in view.facts("service_cis"):
        if row.text("contract") in running:
            found.setdefault(row.text("ci"), set()).add(view.service(row.text("service")))
    return found


def _assignments(view: View) -> Table | None:
    rows = [row for row in view.rows("assignments", "from", "to") if (row.day("to") or view.today) >= view.today]
    rows.sort(key=lambda row: (row.day("from") or view.today, row.text("contract"), row.text("person")))
    return listed(view, "assignments", "assignments", rows, Text("Affectations", "Assignments")) if rows else None


def _order(row: Row) -> tuple[datetime, str]:
    return _instants(row)[0], row.text("intervention")


def _instants(row: Row) -> tuple[datetime, datetime]:
    start, end = row.instant("start"), row.instant("end")
    assert start and end, "the schema requires both"
    return start, end
