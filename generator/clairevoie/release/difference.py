"""What a release changes."""

from __future__ import annotations

from dataclasses import dataclass

from clairevoie.release.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Difference:
    """Paths, sorted."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def difference(old: Manifest | None, new: Manifest) -> Difference:
    """What `new` has that `old` has not; without an old one, everything is added."""
    before = {entry.path: entry for entry in old.files} if old else {}
    after = {entry.path: entry for entry in new.files}
    both = before.keys() & after.keys()
    return Difference(
        added=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(sorted(path for path in both if before[path] != after[path])),
        removed=tuple(sorted(before.keys() - after.keys())),
    )
