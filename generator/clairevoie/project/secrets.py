"""A secret that was written into a file: said by the line and the key, never repeated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from clairevoie.errors import Fault
from clairevoie.project.strict_yaml import Document
from clairevoie.project.validated import dotted

_NAMES = {"password", "passwd", "pwd", "passphrase", "secret", "client_secret", "api_key", "apikey", "access_key",
          "secret_key", "secret_access_key", "private_key", "access_token", "user_token", "app_token"}
_NOT_OURS = {"tables", "columns", "fields", "values"}  # there, a key is the name of somebody's column


def secrets_in(document: Document) -> list[Fault]:
    """A fault for each setting that is called like a secret and holds a text, `${PASSWORD}` included."""
    return [Fault(document.where(path), f"{dotted(path)}: a secret does not stand in a file; put it into an"
                  f" environment variable and name that: {path[-1]}_env: ITOP_{str(path[-1]).upper()}")
            for path in _paths(document.data, ())]


def _paths(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key.lower() in _NAMES and isinstance(inner, str | int | float) and not _is_place(inner):
                yield (*path, key)
            elif key not in _NOT_OURS:
                yield from _paths(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _paths(inner, (*path, place))


def _is_place(value: object) -> bool:
    """`{password}` is where a source puts the value of a variable; `${PASSWORD}` is what nobody fills in."""
    return isinstance(value, str) and value.startswith("{") and value.endswith("}")
