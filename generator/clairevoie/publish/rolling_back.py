"""An older release comes back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from clairevoie.errors import ConfigurationError, Fault, TargetError, unknown
from clairevoie.publish import pointer
from clairevoie.publish.changes import chosen
from clairevoie.publish.look import shelf_of
from clairevoie.publish.opening import SITES, keys_of, named
from clairevoie.publish.target import Clock, Opened, Outcome


def rollback(opened: Opened, target: str, site: str, release: str | None, clock: Clock,
             allowed: Callable[[str], None] = lambda release: None) -> Outcome:
    """Let visitors see an older release that is kept: this one, or the one before what they see.

    It stands until a newer build is published, and what is taken back answers nobody from now on.

    allowed: asked about the release before anything is written; what it raises refuses it.

    Raises ConfigurationError for a site or a release that is not there, TargetError where it cannot be done. The reason
    of the outcome, if any, is what a cache in front still shows.
    """
    known = keys_of(opened, target)
    if site not in known.places:
        raise ConfigurationError(unknown(f"target {target}", "site", site, known.places))
    key = known.places[site].key
    with named(target):
        outcome = _rollback(opened, key, f"target {target}: {site}", site, release, clock, allowed)
    try:
        with named(target):
            opened.changed((f"{SITES}/{key}/{pointer.NAME}",) if outcome.outcome == "rolled back" else ())
    except TargetError as error:
        return replace(outcome, reason=error.faults[0].what)
    return outcome


def _rollback(opened: Opened, key: str, where: str, site: str, release: str | None, clock: Clock,
              allowed: Callable[[str], None]) -> Outcome:
    shelf = shelf_of(opened.base, key, f"{where}: ")
    seen = shelf.seen()
    if seen is None:
        raise ConfigurationError(Fault(f"rollback: {site}", "nothing is published"))
    current = seen.pointer
    wanted = chosen(site, tuple(kept.release for kept in current.kept), current.release, release)
    if wanted == current.release:
        return Outcome(site, "unchanged", wanted, wanted)
    allowed(wanted)
    folder = next(kept.folder for kept in current.kept if kept.release == wanted)
    manifest = shelf.manifest(folder)
    if manifest is None or not shelf.stands(folder, manifest):
        raise TargetError(Fault(where, f"release {wanted} does not stand whole; nothing changes"))
    opened.ready()
    shelf.switch(current.returns(folder, clock()), seen)
    return Outcome(site, "rolled back", wanted, current.release)
