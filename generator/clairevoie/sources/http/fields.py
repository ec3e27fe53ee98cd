"""A field: where it stands in a row, and what is made of it: `duration | seconds_to_hours`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from clairevoie.errors import unknown
from clairevoie.sources.http.between import BETWEEN
from clairevoie.sources.http.conversions import CONVERSIONS
from clairevoie.sources.http.finding import find
from clairevoie.sources.http.moments import day
from clairevoie.sources.http.paths import Place, place
from clairevoie.sources.http.refused import Unusable, one_line
from clairevoie.sources.http.texts import text_of
from clairevoie.tables.rules import is_zone

WORDS = (*CONVERSIONS, *BETWEEN, "day", "lookup", "default")
_WORD = re.compile(r"([a-z_]+)(?:\(([^()]*)\))?(\?)?")

Lookup = Callable[[str, str, str], str | None]  # (request, field, key) → the field of that row, None for no such row


@dataclass(frozen=True, slots=True)
class Word:
    """One word behind a bar: its name, what stands in its brackets, whether it may fail."""

    name: str
    argument: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """Places, the first of them that holds something counts, and what is done with it."""

    text: str
    places: tuple[Place, ...]
    words: tuple[Word, ...]

    @property
    def lookups(self) -> tuple[tuple[str, str], ...]:
        """(request, field) that this field looks up."""
        return tuple(_target(word) for word in self.words if word.name == "lookup")


@lru_cache(maxsize=4096)
def field(text: str) -> Field:
    """A field as source.yml writes it: `path`, `path, other path`, `path | word | word(argument)`.

    Raises ValueError.
    """
    first, *rest = text.split("|")
    places = tuple(place(part) for part in first.split(",") if part.strip())
    if not places:
        raise ValueError(f"{text!r} says no place; write a path, like status.name")
    return Field(text, places, tuple(_word(part.strip()) for part in rest))


def value(wanted: Field, name: str, row: Any, parent: Mapping[str, str], lookup: Lookup) -> str:
    """The text of a field in a row. Raises Unusable, saying which field and why."""
    text = ""
    for where in wanted.places:
        text = text_of(find(where, row, parent), one_line(where.text)).strip()
        if text:
            break
    for word in wanted.words:
        other = text_of(find(place(word.argument), row, parent), word.argument) if word.name in BETWEEN and text else ""
        text = _applied(word, text, name, lookup, other.strip())
    return text


def _word(text: str) -> Word:
    found = _WORD.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no conversion")
    word = Word(found[1], found[2] or "", bool(found[3]))
    if word.name == "lookup" and not all(_target(word)):
        raise ValueError("write lookup(request.field)")
    if word.name not in WORDS:
        raise ValueError(unknown("", "conversion", word.name, WORDS).what)
    if word.name in BETWEEN:
        place(word.argument or ".")  # raises where it is no path
    if word.name == "day" and word.argument and not is_zone(word.argument):
        raise ValueError(f"unknown time zone {word.argument!r}")
    return word


def _target(word: Word) -> tuple[str, str]:
    request, _, name = word.argument.rpartition(".")
    return request.strip(), name.strip()


def _applied(word: Word, text: str, name: str, lookup: Lookup, beside: str) -> str:
    if word.name == "default":
        return text or word.argument
    if not text:
        return ""
    if word.name == "lookup":
        request, other = _target(word)
        found = lookup(request, other, text)
        if found is None and not word.optional:
            raise Unusable(f"{name}: {request} has no {one_line(text)!r}")
        return found or ""
    try:
        if word.name in BETWEEN:
            return BETWEEN[word.name](text, beside)
        return day(text, word.argument) if word.name == "day" else CONVERSIONS[word.name](text)
    except (ValueError, ArithmeticError) as error:
        if word.optional:
            return ""
        why = str(error) if type(error) is ValueError else "out of range"
        raise Unusable(f"{name}: {one_line(text)!r}: {why}") from None
