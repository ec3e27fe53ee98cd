"""For each thing that falls, one shortest way down to it from what failed."""

from __future__ import annotations

from collections.abc import Iterable

from clairevoie.impact.fall import DEGRADED, DOWN, IMPACTED, Fall
from clairevoie.impact.graph import NO_GROUP, Graph


def paths(fallen: Fall) -> dict[int, tuple[int, ...]]:
    """For each node that is down, impacted or degraded: the nodes from a failed one to it, both included.

    Of several ways of the same length, the one whose nodes come first from the end, by identifier.
    """
    parent = _parents(fallen)
    found: dict[int, tuple[int, ...]] = {node: (node,) for node in fallen.nodes(DOWN)}
    for node in parent:
        way = [node]
        while fallen.state[way[-1]] != DOWN:
            way.append(parent[way[-1]])
        found[node] = tuple(reversed(way))
    for node in fallen.nodes(DEGRADED):
        above = (found[high] for high in _by_name(fallen.graph, _weakened_by(fallen, node)) if high in found)
        found[node] = (*min(above, key=len, default=()), node)
    return found


def _parents(fallen: Fall) -> dict[int, int]:
    """For each impacted node the one above it, nearest to a failure; nodes in the order of their distance."""
    graph, parent = fallen.graph, dict[int, int]()
    front = _by_name(graph, fallen.nodes(DOWN))
    while front:
        reached: dict[int, int] = {}
        for node in front:
            start, end = graph.down.start[node], graph.down.start[node + 1]
            for to, group in zip(graph.down.to[start:end].tolist(), graph.down.group[start:end].tolist(), strict=True):
                breaks = group == NO_GROUP or fallen.lost[group] > graph.groups.spare[group]
                if breaks and fallen.state[to] == IMPACTED and to not in parent:
                    reached.setdefault(to, node)
        parent |= reached
        front = _by_name(graph, reached)
    return parent


def _weakened_by(fallen: Fall, node: int) -> list[int]:
    """The nodes above that are lost to a degraded node; for a service, else the degraded CIs it stands on."""
    graph = fallen.graph
    above = graph.up.to[graph.up.start[node]:graph.up.start[node + 1]].tolist()
    lost = [high for high in above if fallen.state[high] >= IMPACTED and not graph.obsolete[high]]
    return lost or [high for high in above if fallen.state[high] == DEGRADED]


def _by_name(graph: Graph, nodes: Iterable[int]) -> list[int]:
    """Items by identifier, then services in their order; those without one (`of_links`) by place."""
    cis = graph.cis
    return sorted(nodes, key=lambda node: (0, cis[node], node) if node < len(cis) else (1, "", node))
