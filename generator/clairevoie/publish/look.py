"""What is to be done for one site, by what is built and what visitors see."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from clairevoie.blobs import JSON, Blobs
from clairevoie.errors import TargetError
from clairevoie.publish import pointer
from clairevoie.publish.candidates import INTERNAL, Candidate, Refusal
from clairevoie.publish.keys import Keys
from clairevoie.publish.opening import LINKS, SITES, reason
from clairevoie.publish.pointer import Pointer
from clairevoie.publish.shelf import Seen, Shelf
from clairevoie.publish.target import Outcome

INTERNAL_LINK = f"{LINKS}/{INTERNAL}.json"  # what the staff's host opens; no token leads there


@dataclass(frozen=True, slots=True)
class Work:
    """A site that is to be published: into `folder`, which is put unless it stands there."""

    candidate: Candidate
    seen: Seen | None
    folder: str
    as_of: datetime

    @property
    def release(self) -> str:
        """What visitors would see."""
        return self.candidate.manifest.release

    @property
    def previous(self) -> str | None:
        """What visitors see."""
        return self.seen.pointer.release if self.seen else None


def look(base: Blobs, candidate: Candidate | Refusal, known: Keys, now: datetime) -> Outcome | Work:
    """What is to be done for a site: one call where it was published before, none where not."""
    release = candidate.release if isinstance(candidate, Refusal) else candidate.manifest.release
    seen = None
    try:
        if candidate.site in known.places:
            seen = shelf_of(base, known.places[candidate.site].key).seen()
    except (OSError, TargetError) as error:
        return Outcome(candidate.site, "refused", release, None, reason(error))
    previous = seen.pointer.release if seen else None
    if isinstance(candidate, Refusal):
        return Outcome(candidate.site, "refused", release, previous, and_stands(candidate.reason, previous))
    as_of = _instant(candidate.manifest.as_of)
    why = _not_newer(seen.pointer if seen else None, as_of, release, now)
    if why is None or as_of is None:
        return Outcome(candidate.site, "unchanged", release, previous)
    if why:
        return Outcome(candidate.site, "refused", release, previous, and_stands(why, previous))
    return Work(candidate, seen, _folder(seen, release), as_of)


def _not_newer(seen: Pointer | None, as_of: datetime | None, release: str, now: datetime) -> str | None:
    """Why a build may not be shown; empty where it may, None where it is what visitors see and says nothing newer."""
    if as_of is None:
        return "its manifest does not say as of when it was built; build again"
    if as_of > now + pointer.AHEAD:
        return f"it was built as of {as_of.isoformat()}, which lies ahead: no build would be newer; build again"
    if seen is None:
        return ""
    if seen.release == release and as_of <= seen.as_of:
        return None
    return seen.older(as_of)


def _folder(seen: Seen | None, release: str) -> str:
    """Where a release stands, or is to stand."""
    if seen is None:
        return pointer.folder_of(1, release)
    if seen.pointer.release == release:
        return seen.pointer.folder
    new = pointer.folder_of(seen.pointer.number + 1, release)
    return next((one.folder for one in reversed(seen.pointer.kept) if one.release == release), new)


def shelf_of(base: Blobs, key: str, where: str = "") -> Shelf:
    """The releases of a site; messages say where a blob stands among them, never the site's key."""
    return Shelf(base.below(SITES).below(key, where))


def missing_link(base: Blobs, key: str) -> bytes | None:
    """What the link of the staff's site must say, None where it stands and says so."""
    data = json.dumps({"site": key, "until": None}).encode()
    head = base.head(INTERNAL_LINK)
    return None if head and head.holds(len(data), sha256(data).hexdigest(), JSON) else data


def and_stands(reason: str, previous: str | None) -> str:
    """A reason, and what visitors see."""
    return f"{reason}; {f'release {previous} stands' if previous else 'nothing is published'}"


def _instant(text: str) -> datetime | None:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant if instant.tzinfo else None
