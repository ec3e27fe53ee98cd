"""What providers say of their own incidents, on items that this client sees, and which of its services feel it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import numpy as np

from clairevoie.disclosure import grants as granting
from clairevoie.disclosure.infrastructure import ci_labels
from clairevoie.disclosure.planning_effects import Served
from clairevoie.disclosure.rows import Row
from clairevoie.disclosure.view import View
from clairevoie.figures.freshness import Age
from clairevoie.impact import DEGRADED, IMPACTED, Graph, fall, graph
from clairevoie.portal import Incident, Incidents
from clairevoie.project.model import Grants

NEEDS = ("start", "end", "kind")  # what must be granted of outages: without one of them nothing can be told
ENDED = timedelta(weeks=4)
State = Literal["ok", "stale", "withheld", "not_measured"]
Effects = tuple[tuple[str, ...], tuple[str, ...]]  # services interrupted, services degraded
Key = tuple[str, str]  # provider, incident
Struck = Mapping[Key, tuple[Served, Served]]  # what an incident interrupts, what it only degrades; nothing: not there


@dataclass(frozen=True, slots=True)
class Said:
    """What a provider says of one incident. down, slow: the items that it stops and slows, now or while it lasted."""

    provider: str
    key: str
    title: str
    kind: Literal["outage", "degradation"]
    start: datetime
    updated: datetime | None
    end: datetime | None
    down: tuple[str, ...]
    slow: tuple[str, ...]


def are_told(grants: Grants) -> bool:
    """Whether a client with these grants is told of incidents."""
    return "overview" in grants.pages and granting.columns(grants, "outages").issuperset(NEEDS)


def incidents(view: View, ages: Iterable[Age], struck: Struck | None = None) -> Incidents | None:
    """The panel; None where it is not granted, or where no item that this client sees names a provider.

    struck: what they do to its services, as all links together have it; None: as those of the slice do.
    """
    providers = providers_of(view.facts("cis"))
    if not view.sees("outages", *NEEDS) or not providers:
        return None
    rows = view.facts("outages")
    state, since = standing(ages, watched=is_watched([*rows, *view.facts("monitors")], providers))
    if state in ("withheld", "not_measured"):
        return Incidents(state, since)
    told = said(rows, providers, view.as_of)
    if struck is None:
        known = graph(view.slice.tables)
        struck = {(one.provider, one.key): served(known, one.down, one.slow) for one in told}
    labels = ci_labels(view)
    shown = [_incident(view, one, labels, struck) for one in told]
    return Incidents(state, since, tuple(one for one in shown if one.end is None),
                     tuple(reversed([one for one in shown if one.end is not None])))


def said(rows: Iterable[Row], providers: Mapping[str, str], as_of: datetime) -> list[Said]:
    """The incidents that last, and those that ended in the last four weeks, the oldest first; `as_of`: what is later
    is not known yet."""
    found = [_said(*key, own, as_of) for key, own in together(rows, providers, as_of).items()]
    return sorted((one for one in found if one.end is None or one.end > as_of - ENDED),
                  key=lambda one: (one.end or as_of, one.start, one.provider, one.key))


def together(rows: Iterable[Row], providers: Mapping[str, str], as_of: datetime) -> dict[Key, list[Row]]:
    """An outage of an item that names a provider is an incident of it; rows with the same `incident` are one together.

    Planned work is none.
    """
    found: dict[Key, list[Row]] = {}
    for row in rows:
        provider, start = providers.get(row.text("ci")), row.instant("start")
        if provider and row.text("kind") != "planned" and start and start <= as_of:
            found.setdefault((provider, number(row)), []).append(row)
    return found


def number(row: Row) -> str:
    """By which an incident is told from the others of its provider."""
    return row.text("incident") or row.text("outage")


def hit(rows: Iterable[Row]) -> tuple[frozenset[str], frozenset[str]]:
    """The items that these rows stop, and those that they slow."""
    kinds = [(row.text("ci"), row.text("kind")) for row in rows]
    down = frozenset(ci for ci, kind in kinds if kind == "outage")
    return down, frozenset(ci for ci, _ in kinds) - down


def lasting(rows: Iterable[Row], as_of: datetime) -> list[Row]:
    """The rows that have no end yet."""
    return [row for row in rows if _end(row, as_of) is None]


def served(known: Graph, down: Collection[str], slow: Collection[str]) -> tuple[Served, Served]:
    """The services that these items interrupt and degrade: what is down stops what stands on it, what is slow slows
    it at most."""
    stopped, slowed = (fall(known, [known.place[ci] for ci in cis if ci in known.place]).state[len(known.cis):]
                       for cis in (down, slow))

    def at(places: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Served:
        return tuple(known.services[place] for place in np.flatnonzero(places).tolist())

    return at(stopped >= IMPACTED), at((stopped < IMPACTED) & ((stopped == DEGRADED) | (slowed >= DEGRADED)))


def providers_of(cis: Iterable[Row]) -> dict[str, str]:
    """The provider of each item that names one."""
    return {row.text("ci"): row.text("provider") for row in cis if row.text("provider")}


def is_watched(rows: Iterable[Row], providers: Mapping[str, str]) -> bool:
    """Whether any source ever told of an item of a provider: without one, silence is no good news."""
    return any(row.text("ci") in providers for row in rows)


def standing(ages: Iterable[Age], *, watched: bool) -> tuple[State, datetime | None]:
    """What is known of outages, and since when it is not known any more."""
    old = [age for age in ages if age.table == "outages"]
    if not watched:
        return "not_measured", None
    if not old:
        return "ok", None
    gone = any(age.standing == "withheld" for age in old)
    return "withheld" if gone else "stale", min(age.since for age in old)


def _said(provider: str, key: str, rows: Collection[Row], as_of: datetime) -> Said:
    """The whole span; of one that lasts, the items that are hit now."""
    now = lasting(rows, as_of)
    down, slow = hit(now or rows)
    told = [at for row in rows for at in [row.instant("updated")] if at and at <= as_of]
    newest = max(rows, key=lambda row: (bool(row.text("title")), row.instant("start"), row.text("outage")))
    return Said(provider, key, newest.text("title"), "outage" if down else "degradation",
                min(at for row in rows if (at := row.instant("start"))), max(told, default=None),
                None if now else max(at for row in rows if (at := row.instant("end"))),
                tuple(sorted(down)), tuple(sorted(slow)))


def _end(row: Row, as_of: datetime) -> datetime | None:
    end = row.instant("end")
    return end if end and end <= as_of else None


def _incident(view: View, one: Said, labels: Mapping[str, str], struck: Struck) -> Incident:
    items = sorted({labels[ci] for ci in (*one.down, *one.slow) if labels.get(ci)})
    title = one.title if view.sees("outages", "title") else ""
    updated = one.updated if view.sees("outages", "updated") else None
    return Incident(view.grants.providers.get(one.provider, ""), title, one.kind, one.start, updated, one.end,
                    tuple(items), *_effects(view, *struck.get((one.provider, one.key), ((), ()))))


def _effects(view: View, gone: Served, weak: Served) -> Effects:
    """Of contracts in force, by name."""
    running = view.in_force(view.today, view.today)

    def named(of: Served) -> list[str]:
        return sorted({view.service(service) for contract, service in of if contract in running})

    cut = named(gone)
    return tuple(cut), tuple(name for name in named(weak) if name not in cut)
