"""What publishing would do."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from clairevoie.publish.candidates import Candidate, Refusal, candidates
from clairevoie.publish.changes import changes, deleted
from clairevoie.publish.keys import Keys
from clairevoie.publish.look import look, shelf_of
from clairevoie.publish.opening import keys_of, named, terms_of
from clairevoie.publish.retention import old_folders, old_manifests
from clairevoie.publish.target import Clock, Opened, Outcome, Step


def plan(opened: Opened, target: str, output: Path, sites: Collection[str], clock: Clock) -> tuple[Step, ...]:
    """What `publish` would do, one step a site; writes nothing. Raises as `publish` does before any write."""
    opened.apart(output)
    known = keys_of(opened, target)
    with named(target):
        return tuple(_step(opened, candidate, known, clock) for candidate in candidates(output, sites))


def _step(opened: Opened, candidate: Candidate | Refusal, known: Keys, clock: Clock) -> Step:
    found = look(opened.base, candidate, known)
    if isinstance(found, Outcome) and found.outcome == "refused":
        return Step(found.site, "refuse", found.release, found.previous, reason=found.reason)
    assert isinstance(candidate, Candidate)
    manifest, site = candidate.manifest, candidate.site
    counts = (len(manifest.files), manifest.size)
    if isinstance(found, Outcome) or found.previous == found.release:
        return Step(site, "nothing", manifest.release, manifest.release, *counts, changes=changes(manifest, manifest))
    if found.seen is None:
        return Step(site, "publish", manifest.release, None, *counts, changes=changes(None, manifest))
    shelf, before = shelf_of(opened.base, known.places[site].key), found.seen.pointer
    old = shelf.manifest(before.folder)
    now = before.shows(found.folder, found.as_of, clock(), terms_of(opened))
    gone = deleted(old_manifests(shelf, old_folders(shelf, before, now)))
    return Step(site, "publish", manifest.release, before.release, *counts, changes=(*changes(old, manifest), *gone))
