"""A small graph in plain Python, from the dice or from a file, and the same as checked tables."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyarrow as pa

from clairevoie.tables.arrow import empty, schema_of

NEEDS = ("0", "1", "1", "2", "3", "9", "0%", "34%", "50%", "66%", "100%", "101%")


@dataclass(frozen=True)
class Shape:
    """Nodes 0 … nodes-1, of which the first `cis` are CIs; links (upper, lower, group or -1); needs of each group."""

    nodes: int
    cis: int
    obsolete: frozenset[int]
    links: tuple[tuple[int, int, int], ...]
    groups: tuple[str | None, ...]


def random_shape(dice: random.Random) -> Shape:
    """Cycles, k-of-n groups in counts and per cent, obsolete nodes, services; a group is of one lower node."""
    cis, services = dice.randint(1, 12), dice.randint(0, 4)
    obsolete = frozenset(ci for ci in range(cis) if dice.random() < 0.12)
    links, groups = [], list[str | None]()
    for lower in range(cis + services):
        uppers = [ci for ci in range(cis) if ci != lower or dice.random() < 0.05]
        chosen = dice.sample(uppers, min(len(uppers), dice.choice((0, 1, 1, 2, 3, 4))))
        own = [len(groups) + place for place in range(dice.choice((0, 0, 1, 1, 2)))]
        groups += [dice.choice((*NEEDS, None)) for _ in own]
        links += [(upper, lower, dice.choice((-1, *own, *own))) for upper in chosen]
    return Shape(cis + services, cis, obsolete, tuple(links), tuple(groups))


def random_starts(shape: Shape, dice: random.Random) -> tuple[int, ...]:
    """One to three CIs, obsolete ones too; now and then a service."""
    pool = range(shape.nodes if dice.random() < 0.1 else shape.cis)
    return tuple(sorted(dice.sample(pool, min(len(pool), dice.choice((1, 1, 2, 3))))))


def tables_of(shape: Shape) -> Mapping[str, pa.Table]:
    """The same as tables: CI `ci-03`, service `s-05` of contract `k`."""
    services = range(shape.cis, shape.nodes)
    return whole({
        "cis": [{"ci": name(node), "name": name(node), "class": "x", "status": "production",
                 "obsolete": node in shape.obsolete} for node in range(shape.cis)],
        "impacts": [{"upstream": name(u), "downstream": name(v), "group": _group(g)}
                    for u, v, g in shape.links if v < shape.cis],
        "contract_services": [{"contract": "k", "service": service(node)} for node in services],
        "service_cis": [{"contract": "k", "service": service(v), "ci": name(u), "group": _group(g)}
                        for u, v, g in shape.links if v >= shape.cis],
        "redundancy": _needs(shape),
    })


def whole(rows: Mapping[str, Iterable[Mapping[str, object]]]) -> dict[str, pa.Table]:
    """Tables of the schema from rows with some of their columns; the others are empty."""
    names = ("clients", "cis", "impacts", "redundancy", "service_cis", "contract_services", "contract_cis",
             "ci_contacts", "contracts", "commitments", "providers", "provider_contracts", "provider_contract_cis",
             "contract_providers", "contacts", "services", "people", "assignments", "tickets",
             "interventions", "intervention_cis")
    return {one: pa.Table.from_pylist([dict(row) for row in rows[one]], schema_of(one)) if one in rows else empty(one)
            for one in names}


def name(node: int) -> str:
    """The CI at a place; names sort as places do."""
    return f"ci-{node:04}"


def service(node: int) -> str:
    """The service at a place."""
    return f"s-{node:04}"


def _group(number: int) -> str | None:
    return None if number < 0 else f"g{number}"


def _needs(shape: Shape) -> list[dict[str, object]]:
    lower = {g: v for _, v, g in shape.links if g >= 0}
    found: list[dict[str, object]] = []
    for g, needs in enumerate(shape.groups):
        if needs is not None and g in lower:
            of = {"ci": name(lower[g])} if lower[g] < shape.cis else {"contract": "k", "service": service(lower[g])}
            found.append({**of, "group": f"g{g}", "needs": needs})
    return found
