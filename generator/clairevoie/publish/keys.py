"""The private state of a target: under which unguessable key each site stands, and its releases there, oldest first.

Keys stand here and nowhere else: never in YAML, never in a site's bytes.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from clairevoie.blobs import Blobs, Folder
from clairevoie.errors import Fault, TargetError

_BYTES = 24  # of randomness in a key: 192 bits


class Place(BaseModel):
    """Where one site stands at a target."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{21,}$")
    releases: tuple[str, ...] = ()  # oldest first


class _State(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    target: str
    places: dict[str, Place] = {}


@dataclass(frozen=True, slots=True)
class Keys:
    """The places of a target's sites; every change is kept at once, and only if nobody else changed them."""

    target: str
    store: Blobs
    places: dict[str, Place]
    tag: str | None

    def with_sites(self, sites: Iterable[str]) -> Keys:
        """The same with a new key for each site that has none, kept before anything is published under it."""
        new = {site: Place(key=_new_key()) for site in sorted(sites) if site not in self.places}
        return self._keep({**self.places, **new}) if new else self

    def with_releases(self, site: str, releases: tuple[str, ...]) -> Keys:
        """The same with the releases that now stand at the target for a site."""
        place = self.places[site]
        if releases == place.releases:
            return self
        return self._keep({**self.places, site: place.model_copy(update={"releases": releases})})

    def _keep(self, places: dict[str, Place]) -> Keys:
        data = _State(target=self.target, places=dict(sorted(places.items()))).model_dump_json(indent=1).encode()
        if not self.store.put_if(_name(self.target), data, self.tag):
            raise TargetError(Fault(f"target {self.target}", "its private state was changed by another run; publish again"))
        return load(self.store, self.target)


def private(state: Path) -> Folder:
    """The store of a workspace's private state (`.clairevoie`): nobody else reads it."""
    return Folder(state / "targets", folder_mode=0o700, file_mode=0o600)


def load(store: Blobs, target: str) -> Keys:
    """The keys of a target. Raises TargetError if the state is not whole, or another target's: a new key would strand
    the addresses that clients hold."""
    blob = store.get(_name(target))
    if blob is None:
        return Keys(target, store, {}, None)
    try:
        state = _State.model_validate(json.loads(blob.data))
    except (ValueError, ValidationError):
        raise TargetError(Fault(f"target {target}", "its private state is not whole; restore it from a backup")) from None
    if state.target != target:
        raise TargetError(Fault(f"target {target}", f"its private state is that of target {state.target!r}"))
    return Keys(target, store, state.places, blob.tag)


def _name(target: str) -> str:
    return f"{target}.json"


def _new_key() -> str:
    """A key that begins with a letter or a digit, so that no shell or server takes it for an option or a hidden file."""
    while not (key := secrets.token_urlsafe(_BYTES))[0].isalnum():
        pass
    return key
