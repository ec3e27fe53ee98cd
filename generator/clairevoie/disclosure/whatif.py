"""If this falls, what stops? The client's own items and those shared with it, as it reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from clairevoie.disclosure.infrastructure import ci_labels
from clairevoie.disclosure.names import slugs
from clairevoie.disclosure.rows import Row
from clairevoie.disclosure.view import View
from clairevoie.disclosure.whatif_alone import alone_of, keyed, restorations, table_of
from clairevoie.disclosure.whatif_graph import ANY, Cut, cut
from clairevoie.disclosure.whatif_hidden import NOBODY, Hidden, with_hidden
from clairevoie.disclosure.whatif_past import past
from clairevoie.impact import Graph, graph
from clairevoie.portal import Node, Several, Text, WhatIf

ITEM = Text("Équipement", "Item")


@dataclass(frozen=True, slots=True)
class _Known:
    """The slice's whole graph, its CIs by place, and what of it is shown."""

    graph: Graph
    cis: Sequence[Row]
    kept: Cut


def whatif(view: View, beyond: Hidden = NOBODY) -> WhatIf:
    """The graph with what each item does alone. beyond: what its answers need of others' items."""
    known = _known(view, beyond)
    nodes = _nodes(view, known)
    items = sum(node.kind != "service" for node in nodes)
    alone = alone_of(known.kept, nodes)
    before = past(view, {known.cis[node].text("ci"): place for place, node in enumerate(known.kept.nodes)
                         if nodes[place].key})
    return WhatIf(nodes, items, known.kept.links, known.kept.groups, _several(view, known, nodes), alone,
                  table_of(nodes, alone) if view.sees("cis", "name") or view.sees("cis", "ci") else None, before,
                  view.since if before is not None else None)


def _known(view: View, beyond: Hidden) -> _Known:
    tables = with_hidden(view.slice.tables, beyond)
    whole, cis = graph(tables), view.facts("cis", of=tables["cis"])
    running = view.in_force(view.today, view.today)
    shown = {place for place, row in enumerate(cis) if row.text("client") or row.text("ci") in view.shared}
    services = {len(cis) + place for place, (contract, _) in enumerate(whole.services) if contract in running}
    return _Known(whole, cis, cut(whole, shown, services, anonymous=ANY in view.shared))


def _nodes(view: View, known: _Known) -> tuple[Node, ...]:
    labels, promised, named = ci_labels(view), view.page("commitments"), view.page("contracts")
    found = []
    for place in known.kept.nodes:
        if place >= len(known.cis):
            contract, service = known.graph.services[place - len(known.cis)]
            restored = restorations(view, contract, service) if promised else ()
            found.append(Node("", view.service(service), "service", contract if named else "", restored))
            continue
        ci = known.cis[place].text("ci")
        if known.cis[place].text("client"):
            found.append(Node("item", labels.get(ci) or ITEM.in_(view.language), "own"))
        elif ci in view.shared:
            found.append(Node("item", view.shared[ci], "shared"))
        else:
            found.append(Node("", view.shared[ANY], "hidden"))
    return keyed(found)


def _several(view: View, known: _Known, nodes: Sequence[Node]) -> tuple[Several, ...]:
    """The items of each provider that this client is told by name."""
    taken = {node.key for node in nodes}
    found = []
    for provider, word in slugs(view.grants.providers.values()).items():
        own = {identifier for identifier, label in view.grants.providers.items() if label == provider}
        places = tuple(number for number, place in enumerate(known.kept.nodes) if place < len(known.cis)
                       and known.cis[place].text("provider") in own and nodes[number].key)
        if places:
            key = next(key for key in (word + "-all" * times for times in count()) if key not in taken)
            taken.add(key)
            found.append(Several(key, provider, places))
    return tuple(found)
