"""The sites that stand in output/ → a target of portal.yml."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import asdict
from pathlib import Path

from clairevoie import publish
from clairevoie.errors import ConfigurationError, Fault, TargetError, unknown
from clairevoie.pipeline import departed, disclosing, shown
from clairevoie.pipeline.overriding import local_day
from clairevoie.pipeline.recording import record_figures
from clairevoie.pipeline.releasing import MANIFESTS
from clairevoie.pipeline.report import Report
from clairevoie.project.model import Project
from clairevoie.publish.opening import keys_of


def known(project: Project, target: str) -> None:
    """Raises ConfigurationError for a target that portal.yml does not name."""
    if target not in project.targets:
        raise ConfigurationError(unknown("portal.yml", "target", target, project.targets))


def opened(project: Project, target: str) -> publish.Opened:
    """A target of portal.yml, ready to be read. Raises TargetError where it is not as it must be."""
    spec = project.targets[target]
    module = publish.TARGETS[spec.type]
    return module.opened(module.Settings.model_validate(dict(spec.settings)), target, project.root)


def publish_sites(project: Project, target: str, output: Path, report: Report, clock: publish.Clock, *,
                  clients: Collection[str] = (), skip: Collection[str] = ()) -> None:
    """Publish each configured client's finished site and the internal one; a failed target is in the report."""
    known(project, target)
    built = [name for name in _built(project, output, clients) if name not in skip]
    if not built and not report.faults:
        raise ConfigurationError(Fault(str(output), "no site is built here yet; run `clairevoie build` first"))
    disclosing.refuse_wider_built(project, output, [name for name in built if name != "internal"],
                                  local_day(project, clock()))
    outcomes: list[publish.Outcome] = []
    try:
        place = opened(project, target)
        for line in publish.publish(place, target, output, built, clock):
            report.published.append(asdict(line))
            outcomes.append(line)
        shown.record(project, place, target, output, outcomes, clock(), report)
    except TargetError as error:
        report.blame(error)
    record_figures(project, target, output, outcomes, clock(), report)
    if not clients:
        _refuse_departed(project, target, report)


def asked(project: Project, target: str, clients: Collection[str]) -> None:
    """Raises ConfigurationError for clients that nobody knows, TargetError for one that left and still stands there."""
    configured = {spec.client for spec in project.clients}
    strangers = [client for client in clients if client not in configured]
    if strangers:
        known(project, target)
        left = _departed(project, target)
        if gone := [client for client in strangers if client in left]:
            raise TargetError(*(departed.fault(project, target, client) for client in gone))
        raise ConfigurationError(*(unknown("--client", "client", client, configured) for client in strangers))


def plan_sites(project: Project, target: str, output: Path, clock: publish.Clock,
               clients: Collection[str] = ()) -> tuple[publish.Step, ...]:
    """What `publish_sites` would do."""
    known(project, target)
    built, place = _built(project, output, clients), opened(project, target)
    left = () if clients else departed.departed(project, keys_of(place, target))
    if not built and not left:
        raise ConfigurationError(Fault(str(output), "no site is built here yet; run `clairevoie build` first"))
    gone = (publish.Step(client, "refuse", "", reason=departed.fault(project, target, client).what) for client in left)
    steps = publish.plan(place, target, output, built, clock)
    return (*disclosing.planned(project, output, steps, shown.published(place, target)), *gone)


def roll_back(project: Project, target: str, site: str, release: str | None, report: Report,
              clock: publish.Clock) -> None:
    """Let visitors of a site see an older release; a failed target is in the report.

    Raises ConfigurationError for one that shows a client what the lock does not hold.
    """
    known(project, target)
    sites = [*(client.client for client in project.clients), "internal"]
    if site not in sites:
        raise ConfigurationError(unknown("rollback", "client", site, sites))
    recorded: dict[str, shown.Version] = {}
    try:
        place = opened(project, target)
        allowed = _allowed(project, place, target, site, report, clock, recorded)
        done = publish.rollback(place, target, site, release, clock, allowed)
        report.published.append(asdict(done))
        if recorded:
            shown.add(project, place, target, recorded, report)
        if done.reason:
            report.blame(TargetError(Fault(f"target {target}", done.reason)))
    except TargetError as error:
        report.blame(error)


def _allowed(project: Project, place: publish.Opened, target: str, site: str, report: Report, clock: publish.Clock,
             recorded: dict[str, shown.Version]) -> Callable[[str], None]:
    """Asked about a release that would come back; what is recorded of it is in `recorded` then."""
    def ask(release: str) -> None:
        version = shown.of_release(place, target, site, release)
        if version:
            disclosing.refuse_wider_release(project, site, release, version.lines, local_day(project, clock()))
            recorded[site] = version.model_copy(update={"at": clock(), "release": release, "later": ()})
        else:
            report.notices.append(f"client {site}: nothing is recorded of what release {release} shows: it is not held"
                                  " against disclosure.lock")

    return ask if site != "internal" else lambda release: None


def _refuse_departed(project: Project, target: str, report: Report) -> None:
    """After all others: a client that left the configuration is one thing to mend, and keeps nobody else back."""
    try:
        left = _departed(project, target)
    except TargetError as error:
        if not set(error.faults) <= set(report.faults):  # where the target failed, it fails again
            report.blame(error)
    else:
        if left:
            report.blame(TargetError(*(departed.fault(project, target, client) for client in left)))


def _departed(project: Project, target: str) -> tuple[str, ...]:
    return departed.departed(project, keys_of(opened(project, target), target))


def _built(project: Project, output: Path, clients: Collection[str]) -> list[str]:
    names = [c.client for c in project.clients if not clients or c.client in clients] + ["internal"] * (not clients)
    return [name for name in names if (output / MANIFESTS / f"{name}.json").is_file()]
