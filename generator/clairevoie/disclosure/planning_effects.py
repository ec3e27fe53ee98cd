"""What planned work does to services: by all links together, told of the client's own services alone."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import pyarrow as pa

from clairevoie.disclosure.view import View
from clairevoie.impact import DEGRADED, IMPACTED, Graph, fall, graph
from clairevoie.tables.arrow import texts
from clairevoie.tables.visible import Sight

Effects = tuple[tuple[str, ...], tuple[str, ...]]  # services interrupted, services degraded, by name
Served = tuple[tuple[str, str], ...]  # (contract, service)
Felt = Mapping[str, tuple[Served, Served]]  # intervention → what it interrupts, what it only degrades
NONE: Effects = ((), ())
_FELT = ("outage", "degraded")


def effects_on_services(view: View, known: Felt | None = None) -> dict[str, Effects]:
    """For each intervention that cuts or slows what it touches, the services of contracts in force that feel it.

    known: as all links together have it; None: as those of the slice do.
    """
    if not view.sees("interventions", "effect"):
        return {}
    running = view.in_force(view.today, view.today)

    def named(of: Served) -> tuple[str, ...]:
        return tuple(sorted({view.service(service) for contract, service in of if contract in running}))

    found = {}
    for act, (gone, weak) in (felt(view.slice.tables) if known is None else known).items():
        cut = named(gone)
        found[act] = cut, tuple(name for name in named(weak) if name not in cut)
    return found


def felt(tables: Mapping[str, pa.Table]) -> dict[str, tuple[Served, Served]]:
    """What each intervention does that cuts or slows what it touches. What is slowed only slows what stands on it."""
    acts = {act: effect for act, effect, status in zip(*(texts(tables["interventions"][name]) for name in (
        "intervention", "effect", "status")), strict=True) if effect in _FELT and status != "cancelled"}
    if not acts:
        return {}
    known, touched = graph(tables), dict[str, set[int]]()
    for act, ci in zip(*(texts(tables["intervention_cis"][name]) for name in ("intervention", "ci")), strict=True):
        if act in acts and ci in known.place:
            touched.setdefault(act, set()).add(known.place[ci])
    done: dict[tuple[str, frozenset[int]], tuple[Served, Served]] = {}
    for act, nodes in touched.items():
        key = acts[act], frozenset(nodes)
        if key not in done:
            done[key] = _served(known, nodes, acts[act])
    return {act: done[acts[act], frozenset(touched[act])] for act in sorted(touched)}


def felt_by_client(tables: Mapping[str, pa.Table], clients: Collection[str]) -> dict[str, Felt]:
    """For each of these clients, of the interventions that it sees, what they do to services of its own contracts."""
    whole = felt(tables)
    if not whole:
        return {client: {} for client in clients}
    ids, acts = texts(tables["clients"]["client"]), texts(tables["interventions"]["intervention"])
    seen = Sight(tables).of_clients("interventions")
    pairs = sorted((acts[row], ids[client]) for row, client in zip(seen.rows.tolist(), seen.clients.tolist(),
                                                                  strict=True))
    of = dict(zip(texts(tables["contracts"]["contract"]), texts(tables["contracts"]["client"]), strict=True))
    found: dict[str, dict[str, tuple[Served, Served]]] = {client: {} for client in clients}
    for act, client in pairs:
        if client in found and act in whole:
            gone, weak = (tuple(pair for pair in part if of.get(pair[0]) == client) for part in whole[act])
            found[client][act] = gone, weak
    return dict[str, Felt](found)


def _served(known: Graph, nodes: set[int], effect: str) -> tuple[Served, Served]:
    state = fall(known, nodes).state[len(known.cis):]

    def at(places: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Served:
        return tuple(sorted(known.services[place] for place in np.flatnonzero(places).tolist()))

    return ((), at(state >= DEGRADED)) if effect == "degraded" else (at(state >= IMPACTED), at(state == DEGRADED))
