"""A target's private state, and what goes wrong with a target, said in one line."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from clairevoie.errors import Fault, TargetError
from clairevoie.publish import keys
from clairevoie.publish.keys import Keys
from clairevoie.publish.target import Opened


def keys_of(opened: Opened, target: str) -> Keys:
    """The keys of a target. Raises TargetError where they cannot be read."""
    with named(target):
        return keys.load(opened.state, target)


@contextlib.contextmanager
def named(target: str) -> Iterator[None]:
    """What goes wrong inside is said of the target."""
    where = f"target {target}"
    try:
        yield
    except TargetError as error:
        faults = (fault if fault.where.startswith(where) else Fault(where, str(fault)) for fault in error.faults)
        raise TargetError(*faults) from None
    except OSError as error:  # its path may hold a key
        raise TargetError(Fault(where, error.strerror or type(error).__name__)) from None
