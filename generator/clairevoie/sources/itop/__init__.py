"""iTop over its REST/JSON service: every class by named fields, all pages or nothing (docs/itop.md)."""

from __future__ import annotations

from clairevoie.project.model import SourceSpec
from clairevoie.sources.itop.mapping import tables
from clairevoie.sources.itop.reading import harvest
from clairevoie.sources.itop.settings import Settings
from clairevoie.sources.pulled import Pull

__all__ = ["Settings", "pull"]


def pull(spec: SourceSpec, settings: Settings) -> Pull:
    """Read an iTop whole. Raises SourceError, one line each, where an answer cannot be believed."""
    where = f"source {spec.id}"
    found = harvest(settings, where)
    raws, notices = tables(found, settings, spec.timezone, where)
    return Pull(tuple(raws), notices=tuple(notices), passing=found.again)
