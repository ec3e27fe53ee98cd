"""A group's roll-up: a subsidiary's worker gives the sums that it shares; they become part of its parent's slice."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from clairevoie.disclosure.ledger import ledger
from clairevoie.figures.freshness import Age, aged
from clairevoie.figures.frozen import as_closed
from clairevoie.figures.kpi import compute, zone_of
from clairevoie.figures.rollup import Partial, Share, Total, shared, together
from clairevoie.figures.variants import apart
from clairevoie.pipeline import silo
from clairevoie.pipeline.report import Report
from clairevoie.pipeline.slicing import Cut
from clairevoie.pipeline.stating import stated
from clairevoie.project.model import ClientSpec, Project
from clairevoie.tables.closed import Closed
from clairevoie.tables.private import write_private
from clairevoie.tables.slices import GROUP, files_of, open_slice


def share_all(project: Project, cut: Cut, parents: Iterable[ClientSpec], as_of: datetime, report: Report) -> list[str]:
    """Put what subsidiaries share into the slices of these clients, each from a worker that opens one slice; what is
    granted to a client that is not the parent is said, and shared with nobody."""
    asked = [spec for spec in parents if "group" in spec.grants.pages]
    for parent in asked:
        children = [spec for spec in project.clients
                    if spec.grants.group.parent == parent.client and _is_child(spec, cut)]
        said = stated(project, children, report) if children else {}
        shares = [_shared(project, spec, cut.of(spec), cut.ages_of.get(spec.client, ()), said[spec.client].closed,
                          as_of) for spec in children]
        totals = together(shares)  # before they reach the parent's slice: no part of a sum is in it
        if totals:
            write_private(cut.of(parent) / GROUP / parent.client, json.dumps([asdict(one) for one in totals]).encode())
    return [f"client {spec.client}: shares figures with {spec.grants.group.parent!r}, which is not its parent in the"
            " data: nothing is shared" for spec in project.clients
            if spec.grants.group.parent and spec.client in cut.clients and not _is_child(spec, cut)]


def totals_of(slices: Path, client: str) -> Sequence[Total]:
    """What a client's subsidiaries come to together, from its own slice."""
    file = slices / GROUP / client
    said = json.loads(file.read_bytes()) if file.is_file() else []
    return [Total(Partial(**one["sum"]), one["hidden"]) for one in said]


def _is_child(spec: ClientSpec, cut: Cut) -> bool:
    return spec.client in cut.clients and cut.parents.get(spec.client) == spec.grants.group.parent


def _shared(project: Project, spec: ClientSpec, slices: Path, ages: Sequence[Age], closed: Sequence[Closed],
            as_of: datetime) -> Share:
    group, paths = spec.grants.group, silo.Paths(files_of(slices, spec.client), [], [])
    shown_at = as_of - timedelta(days=spec.grants.delay_days)

    def work() -> Share:
        rows = open_slice(slices, spec.client)
        running = f"{shown_at.astimezone(ZoneInfo(zone_of(rows, project))):%Y-%m}"
        figures = aged(compute(rows, project, shown_at, group.figures, months=spec.grants.months), ages)
        kept = ledger(as_closed(figures, closed)).without_few(spec.grants.minimum_count)
        return shared(kept.figures.values(), group.figures, running, alone=group.alone,
                      apart=apart(rows, project))

    return silo.inside(paths, work)
