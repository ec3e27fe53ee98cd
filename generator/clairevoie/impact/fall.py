"""What falls: breadth-first, with a counter of what each redundancy group has lost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from clairevoie.impact.graph import NO_GROUP, Graph, Ints

States = npt.NDArray[np.uint8]
INTACT, DEGRADED, IMPACTED, DOWN = 0, 1, 2, 3


@dataclass(frozen=True, slots=True, eq=False)
class Fall:
    """The state of each node, and what each group has lost; a group whose losses pass its spare does not hold."""

    graph: Graph
    state: States
    lost: Ints

    def nodes(self, *states: int) -> list[int]:
        """The nodes in one of these states, by place."""
        found: list[int] = np.flatnonzero(np.isin(self.state, states)).tolist()
        return found


def fall(graph: Graph, starts: Iterable[int], *, redundant: bool = True) -> Fall:
    """What is down, impacted and degraded when the nodes `starts` fail. redundant: False takes every group for none."""
    state, lost = np.zeros(graph.size, np.uint8), np.zeros(len(graph.groups.spare), np.int64)
    front = np.unique(np.fromiter(starts, np.int64))
    state[front] = DOWN
    shaken: list[Ints] = []
    while len(front):
        links = graph.down.of(front)
        to, group = graph.down.to[links], graph.down.group[links]
        falls = np.full(len(links), True) if not redundant else group == NO_GROUP
        if redundant and len(grouped := np.flatnonzero(~falls)):
            counts = np.repeat(~graph.obsolete[front], graph.down.start[front + 1] - graph.down.start[front])[grouped]
            np.add.at(lost, group[grouped[counts]], 1)
            falls[grouped] = lost[group[grouped]] > graph.groups.spare[group[grouped]]
            shaken.append(to[grouped[counts]])
        reached = to[falls]
        front = np.unique(reached[(state[reached] < IMPACTED) & ~graph.obsolete[reached]])
        state[front] = IMPACTED
    _degrade(graph, state, shaken)
    return Fall(graph, state, lost)


def above(graph: Graph, starts: Iterable[int]) -> list[int]:
    """The nodes themselves and all that they stand on, redundancy or not; what is obsolete is not crossed."""
    seen = np.zeros(graph.size, np.bool_)
    front = np.unique(np.fromiter(starts, np.int64))
    while len(front):
        seen[front] = True
        reached = graph.up.to[graph.up.of(front)]
        front = np.unique(reached[~seen[reached] & ~graph.obsolete[reached]])
    found: list[int] = np.flatnonzero(seen).tolist()
    return found


def _degrade(graph: Graph, state: States, shaken: list[Ints]) -> None:
    """What lost a member of a group and stands; then the services on a CI that is so."""
    cis = len(graph.cis)
    for nodes in shaken:
        state[nodes[(state[nodes] == INTACT) & ~graph.obsolete[nodes]]] = DEGRADED
    weak = np.flatnonzero(state[:cis] == DEGRADED)
    served = graph.down.to[graph.down.of(weak)]
    served = served[(served >= cis) & (state[served] == INTACT)]
    state[served] = DEGRADED
