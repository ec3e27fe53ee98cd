"""What the shapes of several files are made of: known keys only, lists without a word twice, whole numbers."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Strict


def once(words: list[Any]) -> list[Any]:
    """The list itself. Raises ValueError where something stands in it twice."""
    twice = next((word for place, word in enumerate(words) if word in words[:place]), None)
    if twice is not None:
        raise ValueError(f"{twice!r} stands twice")
    return words


def like(pattern: str, form: str) -> AfterValidator:
    """A check that a text is written by a pattern, whole; `form` says to a person how it is written."""
    written = re.compile(pattern)

    def check(text: str) -> str:
        if not written.fullmatch(text):
            raise ValueError(f"write {form}")
        return text

    return AfterValidator(check)


CLOSED = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)  # a mapping of known keys only
Whole = Annotated[int, Strict()]
Words = Annotated[list[str], AfterValidator(once)]
