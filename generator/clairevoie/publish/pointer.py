"""What `pointer.json` says of a site: which release visitors see, which ones are kept, and until when those answer.

Its number rises by one with every switch. A release is put into a folder that bears the number which would make it
visible, and folders up to the current number that are not kept never come back: so what is deleted is never what
somebody else is about to show.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

NAME = "pointer.json"
AHEAD = timedelta(days=1)  # more than clocks differ
_FOLDER = r"^\d{7}-[0-9a-f]{16}$"


class Kept(BaseModel):
    """A release that stands whole in `releases/<folder>/`.

    until: epoch milliseconds, until when it answers pages that were opened before it was replaced; None for the one
    that visitors see. A pointer of an earlier version says nothing: then only the one that visitors see answers.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    folder: str = Field(pattern=_FOLDER)
    release: str = Field(pattern=r"^[0-9a-f]{16}$")
    until: int | None = Field(default=None, ge=0)


    def answers(self, instant: int) -> bool:
        """Whether it still answers at an instant (epoch milliseconds), of one that was replaced."""
        return self.until is not None and self.until > instant


@dataclass(frozen=True, slots=True)
class Terms:
    """How long releases stay: as the settings say. grace: seconds."""

    keep: int
    grace: int
    delete_at_most: int


class Pointer(BaseModel):
    """as_of: of the newest build that was ever shown. taken_back: only a newer build replaces what is shown."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    number: int = Field(ge=1)
    folder: str = Field(pattern=_FOLDER)
    as_of: AwareDatetime
    taken_back: bool = False
    kept: tuple[Kept, ...] = Field(min_length=1)  # oldest first

    @property
    def release(self) -> str:
        """The release that visitors see."""
        return self.folder.partition("-")[2]

    def encode(self) -> bytes:
        """As JSON."""
        return self.model_dump_json().encode()

    def older(self, as_of: datetime) -> str:
        """Why a build of this instant does not replace what stands; empty where it does."""
        if as_of < self.as_of:
            return f"it was built as of {as_of.isoformat()}, and what was published as of {self.as_of.isoformat()}"
        if self.taken_back and as_of == self.as_of:
            return "it was taken back by a rollback; only a newer build replaces what stands"
        return ""

    def shows(self, folder: str, as_of: datetime, now: datetime, terms: Terms) -> Pointer:
        """The next pointer, of a build as of this instant, which is switched now.

        What is replaced answers for the time of grace. Kept are the newest `keep`, what still answers, and what goes
        beyond `delete_at_most`: that goes in later runs.
        """
        instant, shown = millis(now), _kept(folder)
        others = [kept for kept in self.kept if kept.release not in (shown.release, self.release)]
        if self.release != shown.release:
            others.append(_kept(self.folder, instant + terms.grace * 1000))
        older = others[: max(len(others) - terms.keep, 0)]
        silent = [kept for kept in older if not kept.answers(instant)]
        dropped = {kept.folder for kept in silent[: terms.delete_at_most]}
        chosen = [shown, *(kept for kept in others if kept.folder not in dropped)]
        return Pointer(number=self.number + 1, folder=folder, as_of=as_of, kept=_sorted(chosen))

    def returns(self, folder: str, now: datetime) -> Pointer:
        """The next pointer, of a rollback, which drops no release.

        What is taken back, and what is newer than the release that comes back, answers nobody from now on: it may have
        been taken back because it shows too much. A build as of an instant ahead keeps no others out then.
        """
        instant = millis(now)
        kept = [_kept(folder)]
        for one in self.kept:
            if one.folder == self.folder or (one.folder > folder and one.answers(instant)):
                kept.append(one.model_copy(update={"until": instant}))
            elif one.folder != folder:
                kept.append(one)
        as_of = now if self.as_of > now + AHEAD else self.as_of
        return self.model_copy(update={
            "number": self.number + 1, "folder": folder, "as_of": as_of, "taken_back": True, "kept": _sorted(kept)})


def first(folder: str, as_of: datetime) -> Pointer:
    """The pointer of a site that is published for the first time."""
    return Pointer(number=1, folder=folder, as_of=as_of, kept=(_kept(folder),))


def decode(data: bytes) -> Pointer | None:
    """The pointer that was encoded; None if it is not whole."""
    try:
        pointer = Pointer.model_validate_json(data)
    except ValidationError:
        return None
    return pointer if pointer.folder in {kept.folder for kept in pointer.kept} else None


def millis(instant: datetime) -> int:
    """An instant with its zone as epoch milliseconds."""
    return int(instant.timestamp() * 1000)


def folder_of(number: int, release: str) -> str:
    """The name of the folder of a release that the pointer with this number would show."""
    return f"{number:07d}-{release}"


def number_of(folder: str) -> int | None:
    """The number in a folder's name, None for what is no folder of ours."""
    return int(folder.partition("-")[0]) if re.fullmatch(_FOLDER, folder) else None


def _kept(folder: str, until: int | None = None) -> Kept:
    return Kept(folder=folder, release=folder.partition("-")[2], until=until)


def _sorted(kept: Iterable[Kept]) -> tuple[Kept, ...]:
    return tuple(sorted(kept, key=lambda one: one.folder))
