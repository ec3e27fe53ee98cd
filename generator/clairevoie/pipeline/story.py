"""`build` and its likes: what each command does, step by step."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection
from datetime import datetime
from pathlib import Path

from clairevoie.pipeline import departed, disclosing
from clairevoie.pipeline.checking import aside, load_checked
from clairevoie.pipeline.comparing import differences
from clairevoie.pipeline.disclosing import check_lock, show, write_lock
from clairevoie.pipeline.locking import locked
from clairevoie.pipeline.publishing import asked, known, plan_sites, publish_sites, roll_back
from clairevoie.pipeline.pulling import dry_read, load_or_pull, pull
from clairevoie.pipeline.releasing import check_output, release
from clairevoie.pipeline.report import Report, Site
from clairevoie.pipeline.runs import recorded
from clairevoie.pipeline.scheduling import Coming, coming, not_due
from clairevoie.pipeline.slicing import clear, slice_all
from clairevoie.pipeline.unsaid import unsaid
from clairevoie.project.model import Project
from clairevoie.publish import Clock, Step
from clairevoie.tables.memory import kept
from clairevoie.tables.private import private_folder

__all__ = [
    "Coming", "Report", "Site", "build", "build_as", "check_lock", "checked", "plan", "publish", "pull_all", "rollback",
    "run", "schedule", "show", "write_lock",
]

Say = Callable[[str], None]


def build(root: Path, as_of: datetime, read_at: datetime, output: Path, *, clients: Collection[str] = (),
          jobs: int = 1, fresh: bool = False, say: Say = lambda line: None) -> Report:
    """Build every site of the workspace (or those of `clients`) into `output`, and say how it went.

    `read_at` dates the snapshots that a pull writes; it is no input of any figure. Raises
    ConfigurationError before any write; a fault of the data or of one client is in the report.
    """
    project = load_checked(root, as_of, clients)
    check_output(project, output)
    disclosing.held_by(project)  # a lock that cannot be read is refused before any write
    report = Report(as_of)
    with locked(project.state, private=True), locked(output):
        _build(project, read_at, output, report, clients, jobs, fresh=fresh, say=say)
        report.notices += departed.notices(project, output)
    return report


def build_as(root: Path, client: str, as_of: datetime, read_at: datetime, *, say: Say = lambda line: None
             ) -> tuple[Report, Path]:
    """Build one client's site as it would be published, into a private folder that holds no other; gives the folder.

    What is recorded of the sites that stand in an output is left as it is.
    """
    project = load_checked(root, as_of, (client,))
    folder = project.state / "preview" / client  # a client that is known: its id is a name of a folder
    shutil.rmtree(folder, ignore_errors=True)
    private_folder(folder)
    report = Report(as_of)
    with locked(project.state, private=True), locked(folder):
        _build(project, read_at, folder, report, (client,), 1, fresh=False, say=say, keep=False)
    return report, folder


def checked(root: Path, as_of: datetime, read_at: datetime) -> Report:
    """What is wrong with the configuration (raised) and with the sources (reported); writes nothing."""
    project = load_checked(root, as_of)
    report = Report(as_of)
    merged = dry_read(project, report, read_at)
    report.notices += aside(project, as_of)
    report.notices += [*differences(project, merged.tables, as_of), *unsaid(project, merged.tables, as_of)]
    return report


def pull_all(root: Path, read_at: datetime, *, only: Collection[str] = (), accept: Collection[str] = ()) -> Report:
    """Read every source (or `only` these) into the store; `accept`: those whose fall in rows is real."""
    project = load_checked(root, read_at)
    report = Report(read_at)
    with locked(project.state, private=True):
        pull(project, read_at, report, only=only, accept=accept)
    return report


def publish(root: Path, target: str, output: Path, clock: Clock, *, clients: Collection[str] = ()) -> Report:
    """Publish the sites that stand in `output` to a target of portal.yml."""
    project = load_checked(root, None)
    asked(project, target, clients)
    check_output(project, output)
    report = Report(None)
    with locked(project.state, private=True), locked(output):
        publish_sites(project, target, output, report, clock, clients=clients)
    return report


def plan(root: Path, target: str, output: Path, clock: Clock, *, clients: Collection[str] = ()) -> tuple[Step, ...]:
    """What `publish` would do, a reason for each file; writes nothing."""
    project = load_checked(root, None)
    asked(project, target, clients)
    return plan_sites(project, target, output, clock, clients)


def rollback(root: Path, target: str, site: str, to: str | None, clock: Clock) -> Report:
    """Let visitors of a client's site (or of `internal`) see an older release that a target keeps."""
    project = load_checked(root, None)
    report = Report(None)
    with locked(project.state, private=True):
        roll_back(project, target, site, to, report, clock)
    return report


def run(root: Path, target: str, as_of: datetime, read_at: datetime, output: Path, clock: Clock, *, jobs: int = 1,
        if_due: bool = False, say: Say = lambda line: None) -> Report:
    """Pull, build, publish. A client that is held or refused keeps its published release.

    clock: an old release answers for some time after the switch, which comes long after `read_at`.
    if_due: only where the schedule asks for a run that was not started yet at `read_at`; the report says when it will.
    """
    project = load_checked(root, as_of)
    known(project, target)
    check_output(project, output)
    disclosing.refuse_wider(project, project.clients)
    report = Report(as_of)
    with locked(project.state, private=True):  # what is due is asked inside: of two that ask at once, one runs
        if if_due and not_due(project, target, read_at, report):
            return report
        with locked(output), recorded(project.state, target, read_at, report):
            _build(project, read_at, output, report, (), jobs, fresh=True, say=say)
            stopped = {site.site for site in report.sites if site.outcome in ("held", "refused")}
            publish_sites(project, target, output, report, clock, skip=stopped)
    return report


def schedule(root: Path, instant: datetime, language: str, count: int) -> Coming:
    """What portal.yml schedules, in a sentence, with the next `count` instants after `instant`."""
    return coming(load_checked(root, None), instant, language, count)


def _build(project: Project, read_at: datetime, output: Path, report: Report, clients: Collection[str], jobs: int, *,
           fresh: bool, say: Say, keep: bool = True) -> None:
    from clairevoie.pipeline.gating import gate
    from clairevoie.pipeline.sites import build_internal, build_sites

    assert report.as_of
    try:
        with kept():
            known_now = load_or_pull(project, read_at, report, fresh=fresh)
            cut = slice_all(project, known_now, report.as_of, output)
        report.put_aside(cut.set_aside)
        report.notices += [*cut.lines, *aside(project, report.as_of)]
        build_sites(project, cut, report.as_of, report, clients=clients, jobs=jobs, say=say)
        searched = gate(project, cut, report, keep=keep)
        if not clients:  # the staff's site says what was searched
            build_internal(project, cut, report.as_of, report, searched, say=say)
        release(cut, searched, output, report)
        disclosing.record_all(project, cut.names, output, report)
    except BaseException:  # a full disk, a stop, a fault of ours: what is unfinished is given back
        clear(project, output)
        raise
