"""The hash of all inputs of a site: its slice, grants, prose, theme and our version. Never a clock."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def fingerprint(parts: Iterable[bytes]) -> str:
    """Eight hexadecimal digits over `parts`, each framed by its length."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()[:8]


def folder_bytes(folder: Path | None, *, below: bool = True) -> list[bytes]:
    """Every file of a folder, its relative name before it, in order of name; nothing where there is none.

    below: with those of the folders in it.
    """
    if folder is None:
        return []
    files = sorted(path for path in folder.glob("**/*" if below else "*") if path.is_file())
    return [part for file in files for part in (file.relative_to(folder).as_posix().encode(), file.read_bytes())]
