"""What JSON, XML and YAML have in common: records of names and values, walked by dotted paths."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from clairevoie.errors import Fault, SourceError

MAX_DEPTH = 100
MAX_BYTES = 67_108_864
MAX_VALUES = 5_000_000  # of JSON: more would not fit into memory
MAX_ELEMENTS = 1_000_000  # of XML
TEXT = "#text"  # the text of an XML element that has attributes or elements too
_STEP = re.compile(r"\[(\*|\d{1,6})\]|([^.\[\]]+)")
_PATH = re.compile(r"(?:[^.\[\]]+|\[(?:\*|\d{1,6})\])(?:\.[^.\[\]]+|\[(?:\*|\d{1,6})\])*")

Path = tuple[str | int, ...]  # a name, a place in a list, "*" for each of a list


class Number(str):
    """A number (or true, false) as the format wrote it: typed, where a text of the same letters is not."""

    __slots__ = ()


class Record(dict[str, Any]):
    """Names and values; `line` on which it begins, 0 where the format does not say."""

    line: int = 0


@dataclass(frozen=True, slots=True)
class Broken:
    """In place of a value that means nothing: `what` is wrong with it."""

    what: str


def path(text: str) -> Path:
    """`fields.status[0].name` as steps. Raises ValueError."""
    if text and not _PATH.fullmatch(text):
        raise ValueError("write a path of names, as fields.status.name or incidents[*]")
    return tuple(match[2] or ("*" if match[1] == "*" else int(match[1])) for match in _STEP.finditer(text))


def rows_at(document: Any, steps: Path, name: str) -> Iterator[Any]:
    """What stands at a path, a list's items one by one. Raises SourceError where a name of the path is missing."""
    found = list(_items(document))
    for place, step in enumerate(steps):
        if step == "*":
            continue
        inner: list[Any] = []
        for one in found:
            if isinstance(one, Broken):
                raise SourceError(Fault(name, one.what))
            if isinstance(one, dict) and step in one:
                inner += _items(one[str(step)])
        if not inner and not any(isinstance(one, dict) and step in one for one in found):
            raise SourceError(Fault(name, f"nothing at {'.'.join(map(str, steps[:place + 1]))!r}; {_known(found)}"))
        found = inner
    return iter(found)


def value_at(record: Any, steps: Path) -> Any:
    """The value at a path: text, a Number, None where it is null, Broken where it is no single value.

    Raises KeyError where the path leads nowhere.
    """
    found = record
    for place, step in enumerate(steps):
        if isinstance(found, Broken):
            return found
        if step == "*":
            parts = [value_at(one, steps[place + 1:]) for one in _items(found)]
            wrong = [part for part in parts if isinstance(part, Broken)]
            return wrong[0] if wrong else ", ".join(str(part) for part in parts if part is not None)
        if isinstance(step, int) and isinstance(found, list) and step < len(found):
            found = found[step]
        elif isinstance(found, dict) and step in found:
            found = found[str(step)]
        elif found is None:
            return None
        else:
            raise KeyError(step)
    if isinstance(found, Record) and (TEXT in found or not found):
        return found.get(TEXT, "")
    if isinstance(found, dict | list):
        return Broken(f"a {'list' if isinstance(found, list) else 'record'} where one value is expected")
    return found


def names_of(record: Any) -> list[str]:
    """The paths of a record's values, two levels deep, for what is said when one is missing."""
    if not isinstance(record, dict):
        return []
    names = []
    for name, value in record.items():
        names += [f"{name}.{inner}" for inner in value] if isinstance(value, dict) and value else [str(name)]
    return names


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _known(found: list[Any]) -> str:
    names = sorted({str(name) for one in found[:100] if isinstance(one, dict) for name in one})[:40]
    return f"known: {', '.join(names)}" if names else "there is no record"
