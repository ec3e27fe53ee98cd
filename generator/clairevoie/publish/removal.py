"""A site is taken from a target for good: visitors see nothing at once, then what its manifests name is deleted."""

from __future__ import annotations

from datetime import UTC, datetime

from clairevoie.blobs import Blobs
from clairevoie.errors import Fault, TargetError
from clairevoie.publish import pointer
from clairevoie.publish.hiding import hiding
from clairevoie.publish.keys import Event, Keys
from clairevoie.release import decode

_SUFFIX = ".json"


def remove(keys: Keys, base: Blobs, site: str, now: datetime) -> None:
    """Remove a site that no link opens: pointer, files, manifests, then its key is forgotten.

    Whatever stops it, the same call again completes it. Only what a manifest of this site names is deleted; where
    something else is left, raises TargetError and keeps the key.
    """
    key, where = keys.places[site].key, f"target {keys.target}: {site}"
    if any(link.site == site for link in keys.links):
        raise TargetError(Fault(where, "links still open it; nothing is removed"))
    with hiding(key, where):
        _remove(base, f"sites/{key}/", site, where)
    keys.forget(site, Event(what="removed", id="", site=site, label="", at=now.astimezone(UTC)))


def _remove(base: Blobs, place: str, site: str, where: str) -> None:
    told = base.get(place + pointer.NAME)
    seen = pointer.decode(told.data) if told else None
    if told:
        base.delete([place + pointer.NAME])
        if base.get(place + pointer.NAME):
            raise TargetError(Fault(where, "its pointer was deleted and still stands; nothing else is done"))
    manifests = f"{place}manifests/"
    named = {f"{manifests}{kept.folder}{_SUFFIX}" for kept in (seen.kept if seen else ())}
    for name in sorted(named | {name for name in base.list(manifests) if name.endswith(_SUFFIX)}):
        _release(base, place, name, site, where)
    left = base.list(place)
    if left:
        what = f"{len(left)} files are left that no manifest names; delete them by hand, and run this again"
        raise TargetError(Fault(where, what))


def _release(base: Blobs, place: str, name: str, site: str, where: str) -> None:
    blob = base.get(name)
    if blob is None:  # what a pointer names may have gone before this run was stopped
        return
    manifest, folder = decode(blob.data), name.rpartition("/")[2].removesuffix(_SUFFIX)
    if manifest is None or manifest.site != site or pointer.number_of(folder) is None:
        raise TargetError(Fault(where, f"manifest {folder} is not whole, so nothing that it names is deleted"))
    base.delete(f"{place}releases/{folder}/{entry.path}" for entry in manifest.files)
    base.delete([name])
