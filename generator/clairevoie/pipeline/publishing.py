"""The sites that stand in output/ → a target of portal.yml."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path

from clairevoie import publish
from clairevoie.errors import ConfigurationError, Fault, TargetError, unknown
from clairevoie.pipeline.releasing import MANIFESTS
from clairevoie.pipeline.report import Report
from clairevoie.project.model import Project


def known(project: Project, target: str) -> None:
    """Raises ConfigurationError for a target that portal.yml does not name."""
    if target not in project.targets:
        raise ConfigurationError(unknown("publish", "target", target, project.targets))


def publish_sites(project: Project, target: str, output: Path, report: Report, *, clients: Collection[str] = (),
                  skip: Collection[str] = ()) -> None:
    """Publish each configured client's finished site and the internal one; a failed target is in the report."""
    known(project, target)
    spec = project.targets[target]
    module = publish.TARGETS[spec.type]
    settings = module.Settings.model_validate(dict(spec.settings))
    names = [c.client for c in project.clients if not clients or c.client in clients] + ["internal"] * (not clients)
    built = [name for name in names if (output / MANIFESTS / f"{name}.json").is_file() and name not in skip]
    if not built and not report.faults:
        raise ConfigurationError(Fault(str(output), "no site is built here yet; run `clairevoie build` first"))
    try:
        for line in module.publish(settings, spec.id, project.root, output, built):
            report.published.append(asdict(line))
    except TargetError as error:
        report.blame(error)
