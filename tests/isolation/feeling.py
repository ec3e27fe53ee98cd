"""What a client's services feel of its providers' incidents, by the definition said again, slowly: the one thing of a
site that the rows of others may move, where they carry or keep up what its services stand on."""

from __future__ import annotations

import copy
from collections.abc import Mapping

from tests.impact.brute import states
from tests.impact.shapes import Shape
from tests.isolation.companies import Company, Row


def feels(made: Company, client: str) -> Mapping[str, Mapping[tuple[str, str], str]]:
    """For each item of which the client knows an outage, the digits of `states` of its services when that item fails;
    those that stay as they are left out."""
    mine = {row["contract"] for row in made.tables["contracts"] if row["client"] == client}
    carried = [row for row in made.tables["service_cis"] if row["contract"] in mine]
    cis = [row["ci"] for row in made.tables["cis"]]
    services = sorted({(row["contract"], row["service"]) for row in carried})
    shape = _shape(made, cis, services)
    known = {row["ci"] for row in made.tables["outages"] if row.get("client", "") in ("", client)}
    found = {}
    for place, ci in enumerate(cis):
        if ci in known:
            digits = states(shape, (place,))[len(cis):]
            found[ci] = {pair: digit for pair, digit in zip(services, digits, strict=True) if digit != "0"}
    return found


def untold(made: Company, client: str) -> Company:
    """The same company, where this client is told nothing of outages."""
    after = copy.deepcopy(made)
    after.settings[client]["grants"]["tables"].pop("outages", None)
    return after


def _shape(made: Company, cis: list[str], services: list[tuple[str, str]]) -> Shape:
    place: dict[object, int] = {node: at for at, node in enumerate((*cis, *services))}
    ends: list[tuple[object, object, Row]] = [
        *((row["upstream"], row["downstream"], row) for row in made.tables["impacts"]),
        *((row["ci"], (row["contract"], row["service"]), row) for row in made.tables["service_cis"])]
    needs: dict[object, str] = {(row["ci"], row["group"]): row["needs"] for row in made.tables["redundancy"]}
    groups: list[object] = list(dict.fromkeys((lower, row["group"]) for _, lower, row in ends if row.get("group")))
    links = tuple((place[upper], place[lower], groups.index((lower, row["group"])) if row.get("group") else -1)
                  for upper, lower, row in ends if upper in place and lower in place)
    return Shape(len(place), len(cis), frozenset(), links, tuple(needs.get(key) for key in groups))
