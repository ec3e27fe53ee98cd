"""A value that was read, as its file would write it, for a message."""

from __future__ import annotations

import json
from collections.abc import Iterator

_LONGEST, _DEEPEST = 300, 20


def told(value: object) -> str:
    """JSON, short. A number (a text of a type of its own) stands as it was written; … for what means nothing."""
    text = ""
    for piece in _pieces(value, 0):
        text += piece
        if len(text) > _LONGEST:
            return text[:_LONGEST - 1] + "…"
    return text


def _pieces(value: object, depth: int) -> Iterator[str]:
    if isinstance(value, dict | list):
        yield "{" if isinstance(value, dict) else "["
        if depth == _DEEPEST:
            yield "…"
        else:
            yield from _members(value, depth)
        yield "}" if isinstance(value, dict) else "]"
    elif isinstance(value, str):
        yield json.dumps(value, ensure_ascii=False) if type(value) is str else value
    else:
        yield json.dumps(value) if value is None or isinstance(value, bool | int | float) else "…"


def _members(value: dict[str, object] | list[object], depth: int) -> Iterator[str]:
    named = ((f"{json.dumps(str(name), ensure_ascii=False)}: ", one) for name, one in value.items()) \
        if isinstance(value, dict) else (("", one) for one in value)
    for place, (name, one) in enumerate(named):
        yield f"{', ' if place else ''}{name}"
        yield from _pieces(one, depth + 1)
