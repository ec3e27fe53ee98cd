"""What `pointer.json` says of a site: which release visitors see, and which ones are kept.

Its number rises by one with every switch. A release is put into a folder that bears the number which would make it
visible, and folders up to the current number that are not kept never come back: so what is deleted is never what
somebody else is about to show.
"""

from __future__ import annotations

import re
from datetime import datetime

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

NAME = "pointer.json"
_FOLDER = r"^\d{7}-[0-9a-f]{16}$"


class Kept(BaseModel):
    """A release that stands whole in `releases/<folder>/`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    folder: str = Field(pattern=_FOLDER)
    release: str = Field(pattern=r"^[0-9a-f]{16}$")


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

    def shows(self, folder: str, *, as_of: datetime | None = None, keep: int = 0) -> Pointer:
        """The next pointer. as_of: of the build that it shows; None for a rollback, which drops no release."""
        number = self.number + 1
        if as_of is None:
            return self.model_copy(update={"number": number, "folder": folder, "taken_back": True})
        others = [kept for kept in self.kept if kept.folder != folder]
        current = [kept for kept in others if kept.folder == self.folder]
        rest = [kept for kept in others if kept.folder != self.folder]
        room = keep - len(current)
        chosen = [*(rest[-room:] if room > 0 else []), *current, _kept(folder)]
        kept = tuple(sorted(chosen, key=lambda kept: kept.folder))
        return Pointer(number=number, folder=folder, as_of=as_of, kept=kept)


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


def folder_of(number: int, release: str) -> str:
    """The name of the folder of a release that the pointer with this number would show."""
    return f"{number:07d}-{release}"


def number_of(folder: str) -> int | None:
    """The number in a folder's name, None for what is no folder of ours."""
    return int(folder.partition("-")[0]) if re.fullmatch(_FOLDER, folder) else None


def _kept(folder: str) -> Kept:
    return Kept(folder=folder, release=folder.partition("-")[2])
