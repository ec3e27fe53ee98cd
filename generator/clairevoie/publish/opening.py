"""A target's private state, and what goes wrong with a target, said in one line."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from clairevoie.blobs.probe import PROBE
from clairevoie.errors import Fault, TargetError
from clairevoie.publish import keys
from clairevoie.publish.keys import Keys
from clairevoie.publish.pointer import Terms
from clairevoie.publish.target import Opened

SITES, LINKS = "sites", "links"


def keys_of(opened: Opened, target: str) -> Keys:
    """The keys of a target. Raises TargetError where they cannot be read, or were lost: the old addresses would stay
    open under keys that nobody knows."""
    with named(target):
        known = keys.load(opened.state, target)
        if known.tag is not None:
            return known
        there = {*opened.base.list(f"{SITES}/"), *opened.base.list(f"{LINKS}/")} - {f"{SITES}/{PROBE}"}
        if there:
            count = len({name.split("/")[1] for name in there if name.startswith(f"{SITES}/")})
            what = f"it holds {count} site{'s'[:count != 1]} whose keys the private state does not know"
            raise TargetError(Fault(f"target {target}", f"{what}; restore the state, or empty the target"))
        return known


def terms_of(opened: Opened) -> Terms:
    """How long releases stay."""
    return Terms(opened.keep, opened.grace, opened.delete_at_most)


@contextlib.contextmanager
def named(target: str) -> Iterator[None]:
    """What goes wrong inside is said of the target."""
    where = f"target {target}"
    try:
        yield
    except TargetError as error:
        faults = (fault if fault.where.startswith(where) else Fault(where, str(fault)) for fault in error.faults)
        raise TargetError(*faults) from None
    except OSError as error:
        raise TargetError(Fault(where, reason(error))) from None


def reason(error: OSError | TargetError) -> str:
    """Why, in one line, without the path, which may hold a key."""
    return str(error.faults[0]) if isinstance(error, TargetError) else error.strerror or type(error).__name__
