"""Two clients on one random graph: whose items are whose is thrown, and which shared ones have a label."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime
from pathlib import Path

from clairevoie.pipeline.comparing import differences
from clairevoie.project.model import ClientSpec, Company, Grants, Project
from clairevoie.tables.arrow import empty
from clairevoie.tables.ownership import remembered
from clairevoie.tables.schema import TABLES
from tests.impact.shapes import Shape, random_shape, whole

NOW = datetime(2026, 11, 1, 8, tzinfo=UTC)


def with_nameless_nodes(count: int, seed: int) -> tuple[int, list[str]]:
    """Random companies where nameless nodes are allowed: (graphs of a client compared, answers that differ)."""
    dice, faults = random.Random(seed), list[str]()
    for number in range(count):
        shape = random_shape(dice)
        owner = {f"ci-{node}": dice.choice(("a", "a", "b", None, None)) for node in range(shape.cis)}
        shared = {ci: f"Label {ci}" for ci, client in owner.items() if client is None and dice.random() < 0.5}
        spec = ClientSpec("a", Path("/nowhere"), ("en",), Grants(pages=("whatif",)), shared_cis={**shared, "*": "Any"})
        project = Project(Path("/nowhere"), Company("n", "N", "N"), "Europe/Paris", "EUR", "x", ("en",), {}, (),
                          (spec,), {})
        rows = whole(rows_of(shape, owner, {node: dice.choice("ab") for node in range(shape.cis, shape.nodes)}))
        with remembered():
            found = differences(project, {name: rows.get(name, empty(name)) for name in TABLES}, NOW)
        faults += [f"company {number}: {line}" for line in found]
    return count, faults


def rows_of(shape: Shape, owner: dict[str, str | None], served: dict[int, str]) -> dict[str, list[dict[str, object]]]:
    """The rows of a shape. owner: of each CI; served: whose each service is."""
    def of(node: int) -> dict[str, object]:
        return {"contract": f"k{served[node]}", "service": f"s{node}"} if node in served else {"ci": f"ci-{node}"}

    links = [(upper, lower, f"g{group}" if group >= 0 else None) for upper, lower, group in shape.links]
    lower_of = {group: lower for _, lower, group in shape.links if group >= 0}
    return {
        "clients": [{"client": client, "name": client} for client in "ab"],
        "contracts": [{"contract": f"k{client}", "client": client, "name": "K", "kind": "managed", "calendar": "x",
                       "start": date(2026, 1, 1)} for client in "ab"],
        "cis": [{"ci": ci, "client": client, "name": ci, "class": "x", "status": "on",
                 "obsolete": node in shape.obsolete} for node, (ci, client) in enumerate(owner.items())],
        "impacts": [{"upstream": f"ci-{upper}", "downstream": f"ci-{lower}", "group": group}
                    for upper, lower, group in links if lower not in served],
        "service_cis": [{**of(lower), "ci": f"ci-{upper}", "group": group}
                        for upper, lower, group in links if lower in served],
        "contract_services": [of(node) for node in served],
        "services": [{"service": f"s{node}", "name": f"S{node}"} for node in served],
        "redundancy": [{**of(lower_of[group]), "group": f"g{group}", "needs": needs}
                       for group, needs in enumerate(shape.groups) if needs is not None and group in lower_of],
    }
