"""CIs without a client, and the clients that they serve."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from clairevoie.tables.ownership import NOBODY, Codes, owner_through, positions
from clairevoie.tables.pairs import Pairs


def shared_cis(tables: Mapping[str, pa.Table], owners: Mapping[str, Codes]) -> Pairs:
    """(CI, client): the client's contracts name it, or it is upstream, through shared ones only, of a CI of the
    client's or of one that its contracts name."""
    count = len(tables["clients"])
    if not count or not len(tables["cis"]):
        return Pairs.none()
    named = Pairs.union([_named(tables, owners, link) for link in ("contract_cis", "service_cis")], count)
    return Pairs.union([named, _upstream(tables, owners["cis"], named)], count)


def _named(tables: Mapping[str, pa.Table], owners: Mapping[str, Codes], link: str) -> Pairs:
    places = positions(tables[link]["ci"], tables["cis"]["ci"])
    clients = owner_through(tables[link]["contract"], "contracts", tables, owners)
    shared = (places >= 0) & (owners["cis"][places] == NOBODY)
    return Pairs(places, clients).where(shared & (clients != NOBODY))


def _upstream(tables: Mapping[str, pa.Table], owner: Codes, named: Pairs) -> Pairs:
    """Walk up from each client's own CIs and from the shared ones that it names, as long as CIs are shared."""
    up = positions(tables["impacts"]["upstream"], tables["cis"]["ci"])
    down = positions(tables["impacts"]["downstream"], tables["cis"]["ci"])
    shared = (up >= 0) & (down >= 0) & (owner[up] == NOBODY)
    above: dict[int, list[int]] = {}
    found: set[tuple[int, int]] = set()
    for high, low in zip(up[shared].tolist(), down[shared].tolist(), strict=True):
        if owner[low] == NOBODY:
            above.setdefault(low, []).append(high)
        else:
            found.add((high, int(owner[low])))
    found |= set(zip(named.rows.tolist(), named.clients.tolist(), strict=True))
    todo = list(found)
    while todo:
        ci, client = todo.pop()
        new = {(high, client) for high in above.get(ci, ())} - found
        found |= new
        todo.extend(new)
    pairs = np.array(sorted(found), np.int64).reshape(-1, 2)
    return Pairs(pairs[:, 0], pairs[:, 1])
