"""Presets: what is known of an API beforehand, one YAML file each; source.yml fills in its variables."""

from __future__ import annotations

from clairevoie.sources.presets.filling import expanded
from clairevoie.sources.presets.known import Preset, Variable, names, preset, template

__all__ = ["Preset", "Variable", "expanded", "names", "preset", "template"]
