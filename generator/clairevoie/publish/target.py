"""What a target is: a module with `Settings` and one function that opens it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Protocol

from clairevoie.blobs import Blobs
from clairevoie.publish.settings import Common

Clock = Callable[[], datetime]  # the instant, with its zone


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
    told: what a cache in front is told of the site then, and what an earlier run could not tell it; sorted.
    visible: what its client would newly see, and see no longer, in words.
    """

    site: str
    action: Literal["publish", "nothing", "refuse"]
    release: str
    previous: str | None = None
    files: int = 0
    bytes: int = 0
    reason: str = ""
    changes: tuple[Change, ...] = ()
    told: tuple[str, ...] = ()
    visible: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done for one site. previous: what visitors saw before, and still see where it was refused.

    reason: why it was refused, or what failed after it was done.
    """

    site: str
    outcome: Literal["published", "unchanged", "refused", "rolled back"]
    release: str
    previous: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A target that was found as it must be. What its settings say: keep, grace (seconds), delete_at_most, address.

    base: `sites/` and `links/`, which visitors' servers read. state: the private state, which they do not.
    ready: called before the first write of a run; raises TargetError where nothing may be written.
    changed: told at the end of whatever may have changed something, which names below the base say something else now,
    or are gone (of a folder, with `/`); even of none, for a cache in front repeats then what failed before.
    Raises TargetError for what that cache still shows.
    untold: those that it could not be told of before; None where there is no cache.
    apart: raises ConfigurationError for an output that lies inside the target, or the target inside it.
    """

    base: Blobs
    state: Blobs
    keep: int
    grace: int
    delete_at_most: int
    address: str | None = None
    ready: Callable[[], None] = lambda: None
    changed: Callable[[Collection[str]], None] = lambda names: None
    untold: Callable[[], Collection[str]] | None = None
    apart: Callable[[Path], None] = lambda output: None


class Target(Protocol):
    """A kind of target; `settings` is an instance of its own `Settings`."""

    @property
    def Settings(self) -> type[Common]:  # noqa: N802, a class in each module
        """The model of its settings."""
        ...

    def opened(self, settings: Any, target: str, root: Path) -> Opened:
        """Look at a target; writes nothing. target: its id. root: the workspace, to which paths are relative.

        Raises TargetError, in one line, where the target is not as it must be.
        """
        ...
