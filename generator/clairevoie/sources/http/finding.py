"""What stands at a place of an answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from clairevoie.sources.http.answer import Twice
from clairevoie.sources.http.paths import Place, Step
from clairevoie.sources.http.refused import Unusable, one_line
from clairevoie.sources.http.texts import Several

_AND = re.compile("&(?=[^=&]+=)")


def find(where: Place, row: Any, parent: Mapping[str, str] | None = None) -> Any:
    """What stands there; None where it is null, or may be missing and is. Raises Unusable."""
    if where.of_parent:
        return (parent or {}).get(where.steps[0][1], "")
    return _walk(where, where.steps, row)


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
