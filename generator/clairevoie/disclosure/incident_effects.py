"""What incidents of providers do to services: by all links together, told of the client's own services alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.disclosure.incidents import Key, Struck, hit, lasting, number, said, served, together
from clairevoie.disclosure.planning_effects import Served
from clairevoie.disclosure.rows import Row, read_rows
from clairevoie.impact import graph
from clairevoie.tables.arrow import texts
from clairevoie.tables.ownership import positions
from clairevoie.tables.visible import Sight

_COLUMNS = ("outage", "ci", "start", "end", "kind", "incident", "title", "updated")
_K = TypeVar("_K")
_Hit = tuple[frozenset[str], frozenset[str]]

Tables = Mapping[str, pa.Table]


def struck_by_client(tables: Tables, clients: Collection[str], as_of: datetime) -> dict[str, Struck]:
    """For each of these clients, of the incidents that its slice tells of, what they do to its own contracts' services.

    What an incident hits beyond the slice counts: while it lasts for the client what is hit now, else all that it hit.
    """
    asked = {of: what for of, (_, what) in _told(tables, clients, as_of).items()}
    done = by_client(tables, _done(tables, asked.values()))
    found: dict[str, dict[Key, tuple[Served, Served]]] = {client: {} for client in clients}
    for (client, key), what in sorted(asked.items(), key=lambda item: item[0]):
        if client in done[what]:
            found[client][key] = done[what][client]
    return dict[str, Struck](found)


def told_by_client(tables: Tables, clients: Collection[str], as_of: datetime) -> dict[str, set[Key]]:
    """The incidents, by their own numbers, that each of these clients' slices tells of."""
    found: dict[str, set[Key]] = {client: set() for client in clients}
    for (client, _), (key, _) in _told(tables, clients, as_of).items():
        found[client].add(key)
    return found


def struck(tables: Tables, as_of: datetime) -> Struck:
    """What each incident, told to somebody or not, does to the services of all clients."""
    whole = _recent(*_of_providers(tables), as_of)
    asked = {key: hit(lasting(rows, as_of) or rows) for key, rows in sorted(whole.items())}
    done = _done(tables, asked.values())
    return {key: done[what] for key, what in asked.items()}


def by_client(tables: Tables, found: Mapping[_K, tuple[Served, Served]]
              ) -> dict[_K, dict[str, tuple[Served, Served]]]:
    """The same for each client that it concerns: the services of its own contracts."""
    of = dict(zip(texts(tables["contracts"]["contract"]), texts(tables["contracts"]["client"]), strict=True))
    return {key: {client: (_own(gone, of, client), _own(weak, of, client))
                  for client in sorted({of[contract] for contract, _ in (*gone, *weak) if contract in of})}
            for key, (gone, weak) in found.items()}


def _told(tables: Tables, clients: Collection[str], as_of: datetime) -> dict[tuple[str, Key], tuple[Key, _Hit]]:
    """(client, incident as its slice numbers it) -> (the incident's own number, what it hits)."""
    providers, rows = _of_providers(tables)
    whole = _recent(providers, rows, as_of)
    found: dict[tuple[str, Key], tuple[Key, _Hit]] = {}
    for client, own in _seen(tables, clients, rows).items() if whole and clients else ():
        known = {number(seen): number(row) for seen, row in own}
        for one in said((seen for seen, _ in own), providers, as_of):
            key = one.provider, known[one.key]
            found[client, (one.provider, one.key)] = key, hit(whole[key] if one.end else lasting(whole[key], as_of))
    return found


def _own(served: Served, of: Mapping[str, str], client: str) -> Served:
    return tuple(pair for pair in served if of.get(pair[0]) == client)


def _recent(providers: Mapping[str, str], rows: Mapping[int, Row], as_of: datetime) -> dict[Key, list[Row]]:
    told = {(one.provider, one.key) for one in said(rows.values(), providers, as_of)}
    return {key: of for key, of in together(rows.values(), providers, as_of).items() if key in told}


def _of_providers(tables: Tables) -> tuple[dict[str, str], dict[int, Row]]:
    """The provider of each item that names one; the outages of these, by place."""
    named = tables["cis"].filter(pc.is_valid(tables["cis"]["provider"]))
    providers = dict(zip(texts(named["ci"]), texts(named["provider"]), strict=True))
    places = np.flatnonzero(positions(tables["outages"]["ci"], named["ci"]) >= 0)
    rows = read_rows(tables["outages"].take(places), _COLUMNS, ZoneInfo("UTC"))
    return providers, dict(zip(places.tolist(), rows, strict=True))


def _seen(tables: Tables, clients: Collection[str], rows: Mapping[int, Row]
          ) -> dict[str, list[tuple[Row, Row]]]:
    """The rows that each client's slice will hold, as it will, without the number of another's ticket; and as read."""
    ids, sight = texts(tables["clients"]["client"]), Sight(tables)
    held, (_, veiled) = sight.of_clients("outages"), sight.veiled("outages", tables["outages"])
    found: dict[str, list[tuple[Row, Row]]] = {}
    for place, bare, client in zip(held.rows.tolist(), (veiled.rows != held.rows).tolist(), held.clients.tolist(),
                                   strict=True):
        if place in rows and ids[client] in clients:
            row = rows[place]
            found.setdefault(ids[client], []).append((Row({**row.cells, "incident": None}) if bare else row, row))
    return found


def _done(tables: Tables, asked: Iterable[_Hit]) -> dict[_Hit, tuple[Served, Served]]:
    different = set(asked)
    if not different:
        return {}
    known = graph(tables)
    return {what: served(known, *what) for what in different}
