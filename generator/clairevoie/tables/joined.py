"""Sources side by side: rows that name what nobody knows, or another client's things, are set aside."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.tables.arrow import Cells
from clairevoie.tables.aside import SetAside
from clairevoie.tables.coded import filtered
from clairevoie.tables.ownership import NOBODY, Codes, all_known, owner_of, owner_through, positions
from clairevoie.tables.references import ORDER, Reference, key_of, references
from clairevoie.tables.schema import TABLES
from clairevoie.tables.single import aside_of, single

Bools = npt.NDArray[np.bool_]
_Reason = Callable[[str], str]


class Join:
    """Walks the tables in the order in which they name each other; `tables` holds the rows that stay.

    several: tables that more than one source gives; the keys of the others are single since they were checked.
    """

    def __init__(self, wide: dict[str, pa.Table], several: Collection[str], asides: list[SetAside],
                 notices: list[str]) -> None:
        self.tables = wide
        self._several = several
        self._asides = asides
        self._notices = notices
        self._owners: dict[str, Codes] = {}
        for table in ORDER:
            self._join(table)

    def _join(self, table: str) -> None:
        if table in self._several:
            self.tables[table] = single(table, self.tables[table], self._asides, self._notices)
        for reference in references(TABLES[table]):
            self._drop_unknown(table, reference)
        if TABLES[table].owner:
            self._drop_conflicts(table)

    def _drop_unknown(self, table: str, reference: Reference) -> None:
        names = self.tables[table][reference.column]
        if names.null_count == len(names):
            return
        keys = self.tables[reference.target][key_of(reference.target)]
        if all_known(names, keys):
            return
        unknown = positions(names, keys) < 0
        if names.null_count:
            unknown &= np.asarray(pc.is_valid(names))
        if reference.strict:
            what = key_of(reference.target)
            self._set_aside(table, reference.column, unknown, lambda cell: f"unknown {what} {cell!r}")
        elif unknown.any():
            self._tell(table, reference, names.filter(pa.array(unknown)))

    def _drop_conflicts(self, table: str) -> None:
        """A row of one client that names a contract, a ticket… of another would show it to the first. Whose the others
        are is known then."""
        mine = owner_of(table, self.tables[table], self.tables, self._owners)
        for reference in references(TABLES[table]):
            if reference.target in self._owners and reference.target != "clients":
                names = self.tables[table][reference.column]
                if names.null_count == len(names):
                    continue
                theirs = owner_through(names, reference.target, self.tables, self._owners)
                conflict = (theirs != mine) & (theirs != NOBODY) & (mine != NOBODY)
                what = key_of(reference.target)
                self._set_aside(table, reference.column, conflict, partial(_another, what))
                mine = mine[~conflict] if conflict.any() else mine
        self._owners[table] = mine

    def _set_aside(self, table: str, column: str, bad: Bools, reason: _Reason) -> None:
        if not bad.any():
            return
        rows = self.tables[table]
        for row in np.flatnonzero(bad).tolist():
            cell = rows[column][row].as_py()
            self._asides.append(aside_of(table, rows, row, column, reason(cell)))
        self.tables[table] = filtered(rows, ~bad)

    def _tell(self, table: str, reference: Reference, names: Cells) -> None:
        first, what = names[0].as_py(), key_of(reference.target)
        count = "1 row names" if len(names) == 1 else f"{len(names)} rows name"
        self._notices.append(f"{table}: {count} in {reference.column} a {what} that no source gives"
                             f" (first: {first!r}), kept as text")


def _another(what: str, cell: str) -> str:
    return f"{what} {cell!r} is another client's"
