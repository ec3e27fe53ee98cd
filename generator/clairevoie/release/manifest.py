"""A finished site as a list of its files, which names it: the release."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from clairevoie.blobs import Folder
from clairevoie.errors import ConfigurationError, Fault
from clairevoie.release.types import TYPES, content_type

_LENGTH = 16  # hexadecimal digits of a release id


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One file: its path below the site's folder, its size in bytes, its sha256, its content type."""

    path: str
    size: int
    sha256: str
    type: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """A release of a site: its files, sorted by path. `release` is the beginning of the sha256 of all the rest."""

    site: str
    release: str
    files: tuple[Entry, ...]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(entry.size for entry in self.files)


def manifest(folder: Path, site: str) -> Manifest:
    """The manifest of the site in a folder. Raises ConfigurationError for a link, a hidden file, an unknown suffix."""
    paths = sorted(path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    names = [path.relative_to(folder).as_posix() for path in paths]
    faults = [fault for path, name in zip(paths, names, strict=True) for fault in _faults(path, name, site)]
    if faults:
        raise ConfigurationError(*faults)
    return _manifest(site, sorted(_entry(path, name) for path, name in zip(paths, names, strict=True)))


def write(manifest: Manifest, file: Path) -> None:
    """Keep a manifest in a file, whole or not at all."""
    plain = {"site": manifest.site, "release": manifest.release, "files": [asdict(entry) for entry in manifest.files]}
    Folder(file.parent, folder_mode=0o755, file_mode=0o644).put(file.name, _canonical(plain) + b"\n")


def read(file: Path) -> Manifest:
    """The manifest that a file holds. Raises ConfigurationError if it is not what `write` wrote."""
    try:
        plain = json.loads(file.read_bytes())
        kept = _manifest(plain["site"], [Entry(**entry) for entry in plain["files"]])
        if kept.release == plain["release"]:
            return kept
    except (OSError, ValueError, KeyError, TypeError):
        pass
    raise ConfigurationError(Fault(str(file), "is no whole manifest; build again"))


def _manifest(site: str, entries: Iterable[Entry]) -> Manifest:
    files = tuple(entries)
    named = _canonical({"site": site, "files": [asdict(entry) for entry in files]})
    return Manifest(site, hashlib.sha256(named).hexdigest()[:_LENGTH], files)


def _entry(path: Path, name: str) -> Entry:
    content = path.read_bytes()
    return Entry(name, len(content), hashlib.sha256(content).hexdigest(), content_type(name) or "")


def _faults(path: Path, name: str, site: str) -> list[Fault]:
    where = f"{site}/{name}"
    if path.is_symlink() or not path.is_file():
        return [Fault(where, "is no plain file; a site holds nothing else")]
    if any(part.startswith(".") for part in Path(name).parts):
        return [Fault(where, "begins with a dot; a site holds no hidden file")]
    if content_type(name) is None:
        return [Fault(where, f"unknown kind of file; known: {' '.join(TYPES)}")]
    return []


def _canonical(plain: dict[str, Any]) -> bytes:
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
