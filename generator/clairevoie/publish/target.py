"""What a target is: a module with `Settings` and two functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

from pydantic import BaseModel

from clairevoie.publish.keys import Keys
from clairevoie.release import Manifest


@dataclass(frozen=True, slots=True)
class Candidate:
    """A finished site that may be published: its folder holds exactly what its manifest says."""

    folder: Path
    manifest: Manifest


@dataclass(frozen=True, slots=True)
class Step:
    """What would be done for one site: nothing where `release` is the one that visitors see already."""

    site: str
    release: str
    previous: str | None
    files: int
    bytes: int

    @property
    def unchanged(self) -> bool:
        """Whether there is nothing to do."""
        return self.release == self.previous


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done for one site. address: where visitors find it, a secret. code: what the run exits with for it."""

    site: str
    outcome: Literal["published", "unchanged", "refused"]
    release: str
    previous: str | None = None
    address: str = ""
    reason: str = ""
    code: Literal[0, 4, 5] = 0


class Target(Protocol):
    """A kind of target; `settings` is an instance of its own `Settings`, relative paths are the workspace's."""

    @property
    def Settings(self) -> type[BaseModel]:
        """The model of its settings."""
        ...

    def where(self, settings: Any, root: Path) -> Path | None:
        """The folder that it writes on this machine, if it writes one."""
        ...

    def plan(self, settings: Any, root: Path, candidates: Sequence[Candidate], keys: Keys) -> tuple[Step, ...]:
        """What `apply` would do, one step a site; writes nothing."""
        ...

    def apply(self, settings: Any, root: Path, candidates: Sequence[Candidate], keys: Keys) -> tuple[Outcome, ...]:
        """Publish each site whole, or leave it as it was. Raises TargetError where nothing could be done at all."""
        ...
