"""Where rows come from: a kind of source is a module with `Settings` and `pull`, named in SOURCES."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from pydantic import BaseModel

from clairevoie.project.model import SourceSpec
from clairevoie.sources import csv, file, http, itop, sql
from clairevoie.sources.pulled import Pull

__all__ = ["SOURCES", "Pull", "Source"]


class Source(Protocol):
    """A kind of source, as a module."""

    @property
    def Settings(self) -> type[BaseModel]:
        """What source.yml may say beside type and timezone (extra="forbid")."""

    def pull(self, spec: SourceSpec, settings: Any, /) -> Pull:
        """Everything that the source holds; `settings` is an instance of Settings. Raises SourceError when it cannot
        be trusted today."""


SOURCES: Mapping[str, Source] = {
    "csv": csv,
    "file": file,
    "http": http,
    "itop": itop,
    "sql": sql,
}
