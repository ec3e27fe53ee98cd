"""What planned work does to services, by the links of the client's slice."""

from __future__ import annotations

import numpy as np

from clairevoie.disclosure.view import View
from clairevoie.impact import DEGRADED, IMPACTED, Graph, fall, graph

Effects = tuple[tuple[str, ...], tuple[str, ...]]  # services interrupted, services degraded, by name
NONE: Effects = ((), ())


def effects_on_services(view: View) -> dict[str, Effects]:
    """For each intervention that cuts or slows what it touches, the services of contracts in force that feel it.

    What is slowed only slows what stands on it.
    """
    acts = {row.text("intervention"): row.text("effect") for row in view.rows("interventions", "intervention", "effect")
            if row.text("effect") in ("outage", "degraded") and view.sees("interventions", "effect")}
    if not acts:
        return {}
    known, touched = graph(view.slice.tables), dict[str, list[int]]()
    for row in view.facts("intervention_cis"):
        if row.text("intervention") in acts and row.text("ci") in known.place:
            touched.setdefault(row.text("intervention"), []).append(known.place[row.text("ci")])
    running = view.in_force(view.today, view.today)
    return {act: _felt(view, known, nodes, acts[act], running) for act, nodes in touched.items()}


def _felt(view: View, known: Graph, nodes: list[int], effect: str, running: frozenset[str]) -> Effects:
    state = fall(known, nodes).state[len(known.cis):]

    def named(places: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> tuple[str, ...]:
        felt = (known.services[place] for place in np.flatnonzero(places).tolist())
        return tuple(sorted({view.service(service) for contract, service in felt if contract in running}))

    if effect == "degraded":
        return (), named(state >= DEGRADED)
    gone = named(state >= IMPACTED)
    return gone, tuple(name for name in named(state == DEGRADED) if name not in gone)
