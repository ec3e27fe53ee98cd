"""One site's releases in a folder, and the link that says which of them visitors see.

Whatever stops a function here, at whichever call, the link leads to a whole release: the old one or the new one.
"""

from __future__ import annotations

import hashlib
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from clairevoie.blobs import sync_folder, write_file
from clairevoie.release import Manifest, manifest

_FOLDER, _FILE = 0o755, 0o644  # a web server of another user reads them


class AlteredError(Exception):
    """A file is not what its manifest says: on the way, or in a release that already stands."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """`place/releases/<release>/…` and `place/current`; `scratch` is on the same disk and is never served."""

    place: Path
    scratch: Path

    @property
    def current(self) -> str | None:
        """The release that visitors see, None before the first. Raises OSError if `current` is no link."""
        try:
            return (self.place / "current").readlink().name
        except FileNotFoundError:
            return None

    def holds(self, manifest: Manifest) -> bool:
        """Whether the release stands here. Raises AlteredError if it does with other files, or of another size."""
        folder = self._release(manifest.release)
        if not folder.exists():
            return False
        files = [file for file in folder.rglob("*") if file.is_file()]
        there = {file.relative_to(folder).as_posix(): file.stat().st_size for file in files}
        if there != {entry.path: entry.size for entry in manifest.files}:
            raise AlteredError(f"{folder} was altered; remove it and publish again")
        return True

    def stands(self, release: str) -> bool:
        """Whether there is such a release here."""
        return self._release(release).is_dir()

    def manifest(self, release: str, site: str) -> Manifest:
        """What a release is made of, read from its files."""
        return manifest(self._release(release), site)

    def put(self, source: Path, manifest: Manifest) -> None:
        """Copy a release aside, each file checked, wait until the disk has it, then let it stand here whole."""
        copy = self._aside(manifest.release)
        _folders(self.scratch, Path(copy.name))
        for entry in manifest.files:
            data = (source / entry.path).read_bytes()
            if hashlib.sha256(data).hexdigest() != entry.sha256:
                raise AlteredError(f"{manifest.site}/{entry.path} changed while it was read")
            _folders(copy, Path(entry.path).parent)
            write_file(copy / entry.path, data, _FILE)
        for folder in (copy, *(path for path in copy.rglob("*") if path.is_dir())):
            sync_folder(folder)
        _folders(self.place.parent, Path(self.place.name, "releases"))
        copy.rename(self._release(manifest.release))
        sync_folder(self.place / "releases")

    def switch(self, release: str) -> None:
        """Let visitors see a release that stands here."""
        link = self._aside("current")
        link.symlink_to(Path("releases", release))
        link.replace(self.place / "current")
        sync_folder(self.place)

    def remove(self, release: str) -> None:
        """Take a release away: from its place first, so that it is never seen in part."""
        if self._release(release).exists():
            gone = self._aside(release)
            self._release(release).rename(gone)
            shutil.rmtree(gone)

    def _release(self, release: str) -> Path:
        return self.place / "releases" / release

    def _aside(self, name: str) -> Path:
        """A free name on the same disk, where nobody else can pass."""
        self.scratch.mkdir(mode=0o700, exist_ok=True)
        return self.scratch / f"{name}.{secrets.token_hex(8)}"


def _folders(top: Path, below: Path) -> None:
    for part in (*reversed(below.parents), below):
        folder = top / part
        if not folder.exists():
            folder.mkdir()
            folder.chmod(_FOLDER)
