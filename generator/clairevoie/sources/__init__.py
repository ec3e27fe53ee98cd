"""Where rows come from: a kind of source is a module with `Settings` and `pull`, named in SOURCES."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

from pydantic import BaseModel

from clairevoie.project.model import SourceSpec
from clairevoie.sources.pulled import Pull

if TYPE_CHECKING:
    from clairevoie.sources import csv, file, http, itop, sql

__all__ = ["SOURCES", "Pull", "Source"]


class Source(Protocol):
    """A kind of source, as a module."""

    @property
    def Settings(self) -> type[BaseModel]:
        """What source.yml may say beside type and timezone (extra="forbid")."""

    def pull(self, spec: SourceSpec, settings: Any, /) -> Pull:
        """Everything that the source holds; `settings` is an instance of Settings. Raises SourceError when it cannot
        be trusted today."""


class _Kind:
    """A module of this folder, loaded when a source of its kind is read: an API's client is slow to import."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(importlib.import_module(f"{__name__}.{self._name}"), name)


def _kind(name: str) -> Source:
    kind: Any = _Kind(name)
    found: Source = kind
    return found


SOURCES: Mapping[str, Source] = {
    "csv": _kind("csv"),
    "file": _kind("file"),
    "http": _kind("http"),
    "itop": _kind("itop"),
    "sql": _kind("sql"),
}

if TYPE_CHECKING:  # each of them is a Source
    _CHECKED: tuple[Source, ...] = (csv, file, http, itop, sql)
