"""Links that nobody holds any more are deleted from `links/`, so that no server in front opens them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from clairevoie.blobs import Blobs
from clairevoie.publish import links
from clairevoie.publish.keys import Keys
from clairevoie.publish.opening import LINKS
from clairevoie.publish.target import Clock

_LINK = re.compile(r"([0-9a-f]{64})\.json")


def clean(keys: Keys, base: Blobs, clock: Clock) -> tuple[str, ...]:
    """The state forgets the links whose time is over; then what no link of the state is goes. Says which: names."""
    def live() -> Collection[str] | None:
        keys.refresh()
        if keys.tag is None:
            return None
        links.expire(keys, base, clock())
        return keys.live_hashes(clock())

    return tuple(f"{LINKS}/{name}" for name in clean_links(base.below(LINKS, f"{LINKS}/"), live))


def clean_links(place: Blobs, live: Callable[[], Collection[str] | None]) -> tuple[str, ...]:
    """Delete the links that are not live, and say which: names, sorted.

    live: the hashes of those that are, None where nothing tells, and then nothing is deleted. It is asked after the
    listing: a link is kept in the private state before it is put, so one that was listed is known to the state.
    """
    there = {found[1]: name for name in place.list() if (found := _LINK.fullmatch(name))}
    alive = live() if there else None
    if alive is None:
        return ()
    dead = tuple(sorted(name for digest, name in there.items() if digest not in alive))
    if dead:
        place.delete(dead)
    return dead
