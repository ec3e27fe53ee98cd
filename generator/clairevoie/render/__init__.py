"""A Portal becomes a site. Pelican is used in here and nowhere else."""

from __future__ import annotations

from clairevoie.render.build import build
from clairevoie.render.data import figures_json, table_csv
from clairevoie.render.explained import explained, explained_json

__all__ = ["build", "explained", "explained_json", "figures_json", "table_csv"]
