"""What providers say of their own incidents, on items that this client sees, and which of its services feel it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import numpy as np

from clairevoie.disclosure.infrastructure import ci_labels
from clairevoie.disclosure.rows import Row
from clairevoie.disclosure.view import View
from clairevoie.figures.freshness import Age
from clairevoie.impact import DEGRADED, IMPACTED, Graph, fall, graph
from clairevoie.portal import Incident, Incidents

NEEDS = ("start", "end", "kind")  # what must be granted of outages: without one of them nothing can be told
ENDED = timedelta(weeks=4)
State = Literal["ok", "stale", "withheld", "not_measured"]
Effects = tuple[tuple[str, ...], tuple[str, ...]]  # services interrupted, services degraded


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


def incidents(view: View, ages: Iterable[Age]) -> Incidents | None:
    """The panel; None where it is not granted, or where no item that this client sees names a provider."""
    providers = providers_of(view.facts("cis"))
    if not view.sees("outages", *NEEDS) or not providers:
        return None
    rows = view.facts("outages")
    state, since = standing(ages, watched=is_watched([*rows, *view.facts("monitors")], providers))
    if state in ("withheld", "not_measured"):
        return Incidents(state, since)
    told = said(rows, providers, view.as_of)
    labels, known = ci_labels(view), graph(view.slice.tables) if told else None
    shown = [_incident(view, one, labels, known) for one in told if known]
    return Incidents(state, since, tuple(one for one in shown if one.end is None),
                     tuple(reversed([one for one in shown if one.end is not None])))


def said(rows: Iterable[Row], providers: Mapping[str, str], as_of: datetime) -> list[Said]:
    """The incidents that last, and those that ended in the last four weeks, the oldest first; `as_of`: what is later
    is not known yet.

    An outage of an item that names a provider is one; rows with the same `incident` are one together. Planned work is
    none.
    """
    together: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        provider, start = providers.get(row.text("ci")), row.instant("start")
        if provider and row.text("kind") != "planned" and start and start <= as_of:
            key = (provider, row.text("incident") or row.text("outage"))
            together.setdefault(key, []).append(row)
    found = [_said(*key, own, as_of) for key, own in together.items()]
    return sorted((one for one in found if one.end is None or one.end > as_of - ENDED),
                  key=lambda one: (one.end or as_of, one.start, one.provider, one.key))


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


def _said(provider: str, key: str, rows: Sequence[Row], as_of: datetime) -> Said:
    """The whole span; of one that lasts, the items that are hit now."""
    lasting = [row for row in rows if _end(row, as_of) is None]
    hit = lasting or rows
    down = {row.text("ci") for row in hit if row.text("kind") == "outage"}
    slow = {row.text("ci") for row in hit} - down
    told = [at for row in rows for at in [row.instant("updated")] if at and at <= as_of]
    newest = max(rows, key=lambda row: (bool(row.text("title")), row.instant("start"), row.text("outage")))
    return Said(provider, key, newest.text("title"), "outage" if down else "degradation",
                min(at for row in rows if (at := row.instant("start"))), max(told, default=None),
                None if lasting else max(at for row in rows if (at := row.instant("end"))),
                tuple(sorted(down)), tuple(sorted(slow)))


def _end(row: Row, as_of: datetime) -> datetime | None:
    end = row.instant("end")
    return end if end and end <= as_of else None


def _incident(view: View, one: Said, labels: Mapping[str, str], known: Graph) -> Incident:
    items = sorted({labels[ci] for ci in (*one.down, *one.slow) if labels.get(ci)})
    title = one.title if view.sees("outages", "title") else ""
    updated = one.updated if view.sees("outages", "updated") else None
    return Incident(view.grants.providers.get(one.provider, ""), title, one.kind, one.start, updated, one.end,
                    tuple(items), *_felt(view, one, known))


def _felt(view: View, one: Said, known: Graph) -> Effects:
    """By the links of its own slice: what is down stops what stands on it, what is slow slows it at most."""
    down, slow = ([known.place[ci] for ci in cis if ci in known.place] for cis in (one.down, one.slow))
    stopped = fall(known, down).state[len(known.cis):]
    slowed = fall(known, slow).state[len(known.cis):]
    running = view.in_force(view.today, view.today)

    def named(places: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[str]:
        felt = (known.services[place] for place in np.flatnonzero(places).tolist())
        return sorted({view.service(service) for contract, service in felt if contract in running})

    gone = named(stopped >= IMPACTED)
    weak = named((stopped == DEGRADED) | (slowed >= DEGRADED))
    return tuple(gone), tuple(name for name in weak if name not in gone)
