"""Finished sites are swapped in whole, each with the manifest of its files."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from clairevoie import gate as gatekeeper
from clairevoie.errors import ConfigurationError, Fault
from clairevoie.pipeline.report import Report
from clairevoie.pipeline.slicing import Cut
from clairevoie.project.model import Project
from clairevoie.release import manifest, read, write

MANIFESTS = ".release"

_BEFORE = {".lock", ".new", "lost+found", ".git", ".gitignore", ".gitkeep", ".DS_Store", ".snapshot",
           "@eaDir"}  # of a stopped build, or of nobody


def check_output(project: Project, output: Path) -> None:
    """Raises ConfigurationError unless sites may be built there: nothing is there yet, or an earlier build made it."""
    for what in _unfit(project, output):
        raise ConfigurationError(Fault(str(output), f"no place for sites: {what}; give --output a folder that is empty,"
                                                    " missing, or of an earlier build"))


def release(cut: Cut, searched: gatekeeper.Report, output: Path, report: Report) -> None:
    """Swap every built site into `output`; what was held or refused keeps its old folder and manifest."""
    (output / MANIFESTS).mkdir(mode=0o755, exist_ok=True)
    # What a refused site's old folder was searched for still holds for that folder, so it is kept.
    passed = tuple(site for site in searched.sites if site.passed)
    gatekeeper.keep(replace(searched, sites=passed), output / MANIFESTS / "gate")
    for site in report.sites:
        if site.outcome == "built":
            as_of = report.as_of.isoformat() if report.as_of else ""
            new = replace(manifest(cut.scratch / site.site, site.site), as_of=as_of)
            file = output / MANIFESTS / f"{site.site}.json"
            site.outcome = "unchanged" if _same(file, new.release) and (output / site.site).is_dir() else "built"
            site.release = new.release
            ready = cut.scratch / f"{site.site}.manifest.json"
            write(new, ready)  # before the site is swapped in, for the disk may be full
            _swap(cut.scratch / site.site, output / site.site)
            ready.replace(file)
            _keep_figures(cut.scratch / f"{site.site}.figures.json", output, site.site)
    shutil.rmtree(cut.scratch.parent, ignore_errors=True)


def figures_file(output: Path, site: str) -> Path:
    """Where the figures of a built site are: in it, or beside its manifest where it does not offer them."""
    aside = output / MANIFESTS / "figures" / f"{site}.json"
    return aside if aside.is_file() else output / site / "data" / "figures.json"


def _unfit(project: Project, output: Path) -> Iterator[str]:
    try:
        place = output.resolve()
        for ours in (project.root / "content", project.root / "data_sources", project.state):
            held = ours.resolve()
            if place.is_relative_to(held) or held.is_relative_to(place):
                yield f"it and the workspace's {ours.name} lie one inside the other"
        if place.exists() and not place.is_dir():
            yield "it is no folder"
        elif place.is_dir() and not (place / MANIFESTS).is_dir() and {one.name for one in place.iterdir()} - _BEFORE:
            yield "it holds files that no build made"
    except (OSError, RuntimeError, ValueError) as fault:  # not to be read, a link to itself, no name of a file
        yield f"it cannot be read: {getattr(fault, 'strerror', None) or fault}"


def _keep_figures(new: Path, output: Path, site: str) -> None:
    place = output / MANIFESTS / "figures" / f"{site}.json"
    place.unlink(missing_ok=True)
    if new.is_file():
        place.parent.mkdir(exist_ok=True)
        new.rename(place)


def _same(file: Path, release_id: str) -> bool:
    try:
        return read(file).release == release_id
    except ConfigurationError:  # no manifest yet, or one that a stopped run left
        return False


def _swap(new: Path, place: Path) -> None:
    old = new.with_name(f"{new.name}.old")
    try:
        if place.exists():
            place.rename(old)
        new.rename(place)
    except BaseException:  # a stop between the two, too: what is left of a run is deleted
        if old.exists() and not place.exists():
            old.rename(place)
        raise
    shutil.rmtree(old, ignore_errors=True)
