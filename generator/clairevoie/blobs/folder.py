"""Blobs as files."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import os
import secrets
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from clairevoie.blobs.store import JSON, Blob, Head, Kind

_PASSED, _CLOSED = 0o711, 0o700


@dataclass(frozen=True, slots=True)
class Folder:
    """Blobs as files below `root`; folders and files get these modes, whatever the umask.

    prefix: empty or ends with `/`. passed: folders through which others pass, and which they do not list.
    aside: the folder below the root where what is being written stands; beside its place unless said.
    lent: the root is the operator's: made where it is missing, else left as it is.
    """

    root: Path
    folder_mode: int = 0o700
    file_mode: int = 0o600
    prefix: str = ""
    where: str = ""
    passed: frozenset[str] = frozenset()
    aside: str = ""
    lent: bool = False

    def below(self, folder: str, where: str = "") -> Folder:
        """The blobs of a folder."""
        return replace(self, prefix=f"{self.prefix}{folder}/", where=where)

    def get(self, name: str) -> Blob | None:
        """What stands under a name, or None."""
        path = self._path(name)
        if path.is_fifo():  # whoever reads it waits for ever
            raise OSError(errno.EINVAL, "not a regular file", str(path))
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return None
        return Blob(data, _tag(data))

    def head(self, name: str) -> Head | None:
        """Size and SHA-256 of what stands under a name, or None; a file says nothing of how it is served."""
        blob = self.get(name)
        return Head(len(blob.data), blob.tag) if blob else None

    def put(self, name: str, data: bytes, kind: Kind = JSON) -> None:
        """Replace what stands under a name, whole or not at all, even if the machine stops."""
        del kind  # whoever serves files goes by their suffix
        path = self._path(name)
        with self._scratch(path) as scratch:
            _write(scratch, data, self.file_mode)
            os.replace(scratch, path)
        _sync(path.parent)

    def put_if(self, name: str, data: bytes, tag: str | None, kind: Kind = JSON) -> str | None:
        """`put` only over what has this tag (None: over nothing); the new tag, or None where it was not done."""
        self._make(self.root)
        with _alone(self.root):
            current = self.get(name)
            if (current.tag if current else None) != tag:
                return None
            self.put(name, data, kind)
            return _tag(data)

    def copy(self, source: str, name: str, kind: Kind) -> bool:
        """A second name for the same data, or a copy where the disk has no such thing; whether the source was there."""
        path = self._path(name)
        try:
            with self._scratch(path) as scratch:
                os.link(self._path(source), scratch)
                os.replace(scratch, path)
        except FileNotFoundError:
            return False
        except OSError:
            blob = self.get(source)
            if blob:
                self.put(name, blob.data, kind)
            return blob is not None
        _sync(path.parent)
        return True

    def list(self, prefix: str = "") -> Mapping[str, int]:
        """Every name that begins with `prefix`, sorted, and its size in bytes; scratch and locks are none."""
        top, sizes = self.root / self.prefix, {}
        for folder, folders, files in os.walk(top / prefix.rpartition("/")[0], onerror=_unless_gone):
            folders[:] = [name for name in folders if not name.startswith(".")]
            for file in (Path(folder, name) for name in files if not name.startswith(".")):
                name = file.relative_to(top).as_posix()
                if name.startswith(prefix):
                    with contextlib.suppress(FileNotFoundError):
                        sizes[name] = file.stat().st_size
        return dict(sorted(sizes.items()))

    def delete(self, names: Iterable[str]) -> None:
        """Remove what stands under these names, and folders that are empty then; nothing may stand there."""
        files = [self._path(name) for name in names]
        for file in files:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(file)
        self._prune({file.parent for file in files})

    def _path(self, name: str) -> Path:
        return self.root / f"{self.prefix}{name}"

    @contextlib.contextmanager
    def _scratch(self, path: Path) -> Iterator[Path]:
        """A free name on the same disk, gone at the end."""
        self._make(path.parent)
        folder = self.root / self.aside if self.aside else path.parent
        self._make(folder)
        scratch = folder / f".{secrets.token_hex(8)}.scratch"
        try:
            yield scratch
        finally:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(scratch)

    def _make(self, folder: Path) -> None:
        for place in reversed([one for one in (folder, *folder.parents) if one.is_relative_to(self.root)]):
            new = not place.exists()
            mode = self._mode(place)
            if new:
                place.mkdir(mode=mode, parents=True, exist_ok=True)
            ours = new or not self.lent or place != self.root
            if ours and stat.S_IMODE(place.stat().st_mode) != mode:
                place.chmod(mode)
            if new:
                _sync(place.parent)

    def _mode(self, folder: Path) -> int:
        name = folder.relative_to(self.root).as_posix()
        if name in self.passed or (self.lent and folder == self.root):
            return _PASSED
        return _CLOSED if name == self.aside else self.folder_mode

    def _prune(self, folders: set[Path]) -> None:
        """The outermost folders stay: somebody may be writing there."""
        top = self.root / self.prefix
        for deepest in sorted(folders, key=lambda one: -len(one.parts)):
            for folder in (deepest, *deepest.parents):  # upwards as long as they are empty
                if not folder.is_relative_to(top) or len(folder.relative_to(top).parts) < 2:
                    break
                try:
                    folder.rmdir()
                except FileNotFoundError:
                    continue
                except OSError:
                    break


def _write(path: Path, data: bytes, mode: int) -> None:
    """Write a new file and wait until the disk has it."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fchmod(file.fileno(), mode)
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """Wait until the disk has the names that stand in a folder."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _tag(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _unless_gone(error: OSError) -> None:
    if not isinstance(error, FileNotFoundError):
        raise error


@contextlib.contextmanager
def _alone(root: Path) -> Iterator[None]:
    with os.fdopen(os.open(root / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
