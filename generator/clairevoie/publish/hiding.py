"""A site's key is a secret, and part of the name of everything that stands below it: no message says it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from clairevoie.errors import Fault, TargetError


@contextlib.contextmanager
def hiding(key: str, where: str) -> Iterator[None]:
    """What goes wrong inside is said of `where`, without the key."""
    try:
        yield
    except TargetError as error:
        faults = (Fault(where, str(fault).replace(key, "…").removeprefix(f"{where}: ")) for fault in error.faults)
        raise TargetError(*faults) from None
