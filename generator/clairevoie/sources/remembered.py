"""What sources wish to find at their next reading, kept as private files of a folder."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

from clairevoie.tables.private import private_folder, write_private


def recall(folder: Path) -> Callable[[str], bytes | None]:
    """How a source asks for what it remembered in `folder`, None for what is not there (`SourceSpec.recall`)."""
    def recalled(name: str) -> bytes | None:
        try:
            return _file(folder, name).read_bytes()
        except OSError:
            return None
    return recalled


def keep(folder: Path, remember: Mapping[str, bytes]) -> None:
    """Keep what a pull wishes to remember (`Pull.remember`), and nothing older; call it once the pull is stored."""
    if not remember and not folder.is_dir():
        return
    private_folder(folder)
    kept = {_file(folder, name): content for name, content in remember.items()}
    for file, content in kept.items():
        fresh = file.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        write_private(fresh, content)
        fresh.replace(file)  # what is read is the old or the new, never half of one
    for file in folder.iterdir():
        if file not in kept:
            file.unlink()


def _file(folder: Path, name: str) -> Path:
    """A name of the operator's, whatever stands in it, as one file of the folder."""
    return folder / hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:32]
