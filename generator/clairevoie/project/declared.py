"""What portal.yml says of words: everybody's, several clients', and what a client is called besides its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict, Field


class SharedWordFile(BaseModel):
    """One of `shared_words:`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    word: str = Field(min_length=1)
    clients: list[str] = Field(min_length=1)
    why: str = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class SharedWord:
    """A word that the sites of some clients may all hold, and why."""

    word: str
    clients: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Declared:
    """common: words that are foreign to nobody; aliases: client → its former and other names."""

    common: tuple[str, ...] = ()
    shared: tuple[SharedWord, ...] = ()
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def declared(common: list[str], shared: list[SharedWordFile], aliases: Mapping[str, list[str]]) -> Declared:
    """What the file says, as values."""
    words = tuple(SharedWord(one.word, tuple(one.clients), one.why) for one in shared)
    return Declared(tuple(common), words, {client: tuple(names) for client, names in aliases.items()})
