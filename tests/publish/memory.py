"""A store of blobs in memory whose calls can fail, before or after they are done, one of them or all from one on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, cast

from clairevoie.blobs import JSON, Blob, Blobs, Kind

When = Literal["before", "after"]


class KilledError(Exception):
    """The process is no more."""


@dataclass
class Clockwork:
    """How many calls were made, and which one fails; `base` and `state` of a target share it."""

    nth: int = 0  # 0: none
    when: When = "before"
    asked: int = 0

    def call(self, when: When) -> None:
        if when == "before":
            self.asked += 1
        if self.nth and self.asked == self.nth and when == self.when:
            raise KilledError


@dataclass
class Memory:
    """The blobs of a place."""

    clockwork: Clockwork = field(default_factory=Clockwork)
    held: dict[str, bytes] = field(default_factory=dict, repr=False)

    @property
    def blobs(self) -> Blobs:
        """As what a publisher is given."""
        return cast("Blobs", self)

    def get(self, name: str) -> Blob | None:
        self.clockwork.call("before")
        data = self.held.get(name)
        self.clockwork.call("after")
        return None if data is None else Blob(data, _tag(data))

    def put(self, name: str, data: bytes, kind: Kind = JSON) -> None:
        self.clockwork.call("before")
        self.held[name] = data
        self.clockwork.call("after")

    def put_if(self, name: str, data: bytes, tag: str | None, kind: Kind = JSON) -> str | None:
        self.clockwork.call("before")
        old = self.held.get(name)
        done = (None if old is None else _tag(old)) == tag
        if done:
            self.held[name] = data
        self.clockwork.call("after")
        return _tag(data) if done else None

    def list(self, prefix: str = "") -> Mapping[str, int]:
        self.clockwork.call("before")
        found = {name: len(data) for name, data in sorted(self.held.items()) if name.startswith(prefix)}
        self.clockwork.call("after")
        return found

    def delete(self, names: Iterable[str]) -> None:
        self.clockwork.call("before")
        for name in names:
            self.held.pop(name, None)
        self.clockwork.call("after")


def _tag(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
