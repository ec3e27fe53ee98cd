"""The target `folder`: `<path>/<key>/releases/<release>/`, and `<path>/<key>/current`, a link to one of them.

Whoever can list the keys opens every site, so `<path>` itself can be passed through by others, and not listed.
"""

from __future__ import annotations

import contextlib
import fcntl
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from clairevoie.errors import Fault, TargetError
from clairevoie.publish.keys import Keys
from clairevoie.publish.shelf import Altered, Shelf
from clairevoie.publish.target import Candidate, Outcome, Step

_KEPT = 3  # releases: what visitors see, and two that pages opened before may still be reading
_SCRATCH = ".scratch"


class Settings(BaseModel):
    """path: where sites are published, relative to the workspace."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: str = Field(min_length=1)


def where(settings: Settings, root: Path) -> Path:
    """The folder that holds the keys."""
    return root / settings.path


def plan(settings: Settings, root: Path, candidates: Sequence[Candidate], keys: Keys) -> tuple[Step, ...]:
    """What `apply` would do, one step a site; writes nothing."""
    path = where(settings, root)
    return tuple(_step(path, candidate, keys) for candidate in candidates)


def apply(settings: Settings, root: Path, candidates: Sequence[Candidate], keys: Keys) -> tuple[Outcome, ...]:
    """Publish each site whole, or leave it as it was. Raises TargetError where nothing could be done at all."""
    path = where(settings, root)
    with _alone(path, settings.path):
        _refuse_strangers(path, keys, settings.path)
        shutil.rmtree(path / _SCRATCH, ignore_errors=True)  # of a run that was killed
        keys = keys.with_sites(candidate.manifest.site for candidate in candidates)
        outcomes = []
        for candidate in candidates:
            keys, outcome = _publish(path, candidate, keys)
            outcomes.append(outcome)
        return tuple(outcomes)


def _step(path: Path, candidate: Candidate, keys: Keys) -> Step:
    manifest, place = candidate.manifest, keys.places.get(candidate.manifest.site)
    previous = _shelf(path, place.key).current if place else None
    return Step(manifest.site, manifest.release, previous, len(manifest.files), manifest.size)


def _publish(path: Path, candidate: Candidate, keys: Keys) -> tuple[Keys, Outcome]:
    manifest, site = candidate.manifest, candidate.manifest.site
    shelf, previous = _shelf(path, keys.places[site].key), None
    address = str(shelf.place / "current" / "index.html")
    try:
        previous = shelf.current
        there = shelf.holds(manifest)
        if there and previous == manifest.release:
            return keys, Outcome(site, "unchanged", manifest.release, previous, address)
        keys = _forget(shelf, site, previous, keys)
        keys = _remember(site, manifest.release, keys)
        if not there:
            shelf.put(candidate.folder, manifest)
        shelf.switch(manifest.release)
    except (OSError, Altered) as error:
        return keys, _stopped(shelf, candidate, previous, address, error)
    return keys, Outcome(site, "published", manifest.release, previous, address)


def _forget(shelf: Shelf, site: str, current: str | None, keys: Keys) -> Keys:
    """Remove what was beyond the kept releases before this run: what this run replaces is still being read."""
    releases = keys.places[site].releases
    old = [release for release in releases[:-_KEPT] if release != current]
    for release in old:
        shelf.remove(release)
    return keys.with_releases(site, tuple(release for release in releases if release not in old))


def _remember(site: str, release: str, keys: Keys) -> Keys:
    """Before it is put there: a release that no state knows would stay for ever."""
    others = tuple(known for known in keys.places[site].releases if known != release)
    return keys.with_releases(site, (*others, release))


def _stopped(shelf: Shelf, candidate: Candidate, previous: str | None, address: str, error: Exception) -> Outcome:
    """What visitors see after a failure is read, not supposed."""
    site, release = candidate.manifest.site, candidate.manifest.release
    what = error.strerror or str(error) if isinstance(error, OSError) else str(error)
    with contextlib.suppress(OSError):
        if shelf.current == release != previous:
            return Outcome(site, "published", release, previous, address, f"published, but {what}", 4)
    stands = f"release {previous} stands" if previous else "nothing is published yet"
    return Outcome(site, "refused", release, previous, address if previous else "", f"{what}; {stands}", 4)


def _shelf(path: Path, key: str) -> Shelf:
    return Shelf(path / key, path / _SCRATCH)


def _refuse_strangers(path: Path, keys: Keys, shown: str) -> None:
    """Sites under keys that the state does not know: it was lost, and new keys would leave the old addresses open."""
    known = {place.key for place in keys.places.values()}
    strangers = [folder for folder in path.iterdir() if (folder / "releases").exists() and folder.name not in known]
    if strangers:
        what = f"holds {len(strangers)} sites whose keys the private state does not know; restore the state, or empty it"
        raise TargetError(Fault(shown, what))


@contextlib.contextmanager
def _alone(path: Path, shown: str) -> Iterator[None]:
    try:
        if not path.exists():
            path.mkdir(parents=True)
            path.chmod(0o711)
        lock = (path / ".lock").open("w")
    except OSError as error:
        raise TargetError(Fault(shown, error.strerror or str(error))) from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise TargetError(Fault(shown, "another run is publishing there; it goes on, this one leaves")) from None
        yield
