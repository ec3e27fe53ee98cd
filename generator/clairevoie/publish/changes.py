"""Why each file of a release would be sent, kept or deleted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from clairevoie.errors import ConfigurationError, Fault, unknown
from clairevoie.publish.target import Change
from clairevoie.release import Entry, Manifest


def changes(old: Manifest | None, new: Manifest) -> tuple[Change, ...]:
    """One a file of either release, sorted by path."""
    before = {entry.path: entry for entry in old.files} if old else {}
    after = {entry.path for entry in new.files}
    gone = [Change(path, "removed", entry.size) for path, entry in before.items() if path not in after]
    return tuple(sorted([*gone, *(_change(before, entry) for entry in new.files)]))


def deleted(manifests: Iterable[Manifest]) -> tuple[Change, ...]:
    """The files that go with old releases."""
    return tuple(Change(entry.path, "to delete", entry.size, old.release) for old in manifests for entry in old.files)


def chosen(site: str, releases: tuple[str, ...], current: str, wanted: str | None) -> str:
    """The release to go back to, of those that are kept, oldest first. Raises ConfigurationError if it is not there."""
    if wanted is not None and wanted not in releases:
        raise ConfigurationError(unknown(f"rollback: {site}", "release", wanted, releases))
    older = releases[: releases.index(current)] if current in releases else releases
    if wanted is None and not older:
        raise ConfigurationError(Fault(f"rollback: {site}", f"nothing older than {current} is kept"))
    return wanted or older[-1]


def _change(before: Mapping[str, Entry], entry: Entry) -> Change:
    old = before.get(entry.path)
    if old is None:
        return Change(entry.path, "new", entry.size)
    if old.sha256 != entry.sha256:
        return Change(entry.path, "changed", entry.size)
    return Change(entry.path, "unchanged" if old == entry else "type or cache rule changed", entry.size)
