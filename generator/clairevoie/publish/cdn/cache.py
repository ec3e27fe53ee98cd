"""What becomes of a change that a cache in front does not know yet.

Before the change its name is remembered (not due: nobody knows whether it was made). After it the name is due, under a
mark that no other change has; then the cache is told, under a reference made of names and mark; then the name is
forgotten, if it is still the same entry. Whatever stops a run, what is remembered is told by the next one; what was due
keeps its mark, so that the same names are told no second time.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from clairevoie.blobs import Blobs
from clairevoie.errors import Fault, TargetError
from clairevoie.publish import keys
from clairevoie.publish.cdn import untold
from clairevoie.publish.cdn.names import few
from clairevoie.publish.cdn.untold import Entries, Entry
from clairevoie.publish.cdn.words import said
from clairevoie.publish.opening import SITES, reason

_GOING = timedelta(hours=1)  # a run that has remembered a change may still be about to make it


@dataclass(slots=True)
class Cache:
    """A cache in front of a target. state: where the private state stands.

    tell: given names (of a folder, with `/`) and a reference; raises TargetError. own: names that this run remembered.
    """

    state: Blobs
    target: str
    tell: Callable[[tuple[str, ...], str], None]
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    own: set[str] = field(default_factory=set)

    def remember(self, names: Collection[str]) -> None:
        """Keep what is about to change. Raises TargetError where that cannot be kept: then it must not change."""
        new = untold.entries(names, self.clock())
        untold.alter(self.state, self.target, lambda known: {**known, **new})
        self.own |= set(names)

    def untold(self) -> frozenset[str]:
        """What earlier runs remembered and could not tell."""
        return frozenset(untold.read(self.state, self.target))

    def changed(self, names: Collection[str]) -> None:
        """Tell the cache what has changed, and what is untold of earlier runs.

        Raises TargetError, which says what is stale until the next run.
        """
        left = told = {*names, *self.own}
        try:
            known = untold.alter(self.state, self.target, lambda known: self._due(known, told))
            self.own.clear()
            left = set(known)
            for mark, group in _groups(known).items():
                chosen = few(group)
                self.tell(chosen, _reference(chosen, mark))
                left -= group.keys()
                self._forget(group)
        except (TargetError, OSError) as error:
            if not left:
                raise
            shown = "published, " if any(name.startswith(f"{SITES}/") for name in left) else ""
            stale = f"{shown}CDN stale until the next run; {said(left, self._sites())}: {reason(error)}"
            raise TargetError(Fault(f"target {self.target}", stale)) from None

    def _due(self, known: Entries, told: Collection[str]) -> Entries:
        """Due from now on: what this run changed, and what another remembered that cannot be going any more."""
        now = self.clock()
        over = {name for name, entry in known.items() if not entry.due and entry.since <= now - _GOING}
        return {**known, **untold.entries({*told, *over}, now, due=True)}

    def _forget(self, group: Entries) -> None:
        """What was told and is due. What another run may yet change stays, to be told again."""
        gone = {name: entry for name, entry in group.items() if entry.due}
        if gone:
            untold.alter(self.state, self.target, lambda known: {
                name: entry for name, entry in known.items() if gone.get(name) != entry})

    def _sites(self) -> dict[str, str]:
        """Key → site, as far as that can be read now."""
        try:
            places = keys.load(self.state, self.target).places
        except (TargetError, OSError):
            return {}
        return {place.key: site for site, place in places.items()}


def _groups(known: Entries) -> dict[str, dict[str, Entry]]:
    """What became due at once, by its mark; what another run may yet change, by one of its own each time."""
    groups: dict[str, dict[str, Entry]] = {}
    going = secrets.token_hex(8)
    for name, entry in sorted(known.items(), key=lambda item: (item[1].since, item[0])):
        groups.setdefault(f"{entry.since.isoformat()} {entry.change}" if entry.due else going, {})[name] = entry
    return groups


def _reference(names: tuple[str, ...], mark: str) -> str:
    return hashlib.sha256("\n".join([mark, *names]).encode()).hexdigest()
