"""Folders and files that nobody but their owner may read, whatever the umask."""

from __future__ import annotations

import os
from pathlib import Path

from pyarrow import Buffer


def private_folder(folder: Path) -> None:
    """Make a folder and the missing ones above it, each 0700 (`parents=True` would leave those above to the umask)."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except FileNotFoundError:
        private_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def write_private(file: Path | str, *content: bytes | memoryview | Buffer, lasting: bool = False) -> None:
    """Write a new file of these pieces, 0600; `lasting`: on the disk before this returns."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.writelines(content)
        if lasting:
            out.flush()
            os.fsync(out.fileno())
