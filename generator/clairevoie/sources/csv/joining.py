"""Columns of a second file beside those of a first, found by a column that both have."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.errors import Fault, SourceError
from clairevoie.sources.mapping import Sheet, column, held
from clairevoie.tables.held import Held


def joined(sheet: Sheet, other: Sheet, on: str) -> Sheet:
    """The rows of `sheet` with the columns of `other` that it lacks, empty where `other` has no such key.

    Raises SourceError where the column is missing, or where two rows of `other` say otherwise under one key.
    """
    for one in (sheet, other):
        if on.strip().casefold() not in {title.casefold() for title in one.header}:
            what = f"column {on!r} expected to join by, found: {', '.join(one.header)}"
            raise SourceError(Fault(f"{one.name}:1", what))
    keys, wanted = (pc.utf8_trim_whitespace(held(column(one, on))[0]) for one in (other, sheet))
    own = {title.casefold() for title in sheet.header}
    added = [title for title in other.header if title and title.casefold() not in own]
    columns = {title: held(column(other, title))[0] for title in added}
    _check_agreement(other, on, keys, list(columns.values()))
    places = pc.index_in(wanted, value_set=keys)
    nothing: Any = pa.scalar("")
    found = [Held[str](pc.fill_null(cells.take(places), nothing)) for cells in columns.values()]
    return Sheet(sheet.name, (*sheet.header, *added), (*sheet.columns, *found), sheet.lines, sheet.ragged, sheet.typed)


def _check_agreement(other: Sheet, on: str, keys: pa.StringArray, columns: list[pa.StringArray]) -> None:
    first = np.asarray(pc.index_in(keys, value_set=keys))
    for cells in columns:
        same = np.asarray(pc.equal(cells, cells.take(pa.array(first))), np.bool_)
        if not same.all():
            row = int(np.flatnonzero(~same)[0])
            what = f"says otherwise than line {other.lines[int(first[row])]} under the same {on} {keys[row].as_py()!r}"
            raise SourceError(Fault(f"{other.name}:{other.lines[row]}", what))
