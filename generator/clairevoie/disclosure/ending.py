"""How full the client's own items are, and what of them ends: warranties, licences, domains, lives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Literal

from clairevoie.disclosure.view import View
from clairevoie.portal import Capacity, Deadline

AHEAD = timedelta(days=365)
_KINDS: tuple[Literal["warranty_end", "renewal_date", "end_of_life"], ...] = (
    "warranty_end", "renewal_date", "end_of_life")
_GONE = ("retired", "inactive", "obsolete", "stock")  # states in which nothing of an item is at stake


def capacities(view: View, labels: Mapping[str, str]) -> tuple[Capacity, ...]:
    """The last measure of each item and metric, what is full first, the fullest first. labels: of each item."""
    found = []
    for figure in view.ledger.kpi("capacity_used"):
        by, beside = dict(figure.by), dict(figure.beside)
        if figure.period == view.today.isoformat() and labels.get(by["ci"]):
            left = beside.get("days_left")
            found.append(Capacity(
                by["ci"], labels[by["ci"]], by["metric"], figure, beside.get("value"), beside.get("limit"),
                beside.get("per_month"), None if left is None else view.today + timedelta(days=int(left))))
    return tuple(sorted(found, key=lambda one: (-float(one.used.value or 0), one.name, one.metric)))


def deadlines(view: View, labels: Mapping[str, str]) -> tuple[Deadline, ...]:
    """What ends within a year, or has ended, of the items in use; by day."""
    return tuple(sorted(_deadlines(view, labels), key=lambda one: (one.day, one.name, one.kind)))


def _deadlines(view: View, labels: Mapping[str, str]) -> Iterator[Deadline]:
    granted = [kind for kind in _KINDS if view.sees("cis", kind)]
    classes = view.sees("cis", "class")
    for row in view.facts("cis"):
        name = labels.get(row.text("ci"), "")
        if not row.text("client") or not name or row.flag("obsolete") or row.text("status") in _GONE:
            continue
        for kind in granted:
            day = row.day(kind)
            if day and day <= view.today + AHEAD:
                yield Deadline(day, kind, name, row.text("class") if classes else "")
