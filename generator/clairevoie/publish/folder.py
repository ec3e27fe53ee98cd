"""The target `folder`: `<path>/<key>/releases/<release>/`, and `<path>/<key>/current`, a link to one of them.

Whoever can list the keys opens every site, so `<path>` itself can be passed through by others, and not listed.
"""

from __future__ import annotations

import contextlib
import fcntl
import shutil
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from clairevoie.blobs import Folder
from clairevoie.errors import ConfigurationError, Fault, TargetError, unknown
from clairevoie.publish import keys
from clairevoie.publish.candidates import Candidate, Refusal, candidates
from clairevoie.publish.changes import changes, chosen, deleted
from clairevoie.publish.keys import Keys, Place
from clairevoie.publish.settings import Address
from clairevoie.publish.shelf import AlteredError, Shelf
from clairevoie.publish.target import Change, Opened, Outcome, Step

_KEPT = 3  # releases: what visitors see, and two that pages opened before may still be reading
_SCRATCH = ".scratch"


class Settings(BaseModel):
    """path: where sites are published, relative to the workspace. address: where clients are answered."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: str = Field(min_length=1)
    address: Address | None = None


def opened(settings: Settings, target: str, root: Path) -> Opened:  # noqa: ARG001, as of every target
    """The folder; others pass through it and list nothing."""
    base = Folder((root / settings.path).resolve(), folder_mode=0o711, file_mode=0o644)
    return Opened(base, keys.private(root), settings.address)


def plan(settings: Settings, target: str, root: Path, output: Path, sites: Collection[str]) -> tuple[Step, ...]:
    """What `publish` would do, one step a site; writes nothing."""
    path, known = _path(settings, target, root, output), keys.load(keys.private(root), target)
    return tuple(_step(path, candidate, known) for candidate in candidates(output, sites))


def publish(settings: Settings, target: str, root: Path, output: Path, sites: Collection[str]) -> Iterator[Outcome]:
    """Publish each site whole or not at all; at the end, raise TargetError for those that were refused.

    Raises ConfigurationError before any write for a path that will not do, TargetError where the folder or the private
    state cannot be used.
    """
    path, known = _path(settings, target, root, output), keys.load(keys.private(root), target)
    faults = []
    with _alone(path, f"target {target}"):
        _refuse_strangers(path, known)
        shutil.rmtree(path / _SCRATCH, ignore_errors=True)  # of a run that was killed
        for candidate in candidates(output, sites):
            outcome = _publish(path, candidate, known)
            yield outcome
            if outcome.reason:
                faults.append(Fault(f"target {target}: {outcome.site}", outcome.reason))
    if faults:
        raise TargetError(*faults)


def rollback(settings: Settings, target: str, root: Path, site: str, release: str | None) -> Outcome:
    """Let visitors see an older release that is kept, until the next one is published."""
    path, known = (root / settings.path).resolve(), keys.load(keys.private(root), target)
    if site not in known.places:
        raise ConfigurationError(unknown(f"target {target}", "site", site, known.places))
    with _alone(path, f"target {target}"):
        place = known.places[site]
        shelf = _shelf(path, place.key)
        current = shelf.current
        if current is None:
            raise ConfigurationError(Fault(f"rollback: {site}", "nothing is published"))
        wanted = chosen(site, tuple(filter(shelf.stands, place.releases)), current, release)
        if wanted == current:
            return Outcome(site, "unchanged", wanted, wanted)
        if shelf.manifest(wanted, site).release != wanted:
            raise TargetError(Fault(f"target {target}: {site}", f"release {wanted} was altered; nothing changes"))
        known.remember(site, place.releases, place.number + 1)
        shelf.switch(wanted)
    return Outcome(site, "rolled back", wanted, current)


def address(settings: Settings, target: str, root: Path, site: str) -> Path | None:
    """The folder in which visitors find a site, a secret; None before it is published."""
    place = keys.load(keys.private(root), target).places.get(site)
    return root / settings.path / place.key / "current" if place else None


def _path(settings: Settings, target: str, root: Path, output: Path) -> Path:
    path, sites = (root / settings.path).resolve(), output.resolve()
    if path.is_relative_to(sites) or sites.is_relative_to(path):
        what = "path and output lie one inside the other; give it its own folder"
        raise ConfigurationError(Fault(f"target {target}", what))
    return path


def _step(path: Path, candidate: Candidate | Refusal, known: Keys) -> Step:
    previous = _standing(path, candidate.site, known)
    if isinstance(candidate, Refusal):
        return Step(candidate.site, "refuse", candidate.release, previous, reason=candidate.reason)
    manifest = candidate.manifest
    action: Literal["nothing", "publish"] = "nothing" if previous == manifest.release else "publish"
    every = _changes(path, candidate, previous, known)
    return Step(candidate.site, action, manifest.release, previous, len(manifest.files), manifest.size, changes=every)


def _changes(path: Path, candidate: Candidate, previous: str | None, known: Keys) -> tuple[Change, ...]:
    manifest, site = candidate.manifest, candidate.site
    if previous is None or previous == manifest.release:
        return changes(manifest if previous else None, manifest)
    shelf = _shelf(path, known.places[site].key)
    gone = [shelf.manifest(old, site) for old in _old(known.places[site], previous) if shelf.stands(old)]
    return (*changes(shelf.manifest(previous, site), manifest), *deleted(gone))


def _publish(path: Path, candidate: Candidate | Refusal, known: Keys) -> Outcome:
    previous = None
    try:
        previous = _standing(path, candidate.site, known)
        if isinstance(candidate, Refusal):
            reason = _and_stands(candidate.reason, previous)
            return Outcome(candidate.site, "refused", candidate.release, previous, reason)
        release, shelf = candidate.manifest.release, _shelf(path, known.place(candidate.site).key)
        there = shelf.holds(candidate.manifest)
        if there and previous == release:
            return Outcome(candidate.site, "unchanged", release, previous)
        _forget(shelf, candidate.site, previous, known)
        _put(shelf, candidate, known, there=there)
        return Outcome(candidate.site, "published", release, previous)
    except (OSError, AlteredError) as error:
        return _stopped(path, candidate, previous, known, error)


def _forget(shelf: Shelf, site: str, current: str | None, known: Keys) -> None:
    """Remove what was beyond the kept releases before this run: what this run replaces is still being read."""
    place = known.place(site)
    old = _old(place, current)
    for release in old:
        shelf.remove(release)
    known.remember(site, tuple(release for release in place.releases if release not in old))


def _old(place: Place, current: str | None) -> list[str]:
    return [release for release in place.releases[:-_KEPT] if release != current]


def _put(shelf: Shelf, candidate: Candidate, known: Keys, *, there: bool) -> None:
    """The state knows a release before it is put there, or one that nobody knows could stay for ever."""
    site, release = candidate.site, candidate.manifest.release
    place = known.place(site)
    others = tuple(other for other in place.releases if other != release)
    known.remember(site, (*others, release), place.number + 1)
    if not there:
        shelf.put(candidate.folder, candidate.manifest)
    shelf.switch(release)


def _stopped(
    path: Path, candidate: Candidate | Refusal, previous: str | None, known: Keys, error: Exception
) -> Outcome:
    """What visitors see after a failure is read, not supposed."""
    reason = error.strerror or str(error) if isinstance(error, OSError) else str(error)
    release = candidate.release if isinstance(candidate, Refusal) else candidate.manifest.release
    with contextlib.suppress(OSError):
        if _standing(path, candidate.site, known) == release != previous:
            return Outcome(candidate.site, "published", release, previous, f"published, and then: {reason}")
    return Outcome(candidate.site, "refused", release, previous, _and_stands(reason, previous))


def _and_stands(reason: str, previous: str | None) -> str:
    return f"{reason}; {f'release {previous} stands' if previous else 'nothing is published'}"


def _standing(path: Path, site: str, known: Keys) -> str | None:
    """The release that visitors see."""
    return _shelf(path, known.places[site].key).current if site in known.places else None


def _shelf(path: Path, key: str) -> Shelf:
    return Shelf(path / key, path / _SCRATCH)


def _refuse_strangers(path: Path, known: Keys) -> None:
    """Sites under keys that the state does not know: it was lost, and new keys would leave the old addresses open."""
    ours = {place.key for place in known.places.values()}
    strangers = [folder for folder in path.iterdir() if (folder / "releases").exists() and folder.name not in ours]
    if strangers:
        what = f"its folder holds {len(strangers)} sites whose keys the private state does not know; restore the state"
        raise TargetError(Fault(f"target {known.target}", f"{what}, or empty the folder"))


@contextlib.contextmanager
def _alone(path: Path, where: str) -> Iterator[None]:
    try:
        if not path.exists():
            path.mkdir(parents=True)
            path.chmod(0o711)
        lock = (path / ".lock").open("w")
    except OSError as error:
        raise TargetError(Fault(where, error.strerror or str(error))) from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise TargetError(Fault(where, "another run is publishing there; it goes on, this one leaves")) from None
        yield
