"""What a graph that is asked "what if" is made of: words for its items, what was promised, what each does alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from clairevoie.disclosure.names import slugs
from clairevoie.disclosure.rows import Row
from clairevoie.disclosure.view import View
from clairevoie.disclosure.whatif_graph import Cut
from clairevoie.figures.clock import working_day
from clairevoie.figures.columns import Columns
from clairevoie.figures.commitment import Line, lines
from clairevoie.impact import DEGRADED, IMPACTED, fall, of_links
from clairevoie.portal import Alone, Column, Node, Restoration, Table, Text

_COLUMNS = (Column("item", Text("Si tombe", "If this falls")),
            Column("interrupted", Text("Services interrompus", "Services interrupted")),
            Column("degraded", Text("Services dégradés", "Services degraded")),
            Column("items", Text("Autres éléments arrêtés", "Other items stopped"), "count"))
_CAPTION = Text("Chaque élément seul", "Each item alone")


def keyed(nodes: Iterable[Node]) -> tuple[Node, ...]:
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
        found.append(replace(node, key=key))
    return tuple(found)


def restorations(view: View, contract: str, service: str) -> tuple[Restoration, ...]:
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


def alone_of(kept: Cut, nodes: Sequence[Node]) -> tuple[Alone, ...]:
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


def table_of(nodes: Sequence[Node], alone: Iterable[Alone]) -> Table:
    """What each item does alone, a row an item, as a file."""
    def named(places: Iterable[int]) -> str | None:
        return ", ".join(dict.fromkeys(nodes[place].label for place in places)) or None

    rows = tuple((nodes[one.node].label, named(one.interrupted), named(one.degraded), one.items) for one in alone)
    return Table("whatif", _COLUMNS, rows, _CAPTION, "cis")


def _day(view: View, row: Row) -> int:
    calendar = view.calendars.get(row.text("calendar"))
    return round(working_day(calendar)) if calendar else 0
