"""If this falls, for staff: every client's items and services on one page, whose they are, and whom to call."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import count

from clairevoie.disclosure.house import House
from clairevoie.disclosure.names import slugs
from clairevoie.disclosure.supplier_estate import Asked
from clairevoie.disclosure.view import View
from clairevoie.disclosure.whatif_alone import alone_of, keyed, restorations, table_of
from clairevoie.disclosure.whatif_graph import Cut, cut
from clairevoie.disclosure.whatif_past import recorded
from clairevoie.impact import Estate, Subject, fails
from clairevoie.portal import Node, Several, WhatIf

MOST = 1_000  # nodes; a page of more would be slow to load, and the command answers


def staff_whatif(house: House, of: Asked) -> WhatIf | None:
    """The whole graph; None where there is none, or where it has too many nodes for a page."""
    known = of.known
    running = {len(known.graph.cis) + place for place, (contract, _) in enumerate(known.graph.services)
               if known.runs(contract)}
    if not known.graph.cis or len(known.graph.cis) + len(running) > MOST:
        return None
    kept = cut(known.graph, set(range(len(known.graph.cis))), running, anonymous=False)
    nodes = _nodes(house, of, kept)
    items, alone = sum(node.kind != "service" for node in nodes), alone_of(kept, nodes)
    places = {known.graph.cis[node]: place for place, node in enumerate(kept.nodes[:items])}
    since = date.fromisoformat(f"{house.months[0]}-01")
    rows = [row for _, row in house.all("outages", "outage", "service", "ci", "start", "end", "kind")]
    outages = list({row.text("outage"): row for row in rows}.values())  # a shared one stands in several slices
    past = recorded(outages, places, since, lambda service: known.services.get(service) or service)
    return WhatIf(nodes, items, kept.links, kept.groups, _several(of, nodes, places), alone, table_of(nodes, alone),
                  past, since, _calls(known, of))


def _nodes(house: House, of: Asked, kept: Cut) -> tuple[Node, ...]:
    known, views, found = of.known, dict[str, View](), []
    for place in kept.nodes:
        if place < len(known.graph.cis):
            ci = known.graph.cis[place]
            owner = known.cis[ci]["client"] or ""
            found.append(Node("item", known.name(ci), "own" if owner else "shared", owner=of.clients.get(owner, owner)))
            continue
        contract, service = known.graph.services[place - len(known.graph.cis)]
        client = known.contracts[contract]["client"]
        view = views[client] = views.get(client) or house.view(client)
        called = of.clients.get(client, client)
        found.append(Node("", f"{known.services.get(service) or service} ({called})", "service", contract,
                          restorations(view, contract, service), called))
    return keyed(found)


def _several(of: Asked, nodes: Sequence[Node], places: dict[str, int]) -> tuple[Several, ...]:
    """All that each provider gives."""
    taken = {node.key for node in nodes}
    words, found = slugs(of.providers.values()), []
    for provider, name in sorted(of.providers.items()):
        down = {of.known.graph.cis[node] for node in fails(of.known, Subject("provider", provider))}
        if held := tuple(sorted(places[ci] for ci in down if ci in places)):
            key = next(key for key in (words[name] + "-all" * times for times in count()) if key not in taken)
            taken.add(key)
            found.append(Several(key, name, held))
    return tuple(found)


def _calls(known: Estate, of: Asked) -> tuple[tuple[str, str], ...]:
    """For each client, by name, who is first in its escalation."""
    first: dict[str, tuple[int, str, str]] = {}
    for row in known.rows("contacts", "client", "name", "phone", "escalation"):
        if row["client"] and row["escalation"] is not None:
            one = row["escalation"], row["name"], row["phone"] or ""
            first[row["client"]] = min(one, first.get(row["client"], one))
    return tuple(sorted((of.clients.get(client, client), ", ".join(filter(None, one[1:])))
                        for client, one in first.items()))
