"""What a source remembers of its last reading, as bytes that are used only when they are whole and its own."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets as chance
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from clairevoie.sources.http.answer import Number, Twice
from clairevoie.sources.http.believing import Row
from clairevoie.sources.http.paths import place
from clairevoie.sources.http.request import Request
from clairevoie.sources.http.settings import Settings

_FORMAT = 1

Remembered = list[tuple[Row, Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class Memory:
    """The rows of a request at its last reading, when all of them were read, and when the newest of them changed."""

    rows: Remembered
    full_at: float
    newest: float = 0.0


def packed(memory: Memory, request: Request, settings: Settings, secrets: Mapping[str, str]) -> bytes:
    """A memory as bytes: only the members that the request names, sealed to these settings and credentials."""
    names = members(request)
    rows = [[_tagged({k: v for k, v in row.items() if k in names}), dict(parent)] for row, parent in memory.rows]
    content = json.dumps([memory.full_at, memory.newest, rows], separators=(",", ":")).encode()
    salt = chance.token_hex(16)
    head = {"format": _FORMAT, "salt": salt, "seal": _seal(salt, content, request, settings, secrets)}
    return json.dumps(head).encode() + b"\n" + content


def unpacked(content: bytes | None, request: Request, settings: Settings, secrets: Mapping[str, str]
             ) -> Memory | None:
    """What was packed; None where it is cut, foreign, of another version, or of other settings or credentials."""
    try:
        first, body = (content or b"").split(b"\n", 1)
        head = json.loads(first)
        salt, seal = str(head["salt"]), str(head["seal"])
        if head["format"] != _FORMAT or not hmac.compare_digest(seal, _seal(salt, body, request, settings, secrets)):
            return None
        full_at, newest, rows = json.loads(body)
        return Memory([(_untagged(row), parent) for row, parent in rows], full_at, newest)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def members(request: Request) -> set[str]:
    """The first names of all paths that lead into a row of a request."""
    own = {step.name for step in request.explode}
    texts = [*request.key, *([request.since.at] if request.since else [])]
    texts += [path for step in request.explode for path in step.path]
    texts += [part for text in request.fields.values() for part in text.partition("|")[0].split(",")]
    places = [place(text) for text in texts if text.strip()]
    return {where.steps[0][1] for where in places if where.steps and not where.of_parent} - own


def _seal(salt: str, content: bytes, request: Request, settings: Settings, secrets: Mapping[str, str]) -> str:
    """Slow on purpose: a seal must not help to guess a password."""
    said = json.dumps([settings.url, settings.auth.model_dump(mode="json"), settings.headers, sorted(secrets.items()),
                       request.model_dump(mode="json")], sort_keys=True)
    key = hashlib.scrypt(said.encode("utf-8", "surrogatepass"), salt=salt.encode(), n=2**14, r=8, p=1)
    return hmac.new(key, content, hashlib.sha256).hexdigest()


def _tagged(value: Any) -> Any:
    """JSON in which numbers keep their writing, and objects that say a name twice stay odd."""
    if isinstance(value, Number):
        return ["#", str(value)]
    if isinstance(value, Twice):
        return ["2", value.name, {name: _tagged(one) for name, one in value.items()}]
    if isinstance(value, dict):
        return {name: _tagged(one) for name, one in value.items()}
    return ["", [_tagged(one) for one in value]] if isinstance(value, list) else value


def _untagged(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _untagged(one) for name, one in value.items()}
    if not isinstance(value, list):
        return value
    kind, said, *more = value
    if kind == "#":
        return Number(said)
    if kind == "2":
        twice = Twice({name: _untagged(one) for name, one in more[0].items()})
        twice.name = said
        return twice
    return [_untagged(one) for one in said]
