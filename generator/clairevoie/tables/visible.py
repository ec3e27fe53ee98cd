"""Which rows each client may hold: pairs of (row, client), worked out over all clients at once.

A client holds its own rows, those owned through a foreign key, links of which it sees both ends, the people and
services that its rows name, and what is shared with it:

- a CI without client that its contracts hold (contract_cis, service_cis), or that stands, through shared ones only,
  upstream of such a one or of a CI of its own;
- a contact of the company's own (neither client nor provider);
- an intervention without client or contract, where it touches a CI that the client sees.

An outage of a shared CI may bear the number of one client's ticket: the others' rows do without it.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.tables.arrow import nothing
from clairevoie.tables.ownership import NOBODY, Codes, owners, positions
from clairevoie.tables.pairs import Pairs
from clairevoie.tables.references import ORDER, key_of, references
from clairevoie.tables.schema import TABLES
from clairevoie.tables.shared import shared_cis

Bools = npt.NDArray[np.bool_]
# Held by the company whole, though each row has a client: who is where is staff's business.
_ALL_COMPANY = ("clients", "assignments")
# Tables that nobody owns and of which a client holds the rows that its own rows name.
_NAMED = ("people", "services")
# Cells of rows that several clients hold, which may be the name of what is one's alone.
_ALONE = {"outages": ("incident", "tickets")}


class Sight:
    """What each client, and the company for itself, may hold of a set of tables."""

    def __init__(self, tables: Mapping[str, pa.Table]) -> None:
        self._tables = tables
        self._count = len(tables["clients"])
        self._owners = owners(tables)
        self._shared: dict[str, Pairs] = {}
        self._shared["cis"] = shared_cis(tables, self._owners)
        self._shared["contacts"] = self._company_contacts()
        self._shared["interventions"] = self._reached_interventions()
        self._pairs = {name: self._held(name) for name in ORDER if TABLES[name].owner or TABLES[name].ends}
        for name in _NAMED:
            self._pairs[name] = self._named(name)

    def of_clients(self, table: str) -> Pairs:
        """(row, client) of every row that a client holds; the client is its place in `clients`."""
        return self._pairs.get(table, Pairs.none())

    def veiled(self, table: str, rows: pa.Table) -> tuple[pa.Table, Pairs]:
        """The rows, some of them once more without what only one of those that hold them may read, and who holds
        which."""
        held = self.of_clients(table)
        if table not in _ALONE or not len(held.rows):
            return rows, held
        column, target = _ALONE[table]
        places = self._places(table, column, target)[held.rows]
        theirs = np.append(self._owners[target], NOBODY)[places]
        hidden = (theirs != NOBODY) & (theirs != held.clients)
        if not hidden.any():
            return rows, held
        again = np.unique(held.rows[hidden])
        without = rows.take(pa.array(again))
        place = rows.column_names.index(column)
        without = without.set_column(place, column, nothing(len(again), rows.schema.field(column).type))
        numbers = held.rows.copy()
        numbers[hidden] = len(rows) + np.searchsorted(again, held.rows[hidden])
        return pa.concat_tables([rows, without]), Pairs(numbers, held.clients)

    def of_company(self, table: str) -> Codes:
        """Rows without a client, links that no client sees or of which neither end is a client's, and all of staff."""
        rows = len(self._tables[table])
        if table in _ALL_COMPANY or not (TABLES[table].owner or TABLES[table].ends):
            return np.arange(rows, dtype=np.int64)
        if TABLES[table].owner:
            return np.flatnonzero(self._owners[table] == NOBODY)
        unseen = np.ones(rows, np.bool_)
        unseen[self._pairs[table].rows] = False
        return np.flatnonzero(unseen | self._unowned(table))

    def _held(self, table: str) -> Pairs:
        if TABLES[table].ends:
            return self._links(table)
        own = self._owners[table]
        mine = np.flatnonzero(own != NOBODY)
        held = [Pairs(mine, own[mine]), self._shared.get(table, Pairs.none())]
        loose = np.flatnonzero(own == NOBODY)
        for reference in references(TABLES[table]):
            if reference.column in TABLES[table].owner and reference.target in self._shared:
                found = self._seen(reference.target, self._places(table, reference.column)[loose])
                held.append(Pairs(loose[found.rows], found.clients))
        return Pairs.union(held, self._count)

    def _links(self, table: str) -> Pairs:
        """Rows of which a client sees both ends."""
        one, other = TABLES[table].ends
        seen = self._seen(self._target(table, one), self._places(table, one))
        ends = self._places(table, other)[seen.rows]
        return seen.where((ends >= 0) & self._sees(self._target(table, other), ends, seen.clients))

    def _seen(self, target: str, places: Codes) -> Pairs:
        """Who sees the rows of `target` at these places: (number in `places`, client)."""
        given = places >= 0
        own = np.where(given, self._owners[target][places] if len(self._owners[target]) else NOBODY, NOBODY)
        mine = np.flatnonzero(own != NOBODY)
        loose = np.flatnonzero(given & (own == NOBODY))
        shared = self._shared.get(target, Pairs.none()).of_rows(places[loose])
        return Pairs.union([Pairs(mine, own[mine]), Pairs(loose[shared.rows], shared.clients)], self._count)

    def _sees(self, target: str, places: Codes, clients: Codes) -> Bools:
        if not len(self._owners[target]):
            return np.zeros(len(places), np.bool_)
        shared = self._shared.get(target, Pairs.none()).codes(self._count)
        mine: Bools = self._owners[target][places] == clients
        return mine | np.isin(places * self._count + clients, shared)

    def _company_contacts(self) -> Pairs:
        rows = self._tables["contacts"]
        ours = np.flatnonzero(np.asarray(pc.is_null(rows["provider"])) & (self._owners["contacts"] == NOBODY))
        return Pairs(np.repeat(ours, self._count), np.tile(np.arange(self._count), len(ours)))

    def _reached_interventions(self) -> Pairs:
        plans = self._places("intervention_cis", "intervention")
        seen = self._seen("cis", self._places("intervention_cis", "ci"))
        reached = Pairs(plans[seen.rows], seen.clients)
        own = self._owners["interventions"]
        loose = own[reached.rows] == NOBODY if len(own) else np.zeros(0, np.bool_)
        return Pairs.union([reached.where(loose)], self._count)

    def _named(self, target: str) -> Pairs:
        """Rows of `target` that the rows of a client name (a client's row names its account manager)."""
        found = []
        for table, pairs in self._pairs.items():
            columns = [reference.column for reference in references(TABLES[table]) if reference.target == target]
            columns += ["account_manager"] if (table, target) == ("clients", "people") else []
            for column in columns if not TABLES[table].internal else ():
                places = self._places(table, column, target)[pairs.rows]
                found.append(Pairs(places, pairs.clients).where(places >= 0))
        return Pairs.union(found, self._count)

    def _unowned(self, table: str) -> Bools:
        nobody = np.ones(len(self._tables[table]), np.bool_)
        for end in TABLES[table].ends:
            own, places = self._owners[self._target(table, end)], self._places(table, end)
            if len(own):
                nobody &= np.where(places >= 0, own[places], NOBODY) == NOBODY
        return nobody

    def _places(self, table: str, column: str, target: str = "") -> Codes:
        target = target or self._target(table, column)
        return positions(self._tables[table][column], self._tables[target][key_of(target)])

    @staticmethod
    def _target(table: str, column: str) -> str:
        return next(found.target for found in references(TABLES[table]) if found.column == column)
