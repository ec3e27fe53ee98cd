"""What a store of blobs is, whatever it stands on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Blob:
    """What stands under a name; `tag` changes whenever the data does."""

    data: bytes
    tag: str


@dataclass(frozen=True, slots=True)
class Kind:
    """How a blob is served: its content type and its cache rule."""

    type: str = "application/json"
    cache: str = "private, no-store"


class Blobs(Protocol):
    """A store of blobs. Names are relative, with `/` between folders."""

    def get(self, name: str) -> Blob | None:
        """What stands under a name, or None."""
        ...

    def put(self, name: str, data: bytes) -> None:
        """Replace what stands under a name, whole or not at all."""
        ...

    def put_if(self, name: str, data: bytes, tag: str | None) -> str | None:
        """`put` only over what has this tag (None: over nothing); the new tag, or None where it was not done."""
        ...

    def list(self, prefix: str = "") -> Mapping[str, int]:
        """Every name that begins with `prefix`, sorted, and its size in bytes."""
        ...

    def delete(self, names: Iterable[str]) -> None:
        """Remove what stands under these names; nothing may stand there."""
        ...
