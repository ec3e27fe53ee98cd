"""A store whose changes a cache in front is to be told: each is remembered before it is made."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from clairevoie.blobs import JSON, Blob, Blobs, Head, Kind
from clairevoie.publish.cdn.names import deleted, replaced


@dataclass(frozen=True, slots=True)
class Watched:
    """The same blobs. remember: given the names that will be stale, before the call that makes them so.

    prefix: where these blobs stand below the target's base.
    """

    store: Blobs
    remember: Callable[[Collection[str]], None]
    prefix: str = ""

    @property
    def where(self) -> str:
        """As the store says it."""
        return self.store.where

    def below(self, folder: str, where: str = "") -> Watched:
        """The blobs of a folder, watched too."""
        return Watched(self.store.below(folder, where), self.remember, f"{self.prefix}{folder}/")

    def get(self, name: str) -> Blob | None:
        """What stands under a name, or None."""
        return self.store.get(name)

    def head(self, name: str) -> Head | None:
        """What is known of a blob without its data, or None."""
        return self.store.head(name)

    def put(self, name: str, data: bytes, kind: Kind = JSON) -> None:
        """Replace what stands under a name."""
        self._remember(replaced(self.prefix + name))
        self.store.put(name, data, kind)

    def put_if(self, name: str, data: bytes, tag: str | None, kind: Kind = JSON) -> str | None:
        """`put` only over what has this tag."""
        self._remember(replaced(self.prefix + name))
        return self.store.put_if(name, data, tag, kind)

    def copy(self, source: str, name: str, kind: Kind) -> bool:
        """`put` what stands under another name."""
        self._remember(replaced(self.prefix + name))
        return self.store.copy(source, name, kind)

    def list(self, prefix: str = "") -> Mapping[str, int]:
        """Every name that begins with `prefix`."""
        return self.store.list(prefix)

    def delete(self, names: Iterable[str]) -> None:
        """Remove what stands under these names."""
        every = tuple(names)
        self._remember(deleted(self.prefix + name for name in every))
        self.store.delete(every)

    def _remember(self, names: Collection[str]) -> None:
        if names:
            self.remember(names)
