"""What source.yml says, as the type of its source reads it."""

from __future__ import annotations

from pydantic import BaseModel

from clairevoie.project.model import SourceSpec
from clairevoie.sources import SOURCES


def source_settings(spec: SourceSpec) -> BaseModel:
    """The settings of a source, as its type reads them. Raises pydantic's ValidationError."""
    return SOURCES[spec.type].Settings.model_validate(dict(spec.settings))
