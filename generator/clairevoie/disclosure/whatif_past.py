"""When did an item last fail: outages of the client's own items and of shared ones that have a label."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from clairevoie.disclosure.rows import Row
from clairevoie.disclosure.view import View
from clairevoie.portal import Past

MOST = 3  # of each item


def past(view: View, places: Mapping[str, int]) -> tuple[Past, ...] | None:
    """The last failures of each of these items; None where when they were is not granted. What was planned is none."""
    if not view.sees("outages", "start", "end"):
        return None
    rows = [row for row in view.facts("outages") if row.text("kind") != "planned"]
    of_services = [row for row in rows if row.text("service")]
    found: dict[int, list[Past]] = {}
    for row in sorted(rows, key=lambda row: (_start(row), row.text("outage")), reverse=True):
        place = places.get(row.text("ci"))
        if place is None or _start(row).date() < view.since or len(found.get(place, ())) == MOST:
            continue
        meanwhile = {view.service(one.text("service")) for one in of_services if _meets(one, row)}
        kind = row.text("kind") if view.sees("outages", "kind") else ""
        found.setdefault(place, []).append(
            Past(place, kind, _start(row), row.instant("end"), tuple(sorted(meanwhile))))
    return tuple(one for place in sorted(found) for one in found[place])


def _meets(one: Row, other: Row) -> bool:
    """Whether two outages were at the same time; one that has no end goes on."""
    ends = one.instant("end"), other.instant("end")
    return (ends[1] is None or _start(one) < ends[1]) and (ends[0] is None or _start(other) < ends[0])


def _start(row: Row) -> datetime:
    start = row.instant("start")
    assert start, "the schema requires it"
    return start
