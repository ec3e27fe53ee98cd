"""Which items of a client's slice its graph shows, and which hidden ones its answers need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from clairevoie.impact import NO_GROUP, Graph, spare

_Look = tuple[int, tuple[int, ...], tuple[tuple[int, str], ...]]
ANY = "*"  # in shared_cis: the label of what is not declared, where the operator lets it be an anonymous node


@dataclass(frozen=True, slots=True)
class Cut:
    """nodes: places in the whole graph, items first; links and groups among them, renumbered.

    groups: how many of the members that are here must stay up; what is written may tell of others.
    """

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
    nodes = ordered(graph, kept, shown | services)
    place, groups = {node: number for number, node in enumerate(nodes)}, dict[int, int]()
    links = []
    for node in nodes:
        for upper, group in sorted((place[upper], group) for upper, group in above(graph, node) if upper in place):
            number = groups.setdefault(group, len(groups)) if group != NO_GROUP else NO_GROUP
            links.append((upper, place[node], number))
    members = Counter(group for _, _, group in links)
    stay = (members[number] - max(spare(members[number], graph.groups.needs[group]), 0)
            for group, number in groups.items())
    return Cut(nodes, tuple(links), tuple(map(str, stay)))


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


def below(graph: Graph, node: int) -> list[int]:
    """What stands on a node."""
    found: list[int] = graph.down.to[graph.down.of(np.array([node]))].tolist()
    return found


def _below(graph: Graph, nodes: set[int]) -> set[int]:
    """These nodes and all that stands on them, redundancy or not."""
    seen, front = set(nodes), list(nodes)
    while front:
        new = {node for node in below(graph, front.pop()) if node not in seen and not graph.obsolete[node]}
        seen |= new
        front.extend(new)
    return seen


def ordered(graph: Graph, kept: set[int], named: set[int]) -> tuple[int, ...]:
    """What is named by identifier, then what is not, by what it is linked to: nothing tells its identifier, nor where
    it stands among the rows of all. Services last."""
    items = len(graph.cis)
    cis = sorted((node for node in kept & named if node < items), key=lambda node: graph.cis[node])
    services = sorted(node for node in kept if node >= items)
    nameless = sorted(kept - named - set(services), key=lambda node: graph.cis[node])
    rank = {node: number for number, node in enumerate((*cis, *services))} | dict.fromkeys(nameless, -1)
    known = 0
    while (looks := {node: _look(graph, node, rank) for node in nameless}) and len(set(looks.values())) > known:
        order = {look: place for place, look in enumerate(sorted(set(looks.values())))}
        known = len(order)
        rank |= {node: len(cis) + len(services) + order[look] for node, look in looks.items()}
    nameless.sort(key=lambda node: rank[node])  # of two that are alike, either may be first
    return (*cis, *nameless, *services)


def _look(graph: Graph, node: int, rank: Mapping[int, int]) -> _Look:
    """What is known of a node without a name: what it was taken for, what stands on it, what it stands on, and how."""
    lower = sorted(rank[one] for one in below(graph, node) if one in rank)
    upper = sorted((rank[one], "" if group == NO_GROUP else graph.groups.needs[group])
                   for one, group in above(graph, node) if one in rank)
    return rank[node], tuple(lower), tuple(upper)
