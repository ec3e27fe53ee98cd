"""Who stands on what, as arrays: CIs, then services by contract, and the links that lead from one to the other.

A service is a node like a CI that nothing stands on: a redundancy declared on it counts as on a CI.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from clairevoie.impact.needs import ONE, spare
from clairevoie.tables.arrow import Array, texts, true_at
from clairevoie.tables.ownership import positions

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
NO_GROUP = -1


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """Links by one of their ends: those of node i from start[i] to start[i + 1]; `to`: the other end; their group."""

    start: Ints
    to: Ints
    group: Ints

    def of(self, nodes: Ints) -> Ints:
        """The places of all links of these nodes."""
        counts = self.start[nodes + 1] - self.start[nodes]
        ends = np.cumsum(counts)
        total = int(ends[-1]) if len(ends) else 0
        found: Ints = np.arange(total) + np.repeat(self.start[nodes] - ends + counts, counts)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """The redundancy groups, each an entry: whose it is, its name, members that count, how many may be lost."""

    node: Ints
    names: tuple[str, ...]
    needs: tuple[str, ...]
    declared: Bools
    members: Ints
    spare: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """cis: by place; services: (contract, service) at place len(cis) + i; obsolete: CIs that are cut."""

    cis: tuple[str, ...]
    services: tuple[tuple[str, str], ...]
    obsolete: Bools
    down: Links
    up: Links
    groups: Group
    place: Mapping[str, int]

    @property
    def size(self) -> int:
        """CIs and services."""
        return len(self.obsolete)


def graph(tables: Mapping[str, pa.Table]) -> Graph:
    """The graph of checked tables; a link to a CI that nobody knows is no link."""
    cis = texts(tables["cis"]["ci"])
    services = _services(tables)
    upper, lower, names = _ends(tables, len(cis), services)
    obsolete = np.concatenate([true_at(tables["cis"]["obsolete"]), np.zeros(len(services), np.bool_)])
    group, groups = _groups(tables, upper, lower, names, obsolete, services)
    size = len(obsolete)
    return Graph(tuple(cis), tuple(services), obsolete, _links(upper, lower, group, size),
                 _links(lower, upper, group, size), groups, {ci: place for place, ci in enumerate(cis)})


def of_links(items: int, services: int, links: Sequence[tuple[int, int, int]], needs: Sequence[str]) -> Graph:
    """A graph without names: items by place, then services; links (upper, lower, group or NO_GROUP); none obsolete."""
    size = items + services
    upper, lower, group = (np.array([link[end] for link in links], np.int64) for end in range(3))
    node, members = np.zeros(len(needs), np.int64), np.bincount(group[group >= 0], minlength=len(needs))
    node[group[group >= 0]] = lower[group >= 0]
    spares = [spare(count, need) for count, need in zip(members.tolist(), needs, strict=True)]
    groups = Group(node, ("",) * len(needs), tuple(needs), np.full(len(needs), True), members.astype(np.int64),
                   np.array(spares, np.int64))
    return Graph(("",) * items, (("", ""),) * services, np.zeros(size, np.bool_), _links(upper, lower, group, size),
                 _links(lower, upper, group, size), groups, {})


def _services(tables: Mapping[str, pa.Table]) -> list[tuple[str, str]]:
    found = set()
    for name in ("service_cis", "contract_services"):
        rows = tables[name]
        found |= set(zip(texts(rows["contract"]), texts(rows["service"]), strict=True))
    return sorted(found)


def _ends(tables: Mapping[str, pa.Table], cis: int, services: list[tuple[str, str]]) -> tuple[Ints, Ints, Array]:
    """Upper end, lower end and name of the group (perhaps null) of each link."""
    keys, impacts, carried = tables["cis"]["ci"], tables["impacts"], tables["service_cis"]
    place = {key: cis + number for number, key in enumerate(services)}
    pairs = zip(texts(carried["contract"]), texts(carried["service"]), strict=True)
    upper = np.concatenate([positions(impacts["upstream"], keys), positions(carried["ci"], keys)])
    lower = np.concatenate([positions(impacts["downstream"], keys),
                            np.fromiter((place[pair] for pair in pairs), np.int64, len(carried))])
    names = pa.concat_arrays([*impacts["group"].chunks, *carried["group"].chunks, pa.array([], pa.string())])
    known = (upper >= 0) & (lower >= 0)
    return upper[known], lower[known], names.filter(pa.array(known))


def _groups(tables: Mapping[str, pa.Table], upper: Ints, lower: Ints, names: Array, obsolete: Bools,
            services: list[tuple[str, str]]) -> tuple[Ints, Group]:
    """The group of each link, NO_GROUP for none, and the groups."""
    coded = names.dictionary_encode()
    words = coded.dictionary.to_pylist()
    codes = np.asarray(coded.indices.fill_null(-1), np.int64)
    grouped = np.flatnonzero(codes >= 0)
    numbers, inverse = np.unique(lower[grouped] * max(len(words), 1) + codes[grouped], return_inverse=True)
    group = np.full(len(upper), NO_GROUP, np.int64)
    group[grouped] = inverse
    node, name = numbers // max(len(words), 1), [words[code] for code in (numbers % max(len(words), 1)).tolist()]
    counted = grouped[~obsolete[upper[grouped]]]
    members = np.bincount(group[counted], minlength=len(numbers)).astype(np.int64)
    said = _said(tables, services)
    needs = [min(said.get((place, word), ()), key=lambda need, count=count: (spare(count, need), need), default=None)
             for place, word, count in zip(node.tolist(), name, members.tolist(), strict=True)]
    spares = [spare(count, ONE if need is None else need) for count, need in zip(members.tolist(), needs, strict=True)]
    return group, Group(node, tuple(name), tuple(need or ONE for need in needs),
                        np.array([need is not None for need in needs], np.bool_), members, np.array(spares, np.int64))


def _said(tables: Mapping[str, pa.Table], services: list[tuple[str, str]]) -> dict[tuple[int, str], list[str]]:
    """What each group needs, by the place of its node and its name; of several rows, the strictest holds."""
    rows, cis = tables["redundancy"], len(tables["cis"])
    place = {key: cis + number for number, key in enumerate(services)}
    found: dict[tuple[int, str], list[str]] = {}
    known = positions(rows["ci"], tables["cis"]["ci"]).tolist()
    columns = (rows[name].to_pylist() for name in ("contract", "service", "group", "needs"))
    for at, contract, service, group, needs in zip(known, *columns, strict=True):
        node = at if at >= 0 else place.get((contract, service), -1)
        if node >= 0:
            found.setdefault((node, group), []).append(needs)
    return found


def _links(ends: Ints, others: Ints, group: Ints, size: int) -> Links:
    order = np.lexsort((others, ends))
    start = np.zeros(size + 1, np.int64)
    np.cumsum(np.bincount(ends, minlength=size), out=start[1:])
    return Links(start, others[order], group[order])
