"""Records of any source → rows of a table of ours, by the names that source.yml gives."""

from clairevoie.sources.mapping.columns import column, held
from clairevoie.sources.mapping.rows import Rows, rows, sheet_rows
from clairevoie.sources.mapping.settings import Detecting, TableMapping, Writing, mappings
from clairevoie.sources.mapping.sheet import Ragged, Sheet

__all__ = [
    "Detecting", "Ragged", "Rows", "Sheet", "TableMapping", "Writing", "column", "held", "mappings", "rows", "sheet_rows",
]
