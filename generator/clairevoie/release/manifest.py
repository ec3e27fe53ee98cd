"""A finished site as a list of its files, which names it: the release."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from clairevoie.blobs import Folder
from clairevoie.errors import ConfigurationError, Fault
from clairevoie.release.types import TYPES, cache_rule, content_type

_LENGTH = 16  # hexadecimal digits of a release id
_SEGMENT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")  # what an address says as it stands, without any encoding


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One file: its path below the site's folder, size in bytes, sha256, content type, cache rule."""

    path: str
    size: int
    sha256: str
    type: str
    cache: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """A release of a site: its files, sorted by path. `release` is the beginning of the sha256 of site and files.

    as_of: the instant that its figures were computed at, in ISO; of the same files, a later build says a later one.
    """

    site: str
    release: str
    files: tuple[Entry, ...]
    as_of: str = field(default="", compare=False)

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(entry.size for entry in self.files)


def manifest(folder: Path, site: str) -> Manifest:
    """The manifest of the site in a folder. Raises ConfigurationError for a link, a hidden file, an unknown suffix.

    So does a name with a part outside `[A-Za-z0-9_][A-Za-z0-9._-]*`: an edge compares addresses as they were sent.
    """
    paths = sorted(path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    names = [path.relative_to(folder).as_posix() for path in paths]
    faults = [fault for path, name in zip(paths, names, strict=True) for fault in _faults(path, name, site)]
    if faults:
        raise ConfigurationError(*faults)
    return _manifest(site, sorted(_entry(path, name) for path, name in zip(paths, names, strict=True)))


def write(manifest: Manifest, file: Path) -> None:
    """Keep a manifest in a file, whole or not at all."""
    Folder(file.parent, folder_mode=0o755, file_mode=0o644).put(file.name, encode(manifest))


def read(file: Path) -> Manifest:
    """The manifest that a file holds. Raises ConfigurationError if it is not what `write` wrote."""
    try:
        kept = decode(file.read_bytes())
    except OSError:
        kept = None
    if kept is None:
        raise ConfigurationError(Fault(str(file), "is no whole manifest; build again"))
    return kept


def encode(manifest: Manifest) -> bytes:
    """A manifest as JSON."""
    return _canonical(asdict(manifest)) + b"\n"


def decode(data: bytes) -> Manifest | None:
    """The manifest that `encode` wrote; None if it is not whole."""
    try:
        plain = json.loads(data)
        kept = _manifest(plain["site"], [Entry(**entry) for entry in plain["files"]])
        below = all(set(entry.path.split("/")).isdisjoint(("", ".", "..")) for entry in kept.files)
        return replace(kept, as_of=plain["as_of"]) if below and kept.release == plain["release"] else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _manifest(site: str, entries: Iterable[Entry]) -> Manifest:
    files = tuple(entries)
    named = _canonical({"site": site, "files": [asdict(entry) for entry in files]})
    return Manifest(site, hashlib.sha256(named).hexdigest()[:_LENGTH], files)


def _entry(path: Path, name: str) -> Entry:
    content = path.read_bytes()
    return Entry(name, len(content), hashlib.sha256(content).hexdigest(), content_type(name) or "", cache_rule(name))


def _faults(path: Path, name: str, site: str) -> list[Fault]:
    where = f"{site}/{name}" if name.isprintable() else f"{site}/{name!a}"
    if path.is_symlink() or not path.is_file():
        return [Fault(where, "is no plain file; a site holds nothing else")]
    if any(part.startswith(".") for part in Path(name).parts):
        return [Fault(where, "begins with a dot; a site holds no hidden file")]
    if not all(_SEGMENT.fullmatch(part) for part in Path(name).parts):
        return [Fault(where, "its name is not the same in an address; known: a-z A-Z 0-9 _, and inside also . -")]
    if content_type(name) is None:
        return [Fault(where, f"unknown kind of file; known: {' '.join(TYPES)}")]
    return []


def _canonical(plain: dict[str, Any]) -> bytes:
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
