"""What publishing would do."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from clairevoie.publish import pointer
from clairevoie.publish.candidates import INTERNAL, Candidate, Refusal, candidates
from clairevoie.publish.changes import changes, deleted
from clairevoie.publish.keys import Keys
from clairevoie.publish.look import INTERNAL_LINK, Work, look, missing_link, shelf_of
from clairevoie.publish.opening import SITES, keys_of, named, terms_of
from clairevoie.publish.retention import old_folders, old_manifests, too_many
from clairevoie.publish.target import Clock, Opened, Outcome, Step


def plan(opened: Opened, target: str, output: Path, sites: Collection[str], clock: Clock) -> tuple[Step, ...]:
    """What `publish` would do, one step a site; writes nothing. Raises as `publish` does before any write."""
    opened.apart(output)
    known = keys_of(opened, target)
    with named(target):
        steps = (_step(opened, candidate, known, clock) for candidate in candidates(output, sites))
        if opened.untold is None:
            return tuple(replace(step, told=()) for step in steps)
        untold = opened.untold()
        return tuple(_told(opened, step, known, untold) for step in steps)


def _told(opened: Opened, step: Step, known: Keys, untold: Collection[str]) -> Step:
    """With what a cache in front is told besides, said below the site's place, since its key is a secret."""
    place, names = known.places.get(step.site), set(step.told)
    if place:
        below = f"{SITES}/{place.key}/"
        names |= {name.removeprefix(below) for name in untold if name.startswith(below)}
    if step.site == INTERNAL and step.action != "refuse" and missing_link(opened.base, place.key if place else ""):
        names.add(INTERNAL_LINK)
    return replace(step, told=tuple(sorted(names)))


def _step(opened: Opened, candidate: Candidate | Refusal, known: Keys, clock: Clock) -> Step:
    found = look(opened.base, candidate, known, clock())
    if isinstance(found, Outcome) and found.outcome == "refused":
        return Step(found.site, "refuse", found.release, found.previous, reason=found.reason)
    assert isinstance(candidate, Candidate)
    manifest, site = candidate.manifest, candidate.site
    counts = (len(manifest.files), manifest.size)
    if isinstance(found, Outcome) or found.previous == found.release:
        told = (pointer.NAME,) if isinstance(found, Work) else ()  # of a newer build that says the same
        same = changes(manifest, manifest)
        return Step(site, "nothing", manifest.release, manifest.release, *counts, changes=same, told=told)
    if found.seen is None:
        new = changes(None, manifest)
        return Step(site, "publish", manifest.release, None, *counts, changes=new, told=(pointer.NAME,))
    shelf, before = shelf_of(opened.base, known.places[site].key), found.seen.pointer
    old = shelf.manifest(before.folder)
    now = before.shows(found.folder, found.as_of, clock(), terms_of(opened))
    folders = old_folders(shelf, before, now)
    why = too_many(folders, opened.delete_at_most)
    folders = () if why else folders
    every = (*changes(old, manifest), *deleted(old_manifests(shelf, folders)))
    stale = (pointer.NAME, *(f"releases/{folder}/" for folder in folders))
    return Step(site, "publish", manifest.release, before.release, *counts, why, every, stale)
