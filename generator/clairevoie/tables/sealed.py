"""Files of the store say what they are and bear the hash of what they say: a spoilt or a foreign one is never used."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

FORMAT = 2
_FIELDS = {"format", "kind", "of", "content", "sha256"}


class DamagedError(Exception):
    """A file of the store that cannot be trusted; the message is one line that says why."""


class OtherVersionError(DamagedError):
    """A file of the store that another version wrote."""


def seal(kind: str, of: str, content: Mapping[str, Any]) -> bytes:
    """A file of this kind, of this source (target, day…), holding `content`; the same content gives the same bytes."""
    body = {"format": FORMAT, "kind": kind, "of": of, "content": content}
    return canonical(body | {"sha256": hashlib.sha256(canonical(body)).hexdigest()})


def unseal(data: bytes, kind: str, of: str, name: str) -> Any:
    """The content that was sealed. Raises DamagedError, which calls the file `name`."""
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        raise DamagedError(f"{name} cannot be read") from None
    if not isinstance(said, dict) or set(said) != _FIELDS:
        old = isinstance(said, dict) and isinstance(said.get("format"), int)
        if old and said["format"] != FORMAT:
            raise OtherVersionError("it was written by another version; pull again")
        raise DamagedError(f"{name} cannot be read")
    body = {key: said[key] for key in said if key != "sha256"}
    if hashlib.sha256(canonical(body)).hexdigest() != said["sha256"]:
        raise DamagedError(f"{name} was altered")
    if said["format"] != FORMAT:
        raise OtherVersionError("it was written by another version; pull again")
    if said["kind"] != kind:
        raise DamagedError(f"{name} is of another kind, {said['kind']!r}")
    if said["of"] != of:
        raise DamagedError(f"it is of another {_OF.get(kind, 'thing')}, {said['of']!r}")
    return said["content"]


def canonical(value: Mapping[str, Any]) -> bytes:
    """The one writing of a value as JSON (without indents, which Python writes ten times slower)."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode("utf-8", "backslashreplace")


_OF = {"snapshot": "source", "hold": "source", "history": "day", "published": "target or client"}
