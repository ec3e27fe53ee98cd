"""Formulas that no program has computed: a workbook that was written and never opened has no value of them."""

from __future__ import annotations

import re

from openpyxl.utils.cell import column_index_from_string

UNSAVED = "a formula that was never computed (open the workbook and save it)"
# A cell, its formula, and no value, or an empty one: that is a text (t="str") where somebody computed it.
_CELL = re.compile(rb"<(?:\w+:)?c\b([^<>]*)>\s*<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)\s*"
                   rb"(?:<(?:\w+:)?v\s*/>\s*|<(?:\w+:)?v>\s*</(?:\w+:)?v>\s*)?</(?:\w+:)?c>")
_PLACE = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_TEXT = re.compile(rb"""\bt=["']str["']""")


def unsaved(part: bytes) -> dict[int, int]:
    """Line of a sheet's XML → the place (0 is column A) of its first formula without a value."""
    found: dict[int, int] = {}
    for cell in _CELL.finditer(part) if b"<f" in part or b":f" in part else ():
        where = _PLACE.search(cell[1])
        if where is not None and not _TEXT.search(cell[1]):
            found.setdefault(int(where[2]), column_index_from_string(where[1].decode()) - 1)
    return found
