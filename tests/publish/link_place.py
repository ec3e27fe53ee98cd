"""A target in memory whose links are granted and taken back, and its visitor."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime

from clairevoie.publish import keys as states
from clairevoie.publish import links
from clairevoie.publish.keys import Keys, Link
from tests.publish.memory import Clockwork, Memory

NOW = datetime(2026, 11, 1, 8, tzinfo=UTC)
UNTIL = datetime(2027, 1, 31, 23, tzinfo=UTC)


@dataclass
class Place:
    """A target: what visitors' edge reads, and the private state."""

    clockwork: Clockwork = field(default_factory=Clockwork)
    base: Memory = field(init=False)
    state: Memory = field(init=False)

    def __post_init__(self) -> None:
        self.base, self.state = Memory(self.clockwork), Memory(self.clockwork)

    def keys(self) -> Keys:
        """What the state says now."""
        return states.load(self.state.blobs, "prod")

    def grant(self, label: str = "DSI", site: str = "acme", until: datetime = UNTIL, now: datetime = NOW) -> Link:
        """Grant as a new run would."""
        return links.grant(self.keys(), self.base.blobs, site, label, until, now)

    def rotate(self, link: Link, now: datetime = NOW) -> Link:
        """Rotate as a new run would, which knows the id."""
        keys = self.keys()
        return links.rotate(keys, self.base.blobs, links.find(keys.links, link.id, "access"), now)

    def revoke(self, link: Link, now: datetime = NOW) -> None:
        """Revoke as a new run would, which knows the id."""
        keys = self.keys()
        links.revoke(keys, self.base.blobs, [links.find(keys.links, link.id, "access")], now)

    def opens(self, token: str, now: datetime = NOW) -> str | None:
        """The key of the site that a visitor's token opens, by what the edge reads."""
        digest = hashlib.sha256(token.encode()).hexdigest()
        told = self.base.held.get(f"links/{digest}.json")
        return str(json.loads(told)["site"]) if told and self.until(digest) > now else None

    def until(self, digest: str) -> datetime:
        """When an object that stands in `links/` opens nothing any more."""
        said = json.loads(self.base.held[f"links/{digest}.json"])
        return datetime.fromtimestamp(said["until"] / 1000, UTC)

    def strangers(self) -> set[str]:
        """Objects that the state knows nothing of."""
        known = {f"links/{digest}.json" for link in self.keys().links for digest in link.hashes}
        return set(self.base.held) - known

    def tokens(self) -> set[str]:
        """Every token of the state, former ones included."""
        return {token for link in self.keys().links for token in (link.token, *link.former)}

    def said(self) -> str:
        """The bytes of all that is kept."""
        return b"".join([*self.base.held.values(), *self.state.held.values()]).decode()
