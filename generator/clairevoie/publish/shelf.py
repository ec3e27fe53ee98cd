"""One site's releases, and the pointer that says which of them visitors see.

`pointer.json`, `manifests/<folder>.json`, `releases/<folder>/…`. Whatever stops a function here, at whichever call, the
pointer leads to a whole release: the old one or the new one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from clairevoie.blobs import Blobs, Kind
from clairevoie.errors import Fault, TargetError
from clairevoie.publish import pointer
from clairevoie.publish.pointer import Pointer
from clairevoie.release import Entry, Manifest, decode, encode

_AT_ONCE = 8  # files on their way


@dataclass(frozen=True, slots=True)
class Seen:
    """The pointer as it was read, and the tag over which it may be switched."""

    pointer: Pointer
    tag: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """The place of one site, in a folder or in a bucket; methods raise TargetError, in one line, or OSError."""

    store: Blobs

    def seen(self) -> Seen | None:
        """The pointer, None before the first publication."""
        blob = self.store.get(pointer.NAME)
        if blob is None:
            return None
        read = pointer.decode(blob.data)
        if read is None:
            what = "is not whole; restore it, nothing is published or deleted here"
            raise TargetError(Fault(self.store.where + pointer.NAME, what))
        return Seen(read, blob.tag)

    def manifest(self, folder: str) -> Manifest | None:
        """What is in a folder, None where that is not told."""
        blob = self.store.get(_manifest(folder))
        return decode(blob.data) if blob else None

    def holds(self, folder: str, manifest: Manifest) -> bool:
        """Whether exactly these files stand in a folder, of these sizes."""
        below = f"releases/{folder}/"
        there = {name.removeprefix(below): size for name, size in self.store.list(below).items()}
        return there == {entry.path: entry.size for entry in manifest.files}

    def stands(self, folder: str, manifest: Manifest) -> bool:
        """Whether a folder holds exactly these files: each is asked for its SHA-256."""
        if not self.holds(folder, manifest):
            return False
        below = f"releases/{folder}/"
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            return all(pool.map(lambda entry: self._is(below + entry.path, entry), manifest.files))

    def put(self, source: Path, manifest: Manifest, folder: str, old: str | None) -> None:
        """Put a release into a folder, each file's SHA-256 verified; what `old` holds too is copied there, not sent.

        The manifest goes first: whatever is left of a run that was killed, a manifest names it.
        """
        self.store.put(_manifest(folder), encode(manifest))
        below = f"releases/{folder}/"
        before = self.manifest(old) if old else None
        known = {entry.sha256: f"releases/{old}/{entry.path}" for entry in before.files} if before else {}
        there = self.store.list(below)
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            jobs = [pool.submit(self._file, source, below, entry, known, there) for entry in manifest.files]
            try:
                for job in jobs:
                    job.result()
            finally:
                pool.shutdown(cancel_futures=True)
        if not self.holds(folder, manifest):
            raise TargetError(Fault(self.store.where + below, "does not hold what was put there; nothing is switched"))

    def switch(self, new: Pointer, seen: Seen | None) -> None:
        """Let visitors see what the new pointer says, if the old one still stands as it was seen."""
        if self.store.put_if(pointer.NAME, new.encode(), seen.tag if seen else None) is None:
            now = self.seen()
            other = f"release {now.pointer.release}" if now else "nothing"
            raise TargetError(Fault(self.store.where + pointer.NAME, f"another run has switched to {other} meanwhile"))

    def _file(self, source: Path, below: str, entry: Entry, known: Mapping[str, str], there: Mapping[str, int]) -> None:
        name, kind = below + entry.path, Kind(entry.type, entry.cache)
        if name in there and self._is(name, entry):
            return
        if entry.sha256 in known and self.store.copy(known[entry.sha256], name, kind) and self._is(name, entry):
            return
        data = (source / entry.path).read_bytes()
        if hashlib.sha256(data).hexdigest() != entry.sha256:
            raise TargetError(Fault(entry.path, "changed while it was read"))
        self.store.put(name, data, kind)

    def _is(self, name: str, entry: Entry) -> bool:
        head = self.store.head(name)
        return head is not None and head.holds(entry.size, entry.sha256, Kind(entry.type, entry.cache))


def _manifest(folder: str) -> str:
    return f"manifests/{folder}.json"
