"""Old releases of a site are deleted by what their own manifests name, never by what a listing lacks."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from clairevoie.errors import Fault, TargetError
from clairevoie.publish.pointer import Pointer, number_of
from clairevoie.publish.shelf import Shelf
from clairevoie.release import Manifest

_MANIFESTS, _SUFFIX = "manifests/", ".json"


def old_folders(shelf: Shelf, before: Pointer, now: Pointer) -> tuple[str, ...]:
    """The folders that neither pointer keeps and that no pointer can come back to, oldest first.

    before: as it was read when the run began, so that what this run replaces stays until the next one.
    A listing that is empty or cut short only makes them fewer.
    """
    alive = {kept.folder for kept in (*before.kept, *now.kept)} | {before.folder, now.folder}
    names = shelf.store.list(_MANIFESTS)
    folders = [name.removeprefix(_MANIFESTS).removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX)]
    numbers = {folder: number_of(folder) for folder in folders}
    return tuple(sorted(folder for folder, number in numbers.items()
                        if number is not None and number <= before.number and folder not in alive))


def old_manifests(shelf: Shelf, folders: Iterable[str]) -> tuple[Manifest, ...]:
    """What would go with these folders, so far as it is told."""
    return tuple(manifest for folder in folders if (manifest := shelf.manifest(folder)))


def too_many(folders: Collection[str], at_most: int) -> str:
    """Why none of these is deleted, "" where they are."""
    if len(folders) <= at_most:
        return ""
    what = f"{len(folders)} old releases would be deleted, more than {at_most} at once: nothing is deleted"
    return f"{what}; raise `delete_at_most` if that is meant"


def clear(shelf: Shelf, before: Pointer, now: Pointer, at_most: int) -> tuple[str, ...]:
    """Delete old releases, each manifest after its files, and say which: folders.

    Raises TargetError, and deletes nothing, beyond `at_most`.
    """
    folders = old_folders(shelf, before, now)
    if why := too_many(folders, at_most):
        raise TargetError(Fault(shelf.store.where + "releases", why))
    for folder in folders:
        manifest = shelf.manifest(folder)
        if manifest is None:
            what = "is not whole, so nothing that it names is deleted"
            raise TargetError(Fault(f"{shelf.store.where}{_MANIFESTS}{folder}{_SUFFIX}", what))
        shelf.store.delete(f"releases/{folder}/{entry.path}" for entry in manifest.files)
        shelf.store.delete([f"{_MANIFESTS}{folder}{_SUFFIX}"])
    return folders
