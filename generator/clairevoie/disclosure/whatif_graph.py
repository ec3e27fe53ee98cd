"""Which items of a client's slice its graph shows, and which hidden ones its answers need."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from clairevoie.impact import NO_GROUP, Graph

ANY = "*"  # in shared_cis: the label of what is not declared, where the operator lets it be an anonymous node


@dataclass(frozen=True, slots=True)
class Cut:
    """nodes: places in the whole graph, items first; links and groups among them, renumbered."""

    nodes: tuple[int, ...]
    links: tuple[tuple[int, int, int], ...]
    groups: tuple[str, ...]


def cut(graph: Graph, shown: set[int], services: set[int], *, anonymous: bool) -> Cut:
    """The graph of what is shown and of these services; anonymous: with the hidden items that its answers need.

    What is obsolete is in no graph: it is cut anyway.
    """
    kept = {node for node in shown if not graph.obsolete[node]} | services
    if anonymous:
        kept |= needed(graph, kept)
    items = len(graph.cis)
    nodes = tuple(sorted(kept, key=lambda node: (node >= items, graph.cis[node] if node < items else "", node)))
    place, groups = {node: number for number, node in enumerate(nodes)}, dict[int, int]()
    links = []
    for node in nodes:
        for upper, group in sorted((place[upper], group) for upper, group in above(graph, node) if upper in place):
            number = groups.setdefault(group, len(groups)) if group != NO_GROUP else NO_GROUP
            links.append((upper, place[node], number))
    return Cut(nodes, tuple(links), tuple(graph.groups.needs[group] for group in groups))


def needed(graph: Graph, shown: set[int]) -> set[int]:
    """Hidden items that what is shown can bring down, and the members of groups that it can touch."""
    within = _below(graph, shown)
    kept, todo = set[int](), list(shown)
    while todo:
        links = above(graph, todo.pop())
        shaken = {group for upper, group in links if group != NO_GROUP and upper in within}
        for upper, group in links:
            if upper not in shown | kept and not graph.obsolete[upper] and (upper in within or group in shaken):
                kept.add(upper)
                todo.append(upper)
    return kept


def above(graph: Graph, node: int) -> list[tuple[int, int]]:
    """What a node stands on: (place, group)."""
    links = graph.up.of(np.array([node]))
    return list(zip(graph.up.to[links].tolist(), graph.up.group[links].tolist(), strict=True))


def _below(graph: Graph, nodes: set[int]) -> set[int]:
    """These nodes and all that stands on them, redundancy or not."""
    seen, front = set(nodes), list(nodes)
    while front:
        reached = graph.down.to[graph.down.of(np.array([front.pop()]))].tolist()
        new = {node for node in reached if node not in seen and not graph.obsolete[node]}
        seen |= new
        front.extend(new)
    return seen
