"""Blobs as files."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from clairevoie.blobs.store import Blob


@dataclass(frozen=True, slots=True)
class Folder:
    """Blobs as files below `root`; folders and files get these modes, whatever the umask."""

    root: Path
    folder_mode: int = 0o700
    file_mode: int = 0o600

    def get(self, name: str) -> Blob | None:
        """What stands under a name, or None."""
        try:
            data = (self.root / name).read_bytes()
        except FileNotFoundError:
            return None
        return Blob(data, _tag(data))

    def put(self, name: str, data: bytes) -> None:
        """Replace what stands under a name, whole or not at all, even if the machine stops."""
        path = self.root / name
        self._make(path.parent)
        scratch = path.with_name(f".{secrets.token_hex(8)}.scratch")
        try:
            write_file(scratch, data, self.file_mode)
            scratch.replace(path)
        finally:
            scratch.unlink(missing_ok=True)
        sync_folder(path.parent)

    def put_if(self, name: str, data: bytes, tag: str | None) -> str | None:
        """`put` only over what has this tag (None: over nothing); the new tag, or None where it was not done."""
        self._make(self.root)
        with _alone(self.root):
            current = self.get(name)
            if (current.tag if current else None) != tag:
                return None
            self.put(name, data)
            return _tag(data)

    def list(self, prefix: str = "") -> Mapping[str, int]:
        """Every name that begins with `prefix`, sorted, and its size in bytes; scratch and locks are none."""
        files = sorted(path for path in self.root.rglob("*") if path.is_file() and not path.name.startswith("."))
        sizes = {path.relative_to(self.root).as_posix(): path.stat().st_size for path in files}
        return {name: size for name, size in sizes.items() if name.startswith(prefix)}

    def delete(self, names: Iterable[str]) -> None:
        """Remove what stands under these names; nothing may stand there."""
        for name in names:
            (self.root / name).unlink(missing_ok=True)

    def _make(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        while folder.is_relative_to(self.root):
            folder.chmod(self.folder_mode)
            folder = folder.parent


def write_file(path: Path, data: bytes, mode: int) -> None:
    """Write a new file and wait until the disk has it."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fchmod(file.fileno(), mode)
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the names that stand in a folder."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _tag(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@contextlib.contextmanager
def _alone(root: Path) -> Iterator[None]:
    with (root / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
