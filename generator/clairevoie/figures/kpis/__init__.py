"""One KPI a file: its labels, its definition, its formula. Every file in this folder is in REGISTRY."""

from __future__ import annotations

import importlib
import pkgutil

from clairevoie.figures.registry import REGISTRY

__all__ = ["REGISTRY"]

for _module in sorted(found.name for found in pkgutil.iter_modules(__path__)):
    importlib.import_module(f"{__name__}.{_module}")
