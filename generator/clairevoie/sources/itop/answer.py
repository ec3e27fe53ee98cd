"""One answer of core/get, believed only when it is whole: itop.md §1, "Status/shape"."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clairevoie.sources.http.refused import Refused, one_line
from clairevoie.sources.itop.ask import Ask

_FOUND = re.compile(r"Found: ([0-9]+)")


class NotInstalled(Refused):
    """This iTop has no such class: its module is not installed."""


@dataclass(frozen=True, slots=True)
class Item:
    """One object of iTop: its concrete class, its key, and the fields that were asked for, all as text."""

    cls: str
    key: int
    fields: Mapping[str, str]

    def __getitem__(self, field: str) -> str:
        return self.fields[field]

    def ref(self, field: str) -> str:
        """The key of another object, "" where iTop says 0."""
        value = self.fields[field]
        return "" if value == "0" else value


@dataclass(frozen=True, slots=True)
class Page:
    """The objects of one page and the number that iTop says there are in all."""

    items: tuple[Item, ...]
    total: int


def read(body: bytes, ask: Ask) -> Page:
    """The page in `body`, the bytes of an answer with HTTP status 200. Raises Refused or NotInstalled."""
    answer = _parsed(body)
    code = answer.get("code")
    if type(code) is not int:
        raise Refused("an answer without a code (maintenance, or no iTop)")
    message = str(answer.get("message"))
    if code != 0:
        raise _refusal(code, message, ask)
    found = _FOUND.fullmatch(message)
    if found is None:
        raise Refused(f"an answer that does not say how many objects there are: {one_line(message)!r}")
    objects = answer.get("objects") or {}
    if not isinstance(objects, dict):
        raise Refused("objects that are no mapping")
    return Page(tuple(_item(name, body, ask) for name, body in objects.items()), int(found[1]))


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        kind = "HTML" if body.lstrip()[:1] == b"<" else "something else"
        raise Refused(f"{kind} where JSON was expected") from None
    if not isinstance(answer, dict):
        raise Refused("JSON that is no answer of iTop")
    return answer


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise Refused(f"{one_line(next(n for n in names if names.count(n) > 1))!r} stands twice in one answer")
    return found


def _refusal(code: int, message: str, ask: Ask) -> Refused:
    if code == 100 and f"class: '{ask.cls}' is not a valid class" in message:
        return NotInstalled(f"class {ask.cls} is not installed")
    return Refused(f"iTop refuses with code {code}: {one_line(message)}")


def _item(name: str, body: object, ask: Ask) -> Item:
    if not isinstance(body, dict) or not isinstance(body.get("fields"), dict) or body.get("code") != 0:
        raise Refused(f"{one_line(name)!r} is no object of iTop")
    cls, key, fields = str(body.get("class")), str(body.get("key")), body["fields"]
    if f"{cls}::{key}" != name or not key.isascii() or not key.isdigit():
        raise Refused(f"{one_line(name)!r} holds another object")
    lost = [field for field in ask.fields if field not in fields]
    if lost:
        raise Refused(f"{one_line(name)!r} has no field {', '.join(lost)}")
    if cls != ask.cls and not (ask.parent and fields["finalclass"] == cls):
        raise Refused(f"{one_line(name)!r}, an object of another class than asked")
    return Item(cls, int(key), {field: _text(fields[field], name, field) for field in ask.fields})


def _text(value: object, name: str, field: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int)):
        return str(value)
    raise Refused(f"{one_line(name)!r}: {field} is no plain value")
