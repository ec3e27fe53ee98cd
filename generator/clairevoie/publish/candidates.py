"""What may be published: a site that is exactly what was built, and in which the gate found nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from clairevoie import gate, release
from clairevoie.errors import ConfigurationError

INTERNAL = "internal"  # the staff's site holds every client's words: the gate does not search it
EVIDENCE = ".release"  # in the output, part of no site: manifests, `<site>.json`; what was searched, `gate/<site>.json`


@dataclass(frozen=True, slots=True)
class Candidate:
    """A site that may be published."""

    site: str
    folder: Path
    manifest: release.Manifest


@dataclass(frozen=True, slots=True)
class Refusal:
    """A site that may not, and why."""

    site: str
    reason: str
    release: str = ""


def candidates(output: Path, sites: Collection[str]) -> tuple[Candidate | Refusal, ...]:
    """Look at each site that is asked for, sorted."""
    return tuple(_candidate(output, site) for site in sorted(sites))


def _candidate(output: Path, site: str) -> Candidate | Refusal:
    folder = output / site
    try:
        manifest = release.read(output / EVIDENCE / f"{site}.json")
        there = release.manifest(folder, site)
    except ConfigurationError as error:
        return Refusal(site, str(error.faults[0]))
    searched = gate.kept(output / EVIDENCE / "gate", site)
    reason = _altered(manifest, there) or _not_passed(manifest, searched)
    return Refusal(site, reason, manifest.release) if reason else Candidate(site, folder, manifest)


def _altered(manifest: release.Manifest, there: release.Manifest) -> str:
    if there.release == manifest.release:
        return ""
    change = release.difference(manifest, there)
    path = next(iter((*change.changed, *change.removed, *change.added)), "its manifest")
    return f"{path} is not what was built; build again"


def _not_passed(manifest: release.Manifest, searched: gate.SiteReport | None) -> str:
    """The gate searched exactly these bytes, and found nothing."""
    if manifest.site == INTERNAL:
        return ""
    if searched is None or searched.digest != gate.digest((entry.path, entry.sha256) for entry in manifest.files):
        return "the gate has not searched this release; build again"
    return "" if searched.passed else f"the gate found {len(searched.hits)} identifiers of other clients in it"
