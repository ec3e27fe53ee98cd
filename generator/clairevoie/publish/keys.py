"""The private state of a target: under which unguessable key each site stands, and which links open it.

Keys and tokens stand here and nowhere else: never in YAML, never in a site's bytes, never in a report.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator

from clairevoie.blobs import Blobs, Folder
from clairevoie.errors import Fault, TargetError
from clairevoie.publish.guessable import guessable

_BYTES = 24  # of randomness in a key or a token: 192 bits
_EVENTS = 200  # of the journal that are kept
_STRICT = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)
_SHAPE = r"^[A-Za-z0-9][A-Za-z0-9_-]{31}$"  # of a token


class Place(BaseModel):
    """Where one site stands at a target. releases, number: read from states of an earlier version, kept no more."""

    model_config = _STRICT

    key: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{21,}$", repr=False)
    releases: tuple[str, ...] = Field(default=(), exclude=True)
    number: int = Field(default=0, exclude=True)


class Link(BaseModel):
    """What opens a client's site for those who hold its token. former: tokens of a rotation that is not over yet."""

    model_config = _STRICT

    id: str = Field(pattern=r"^[a-z0-9]{6}$")
    site: str
    label: str = Field(min_length=1, max_length=60)
    token: str = Field(pattern=_SHAPE, repr=False)
    created: AwareDatetime
    until: AwareDatetime
    former: tuple[str, ...] = Field(default=(), repr=False)

    def live(self, now: datetime) -> bool:
        """Whether it opens anything at this instant."""
        return self.until > now

    @property
    def hashes(self) -> tuple[str, ...]:
        """The SHA-256 of each of its tokens, the current one first, in hexadecimal."""
        return tuple(token_hash(token) for token in (self.token, *self.former))


class Event(BaseModel):
    """What became of a link, or of a site that was removed (its id and label are empty); never a token."""

    model_config = _STRICT

    what: Literal["granted", "rotated", "revoked", "expired", "removed"]
    id: str
    site: str
    label: str
    at: AwareDatetime


class _State(BaseModel):
    model_config = _STRICT

    target: str
    places: dict[str, Place] = {}
    links: tuple[Link, ...] = ()
    journal: tuple[Event, ...] = ()  # oldest first

    @model_validator(mode="after")
    def _whole(self) -> Self:
        tokens = [token for link in self.links for token in (link.token, *link.former)]
        if len({link.id for link in self.links}) < len(self.links) or len(set(tokens)) < len(tokens):
            raise ValueError("two links are one")
        if not {link.site for link in self.links} <= self.places.keys():
            raise ValueError("a link opens no site")
        return self


@dataclass(slots=True)
class Keys:
    """The places and links of a target; every change is kept at once, and only if nobody changed them meanwhile."""

    target: str
    store: Blobs
    places: dict[str, Place]
    tag: str | None
    links: tuple[Link, ...] = ()
    journal: tuple[Event, ...] = ()

    @property
    def sites(self) -> frozenset[str]:
        """Every site that has a place here, published or not."""
        return frozenset(self.places)

    def live_hashes(self, now: datetime) -> frozenset[str]:
        """The SHA-256 of every token that opens something, in hexadecimal: what may stand in `links/`.

        The state knows a token before its object stands. So who deletes what is not in here lists `links/` first and
        loads the state after that: else it deletes what was granted in between.
        """
        return frozenset(digest for link in self.links if link.live(now) for digest in link.hashes)

    def place(self, site: str) -> Place:
        """Where a site stands; a new key is kept before anything is published under it."""
        if site not in self.places:
            self._keep(places={**self.places, site: Place(key=_new_secret())})
        return self.places[site]

    def keep_links(self, links: Iterable[Link], *events: Event) -> None:
        """Keep these links and no others, and what happened to them."""
        self._keep(links=tuple(links), events=events)

    def forget(self, site: str, event: Event) -> None:
        """Forget the key of a site that was removed."""
        self._keep(places={name: place for name, place in self.places.items() if name != site}, events=(event,))

    def refresh(self) -> None:
        """Take in what others have changed. Raises TargetError for a state that was there, and is gone."""
        fresh = load(self.store, self.target)
        if self.tag is not None and fresh.tag is None:
            raise TargetError(Fault(f"target {self.target}", "its private state is gone; restore it from a backup"))
        self.places, self.links, self.journal, self.tag = fresh.places, fresh.links, fresh.journal, fresh.tag

    def _keep(self, *, places: dict[str, Place] | None = None, links: tuple[Link, ...] | None = None,
              events: tuple[Event, ...] = ()) -> None:
        places = self.places if places is None else dict(sorted(places.items()))
        links = self.links if links is None else links
        journal = (*self.journal, *events)[-_EVENTS:]
        state = _State(target=self.target, places=places, links=links, journal=journal)
        tag = self.store.put_if(_name(self.target), state.model_dump_json(indent=1).encode(), self.tag)
        if tag is None:
            what = "its private state was changed by another run; run this again"
            raise TargetError(Fault(f"target {self.target}", what))
        self.places, self.links, self.journal, self.tag = places, links, journal, tag


def private(root: Path) -> Folder:
    """The store of a workspace's private states: nobody else may read it."""
    return Folder(root / ".clairevoie" / "targets", folder_mode=0o700, file_mode=0o600)


def load(store: Blobs, target: str) -> Keys:
    """The keys of a target, none before the first publication.

    Raises TargetError if the state is not whole, or another target's: new keys would strand the addresses that
    clients hold.
    """
    blob = store.get(_name(target))
    if blob is None:
        return Keys(target, store, {}, None)
    try:
        state = _State.model_validate_json(blob.data)
    except ValidationError:
        what = "its private state is not whole; restore it from a backup"
        raise TargetError(Fault(f"target {target}", what)) from None
    if state.target != target:
        raise TargetError(Fault(f"target {target}", f"its private state is that of target {state.target!r}"))
    tokens = {f"link {link.id}": link.token for link in state.links}
    wrong = guessable({site: place.key for site, place in state.places.items()} | tokens)
    if wrong:
        raise TargetError(Fault(f"target {target}", f"{wrong}; restore the private state from a backup"))
    return Keys(target, store, state.places, blob.tag, state.links, state.journal)


def new_token() -> str:
    """A token of a link that begins with a letter or a digit: no program takes it for an option or a hidden file."""
    return _new_secret()


def token_hash(token: str) -> str:
    """What is public of a token: its SHA-256 in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def _name(target: str) -> str:
    return f"{target}.json"


def _new_secret() -> str:
    while not (key := secrets.token_urlsafe(_BYTES))[0].isalnum():
        pass
    return key
