"""Items whose loss alone interrupts a service; redundancy that is written and does not hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from clairevoie.impact.estate import Estate
from clairevoie.impact.fall import IMPACTED, Fall, fall
from clairevoie.impact.graph import NO_GROUP, Graph
from clairevoie.impact.needs import is_read

_FEW = 3  # culprits named for one group


@dataclass(frozen=True, slots=True)
class Single:
    """An item that alone interrupts services. services: (contract, service) by name."""

    ci: str
    name: str
    client: str
    services: tuple[tuple[str, str], ...]
    contracts: tuple[str, ...]
    clients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hollow:
    """A group that does not hold. of: what it should keep up; by: the items that alone take too many of its members.

    unread: what it needs cannot be read; alone: it has fewer than two members; all: it needs every one of them;
    common: its members stand on one thing.
    """

    of: str
    contract: str  # of a service, "" for an item
    group: str
    needs: str
    members: int
    why: Literal["unread", "alone", "all", "common"]
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WeakPoints:
    """The worst first: by contracts, clients and services that they interrupt."""

    singles: tuple[Single, ...]
    hollow: tuple[Hollow, ...]


def weak_points(estate: Estate) -> WeakPoints:
    """Each item that is not obsolete, lost alone."""
    graph = estate.graph
    singles, common = [], dict[int, list[int]]()
    counted, spares = _in_force(estate), graph.groups.spare.tolist()
    for node in np.flatnonzero(~graph.obsolete[:len(graph.cis)]).tolist():
        links = slice(graph.down.start[node], graph.down.start[node + 1])
        below, groups = graph.down.to[links].tolist(), graph.down.group[links].tolist()
        if all(to >= len(graph.cis) for to in below):  # most items: nothing stands on them but services
            hit = [to - len(graph.cis) for to, group in zip(below, groups, strict=True)
                   if counted[to - len(graph.cis)] and (group == NO_GROUP or spares[group] < 1)]
            singles += [_single(estate, node, hit)] if hit else []
            continue
        fallen = fall(graph, (node,))
        for group in np.flatnonzero((fallen.lost > graph.groups.spare) & (graph.groups.spare > 0)).tolist():
            common.setdefault(group, []).append(node)
        if hit := _hit(graph, fallen, counted):
            singles.append(_single(estate, node, hit))
    singles.sort(key=lambda one: (-len(one.contracts), -len(one.clients), -len(one.services), one.name, one.ci))
    return WeakPoints(tuple(singles), _hollow(estate, common, counted))


def _in_force(estate: Estate) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which services are of a contract that runs."""
    return np.array([estate.runs(contract) for contract, _ in estate.graph.services], np.bool_)


def _hit(graph: Graph, fallen: Fall, counted: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[int]:
    found: list[int] = np.flatnonzero((fallen.state[len(graph.cis):] >= IMPACTED) & counted).tolist()
    return found


def _single(estate: Estate, node: int, hit: list[int]) -> Single:
    ci, pairs = estate.graph.cis[node], [estate.graph.services[place] for place in hit]
    contracts = sorted({contract for contract, _ in pairs})
    clients = sorted({estate.contracts[contract]["client"] for contract in contracts})
    names = sorted((contract, estate.services.get(service) or service) for contract, service in pairs)
    return Single(ci, estate.name(ci), estate.cis[ci]["client"] or "", tuple(names), tuple(contracts), tuple(clients))


def _hollow(estate: Estate, common: dict[int, list[int]], counted: np.ndarray[tuple[int], np.dtype[np.bool_]]
            ) -> tuple[Hollow, ...]:
    graph, found = estate.graph, []
    for number, node in enumerate(graph.groups.node.tolist()):
        place = node - len(graph.cis)
        if graph.obsolete[node] or (place >= 0 and not counted[place]):
            continue
        members, needs = int(graph.groups.members[number]), graph.groups.needs[number]
        why: Literal["unread", "alone", "all", "common"] | None = (
            "unread" if not is_read(needs) else "alone" if members < 2
            else "all" if graph.groups.spare[number] < 1 else "common" if number in common else None)
        if why:
            culprits = sorted(common.get(number, ()), key=lambda one: graph.cis[one])
            by = tuple(estate.name(graph.cis[one]) for one in culprits[:_FEW])
            contract = graph.services[place][0] if place >= 0 else ""
            found.append(Hollow(estate.label(node), contract, graph.groups.names[number], needs, members, why, by))
    return tuple(sorted(found, key=lambda one: (one.contract, one.of, one.group, one.needs, one.members, one.by)))
