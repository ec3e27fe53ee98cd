"""One run at a time in a folder."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from clairevoie.errors import BusyError, ConfigurationError, Fault


@contextmanager
def locked(folder: Path, mode: int = 0o755) -> Iterator[None]:
    """Hold the folder (made with `mode`) for this run; BusyError at once when another run holds it,
    ConfigurationError when it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=mode)
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
