"""Who may open a client's site at a target, until when: private links, granted and taken back.

No lock of the workspace is held: a run that is going on keeps no revocation back. The private state is changed by
compare and swap, so of two at once one is refused and says so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from clairevoie.errors import ConfigurationError, Fault, TargetError, unknown
from clairevoie.pipeline import until
from clairevoie.pipeline.checking import load_checked
from clairevoie.pipeline.departed import departed
from clairevoie.pipeline.publishing import opened
from clairevoie.project.model import Project
from clairevoie.publish import links, pointer
from clairevoie.publish.candidates import INTERNAL
from clairevoie.publish.cleaning import clean
from clairevoie.publish.hiding import hiding
from clairevoie.publish.keys import Event, Keys, Link
from clairevoie.publish.opening import keys_of, named, reason
from clairevoie.publish.removal import remove
from clairevoie.publish.target import Opened


@dataclass(frozen=True, slots=True)
class Access:
    """A link, for a person. address: a secret, the whole of it only where the target's settings say `address`.

    until: a day, or an instant, in the portal's zone. ends: the instant. days: that are left. state: live · expired.
    unfinished: a rotation was stopped; `rotate` completes it.
    """

    id: str
    client: str
    label: str
    until: str
    ends: datetime
    state: str
    days: int
    unfinished: bool
    address: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Listing:
    """The links of a target, the clients that left the configuration, and what happened last, the newest first."""

    links: tuple[Access, ...]
    left: tuple[str, ...]
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Door:
    """An opened target, for one command."""

    project: Project
    target: str
    opened: Opened
    keys: Keys
    now: datetime

    def access(self, link: Link) -> Access:
        """A link as a person reads it."""
        zone = ZoneInfo(self.project.timezone)
        days = max((link.until - self.now).days, 0)
        state = "live" if link.live(self.now) else "expired"
        return Access(link.id, link.site, link.label, until.said(link.until, zone), link.until.astimezone(zone), state,
                      days, bool(link.former), f"{self.opened.address or ''}/{link.token}/")

    def of(self, client: str) -> tuple[Link, ...]:
        """The links of a client. Raises ConfigurationError for one that neither the portal nor the target knows."""
        clients = {spec.client for spec in self.project.clients} | self.keys.sites - {INTERNAL}
        if client not in clients:
            raise ConfigurationError(unknown("access", "client", client, clients))
        return tuple(link for link in self.keys.links if link.site == client)


def grant(root: Path, target: str | None, client: str, label: str, ends: str, now: datetime) -> tuple[Access, bool]:
    """A new link to a client's site, and whether that is published there yet."""
    project = load_checked(root, None)
    if client == INTERNAL:
        what = "the staff's site has its own host and right (docs/edge.md)"
        raise ConfigurationError(Fault(f"access grant {INTERNAL}", what))
    clients = {spec.client for spec in project.clients}
    if client not in clients:
        raise ConfigurationError(unknown("access grant", "client", client, clients))
    instant = until.read(ends, ZoneInfo(project.timezone), now)
    with _open(project, target, now) as door:
        published = _published(door, client)
        project.state.mkdir(mode=0o700, exist_ok=True)
        door.opened.ready()
        link = links.grant(door.keys, door.opened.base, client, label, instant, now)
        return door.access(link), published


def listed(root: Path, target: str | None, client: str | None, now: datetime) -> Listing:
    """The links of all clients or of one; writes nothing."""
    with _open(load_checked(root, None), target, now) as door:
        shown = door.of(client) if client else door.keys.links
        events = tuple(event for event in reversed(door.keys.journal) if client in (None, event.site))
        every = sorted(shown, key=lambda link: (link.site, link.label))
        return Listing(tuple(map(door.access, every)), departed(door.project, door.keys), events)


def rotate(root: Path, target: str | None, wanted: str, now: datetime) -> Access:
    """The link with this id or label under a new address; the old one is gone."""
    with _open(load_checked(root, None), target, now) as door:
        link = links.find(door.keys.links, wanted, "access rotate")
        door.opened.ready()
        shown = f"once its address is new, `access list {link.site} --addresses` shows it"
        with _telling(door, links.names(link), Fault(f"link {link.id}", shown)):
            new = links.rotate(door.keys, door.opened.base, link, now)
        return door.access(new)


def revoke(root: Path, target: str | None, client: str, wanted: str, now: datetime) -> Access:
    """Take back the client's link with this id or label; an empty one raises ConfigurationError and lists them."""
    with _open(load_checked(root, None), target, now) as door:
        theirs = door.of(client)
        if not wanted:
            names = ", ".join(f"{link.id} {link.label!r}" for link in theirs) or "none"
            raise ConfigurationError(Fault(f"access revoke {client}", f"say which link, or --all; its links: {names}"))
        link = links.find(theirs, wanted, f"access revoke {client}")
        _revoke(door, (link,))
        return door.access(link)


def revoke_all(root: Path, target: str | None, client: str, now: datetime) -> tuple[tuple[Access, ...], bool]:
    """Take back every link of a client. One that left the configuration loses its site at the target too: whether."""
    with _open(load_checked(root, None), target, now) as door:
        theirs = door.of(client)
        _revoke(door, theirs)
        removed = client in departed(door.project, door.keys)
        if removed:
            with _telling(door, [f"sites/{door.keys.places[client].key}/"]):
                remove(door.keys, door.opened.base, client, now)
        return tuple(map(door.access, theirs)), removed


@contextmanager
def _open(project: Project, target: str | None, now: datetime) -> Iterator[Door]:
    """A target of portal.yml, the only one unless it is said; what goes wrong inside is one line that names it."""
    name = _chosen(project, target)
    with named(name):
        found = opened(project, name)
        yield Door(project, name, found, keys_of(found, name), now)


def _chosen(project: Project, target: str | None) -> str:
    names = sorted(project.targets)
    if target is None and len(names) == 1:
        return names[0]
    if target is None:
        known = f"say which with --target; known: {', '.join(names)}" if names else "portal.yml names no target"
        raise ConfigurationError(Fault("access", known))
    if target not in project.targets:
        raise ConfigurationError(unknown("access", "target", target, names))
    return target


def _published(door: Door, client: str) -> bool:
    place = door.keys.places.get(client)
    if place is None:
        return False
    with hiding(place.key, f"target {door.target}: {client}"):
        return door.opened.base.get(f"sites/{place.key}/{pointer.NAME}") is not None


def _revoke(door: Door, theirs: tuple[Link, ...]) -> None:
    with _telling(door, [name for link in theirs for name in links.names(link)]):
        links.revoke(door.keys, door.opened.base, theirs, door.now)
        clean(door.keys, door.opened.base, lambda: door.now)  # of a state that was restored, a former address may stand


@contextmanager
def _telling(door: Door, names: Collection[str], *more: Fault) -> Iterator[None]:
    """Whatever stops what is done inside, a cache in front is told. more: said besides where that fails."""
    faults: list[Fault] = []
    try:
        yield
    except (TargetError, OSError) as error:
        faults += error.faults if isinstance(error, TargetError) else [Fault(f"target {door.target}", reason(error))]
    try:
        door.opened.changed(names)
    except TargetError as error:
        faults += (*error.faults, *more)
    if faults:
        raise TargetError(*faults)
