"""Where rows come from: a kind of source is a module with `Settings` and `pull`, named in SOURCES."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
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


class _Kinds(Mapping[str, Source]):
    """A kind is loaded when a source of it is read: an API's client is slow to import."""

    def __init__(self, *names: str) -> None:
        self._names = names

    def __getitem__(self, name: str) -> Source:
        if name not in self._names:
            raise KeyError(name)
        kind: Any = importlib.import_module(f"{__name__}.{name}")
        found: Source = kind
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


SOURCES: Mapping[str, Source] = _Kinds("csv", "file", "http", "itop", "sql")

if TYPE_CHECKING:  # each of them is a Source
    _CHECKED: tuple[Source, ...] = (csv, file, http, itop, sql)
