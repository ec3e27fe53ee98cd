"""The private state of a target: under which unguessable key each site stands, and its releases there, oldest first.

Keys stand here and nowhere else: never in YAML, never in a site's bytes.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from clairevoie.blobs import Blobs, Folder
from clairevoie.errors import Fault, TargetError
from clairevoie.publish.guessable import guessable

_BYTES = 24  # of randomness in a key: 192 bits


class Place(BaseModel):
    """Where one site stands at a target."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{21,}$")
    releases: tuple[str, ...] = ()  # oldest first
    number: int = Field(default=0, ge=0)  # of the last switch; it rises


class _State(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    target: str
    places: dict[str, Place] = {}


@dataclass(slots=True)
class Keys:
    """The places of a target's sites; every change is kept at once, and only if nobody else changed them meanwhile."""

    target: str
    store: Blobs
    places: dict[str, Place]
    tag: str | None

    def place(self, site: str) -> Place:
        """Where a site stands; a new key is kept before anything is published under it."""
        if site not in self.places:
            self._keep(site, Place(key=_new_key()))
        return self.places[site]

    def remember(self, site: str, releases: tuple[str, ...], number: int | None = None) -> None:
        """Keep which releases of a site stand at the target, oldest first, and the number of a switch."""
        old = self.places[site]
        new = old.model_copy(update={"releases": releases, "number": old.number if number is None else number})
        if new != old:
            self._keep(site, new)

    def _keep(self, site: str, place: Place) -> None:
        places = dict(sorted({**self.places, site: place}.items()))
        data = _State(target=self.target, places=places).model_dump_json(indent=1).encode()
        tag = self.store.put_if(_name(self.target), data, self.tag)
        if tag is None:
            what = "its private state was changed by another run; publish again"
            raise TargetError(Fault(f"target {self.target}", what))
        self.places, self.tag = places, tag


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
    wrong = guessable({site: place.key for site, place in state.places.items()})
    if wrong:
        raise TargetError(Fault(f"target {target}", f"{wrong}; restore the private state from a backup"))
    return Keys(target, store, state.places, blob.tag)


def _name(target: str) -> str:
    return f"{target}.json"


def _new_key() -> str:
    """A key that begins with a letter or a digit: no program takes it for an option or a hidden file."""
    while not (key := secrets.token_urlsafe(_BYTES))[0].isalnum():
        pass
    return key
