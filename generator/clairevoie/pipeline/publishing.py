"""The sites that stand in output/ → a target of portal.yml."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel

from clairevoie import publish
from clairevoie.errors import ConfigurationError, Fault, TargetError, unknown
from clairevoie.pipeline.recording import record_figures
from clairevoie.pipeline.releasing import MANIFESTS
from clairevoie.pipeline.report import Report
from clairevoie.project.model import Project


def known(project: Project, target: str) -> None:
    """Raises ConfigurationError for a target that portal.yml does not name."""
    if target not in project.targets:
        raise ConfigurationError(unknown("publish", "target", target, project.targets))


def publish_sites(project: Project, target: str, output: Path, at: datetime, report: Report, *,
                  clients: Collection[str] = (), skip: Collection[str] = ()) -> None:
    """Publish each configured client's finished site and the internal one; a failed target is in the report.

    at: the instant under which what clients are shown is recorded.
    """
    module, settings = _target(project, target)
    built = [name for name in _built(project, output, clients) if name not in skip]
    if not built and not report.faults:
        raise ConfigurationError(Fault(str(output), "no site is built here yet; run `clairevoie build` first"))
    outcomes = []
    try:
        for line in module.publish(settings, target, project.root, output, built):
            report.published.append(asdict(line))
            outcomes.append(line)
    except TargetError as error:
        report.blame(error)
    record_figures(project, target, output, outcomes, at, report)


def plan_sites(project: Project, target: str, output: Path, clients: Collection[str] = ()) -> tuple[publish.Step, ...]:
    """What `publish_sites` would do."""
    module, settings = _target(project, target)
    built = _built(project, output, clients)
    if not built:
        raise ConfigurationError(Fault(str(output), "no site is built here yet; run `clairevoie build` first"))
    return module.plan(settings, target, project.root, output, built)


def roll_back(project: Project, target: str, site: str, release: str | None, report: Report) -> None:
    """Let visitors of a site see an older release; a failed target is in the report."""
    module, settings = _target(project, target)
    sites = [*(client.client for client in project.clients), "internal"]
    if site not in sites:
        raise ConfigurationError(unknown("rollback", "client", site, sites))
    try:
        report.published.append(asdict(module.rollback(settings, target, project.root, site, release)))
    except TargetError as error:
        report.blame(error)


def _target(project: Project, target: str) -> tuple[publish.Target, BaseModel]:
    known(project, target)
    spec = project.targets[target]
    module = publish.TARGETS[spec.type]
    return module, module.Settings.model_validate(dict(spec.settings))


def _built(project: Project, output: Path, clients: Collection[str]) -> list[str]:
    names = [c.client for c in project.clients if not clients or c.client in clients] + ["internal"] * (not clients)
    return [name for name in names if (output / MANIFESTS / f"{name}.json").is_file()]
