"""If this falls, what stops? The client's own items and those shared with it, as it reads them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np

from clairevoie.disclosure.infrastructure import ci_labels
from clairevoie.disclosure.names import slugs
from clairevoie.disclosure.rows import Row
from clairevoie.disclosure.view import View
from clairevoie.disclosure.whatif_graph import ANY, Cut, cut
from clairevoie.disclosure.whatif_hidden import NOBODY, Hidden, with_hidden
from clairevoie.disclosure.whatif_past import past
from clairevoie.figures.clock import working_day
from clairevoie.figures.columns import Columns
from clairevoie.figures.commitment import Line, lines
from clairevoie.impact import DEGRADED, IMPACTED, Graph, fall, graph, of_links
from clairevoie.portal import Alone, Column, Node, Restoration, Several, Table, Text, WhatIf

ITEM = Text("Équipement", "Item")
_COLUMNS = (Column("item", Text("Si tombe", "If this falls")),
            Column("interrupted", Text("Services interrompus", "Services interrupted")),
            Column("degraded", Text("Services dégradés", "Services degraded")),
            Column("items", Text("Autres éléments arrêtés", "Other items stopped"), "count"))
_CAPTION = Text("Chaque élément seul", "Each item alone")


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
    alone = _alone(known.kept, nodes)
    before = past(view, {known.cis[node].text("ci"): place for place, node in enumerate(known.kept.nodes)
                         if nodes[place].key})
    return WhatIf(nodes, items, known.kept.links, known.kept.groups, _several(view, known, nodes), alone,
                  _table(nodes, alone) if view.sees("cis", "name") or view.sees("cis", "ci") else None, before,
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
            restored = _restorations(view, contract, service) if promised else ()
            found.append(Node("", view.service(service), "service", contract if named else "", restored))
            continue
        ci = known.cis[place].text("ci")
        if known.cis[place].text("client"):
            found.append(Node("item", labels.get(ci) or ITEM.in_(view.language), "own"))
        elif ci in view.shared:
            found.append(Node("item", view.shared[ci], "shared"))
        else:
            found.append(Node("", view.shared[ANY], "hidden"))
    return _keyed(found)


def _keyed(nodes: Iterable[Node]) -> tuple[Node, ...]:
    """Each item with a word of its own, made of what the client reads: identifiers of ours may not be granted."""
    listed = list(nodes)
    words = slugs(node.label for node in listed if node.key)
    taken: set[str] = set()
    found = []
    for node in listed:
        word, number = words[node.label] if node.key else "", 1
        key = word
        while key in taken:
            number += 1
            key = f"{word}-{number}"
        taken |= {key} if key else set()
        found.append(Node(key, node.label, node.kind, node.contract, node.restorations))
    return tuple(found)


def _restorations(view: View, contract: str, service: str) -> tuple[Restoration, ...]:
    """What was promised of the restoration of incidents: for each priority what applies, the rest last."""
    promised = view.of_contract("commitments", contract)
    rows = {row.text("commitment"): row for row in view.facts("commitments", of=promised)}
    about = [line for line in lines(Columns(promised), "ttr", view.calendars)
             if line.service in ("", service) and line.kind in ("", "incident")]
    found = dict[str, Restoration]()
    for priority in (*sorted({line.priority for line in about} - {""}), ""):
        for line in sorted((one for one in about if one.priority in ("", priority)), key=Line.rank)[:1]:
            row = rows[line.commitment]
            found.setdefault(line.commitment, Restoration(line.priority, row.text("limit"), _day(view, row)))
    return tuple(found.values())


def _day(view: View, row: Row) -> int:
    calendar = view.calendars.get(row.text("calendar"))
    return round(working_day(calendar)) if calendar else 0


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


def _alone(kept: Cut, nodes: Sequence[Node]) -> tuple[Alone, ...]:
    """Each item that can be chosen, lost alone: on this graph, which is what the page itself works on."""
    items = sum(node.kind != "service" for node in nodes)
    small = of_links(items, len(nodes) - items, kept.links, kept.groups)
    found = []
    for place in (place for place, node in enumerate(nodes) if node.key):
        state = fall(small, (place,)).state
        gone, weak = np.flatnonzero(state >= IMPACTED).tolist(), np.flatnonzero(state == DEGRADED).tolist()
        interrupted = tuple(node for node in gone if node >= items)
        degraded = tuple(node for node in weak if node >= items)
        found.append(Alone(place, interrupted, degraded, len(gone) - len(interrupted) - 1))
    return tuple(found)


def _table(nodes: Sequence[Node], alone: Iterable[Alone]) -> Table:
    def named(places: Iterable[int]) -> str | None:
        return ", ".join(dict.fromkeys(nodes[place].label for place in places)) or None

    rows = tuple((nodes[one.node].label, named(one.interrupted), named(one.degraded), one.items) for one in alone)
    return Table("whatif", _COLUMNS, rows, _CAPTION, "cis")
