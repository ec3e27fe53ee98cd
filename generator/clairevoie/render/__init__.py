"""A Portal becomes a site. Pelican is used in here and nowhere else."""

from __future__ import annotations

from clairevoie.render.build import build
from clairevoie.render.data import figures_json, table_csv

__all__ = ["build", "figures_json", "table_csv"]
