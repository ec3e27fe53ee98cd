"""What outages do to services: those of the service itself, and those of items where the rules of impact say so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

import numpy as np
import pyarrow as pa

from clairevoie.figures.zones import epoch
from clairevoie.impact import DEGRADED as WEAK
from clairevoie.impact import IMPACTED, fall, graph

Key = tuple[str, str]  # contract, service
Severity = Literal[0, 1, 2]  # works · degraded · interrupted
WORKS: Severity = 0
DEGRADED: Severity = 1
INTERRUPTED: Severity = 2
_Judge = Callable[[Key, frozenset[str]], Severity]  # a service, the items that are down together


@dataclass(frozen=True, slots=True)
class Cut:
    """A time in which a service is touched. outage: what began it. end: None while it lasts."""

    outage: str
    severity: Severity
    planned: bool
    start: int
    end: int | None


@dataclass(frozen=True, slots=True)
class _Outage:
    """A row that has begun, in epoch seconds. ci: "" where it is a service's; client: "" for all."""

    start: int
    outage: str
    end: int | None
    kind: str
    service: str
    ci: str
    client: str


def cuts(tables: Mapping[str, pa.Table], clients: Mapping[Key, str], now: int) -> dict[Key, tuple[Cut, ...]]:
    """The cuts of services up to `now`, those given for each first.

    tables: outages, and those of the graph. clients: the services asked for, each with its client. No graph is made
    where no item was out.
    """
    rows = sorted(_begun(tables["outages"], now), key=lambda row: (row.start, row.outage))
    whole = [row for row in rows if row.ci and row.kind != "degradation"]
    reached, judge = _graph(tables, {row.ci for row in whole}) if whole else ({}, _works)
    stands = _stands(tables["service_cis"])
    of_service, of_ci = _by(rows, lambda row: row.service), _by(rows, lambda row: row.ci)
    found = {}
    for key, client in clients.items():
        own = [_given(row) for row in of_service.get(key[1], ()) if row.client in ("", client)]
        slow = [_given(row) for ci in sorted(stands.get(key, ())) for row in of_ci.get(ci, ())
                if row.kind == "degradation" and row.client in ("", client)]
        items = sorted((row for ci in reached.get(key, ()) for row in of_ci[ci]
                        if row.kind != "degradation" and row.client in ("", client)),
                       key=lambda row: (row.start, row.outage))
        found[key] = (*own, *slow, *_swept(key, items, judge, now))
    return found


def _begun(outages: pa.Table, now: int) -> Iterator[_Outage]:
    for row in outages.to_pylist():
        start, end = epoch(row["start"]), epoch(row["end"]) if row["end"] else None
        if start <= now:
            yield _Outage(start, row["outage"], None if end is None or end > now else end, row["kind"],
                          row["service"] or "", row["ci"] or "", row["client"] or "")


def _stands(service_cis: pa.Table) -> dict[Key, set[str]]:
    """The items that each service stands on directly."""
    found: dict[Key, set[str]] = defaultdict(set)
    for row in service_cis.to_pylist():
        found[row["contract"], row["service"]].add(row["ci"])
    return found


def _by(rows: Sequence[_Outage], name: Callable[[_Outage], str]) -> dict[str, list[_Outage]]:
    found: dict[str, list[_Outage]] = defaultdict(list)
    for row in rows:
        if name(row):
            found[name(row)].append(row)
    return found


def _given(row: _Outage) -> Cut:
    return Cut(row.outage, DEGRADED if row.kind == "degradation" else INTERRUPTED, row.kind == "planned", row.start,
               row.end)


def _works(_: Key, __: frozenset[str]) -> Severity:
    return WORKS


def _graph(tables: Mapping[str, pa.Table], items: set[str]) -> tuple[dict[Key, set[str]], _Judge]:
    """Of the items, those that can touch each service at all; and what several of them, down together, do to one."""
    known = graph(tables)
    place = {key: number for number, key in enumerate(known.services)}
    reached: dict[Key, set[str]] = defaultdict(set)
    for ci in sorted(items & known.place.keys()):
        state = fall(known, (known.place[ci],), redundant=False).state[len(known.cis):]
        for at in np.flatnonzero(state >= IMPACTED).tolist():
            reached[known.services[at]].add(ci)
    states: dict[frozenset[str], np.ndarray[tuple[int], np.dtype[np.uint8]]] = {}

    def judge(key: Key, down: frozenset[str]) -> Severity:
        if down not in states:
            states[down] = fall(known, [known.place[ci] for ci in down]).state[len(known.cis):].copy()
        state = states[down][place[key]]
        return INTERRUPTED if state >= IMPACTED else DEGRADED if state == WEAK else WORKS

    return reached, judge


def _swept(key: Key, rows: Sequence[_Outage], judge: _Judge, now: int) -> Iterator[Cut]:
    """What outages of items (in order) do to a service, from one edge of theirs to the next; like runs are one cut."""
    for (severity, planned), run in groupby(_moments(key, rows, judge, now), lambda cut: (cut.severity, cut.planned)):
        parts = list(run)
        if severity != WORKS:
            yield Cut(parts[0].outage, severity, planned, parts[0].start, parts[-1].end)


def _moments(key: Key, rows: Sequence[_Outage], judge: _Judge, now: int) -> Iterator[Cut]:
    """Planned is what the planned ones would do alone: what came on top of them was not announced."""
    edges = sorted({now, *(row.start for row in rows), *(row.end for row in rows if row.end is not None)})
    lasting: list[_Outage] = []
    begun = 0
    for start, end in pairwise([*edges, None]) if rows else ():
        assert start is not None
        while begun < len(rows) and rows[begun].start <= start:
            lasting.append(rows[begun])
            begun += 1
        lasting = [row for row in lasting if row.end is None or row.end > start]
        planned = [row for row in lasting if row.kind == "planned"]
        severity = judge(key, frozenset(row.ci for row in lasting))
        announced = bool(planned) and judge(key, frozenset(row.ci for row in planned)) == severity
        first = (planned if announced else lasting)[:1]
        yield Cut(first[0].outage if first else "", severity, announced and severity != WORKS, start, end)
