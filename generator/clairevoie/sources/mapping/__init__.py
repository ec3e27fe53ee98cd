"""Records of any source → rows of a table of ours, by the names that source.yml gives."""

from clairevoie.sources.mapping.rows import rows
from clairevoie.sources.mapping.settings import TableMapping, Writing, mappings
from clairevoie.sources.mapping.sheet import Ragged, Sheet

__all__ = ["Ragged", "Sheet", "TableMapping", "Writing", "mappings", "rows"]
