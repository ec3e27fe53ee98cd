"""Items of others that a client's answers need, without a name: how many there are and what they lean on, no more.

Only where the operator gives them a label (`"*"` in shared_cis). They never enter a slice: they are handed beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pyarrow as pa

from clairevoie.disclosure.whatif_graph import above, needed, ordered
from clairevoie.impact import NO_GROUP, Graph
from clairevoie.tables.arrow import schema_of, texts

_MARK = "\x1f"  # no identifier of a source begins so

Tables = Mapping[str, pa.Table]


@dataclass(frozen=True, slots=True)
class Hidden:
    """items: how many; impacts: (upper, lower, group); carried: (contract, service, item, group); needs: (item, group,
    needs). An item is its number among these behind a mark, a group a number among its own: no number tells what else
    there is. What the client holds has its own names."""

    items: int = 0
    impacts: tuple[tuple[str, str, str | None], ...] = ()
    carried: tuple[tuple[str, str, str, str | None], ...] = ()
    needs: tuple[tuple[str, str, str], ...] = ()


NOBODY = Hidden()


def hidden(whole: Graph, own: Tables, running: Collection[str]) -> Hidden:
    """What of the whole graph the answers of a client need, beyond the rows of its slice."""
    seen = {whole.place[ci] for ci in texts(own["cis"]["ci"])}
    contracts = set(own["contract_services"]["contract"].to_pylist()) | set(own["service_cis"]["contract"].to_pylist())
    services = {len(whole.cis) + place for place, (contract, _) in enumerate(whole.services)
                if contract in contracts and contract in running}
    shown = {node for node in seen if not whole.obsolete[node]} | services
    more = needed(whole, shown)
    if not more:
        return NOBODY
    beyond = [node for node in ordered(whole, shown | more, shown) if node in more]
    names = {node: whole.cis[node] for node in seen} | {node: f"{_MARK}{at}" for at, node in enumerate(beyond)}
    return _written(whole, names, shown | set(beyond), set(beyond))


def with_hidden(tables: Tables, beyond: Hidden) -> Tables:
    """The tables of a slice with these items among them, nobody's and without a name."""
    if not beyond.items:
        return tables
    more: dict[str, list[dict[str, object]]] = {
        "cis": [{"ci": f"{_MARK}{at}", "name": "", "class": "", "status": "", "obsolete": False}
                for at in range(beyond.items)],
        "impacts": [dict(zip(("upstream", "downstream", "group"), row, strict=True)) for row in beyond.impacts],
        "service_cis": [dict(zip(("contract", "service", "ci", "group"), row, strict=True)) for row in beyond.carried],
        "redundancy": [dict(zip(("ci", "group", "needs"), row, strict=True)) for row in beyond.needs],
    }
    return {**tables, **{name: _longer(tables[name], name, rows) for name, rows in more.items()}}


def _written(whole: Graph, names: Mapping[int, str], kept: set[int], beyond: set[int]) -> Hidden:
    impacts, carried, needs = list[tuple[str, str, str | None]](), list[tuple[str, str, str, str | None]](), set()
    for node in sorted(kept):
        own = _numbered(whole, node, names)
        for upper, group in above(whole, node):
            if upper not in kept or not {upper, node} & beyond:
                continue
            called = None if group == NO_GROUP else whole.groups.names[group] if node not in beyond else own[group]
            if node >= len(whole.cis):
                carried.append((*whole.services[node - len(whole.cis)], names[upper], called))
            else:
                impacts.append((names[upper], names[node], called))
            if node in beyond and called is not None:
                needs.add((names[node], called, whole.groups.needs[group]))
    return Hidden(len(beyond), tuple(sorted(impacts, key=str)), tuple(sorted(carried, key=str)), tuple(sorted(needs)))


def _numbered(whole: Graph, node: int, names: Mapping[int, str]) -> dict[int, str]:
    """The groups of a node, by what they need and what is in them."""
    members: dict[int, list[str]] = {}
    for upper, group in above(whole, node):
        members.setdefault(group, []).append(names.get(upper, ""))
    found = sorted((whole.groups.needs[group], sorted(of), group) for group, of in members.items() if group != NO_GROUP)
    return {group: str(number) for number, (_, _, group) in enumerate(found)}


def _longer(table: pa.Table, name: str, rows: list[dict[str, object]]) -> pa.Table:
    columns = schema_of(name).names
    return pa.concat_tables([table.select(columns), pa.Table.from_pylist(rows, schema_of(name))])
