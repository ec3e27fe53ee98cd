"""The target `s3`: `<prefix>sites/<key>/releases/<folder>/…`, and `<prefix>sites/<key>/pointer.json`, which names one.

The private state, with every key, is `<prefix>state/<target>.json`: who reads `sites/` for visitors cannot read it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator
from pathlib import Path

from clairevoie.blobs.probe import PROBE, probe, refuse_public, refuse_strangers
from clairevoie.blobs.s3 import S3, bucket
from clairevoie.errors import ConfigurationError, Fault, TargetError, unknown
from clairevoie.publish import keys, pointer
from clairevoie.publish.bucket import Bucket
from clairevoie.publish.candidates import Candidate, Refusal, candidates
from clairevoie.publish.changes import changes, chosen, deleted
from clairevoie.publish.keys import Keys
from clairevoie.publish.look import Work, and_stands, look, place_of
from clairevoie.publish.pointer import Pointer
from clairevoie.publish.retention import clear, old_folders, old_manifests
from clairevoie.publish.s3_settings import Settings
from clairevoie.publish.target import Opened, Outcome, Step

__all__ = ["Settings", "address", "opened", "plan", "publish", "rollback"]


def opened(settings: Settings, target: str, root: Path) -> Opened:  # noqa: ARG001, only a folder is in the workspace
    """The bucket. Raises TargetError where it is public, or where its state was lost."""
    store, _ = _open(settings, target)
    return Opened(store, store.below("state", "state/"), settings.address, ready=lambda: probe(store.below("sites")))


def plan(  # root: only the folder has its state there
    settings: Settings, target: str, root: Path, output: Path, sites: Collection[str]  # noqa: ARG001
) -> tuple[Step, ...]:
    """What `publish` would do, one step a site; writes nothing."""
    store, known = _open(settings, target)
    return tuple(_step(store, settings, candidate, known) for candidate in candidates(output, sites))


def publish(
    settings: Settings, target: str, root: Path, output: Path, sites: Collection[str]  # noqa: ARG001
) -> Iterator[Outcome]:
    """Publish each site whole or not at all; at the end, raise TargetError for those that were refused.

    Raises TargetError before any write where the bucket is public, where it does not enforce conditional writes, and
    where the private state cannot be used.
    """
    store, known = _open(settings, target)
    probed, faults = False, []
    for candidate in candidates(output, sites):
        outcome = look(store, candidate, known)
        if isinstance(outcome, Work):
            if not probed:
                probe(store.below("sites"))
                probed = True
            outcome = _publish(store, settings, outcome, known)
        yield outcome
        if outcome.reason:
            faults.append(Fault(f"target {target}: {outcome.site}", outcome.reason))
    if faults:
        raise TargetError(*faults)


def rollback(
    settings: Settings, target: str, root: Path, site: str, release: str | None  # noqa: ARG001
) -> Outcome:
    """Let visitors see an older release that is kept; it stands until a newer build is published."""
    store, known = _open(settings, target)
    if site not in known.places:
        raise ConfigurationError(unknown(f"target {target}", "site", site, known.places))
    place = place_of(store, known.places[site].key, f"target {target}: {site}: ")
    seen = place.seen()
    if seen is None:
        raise ConfigurationError(Fault(f"rollback: {site}", "nothing is published"))
    current = seen.pointer
    wanted = chosen(site, tuple(kept.release for kept in current.kept), current.release, release)
    if wanted == current.release:
        return Outcome(site, "unchanged", wanted, wanted)
    folder = next(kept.folder for kept in current.kept if kept.release == wanted)
    manifest = place.manifest(folder)
    if manifest is None or not place.holds(folder, manifest):
        raise TargetError(Fault(f"target {target}: {site}", f"release {wanted} does not stand whole; nothing changes"))
    place.switch(current.shows(folder), seen)
    return Outcome(site, "rolled back", wanted, current.release)


def address(settings: Settings, target: str, site: str) -> str | None:
    """The prefix below which a site stands, a secret; None before it is published."""
    store, known = _open(settings, target)
    place = known.places.get(site)
    return place_of(store, place.key, "").store.prefix if place else None


def _open(settings: Settings, target: str) -> tuple[S3, Keys]:
    """The target's store and keys. Raises TargetError where the bucket is public, or the state was lost."""
    store = bucket(settings.bucket, prefix=settings.prefix, region=settings.region,
                   endpoint_url=settings.endpoint_url, owner=settings.owner)
    try:
        refuse_public(store)
        refuse_strangers(store.below("sites"))
        known = keys.load(store.below("state", "state/"), target)
    except TargetError as error:
        raise _named(error, f"target {target}") from None
    if known.tag is None and set(store.list("sites/")) - {f"sites/{PROBE}"}:
        what = "its bucket holds sites whose keys the private state does not know; restore the state"
        raise TargetError(Fault(f"target {target}", f"{what}, or use another prefix"))
    return store, known


def _publish(store: S3, settings: Settings, work: Work, known: Keys) -> Outcome:
    site, release, previous = work.candidate.site, work.release, work.previous
    place = None
    try:
        place = place_of(store, known.place(site).key, "")
        new = _put(place, settings, work)
        if work.seen and previous != release:
            clear(place, work.seen.pointer, new, settings.delete_at_most)
        return Outcome(site, "unchanged" if previous == release else "published", release, previous)
    except (OSError, TargetError) as error:
        return _stopped(place, work, _reason(error))


def _put(place: Bucket, settings: Settings, work: Work) -> Pointer:
    """Put the release where it does not stand yet, then switch to it."""
    before, manifest, folder = work.seen.pointer if work.seen else None, work.candidate.manifest, work.folder
    stands = before is not None and before.release == work.release
    if not stands and not (before and _kept(before, folder) and place.holds(folder, manifest)):
        folder = pointer.folder_of(before.number + 1 if before else 1, work.release)
        place.put(work.candidate.folder, manifest, folder, before.folder if before else None)
    keep = settings.keep
    new = before.shows(folder, as_of=work.as_of, keep=keep) if before else pointer.first(folder, work.as_of)
    place.switch(new, work.seen)
    return new


def _kept(seen: Pointer, folder: str) -> bool:
    return folder in {kept.folder for kept in seen.kept}


def _stopped(place: Bucket | None, work: Work, reason: str) -> Outcome:
    """What visitors see after a failure is read, not supposed."""
    site, release, previous = work.candidate.site, work.release, work.previous
    with contextlib.suppress(TargetError):
        now = place.seen() if place else work.seen
        if now and now.pointer.release == release != previous:
            return Outcome(site, "published", release, previous, f"published, and then: {reason}")
        stands = now.pointer.release if now else None
        return Outcome(site, "refused", release, stands, and_stands(reason, stands))
    return Outcome(site, "refused", release, previous, f"{reason}; which release stands cannot be read")


def _step(store: S3, settings: Settings, candidate: Candidate | Refusal, known: Keys) -> Step:
    found = look(store, candidate, known)
    if isinstance(found, Outcome) and found.outcome == "refused":
        return Step(found.site, "refuse", found.release, found.previous, reason=found.reason)
    assert isinstance(candidate, Candidate)
    manifest, site = candidate.manifest, candidate.site
    counts = (len(manifest.files), manifest.size)
    if isinstance(found, Outcome) or found.previous == found.release:
        return Step(site, "nothing", manifest.release, manifest.release, *counts, changes=changes(manifest, manifest))
    if found.seen is None:
        return Step(site, "publish", manifest.release, None, *counts, changes=changes(None, manifest))
    place, before = place_of(store, known.places[site].key, ""), found.seen.pointer
    old = place.manifest(before.folder)
    now = before.shows(found.folder, as_of=found.as_of, keep=settings.keep)
    gone = deleted(old_manifests(place, old_folders(place, before, now)))
    return Step(site, "publish", manifest.release, before.release, *counts, changes=(*changes(old, manifest), *gone))


def _reason(error: OSError | TargetError) -> str:
    return str(error.faults[0]) if isinstance(error, TargetError) else error.strerror or str(error)


def _named(error: TargetError, where: str) -> TargetError:
    return TargetError(*(Fault(where, str(fault)) for fault in error.faults))
