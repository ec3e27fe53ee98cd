"""Where something stands in an answer: `issue.status.name`, `values[0]`, `custom_fields[id=5].value`, `tags[*]`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from clairevoie.sources.http.answer import Number, Twice
from clairevoie.sources.http.refused import Unusable, one_line

_STEP = re.compile(r"""\.?(?:"(?P<quoted>[^"]+)" | \[(?P<index>-?[0-9]{1,6})\] | (?P<all>\[\*\]) | (?P<values>\*)
                       | \[(?P<name>[^=\[\]]+)=(?P<value>[^\[\]]*)\] | (?P<plain>[^.\[\]"|?*^]+))""", re.VERBOSE)
_AND = re.compile("&(?=[^=&]+=)")
_LONE = re.compile("[\ud800-\udfff]")

Step = tuple[str, str, str]  # kind, name or index, value


@dataclass(frozen=True, slots=True)
class Place:
    """A path, taken apart. optional: it may be missing; of_parent: it is a field of the row that this one hangs on."""

    text: str
    steps: tuple[Step, ...]
    optional: bool = False
    of_parent: bool = False


@lru_cache(maxsize=4096)
def place(text: str) -> Place:
    """The place that a path names; "" is the whole answer, `^` begins a field of the parent, `?` says that it may be
    missing. Raises ValueError.
    """
    bare = text.strip()
    optional = bare.endswith("?")
    path = bare.removesuffix("?").strip()
    if path.startswith("^"):
        return Place(text, (("plain", path[1:], ""),), optional, of_parent=True)
    steps: list[Step] = []
    at = 0
    while at < len(path):
        found = _STEP.match(path, at)
        if found is None or (at == 0 and path[0] == "."):
            raise ValueError(f"{text!r} is no path; write names with points between them, like status.name")
        kind = "plain" if found.lastgroup == "quoted" else str(found.lastgroup)
        steps.append((kind, found["name"].strip() if kind == "value" else found[found.lastgroup or 0].strip(),
                      found["value"] or ""))
        at = found.end()
    return Place(text, tuple(steps), optional)


def find(where: Place, row: Any, parent: Mapping[str, str] | None = None) -> Any:
    """What stands there; None where it is null, or may be missing and is. Raises Unusable."""
    if where.of_parent:
        return (parent or {}).get(where.steps[0][1], "")
    return _walk(where, where.steps, row)


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


class Several(list[Any]):
    """The values that `[*]` finds."""


def _walk(where: Place, steps: tuple[Step, ...], value: Any) -> Any:
    for at, step in enumerate(steps):
        if value is None or (isinstance(value, str) and not value):
            return None
        kind, name, wanted = step
        if kind == "all":
            return _every(where, steps[at + 1:], _listed(where, value))
        if kind == "values":
            return _every(where, steps[at + 1:], _members(where, value))
        if kind == "plain":
            found = _object(where, value).get(name, _MISSING)
        elif kind == "index":
            found = _indexed(_listed(where, value), int(name))
        else:
            asked = [pair.split("=", 1) for pair in _AND.split(f"{name}={wanted}")]
            found = next((one for one in _listed(where, value)
                          if all(_says(one, word.strip(), text) for word, text in asked)), _MISSING)
        if found is _MISSING:
            if where.optional:
                return None
            raise Unusable(f"no {one_line(where.text)!r}")
        value = found
    return value


_MISSING = object()


def _indexed(values: list[Any], index: int) -> Any:
    return values[index] if -len(values) <= index < len(values) else _MISSING


def _object(where: Place, value: Any) -> dict[str, Any]:
    if isinstance(value, Twice):
        raise Unusable(f"{one_line(where.text)}: {one_line(value.name)!r} stands twice in one object")
    if not isinstance(value, dict):
        raise Unusable(f"{one_line(where.text)}: {_called(value)} where members were expected")
    return value


def _members(where: Place, value: Any) -> list[Any]:
    return [one | {"_key": key} if type(one) is dict else one for key, one in _object(where, value).items()]


def _listed(where: Place, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise Unusable(f"{one_line(where.text)}: {_called(value)} where a list was expected")
    return value


def _every(where: Place, steps: tuple[Step, ...], values: list[Any]) -> Several:
    found = Several()
    for value in values:
        one = _walk(where, steps, value)
        if isinstance(one, Several):
            found.extend(one)
        else:
            found.append(one)
    return found


def _says(one: Any, name: str, wanted: str) -> bool:
    value = one.get(name) if type(one) is dict else None
    return (str(value).lower() if isinstance(value, bool) else str(value)) == wanted


def _called(value: Any) -> str:
    return "a list" if isinstance(value, list) else "members" if isinstance(value, dict) else "a plain value"


def _number(value: Number, what: str) -> str:
    """Text of a number that every reader of JSON understands alike."""
    if not value[-1].isdigit() or "I" in value:
        raise Unusable(f"{what}: {value} is no number of JSON")
    exact = value.lstrip("-").isdigit()
    if (exact and not -2**63 <= _integer(value) < 2**63) or (not exact and float(value) in (_TOO_BIG, -_TOO_BIG)):
        raise Unusable(f"{what}: {one_line(value[:40])} is beyond the numbers of 64 bits")
    return str(value)


_TOO_BIG = float("inf")


def _integer(value: str) -> int:
    return int(value) if len(value) <= 20 else 2**63
