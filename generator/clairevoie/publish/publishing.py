"""Finished sites to a target, each whole or not at all."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from clairevoie.errors import Fault, TargetError
from clairevoie.publish import pointer
from clairevoie.publish.candidates import INTERNAL, candidates
from clairevoie.publish.cleaning import clean
from clairevoie.publish.keys import Keys
from clairevoie.publish.look import INTERNAL_LINK, Work, and_stands, look, missing_link, shelf_of
from clairevoie.publish.opening import SITES, keys_of, named, reason, terms_of
from clairevoie.publish.pointer import Pointer
from clairevoie.publish.retention import clear
from clairevoie.publish.shelf import Shelf
from clairevoie.publish.target import Clock, Opened, Outcome


def publish(opened: Opened, target: str, output: Path, sites: Collection[str], clock: Clock) -> Iterator[Outcome]:
    """Publish each site whole or not at all; at the end, raise TargetError for those that were refused.

    Raises ConfigurationError before any write for an output that will not do, TargetError where the target is not as it
    must be, or where the private state cannot be used. clock: read at each switch, from which grace is counted.
    """
    opened.apart(output)
    known, faults, told = keys_of(opened, target), list[Fault](), list[str]()
    quiet = replace(opened, ready=cache(opened.ready), changed=told.extend)
    with _kept_for_the_end(faults, target):
        for outcome in _outcomes(quiet, output, sites, known, clock):
            yield outcome
            if outcome.reason:
                faults.append(Fault(f"target {target}: {outcome.site}", outcome.reason))
        told += clean(known, opened.base, clock)
    with _kept_for_the_end(faults, target):  # a cache is told once, not once a site, and whatever failed before
        opened.changed(told)
    if faults:
        raise TargetError(*faults)


@contextlib.contextmanager
def _kept_for_the_end(faults: list[Fault], target: str) -> Iterator[None]:
    try:
        with named(target):
            yield
    except TargetError as error:
        faults += error.faults


def _outcomes(
    opened: Opened, output: Path, sites: Collection[str], known: Keys, clock: Clock
) -> Iterator[Outcome]:
    for candidate in candidates(output, sites):
        found = look(opened.base, candidate, known, clock())
        if isinstance(found, Work):
            opened.ready()
            found = _publish(opened, found, known, clock)
        yield _linked(opened, found, known) if found.site == INTERNAL and found.outcome != "refused" else found


def _publish(opened: Opened, work: Work, known: Keys, clock: Clock) -> Outcome:
    site, release, previous = work.candidate.site, work.release, work.previous
    shelf = None
    try:
        if site not in known.places:
            known.refresh()  # a run takes long: somebody granted a link since it began
        key = known.place(site).key
        shelf = shelf_of(opened.base, key)
        new = _put(shelf, opened, work, clock)
        opened.changed((f"{SITES}/{key}/{pointer.NAME}",))
        if work.seen and previous != release:
            gone = clear(shelf, work.seen.pointer, new, opened.delete_at_most)
            opened.changed([f"{SITES}/{key}/releases/{folder}/" for folder in gone])
        return Outcome(site, "unchanged" if previous == release else "published", release, previous)
    except (OSError, TargetError) as error:
        return _stopped(shelf, work, reason(error))


def _put(shelf: Shelf, opened: Opened, work: Work, clock: Clock) -> Pointer:
    """Put the release where it does not stand yet, then switch to it."""
    before, manifest, folder = work.seen.pointer if work.seen else None, work.candidate.manifest, work.folder
    shown = before is not None and before.release == work.release
    if not shown and not (before and _kept(before, folder) and shelf.stands(folder, manifest)):
        folder = pointer.folder_of(before.number + 1 if before else 1, work.release)
        shelf.put(work.candidate.folder, manifest, folder, before.folder if before else None)
    as_of, terms = work.as_of, terms_of(opened)
    new = before.shows(folder, as_of, clock(), terms) if before else pointer.first(folder, as_of)
    shelf.switch(new, work.seen)
    return new


def _kept(seen: Pointer, folder: str) -> bool:
    return folder in {kept.folder for kept in seen.kept}


def _stopped(shelf: Shelf | None, work: Work, why: str) -> Outcome:
    """What visitors see after a failure is read, not supposed."""
    site, release, previous = work.candidate.site, work.release, work.previous
    with contextlib.suppress(OSError, TargetError):
        now = shelf.seen() if shelf else work.seen
        if now and now.pointer.release == release != previous:
            return Outcome(site, "published", release, previous, f"published, and then: {why}")
        stands = now.pointer.release if now else None
        return Outcome(site, "refused", release, stands, and_stands(why, stands))
    return Outcome(site, "refused", release, previous, f"{why}; which release stands cannot be read")


def _linked(opened: Opened, outcome: Outcome, known: Keys) -> Outcome:
    """The internal site, after its link was put where it does not stand as it must."""
    try:
        if data := missing_link(opened.base, known.places[INTERNAL].key):
            opened.ready()
            opened.base.put(INTERNAL_LINK, data)
            opened.changed((INTERNAL_LINK,))
    except (OSError, TargetError) as error:
        before = f"{outcome.reason}; " if outcome.reason else ""
        return replace(outcome, reason=f"{before}its link cannot be put: {reason(error)}")
    return outcome
