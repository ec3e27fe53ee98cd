"""What planned work does is judged by all links together; a client is told of its own services alone."""

from __future__ import annotations

import random

import pyarrow as pa

from clairevoie.disclosure.planning_effects import felt, felt_by_client
from clairevoie.tables.arrow import empty, schema_of
from clairevoie.tables.schema import TABLES
from tests.impact.brute import states
from tests.impact.shapes import random_shape, whole
from tests.pipeline.companies_of_two import rows_of
from tests.sampling import FACTOR

_ACT = {"title": "T", "kind": "change", "status": "confirmed", "start": 0, "end": 0, "effect": "outage"}


def _tables(rows: dict[str, list[dict[str, object]]]) -> dict[str, pa.Table]:
    made = whole(rows)
    return {name: made.get(name, empty(name)) for name in TABLES}


def _acts(*acts: dict[str, object]) -> pa.Table:
    return pa.Table.from_pylist([{**_ACT, **act} for act in acts], schema_of("interventions"))


def _plan(effect: str = "outage", status: str = "confirmed") -> dict[str, pa.Table]:
    """Mail of a stands on a1 and on b1, which is another client's: one is enough. The work is on the farm under a1."""
    tables = _tables({
        "clients": [{"client": client, "name": client} for client in "ab"],
        "contracts": [{"contract": f"k{client}", "client": client, "name": "K", "kind": "managed", "calendar": "x"}
                      for client in "ab"],
        "cis": [{"ci": ci, "client": ci[0] if ci != "farm" else None, "name": ci, "class": "x", "status": "on"}
                for ci in ("a1", "b1", "b2", "farm")],
        "impacts": [{"upstream": "farm", "downstream": ci} for ci in ("a1", "b2")],
        "service_cis": [{"contract": "ka", "service": "mail", "ci": "a1", "group": "g"},
                        {"contract": "ka", "service": "mail", "ci": "b1", "group": "g"},
                        {"contract": "kb", "service": "web", "ci": "b2"}],
        "services": [{"service": service, "name": service} for service in ("mail", "web")],
        "intervention_cis": [{"intervention": "v", "ci": "farm"}],
    })
    return {**tables, "interventions": _acts({"intervention": "v", "effect": effect, "status": status})}


def test_a_member_that_the_client_does_not_hold_keeps_its_service_up() -> None:
    assert felt_by_client(_plan(), ("a", "b")) == {
        "a": {"v": ((), (("ka", "mail"),))}, "b": {"v": ((("kb", "web"),), ())}}


def test_a_client_is_told_of_no_other_clients_service_and_of_no_work_that_it_does_not_see() -> None:
    tables = _plan()
    hidden = {**tables, "interventions": _acts({"intervention": "v", "client": "b"})}
    assert felt_by_client(hidden, ("a", "b"))["a"] == {}
    assert "web" not in repr(felt_by_client(tables, ("a",)))


def test_what_is_cancelled_or_has_no_effect_is_felt_by_nobody() -> None:
    assert felt(_plan(status="cancelled")) == {} and felt(_plan(effect="none")) == {}
    assert felt_by_client(_plan(effect="none"), ("a",)) == {"a": {}}


def test_random_works_do_what_the_definition_says() -> None:
    assert random_works(60 * FACTOR, 11) == (60 * FACTOR, [])


def random_works(count: int, seed: int) -> tuple[int, list[str]]:
    """Works on random companies: how many, and those that do otherwise than the definition said again, slowly."""
    dice, faults = random.Random(seed), list[str]()
    for number in range(count):
        shape = random_shape(dice)
        owner = {f"ci-{node}": dice.choice(("a", "b", None)) for node in range(shape.cis)}
        served = {node: dice.choice("ab") for node in range(shape.cis, shape.nodes)}
        nodes = dice.sample(range(shape.cis), min(shape.cis, dice.choice((1, 2))))
        tables = _tables({**rows_of(shape, owner, served),
                          "intervention_cis": [{"intervention": "v", "ci": f"ci-{node}"} for node in nodes]})
        cut = felt({**tables, "interventions": _acts({"intervention": "v"})})["v"]
        slow = felt({**tables, "interventions": _acts({"intervention": "v", "effect": "degraded"})})["v"]
        digits = states(shape, nodes)
        expected = [tuple(sorted((f"k{served[node]}", f"s{node}") for node in served if digits[node] == digit))
                    for digit in "21"]
        if list(cut) != expected or slow != ((), tuple(sorted((*expected[0], *expected[1])))):
            faults.append(f"company {number}: {cut} and {slow}, not {expected}")
    return count, faults
