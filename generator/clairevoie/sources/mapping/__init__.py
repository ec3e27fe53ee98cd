"""Records of any source → rows of a table of ours, by the names that source.yml gives."""

from clairevoie.sources.mapping.columns import asked, column, held
from clairevoie.sources.mapping.lacking import lacking
from clairevoie.sources.mapping.rows import Rows, rows, sheet_rows
from clairevoie.sources.mapping.settings import Detecting, TableMapping, Writing, fields, mappings
from clairevoie.sources.mapping.sheet import Bools, Ragged, Sheet, Unread

__all__ = [
    "Bools", "Detecting", "Ragged", "Rows", "Sheet", "TableMapping", "Unread", "Writing", "asked", "column", "fields",
    "held", "lacking", "mappings", "rows", "sheet_rows",
]
