"""What a provider's incident does is judged by all links together; a client is told of its own services alone."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa

from clairevoie.disclosure import QualityInputs, Told, client_portal, internal_portal
from clairevoie.disclosure.incident_effects import struck_by_client, told_by_client
from clairevoie.figures.derive import derive
from clairevoie.portal import Alarms, Incident, Incidents
from clairevoie.project.model import Calendar, ClientSpec, Company, Grants, Project
from clairevoie.tables.arrow import empty, schema_of
from clairevoie.tables.dataset import Dataset
from clairevoie.tables.schema import TABLES
from clairevoie.tables.slices import cut, open_company, open_internal, open_slice
from tests.impact.brute import states
from tests.impact.shapes import Shape, random_shape, whole
from tests.pipeline.companies_of_two import rows_of
from tests.sampling import FACTOR

NOW = datetime(2026, 11, 1, 8, tzinfo=UTC)
GRANTS = Grants(pages=("overview",), tables={"outages": ("start", "end", "kind", "title")})
PROJECT = Project(Path("/nowhere"), Company("n", "N", "N"), "Europe/Paris", "EUR", "x", ("en",),
                  {"x": Calendar("x", "x", "x", "Europe/Paris", always=True)}, (), (), {})
LASTS = {"outage": "o1", "ci": "farm", "start": NOW - timedelta(hours=2), "kind": "outage", "title": "Down"}
Tables = dict[str, pa.Table]


def _tables(rows: dict[str, list[dict[str, Any]]], *outages: dict[str, Any]) -> Tables:
    made = whole(rows)
    said = pa.Table.from_pylist(list(outages), schema_of("outages"))
    return {**{name: made.get(name, empty(name)) for name in TABLES}, "outages": said}


def _company(*outages: dict[str, Any], loose: str | None = None) -> Tables:
    """Mail of a stands on a1 and on b1, which is another client's: one is enough. The provider's farm is under a1, its
    link under b1, where a does not see it."""
    return _tables({
        "clients": [{"client": client, "name": client} for client in "ab"],
        "contracts": [{"contract": f"k{client}", "client": client, "name": "K", "kind": "managed", "calendar": "x",
                       "start": date(2026, 1, 1)} for client in "ab"],
        "cis": [{"ci": ci, "client": ci[0] if ci[0] in "ab" and ci != loose else None, "name": ci, "class": "x",
                 "status": "on", "obsolete": False, "provider": None if ci[0] in "ab" else "nuageo"}
                for ci in ("a1", "b1", "b2", "farm", "link")],
        "impacts": [{"upstream": "farm", "downstream": ci} for ci in ("a1", "b2")]
        + [{"upstream": "link", "downstream": "b1"}],
        "service_cis": [{"contract": "ka", "service": "mail", "ci": "a1", "group": "g"},
                        {"contract": "ka", "service": "mail", "ci": "b1", "group": "g"},
                        {"contract": "kb", "service": "web", "ci": "b2"}],
        "services": [{"service": service, "name": service} for service in ("mail", "web")],
        "providers": [{"provider": "nuageo", "name": "Nuageo"}],
    }, *outages)


def _homes(tables: Tables, as_of: datetime = NOW, *, by_slice: bool = False) -> dict[str, Incidents]:
    """The panel of each client's home, made of its slice and what is handed beside it; by_slice: of its slice alone."""
    handed, found = struck_by_client(tables, ("a", "b"), as_of), dict[str, Incidents]()
    with _cut(tables, as_of) as folder:
        for client in "ab":
            spec, told = ClientSpec(client, Path("/nowhere"), ("en",), GRANTS), Told(struck=handed[client])
            site = client_portal(open_slice(folder, client), (), (), PROJECT, spec, (), as_of, "0",
                                 Told() if by_slice else told)
            panel = site.pages[0].panels["incidents"]
            assert isinstance(panel, Incidents)
            found[client] = panel
    return found


def _staff(tables: Tables) -> Alarms:
    with _cut(tables, NOW) as folder:
        site = internal_portal({client: open_internal(folder, client) for client in "ab"}, open_company(folder), (),
                               (), PROJECT, (), QualityInputs({}), NOW, "0")
    panel = site.pages[0].panels["incidents"]
    assert isinstance(panel, Alarms)
    return panel


@contextmanager
def _cut(tables: Tables, as_of: datetime) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "slices"
        cut(derive(Dataset(tables), PROJECT, as_of), folder)
        yield folder


def _felt(one: Incident) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return one.interrupted, one.degraded


def test_an_item_that_the_client_does_not_hold_keeps_its_service_up_and_staff_read_the_same() -> None:
    tables = _company(LASTS)
    homes, staff = _homes(tables), _staff(tables)
    assert [_felt(one) for one in _homes(tables, by_slice=True)["a"].ongoing] == [(("mail",), ())]  # too dark
    assert [_felt(one) for one in homes["a"].ongoing] == [((), ("mail",))]
    assert [_felt(one) for one in homes["b"].ongoing] == [(("web",), ())]
    (alarm,) = staff.ongoing
    assert [(one.name, one.interrupted, one.degraded) for one in alarm.clients] == [
        ("b", ("web",), ()), ("a", (), ("mail",))]


def test_what_is_hit_where_the_client_does_not_look_counts_for_its_services() -> None:
    also = {**LASTS, "outage": "o2", "ci": "link", "title": "Elsewhere"}
    both = _company({**LASTS, "incident": "N"}, {**also, "incident": "N"})
    homes, staff = _homes(both), _staff(both)
    assert [(_felt(one), one.title) for one in homes["a"].ongoing] == [((("mail",), ()), "Down")]
    assert [one.interrupted for one in staff.ongoing[0].clients if one.name == "a"] == [("mail",)]
    apart = _homes(_company(LASTS, also))  # two incidents: each by itself
    assert [_felt(one) for one in apart["a"].ongoing] == [((), ("mail",))]


def test_one_that_bears_the_number_of_anothers_ticket_is_felt_as_it_is_and_staff_read_it_once() -> None:
    also = {**LASTS, "outage": "o2", "ci": "link"}
    tables = _company({**LASTS, "incident": "T"}, {**also, "incident": "T"})
    ticket = {"ticket": "T", "client": "a", "kind": "incident", "priority": "P1", "status": "new", "title": "t",
              "created": NOW - timedelta(hours=2)}
    tables["tickets"] = pa.Table.from_pylist([ticket], schema_of("tickets"))
    homes, (alarm,) = _homes(tables), _staff(tables).ongoing
    assert [_felt(one) for one in homes["a"].ongoing] == [(("mail",), ())]
    assert {_felt(one) for one in homes["b"].ongoing} == {(("web",), ())}
    assert {one.name: one.interrupted for one in alarm.clients} == {"a": ("mail",), "b": ("web",)}
    assert told_by_client(tables, ("a", "b"), NOW) == {"a": {("nuageo", "T")}, "b": {("nuageo", "T")}}


def test_of_one_that_ended_where_the_client_looks_it_is_told_all_that_it_did() -> None:
    ended = {**LASTS, "incident": "N", "end": NOW - timedelta(hours=1)}
    tables = _company(ended, {**LASTS, "outage": "o2", "ci": "link", "incident": "N"})
    homes, staff = _homes(tables), _staff(tables)
    assert [_felt(one) for one in homes["a"].ended] == [(("mail",), ())] and not homes["a"].ongoing
    assert [_felt(one.incident) for one in staff.ongoing] == [((), ("mail",))]  # what is hit now


def test_nothing_of_another_client_is_handed_and_nothing_of_what_is_not_told() -> None:
    link = {**LASTS, "ci": "link", "outage": "hidden-1", "incident": "hidden-2"}
    handed = struck_by_client(_company(LASTS, link), ("a", "b"), NOW)
    assert handed["a"] == {("nuageo", "o1"): ((), (("ka", "mail"),))}
    assert handed["b"] == {("nuageo", "o1"): ((("kb", "web"),), ())}
    old = {**LASTS, "start": NOW - timedelta(weeks=6), "end": NOW - timedelta(weeks=5)}
    for row in (old, {**LASTS, "kind": "planned"}, {**LASTS, "ci": "a1"}, {**LASTS, "start": NOW + timedelta(1)}):
        assert struck_by_client(_company(row), ("a", "b"), NOW) == {"a": {}, "b": {}}


def test_shown_late_an_incident_is_neither_early_nor_judged_nor_called_by_what_came_later() -> None:
    later = {**LASTS, "incident": "N", "start": NOW - timedelta(minutes=30), "title": "Later"}
    tables = _company({**LASTS, "incident": "N"}, {**later, "outage": "o2", "ci": "link"}, {**later, "outage": "o3"})
    for ago, expected in ((timedelta(hours=1), [((), ("mail",), "Down")]), (timedelta(hours=3), []),
                          (timedelta(0), [(("mail",), (), "Later")])):
        assert [(*_felt(one), one.title) for one in _homes(tables, NOW - ago)["a"].ongoing] == expected


def test_random_incidents_do_what_the_definition_says() -> None:
    assert random_incidents(30 * FACTOR, 5) == (30 * FACTOR, [])


def random_incidents(count: int, seed: int) -> tuple[int, list[str]]:
    """Incidents of random companies: how many, and those that do otherwise than the definition said again, slowly."""
    dice, faults = random.Random(seed), list[str]()
    for number in range(count):
        shape = random_shape(dice)
        owner = {f"ci-{node}": dice.choice(("a", "b", None)) for node in range(shape.cis)}
        served = {node: dice.choice("ab") for node in range(shape.cis, shape.nodes)}
        rows = rows_of(shape, owner, served)
        rows["cis"] = [{**row, "provider": "nuageo"} for row in rows["cis"]]
        nodes = dice.sample(range(shape.cis), min(shape.cis, dice.choice((1, 2, 3))))
        slow = set(nodes[2:])
        said = [{"outage": f"o{node}", "incident": "N", "ci": f"ci-{node}", "start": NOW - timedelta(hours=1),
                 "kind": "degradation" if node in slow else "outage"} for node in nodes]
        tables = _tables(rows, *said)
        stopped, slowed = states(shape, set(nodes) - slow), states(shape, slow)
        handed = struck_by_client(tables, ("a", "b"), NOW)
        for client in "ab":
            own = [node for node in served if served[node] == client]
            gone = {(f"k{client}", f"s{node}") for node in own if stopped[node] in "23"}
            weak = {(f"k{client}", f"s{node}") for node in own if stopped[node] == "1" or slowed[node] != "0"} - gone
            found = tuple(map(set, handed[client].get(("nuageo", "N"), ((), ()))))
            expected = (gone, weak) if set(nodes) & _seen(shape, owner, own, client) else (set(), set())
            if found != expected:
                faults.append(f"company {number}, {client}: {found}, not {expected}")
    return count, faults


def _seen(shape: Shape, owner: dict[str, str | None], services: list[int], client: str) -> set[int]:
    """Its own items, shared ones that its services name, and the shared ones above either."""
    shared = {node for node in range(shape.cis) if owner[f"ci-{node}"] is None}
    own = {node for node in range(shape.cis) if owner[f"ci-{node}"] == client}
    seen = own | {upper for upper, lower, _ in shape.links if lower in services and upper in shared}
    while more := {upper for upper, lower, _ in shape.links if lower in seen and upper in shared} - seen:
        seen |= more
    return seen
