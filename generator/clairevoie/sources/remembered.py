"""What sources wish to find at their next reading, kept as private files of a folder."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

from clairevoie.blobs import Folder
from clairevoie.tables.private import private_folder


def recall(folder: Path) -> Callable[[str], bytes | None]:
    """How a source asks for what it remembered in `folder`, None for what is not there (`SourceSpec.recall`)."""
    def recalled(name: str) -> bytes | None:
        try:
            return (folder / _file(name)).read_bytes()
        except OSError:
            return None
    return recalled


def keep(folder: Path, remember: Mapping[str, bytes]) -> None:
    """Keep what a pull wishes to remember (`Pull.remember`), and nothing older; call it once the pull is stored."""
    if not remember and not folder.is_dir():
        return
    private_folder(folder)
    place = Folder(folder)
    kept = {_file(name): content for name, content in remember.items()}
    for file, content in kept.items():
        place.put(file, content)
    place.delete(set(place.list()) - set(kept))


def _file(name: str) -> str:
    """A name of the operator's, whatever stands in it, as the name of a file."""
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:32]
