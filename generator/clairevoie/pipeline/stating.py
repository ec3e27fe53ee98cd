"""What clients were shown before, for the builds that may show something else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from clairevoie.errors import TargetError
from clairevoie.pipeline.report import Report
from clairevoie.pipeline.storing import opened
from clairevoie.project.model import ClientSpec, Project
from clairevoie.tables.published import Published, published

Stated = Mapping[str, tuple[Published, ...]]


def stated(project: Project, specs: Iterable[ClientSpec], report: Report) -> Stated:
    """Client → all that it was shown, of every target; what cannot be read is noted, and not compared."""
    try:
        with opened(project, writing=False) as store:
            return {spec.client: tuple(row for target in sorted(project.targets)
                                       for row in published(store.blobs, target, spec.client)) for spec in specs}
    except TargetError as error:
        report.notices += [f"what was published is not compared with what is known now: {f}" for f in error.faults]
        return {}
