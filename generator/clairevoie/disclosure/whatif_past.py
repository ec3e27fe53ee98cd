"""When did an item last fail: outages of the client's own items and of shared ones that have a label."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from clairevoie.disclosure.rows import Row
from clairevoie.disclosure.view import View
from clairevoie.portal import Past

MOST = 3  # of each item


def past(view: View, places: Mapping[str, int]) -> tuple[Past, ...] | None:
    """The last failures of each of these items; None where when they were is not granted. What was planned is none."""
    if not view.sees("outages", "start", "end"):
        return None
    found = recorded(view.facts("outages"), places, view.since, view.service)
    return found if view.sees("outages", "kind") else tuple(replace(one, kind="") for one in found)


def recorded(outages: Iterable[Row], places: Mapping[str, int], since: date, called: Callable[[str], str]
             ) -> tuple[Past, ...]:
    """Of these rows. called: a service by its name."""
    rows = [row for row in outages if row.text("kind") != "planned"]
    of_services = [row for row in rows if row.text("service")]
    found: dict[int, list[Past]] = {}
    for row in sorted(rows, key=lambda row: (_start(row), row.text("outage")), reverse=True):
        place = places.get(row.text("ci"))
        if place is None or _start(row).date() < since or len(found.get(place, ())) == MOST:
            continue
        meanwhile = {called(one.text("service")) for one in of_services if _meets(one, row)}
        found.setdefault(place, []).append(
            Past(place, row.text("kind"), _start(row), row.instant("end"), tuple(sorted(meanwhile))))
    return tuple(one for place in sorted(found) for one in found[place])


def _meets(one: Row, other: Row) -> bool:
    """Whether two outages were at the same time; one that has no end goes on."""
    ends = one.instant("end"), other.instant("end")
    return (ends[1] is None or _start(one) < ends[1]) and (ends[0] is None or _start(other) < ends[0])


def _start(row: Row) -> datetime:
    start = row.instant("start")
    assert start, "the schema requires it"
    return start
