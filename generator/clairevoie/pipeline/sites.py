"""For each audience, a worker that is given one slice and nothing else."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from joblib import Parallel, delayed

from clairevoie import gate
from clairevoie.errors import Fault, shielded
from clairevoie.pipeline import silo
from clairevoie.pipeline.audiences import Built, client_site, internal_site
from clairevoie.pipeline.grouping import share_all
from clairevoie.pipeline.isolation import isolation
from clairevoie.pipeline.overriding import expired, overridden
from clairevoie.pipeline.report import Report, Site
from clairevoie.pipeline.shown import seen_by
from clairevoie.pipeline.slicing import Cut
from clairevoie.pipeline.stating import NEVER, Stated, stated
from clairevoie.project.declared import Declared
from clairevoie.project.model import ClientSpec, Project, StoreSpec
from clairevoie.render.theme import prepare

_UNENFORCED = ("this kernel has no Landlock: that a worker opens its own client's files only is proved by tests, not"
               " enforced here")


def build_sites(project: Project, cut: Cut, as_of: datetime, report: Report, *, clients: Collection[str],
                jobs: int, say: Callable[[str], None]) -> None:
    """Each client's site, or those of the clients that are asked for, into `cut.scratch`."""
    specs = [spec for spec in project.clients if not clients or spec.client in clients]
    known = [spec for spec in specs if _is_known(spec, cut, report)]
    if not silo.version():
        report.notices.append(_UNENFORCED)
    report.notices += [*expired(project, as_of), *share_all(project, cut, known, as_of, report)]
    for built in _work(project, cut, known, as_of, jobs, stated(project, known, report)):
        _note(built, cut, report, say)
    unbuilt = sorted(set(cut.clients) - {spec.client for spec in project.clients})
    if unbuilt:
        report.notices.append(f"in the data but without a client.yml, so no site: {', '.join(unbuilt)}")


def build_internal(project: Project, cut: Cut, as_of: datetime, report: Report, searched: gate.Report, *,
                   say: Callable[[str], None]) -> None:
    """The staff's site, with what the gate searched and found in the others."""
    _note(internal_site(project, cut, as_of, seen_by(project), isolation(searched, report.sites)), cut, report, say)


def _is_known(spec: ClientSpec, cut: Cut, report: Report) -> bool:
    if spec.client in cut.clients:
        return True
    report.faults.append(Fault(f"client {spec.client}", "is configured but is not in the data; no site is built"))
    report.sites.append(Site(spec.client, "held", reasons=["not in the data"]))
    report.exit_code = max(report.exit_code, 3)
    return False


def _work(project: Project, cut: Cut, specs: Sequence[ClientSpec], as_of: datetime, jobs: int, said: Stated
          ) -> Iterator[Built]:
    """Processes, never threads: Pelican's signals and V8 are global to a process. Order does not matter."""
    prepare(project.theme, project.state / "cache")  # cuts the fonts where they are not yet: a worker cannot keep them
    more = overridden(project, cut, specs, as_of)
    tasks = (delayed(client_site)(_handed(project, spec), spec, cut.of(spec), cut.scratch, as_of, cut.told(spec.client),
                                  more.get(spec.client, ()), said.get(spec.client, NEVER))
             for spec in specs)
    with warnings.catch_warnings():
        # Who stops a run is told so, in one line; that others' work is dropped is what stopping means.
        warnings.filterwarnings("ignore", r"\d+ tasks (which were|have been)", UserWarning)
        with shielded():  # workers are started as soon as they are given something
            sites = Parallel(n_jobs=jobs, return_as="generator")(tasks)
        yield from sites


def _handed(project: Project, spec: ClientSpec) -> Project:
    """What a worker is handed of the configuration: its client; nothing of sources, targets, or others' words."""
    return replace(project, clients=(spec,), sources=(), targets={}, words=Declared(), schedule=None, store=StoreSpec())


def _note(built: Built, cut: Cut, report: Report, say: Callable[[str], None]) -> None:
    site = Site(built.site, "built", built.files, built.bytes, fingerprint=built.fingerprint)
    report.notices += built.notices
    if built.figures:
        (cut.scratch / f"{built.site}.figures.json").write_text(built.figures, encoding="utf-8")
    if built.faults:
        site.outcome = "held"
        site.reasons = [str(fault) for fault in built.faults]
        report.faults += built.faults
        report.exit_code = max(report.exit_code, 3)
    report.sites.append(site)
    say(f"{built.site}: {site.outcome}, {built.files} files")
