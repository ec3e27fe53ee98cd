"""A value of JSON → text that every reader understands alike."""

from __future__ import annotations

import re
from typing import Any

from clairevoie.sources.http.answer import Number
from clairevoie.sources.http.refused import Unusable, one_line

_LONE = re.compile("[\ud800-\udfff]")
_TOO_BIG = float("inf")


class Several(list[Any]):
    """The values that `[*]` finds."""


def text_of(value: Any, what: str) -> str:
    """A value as text, "" for null; several (of `[*]`) with commas. Raises Unusable where it is no plain value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Number):
        return _number(value, what)
    if isinstance(value, str):
        if not value.isascii() and _LONE.search(value):
            raise Unusable(f"{what}: half a character (a lone surrogate)")
        return value
    if isinstance(value, Several):
        return ", ".join(filter(None, (text_of(one, what) for one in value)))
    raise Unusable(f"{what}: a {'list' if isinstance(value, list) else 'group of members'} where a plain value was"
                   " expected")


def _number(value: Number, what: str) -> str:
    """Text of a number that every reader of JSON understands alike."""
    if not value[-1].isdigit() or "I" in value:
        raise Unusable(f"{what}: {value} is no number of JSON")
    exact = value.lstrip("-").isdigit()
    if (exact and not -2**63 <= _integer(value) < 2**63) or (not exact and float(value) in (_TOO_BIG, -_TOO_BIG)):
        raise Unusable(f"{what}: {one_line(value[:40])} is beyond the numbers of 64 bits")
    return str(value)


def _integer(value: str) -> int:
    return int(value) if len(value) <= 20 else 2**63
