"""What clients were shown is kept: the figures of each site that stands published."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from clairevoie.errors import Fault, TargetError
from clairevoie.pipeline.releasing import MANIFESTS, figures_file
from clairevoie.pipeline.report import Report
from clairevoie.pipeline.storing import opened
from clairevoie.project.model import Project
from clairevoie.publish import Outcome
from clairevoie.release import read
from clairevoie.tables.published import record
from clairevoie.tables.store import Store


def record_figures(project: Project, target: str, output: Path, outcomes: Iterable[Outcome], at: datetime,
                   report: Report) -> None:
    """Write `published_figures` for the clients' sites that visitors now see as they stand in `output`.

    What fails is in the report: the sites are published, and the next publication records what is missing.
    """
    shown = [one for one in outcomes if one.outcome in ("published", "unchanged") and one.site != "internal"]
    if not shown:
        return
    try:
        with opened(project, writing=True) as store:
            for one in shown:
                try:
                    _record(store, target, output, one, at)
                except TargetError as error:
                    report.blame(_named(one.site, error))
                except (ValueError, KeyError, TypeError):
                    report.notices.append(f"{one.site}: data/figures.json cannot be read, so it is not recorded")
    except TargetError as error:
        report.blame(_named(target, error))


def _record(store: Store, target: str, output: Path, shown: Outcome, at: datetime) -> None:
    """A site that was built anew meanwhile, or rolled back, shows something else than what stands in `output`."""
    file = figures_file(output, shown.site)
    if read(output / MANIFESTS / f"{shown.site}.json").release != shown.release or not file.is_file():
        return
    figures = json.loads(file.read_bytes())["figures"]
    record(store.blobs, target, shown.site, figures, at, shown.release)


def _named(what: str, error: TargetError) -> TargetError:
    return TargetError(*(Fault(f"{what}: published, but not recorded", str(fault)) for fault in error.faults))
