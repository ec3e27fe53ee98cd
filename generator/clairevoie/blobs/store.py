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


JSON = Kind()


@dataclass(frozen=True, slots=True)
class Head:
    """A blob without its data. sha256: hexadecimal. It is empty, and kind is None, where the store keeps none."""

    size: int
    sha256: str
    kind: Kind | None = None

    def holds(self, size: int, sha256: str, kind: Kind) -> bool:
        """Whether this is that data, served that way so far as the store says how it is served."""
        return (self.size, self.sha256) == (size, sha256) and self.kind in (kind, None)


class Blobs(Protocol):
    """A store of blobs. Names are relative, with `/` between folders.

    Its methods raise TargetError, in one line that names the blob and the cause, or OSError.
    """

    @property
    def where(self) -> str:
        """What messages say in the place of the prefix, which may hold a key."""
        ...

    def below(self, folder: str, where: str = "") -> Blobs:
        """The blobs of a folder: there, names are relative to it."""
        ...

    def get(self, name: str) -> Blob | None:
        """What stands under a name, or None."""
        ...

    def head(self, name: str) -> Head | None:
        """What is known of a blob without its data, or None."""
        ...

    def put(self, name: str, data: bytes, kind: Kind = JSON) -> None:
        """Replace what stands under a name, whole or not at all."""
        ...

    def put_if(self, name: str, data: bytes, tag: str | None, kind: Kind = JSON) -> str | None:
        """`put` only over what has this tag (None: over nothing); the new tag, or None where it was not done."""
        ...

    def copy(self, source: str, name: str, kind: Kind) -> bool:
        """`put` what stands under another name, its data unsent; whether the source was there."""
        ...

    def list(self, prefix: str = "") -> Mapping[str, int]:
        """Every name that begins with `prefix`, sorted, and its size in bytes; never a part of them for the whole."""
        ...

    def delete(self, names: Iterable[str]) -> None:
        """Remove what stands under these names; nothing may stand there."""
        ...
