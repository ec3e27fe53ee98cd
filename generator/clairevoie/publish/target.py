"""What a target is: a module with `Settings` and four functions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

from pydantic import BaseModel

from clairevoie.blobs import Blobs


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """What would become of one file, and why. release: the old one that it is deleted with, else empty."""

    path: str
    reason: Literal["new", "changed", "type or cache rule changed", "unchanged", "removed", "to delete"]
    size: int
    release: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What would be done for one site. action: publish · nothing (visitors see it) · refuse, with the reason.

    files, bytes: of the whole site. changes: one a file, sorted by path, then what is deleted with old releases.
    """

    site: str
    action: Literal["publish", "nothing", "refuse"]
    release: str
    previous: str | None = None
    files: int = 0
    bytes: int = 0
    reason: str = ""
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done for one site. previous: what visitors saw before, and still see where it was refused."""

    site: str
    outcome: Literal["published", "unchanged", "refused", "rolled back"]
    release: str
    previous: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A target that was found as it must be.

    base: `sites/` and `links/`, which visitors' servers read. state: the private state, which they do not.
    address: where the server in front answers clients, if the settings say. ready: called before the first write of a
    run; raises TargetError where nothing may be written. changed: told which names below the base say something else.
    """

    base: Blobs
    state: Blobs
    address: str | None = None
    ready: Callable[[], None] = lambda: None
    changed: Callable[[Collection[str]], None] = lambda names: None


class Target(Protocol):
    """A kind of target; `settings` is an instance of its own `Settings`.

    target: the id in portal.yml. root: the workspace, to which paths are relative. output: the finished sites.
    """

    @property
    def Settings(self) -> type[BaseModel]:  # noqa: N802, a class in each module
        """The model of its settings."""
        ...

    def opened(self, settings: Any, target: str, root: Path) -> Opened:
        """Look at a target; writes nothing. Raises TargetError where it is not as it must be."""
        ...

    def plan(self, settings: Any, target: str, root: Path, output: Path, sites: Collection[str]) -> tuple[Step, ...]:
        """What `publish` would do, one step a site; writes nothing."""
        ...

    def publish(
        self, settings: Any, target: str, root: Path, output: Path, sites: Collection[str]
    ) -> Iterator[Outcome]:
        """Publish each site whole or not at all; at the end, raise TargetError for those that were refused."""
        ...

    def rollback(self, settings: Any, target: str, root: Path, site: str, release: str | None) -> Outcome:
        """Let visitors see an older release that is kept: this one, or the one before what they see.

        Raises ConfigurationError for a site or a release that is not there, TargetError where it cannot be done.
        """
        ...
