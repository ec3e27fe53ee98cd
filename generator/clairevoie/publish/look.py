"""What is to be done for one site in a bucket, by what is built and what visitors see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from clairevoie.blobs.s3 import S3
from clairevoie.errors import TargetError
from clairevoie.publish import pointer
from clairevoie.publish.bucket import Bucket, Seen
from clairevoie.publish.candidates import Candidate, Refusal
from clairevoie.publish.keys import Keys
from clairevoie.publish.pointer import Pointer
from clairevoie.publish.target import Outcome


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


def look(store: S3, candidate: Candidate | Refusal, known: Keys) -> Outcome | Work:
    """What is to be done for a site: one call where it was published before, none where not."""
    release = candidate.release if isinstance(candidate, Refusal) else candidate.manifest.release
    seen = None
    try:
        if candidate.site in known.places:
            seen = place_of(store, known.places[candidate.site].key, "").seen()
    except TargetError as error:
        return Outcome(candidate.site, "refused", release, None, str(error.faults[0]))
    previous = seen.pointer.release if seen else None
    if isinstance(candidate, Refusal):
        return Outcome(candidate.site, "refused", release, previous, and_stands(candidate.reason, previous))
    as_of = _instant(candidate.manifest.as_of)
    reason = _not_newer(seen.pointer if seen else None, as_of, release)
    if reason is None or as_of is None:
        return Outcome(candidate.site, "unchanged", release, previous)
    if reason:
        return Outcome(candidate.site, "refused", release, previous, and_stands(reason, previous))
    return Work(candidate, seen, _folder(seen, release), as_of)


def _not_newer(seen: Pointer | None, as_of: datetime | None, release: str) -> str | None:
    """Why a build may not be shown; empty where it may, None where it is what visitors see and says nothing newer."""
    if as_of is None:
        return "its manifest does not say as of when it was built; build again"
    if seen is None:
        return ""
    if seen.release == release and as_of <= seen.as_of:
        return None
    return seen.older(as_of)


def _folder(seen: Seen | None, release: str) -> str:
    """Where a release stands, or is to stand."""
    kept = seen.pointer.kept if seen else ()
    number = seen.pointer.number + 1 if seen else 1
    return next((one.folder for one in kept if one.release == release), pointer.folder_of(number, release))


def place_of(store: S3, key: str, where: str) -> Bucket:
    """The place of a site; messages say where a blob stands in it, never its key."""
    return Bucket(store.below("sites").below(key, where))


def and_stands(reason: str, previous: str | None) -> str:
    """A reason, and what visitors see."""
    return f"{reason}; {f'release {previous} stands' if previous else 'nothing is published'}"


def _instant(text: str) -> datetime | None:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant if instant.tzinfo else None
