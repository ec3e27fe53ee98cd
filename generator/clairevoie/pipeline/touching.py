"""Who is touched, asked of the newest good reading of each source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa

from clairevoie.disclosure.supplier_terms import lasting
from clairevoie.impact import CAN_FAIL, CAN_LEAVE, Answer, Estate, down, leaves, subjects, weak_points
from clairevoie.pipeline.checking import load_checked
from clairevoie.pipeline.locking import locked
from clairevoie.pipeline.pulling import load_or_pull
from clairevoie.pipeline.report import Report
from clairevoie.project.model import Project
from clairevoie.tables.dataset import merge
from clairevoie.tables.ownership import remembered

__all__ = ["asked", "estate", "estate_of", "weak_points"]


def estate(root: Path, as_of: datetime, read_at: datetime, *, fresh: bool = False) -> tuple[Estate, Report]:
    """What is known of the workspace; a source that the store lacks is pulled first (fresh: each of them)."""
    project = load_checked(root, as_of)
    report = Report(as_of)
    with locked(project.state, private=True):
        known = load_or_pull(project, read_at, report, fresh=fresh)
    merged = merge(reading.dataset for reading in known.readings.values())
    return estate_of(merged.tables, project, as_of), report


@remembered()
def estate_of(tables: Mapping[str, pa.Table], project: Project, as_of: datetime) -> Estate:
    """Tables of all clients with how long each contract lasts on as_of's day, in the company's zone."""
    today = as_of.astimezone(ZoneInfo(project.timezone)).date()
    found = Estate(tables, lasting(tables["contracts"], "contract", today),
                   lasting(tables["provider_contracts"], "provider_contract", today), today)
    _ = found.graph
    return found


def asked(known: Estate, fail: Sequence[str], leave: Sequence[str]) -> tuple[Answer, ...]:
    """The answer to what fails together, then to what leaves together. Raises ConfigurationError for unknown names."""
    failing = subjects(known, "--down", fail, CAN_FAIL)
    leaving = subjects(known, "--leaves", leave, CAN_LEAVE)
    return (*([down(known, failing)] if failing else []), *([leaves(known, leaving)] if leaving else []))
