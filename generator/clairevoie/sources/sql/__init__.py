"""A database, one query a table, mapped to our tables by source.yml; read only, all queries at one instant."""

from __future__ import annotations

from clairevoie.errors import Fault, SourceError
from clairevoie.project.model import SourceSpec
from clairevoie.sources.pulled import Pull
from clairevoie.sources.sql.settings import Settings

__all__ = ["Settings", "pull"]

_HINT = "the library for SQL is not installed: pip install 'clairevoie[sql]'"


def pull(spec: SourceSpec, settings: Settings) -> Pull:
    """Read what the queries give. Raises SourceError, one line each, with no password in it."""
    try:
        from clairevoie.sources.sql.queries import answers  # an extra, and slow to import
    except ModuleNotFoundError:
        raise SourceError(Fault(f"source {spec.id}", _HINT)) from None
    return answers(spec, settings)
