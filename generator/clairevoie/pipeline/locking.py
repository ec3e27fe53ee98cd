"""One run at a time in a folder."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clairevoie.errors import BusyError, ConfigurationError, Fault


@contextmanager
def locked(folder: Path, *, private: bool = False) -> Iterator[None]:
    """Hold the folder, made where it is missing, for this run; private: 0700, also where something else made it (a
    cache that was restored into it, say). BusyError at once when another run holds it, ConfigurationError when it
    cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700 if private else 0o755)
        if private and folder.stat().st_mode & 0o077:
            folder.chmod(0o700)
        handle = (folder / ".lock").open("a")
    except OSError as fault:
        raise ConfigurationError(Fault(folder.name, f"cannot be written: {fault.strerror}")) from None
    with handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError(Fault(folder.name, "another run is using this folder; try again when it is over")) from None
        except OSError as fault:  # no other run: a file system without locks would leave every run to nobody
            raise ConfigurationError(Fault(folder.name, f"cannot be locked: {fault.strerror}")) from None
        yield
