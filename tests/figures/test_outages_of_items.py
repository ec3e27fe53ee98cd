"""What the outage of an item does to services: by hand on a tiny estate, and minute by minute on random ones."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from clairevoie.figures import cuts
from clairevoie.figures.columns import Columns
from clairevoie.figures.derive import derive
from clairevoie.figures.kpi import KPIS, _measured, compute, compute_internal
from clairevoie.figures.watching import Line, Watch, lines
from clairevoie.tables import slices
from clairevoie.tables.dataset import Dataset
from tests.figures import test_addends
from tests.figures.ledger import AS_OF, PARIS, dataset, project, rows, table
from tests.impact import brute
from tests.impact.shapes import Shape, name, random_shape, service, tables_of
from tests.sampling import FACTOR

CONTRACTS = """
contract | client | name | kind    | start      | calendar
K1       | acme   | K1   | managed | 2026-01-01 | always
Z1       | zeta   | Z1   | managed | 2026-01-01 | always
"""
# core → switch → server; a farm of three, of which two must stay; two that lean on each other; what a retired one cuts.
_OF = {"farm": "", "node-1": "", "node-2": "", "node-3": "", "crm": "zeta"}
CIS = "ci | client | name | class | status | obsolete" + "".join(
    f"\n{ci} | {_OF.get(ci, 'acme')} | {ci} | x | production | {'yes' if ci == 'retired' else ''}"
    for ci in ("core", "switch", "server", "link-a", "link-b", "node-1", "node-2", "node-3", "farm", "erp", "crm",
               "this", "that", "root", "retired", "heir", "db-1", "db-2", "app"))
IMPACTS = """
upstream | downstream | group
core     | switch     |
switch   | server     |
node-1   | farm       | nodes
node-2   | farm       | nodes
node-3   | farm       | nodes
farm     | erp        |
farm     | crm        |
this     | that       |
that     | this       |
root     | retired    |
retired  | heir       |
db-1     | app        | dbs
db-2     | app        | dbs
"""
SERVICE_CIS = """
contract | service | ci     | group
K1       | mail    | server |
K1       | vpn     | link-a | links
K1       | vpn     | link-b | links
K1       | erp     | erp    |
K1       | farm    | farm   |
Z1       | crm     | crm    |
K1       | web     | that   |
K1       | fax     | heir   |
K1       | app     | app    |
"""
REDUNDANCY = "ci | group | needs\nfarm | nodes | 66%"
COMMITMENTS = "commitment | contract | service | metric | calendar | target_pct | penalty" + "".join(
    f"\n{of} | K1 | {of} | availability | always | 100 | 100 per hour" for of in ("mail", "fax", "farm", "app"))
HEADER = "outage | ci | start | end | kind | client"
Told = tuple[int, bool, int, int | None]  # severity, planned, from hour to hour of 20 October


def tables_with(outages: str) -> dict[str, pa.Table]:
    """The estate, its services watched all year, with these outages."""
    told = {"clients": "client | name\nacme | Acme\nzeta | Zeta", "contracts": CONTRACTS, "cis": CIS,
            "impacts": IMPACTS, "service_cis": SERVICE_CIS, "redundancy": REDUNDANCY, "commitments": COMMITMENTS,
            "monitors": "contract | from\nK1 | 2026-01-01 00:00\nZ1 | 2026-01-01 00:00",
            "outages": outages}
    return dict(dataset(**{key: rows(text) for key, text in told.items()}).tables)


def lines_of(tables: Mapping[str, pa.Table]) -> dict[str, Line]:
    """Each service as it is watched."""
    watch = Watch(**{key: Columns(tables[key]) for key in Watch.__dataclass_fields__})
    return {line.service: line for line in lines(watch, AS_OF, "Europe/Paris")}


def out(*said: str) -> str:
    """Outages out of "item from-to [kind] [client]", hours of 20 October; without an end they last."""
    found = HEADER
    for place, (ci, hours, *more) in enumerate(text.split() for text in said):
        start, _, end = hours.partition("-")
        kind, client = (*more, *("outage", "")[len(more):])
        found += f"\nO{place} | {ci} | 2026-10-20 {start}:00 | {end and f'2026-10-20 {end}:00'} | {kind} | {client}"
    return found


def _told(line: Line) -> list[Told]:
    return [(cut.severity, cut.planned, _hour(cut.start), None if cut.end is None else _hour(cut.end))
            for cut in line.cuts]


def _hour(at: int) -> int:
    return datetime.fromtimestamp(at, PARIS).hour


@pytest.mark.parametrize(("of", "outages", "expected"), [
    ("mail", ["server 10-11"], [(2, False, 10, 11)]),
    ("mail", ["core 10-11"], [(2, False, 10, 11)]),  # two steps upstream
    ("mail", ["server 10-11", "core 11-13"], [(2, False, 10, 13)]),  # one after the other is one interruption
    ("mail", ["core 10"], [(2, False, 10, None)]),
    ("mail", ["server 10-12 planned", "core 11-13"], [(2, True, 10, 12), (2, False, 12, 13)]),
    ("mail", ["server 10-11 degradation"], [(1, False, 10, 11)]),
    ("mail", ["core 10-11 degradation"], []),  # slowness does not go down
    ("mail", ["server 10-11 outage zeta"], []),
    ("vpn", ["link-a 10-12"], [(1, False, 10, 12)]),
    ("vpn", ["link-a 10-12", "link-b 11-13"], [(1, False, 10, 11), (2, False, 11, 12), (1, False, 12, 13)]),
    ("vpn", ["link-a 10", "link-b 11-12"], [(1, False, 10, 11), (2, False, 11, 12), (1, False, 12, None)]),
    ("vpn", ["link-a 10-12 planned", "link-b 11-13"], [(1, True, 10, 11), (2, False, 11, 12), (1, False, 12, 13)]),
    ("vpn", ["link-a 10-12 planned", "link-b 11-13 planned"],
     [(1, True, 10, 11), (2, True, 11, 12), (1, True, 12, 13)]),
    ("erp", ["node-1 10-12"], []),  # the farm is slow: that goes no further than the services on it
    ("farm", ["node-1 10-12"], [(1, False, 10, 12)]),
    ("farm", ["node-1 10-12", "node-3 11-13"], [(1, False, 10, 11), (2, False, 11, 12), (1, False, 12, 13)]),
    ("erp", ["node-1 10-12", "node-3 11-13"], [(2, False, 11, 12)]),
    ("farm", ["farm 10-11", "node-1 09-12"], [(1, False, 9, 10), (2, False, 10, 11), (1, False, 11, 12)]),
    ("app", ["db-1 10-12", "db-2 11-12"], [(1, False, 10, 11), (2, False, 11, 12)]),
    ("web", ["this 10-11"], [(2, False, 10, 11)]),
    ("web", ["this 10-12", "that 11-13"], [(2, False, 10, 13)]),
    ("fax", ["root 10-11"], []),  # what is retired is not crossed
    ("fax", ["retired 10-11"], [(2, False, 10, 11)]),  # and may be where it starts
    ("fax", ["stranger 10-11"], []),
])
def test_an_outage_of_items_does_to_a_service_what_the_rules_of_impact_say(
    of: str, outages: list[str], expected: list[Told]
) -> None:
    assert _told(lines_of(tables_with(out(*outages)))[of]) == expected


def test_a_cut_is_named_after_the_outage_that_began_it() -> None:
    line = lines_of(tables_with(out("link-b 11-13", "link-a 10-12", "link-b 12-13 planned")))["vpn"]
    assert [(cut.outage, cut.severity) for cut in line.cuts] == [("O1", 1), ("O1", 2), ("O2", 1)]


@pytest.mark.parametrize(("start", "end", "lasts"), [
    ("2026-11-01 08:00", "", True), ("2026-11-01 08:01", "", False), ("2026-10-31 08:00", "2026-11-01 08:01", True),
    ("2026-10-31 08:00", "2026-11-01 08:00", False)])
def test_what_lasts_at_the_date_of_the_data_counts_now(start: str, end: str, lasts: bool) -> None:
    line = lines_of(tables_with(f"outage | ci | start | end | kind\nX | core | {start} | {end} | outage"))["mail"]
    assert (line.worst() is not None) is lasts


def test_both_links_down_count_for_exactly_their_overlap() -> None:
    tables = tables_with(out("link-a 10-12", "link-b 11-13", "node-1 10-12"))
    found = {(f.kpi, f.period, dict(f.by).get("service")): f for f in compute(
        slices.Slice("acme", derive(Dataset(tables), project(), AS_OF).tables), project(), AS_OF, ("availability",))}
    beside = [dict(found["availability", "2026-10", of].beside) for of in ("vpn", "erp")]
    assert [(one["down"], one["outages"], one["longest"]) for one in beside] == [(60, 1, 60), (0, 0, 0)]


@pytest.mark.parametrize("kpi", ["availability", "service_state", "commitments_held", "penalty"])
def test_a_figure_takes_its_addends_and_all_that_tells_of_the_estate(kpi: str) -> None:
    tables = dict(derive(Dataset(tables_with(out("core 10", "root 11", "node-1 12", "node-3 13", "db-1 14"))),
                         project(), AS_OF).tables)
    whole = _figures(kpi, tables)
    assert _figures(kpi, test_addends.blanked(kpi, tables)) == whole
    for of, column in (("impacts", ""), ("impacts", "group"), ("redundancy", ""), ("cis", "obsolete")):
        assert _figures(kpi, tables | {of: _less(tables[of], column)}) != whole, (of, column)


def _less(told: pa.Table, column: str) -> pa.Table:
    """Without what a column says; without a column to name, no row."""
    if not column:
        return told.slice(0, 0)
    return told.set_column(told.column_names.index(column), column, [pa.nulls(len(told), told[column].type)])


def _figures(kpi: str, tables: dict[str, pa.Table]) -> dict[object, object]:
    given = {key: Columns(rows_of) for key, rows_of in tables.items()}
    found = _measured(KPIS[kpi], given, project(), AS_OF, "Europe/Paris", "EUR", 2, {})
    return {(f.period, f.by): (f.value, f.state) for f in found}


def test_no_graph_is_made_where_no_item_was_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: object) -> object:
        raise AssertionError("a graph was made")

    monkeypatch.setattr(cuts, "graph", refused)
    outages = """
outage | service | ci     | start            | kind
X      | mail    |        | 2026-10-20 10:00 | outage
Y      |         | server | 2026-10-20 10:00 | degradation
"""
    assert [cut.severity for cut in lines_of(tables_with(outages))["mail"].cuts] == [2, 1]
    with pytest.raises(AssertionError):
        lines_of(tables_with(out("server 10-11")))


def test_the_company_counts_what_its_clients_share_once(tmp_path: Path) -> None:
    of = derive(Dataset(tables_with(out("node-1 10-12", "node-2 11-13"))), project(), AS_OF)
    slices.cut(of, tmp_path / "slices")
    clients = {client: slices.open_internal(tmp_path / "slices", client) for client in ("acme", "zeta")}
    company = slices.open_company(tmp_path / "slices")
    found = {f.by: dict(f.beside).get("down") for f in compute_internal(clients, company, project(), AS_OF)
             if (f.kpi, f.period) == ("availability", "2026-10")}
    assert [found[by] for by in ((), (("client", "acme"),), (("client", "zeta"),))] == [180, 120, 60]


FIRST, SPAN = datetime(2026, 10, 20, 10, tzinfo=PARIS), 90  # minutes


def test_cuts_and_availability_are_those_of_a_count_minute_by_minute() -> None:
    seen = set()
    for seed in range(60 * FACTOR):
        dice = random.Random(seed)
        shape = random_shape(dice)
        told = _random_outages(dice, shape)
        tables = _estate(shape, told)
        expected = _by_minute(shape, told)
        for line in lines_of(tables).values():
            own = expected[line.service]
            seen |= set(own)
            painted = [_worst(line, minute) for minute in range(SPAN)]
            assert painted == own, (seed, line.service)
            down = {minute for start, end in line.broken for minute in range(_minute(start), _minute(end))}
            assert down == {minute for minute, state in enumerate(own) if state == (2, False)}, (seed, line.service)
    assert seen == {(0, False), (1, False), (1, True), (2, False), (2, True)}


def _random_outages(dice: random.Random, shape: Shape) -> list[tuple[int, int, int, str]]:
    """Node, from minute, to minute, kind."""
    found = []
    for _ in range(dice.randint(1, 7)):
        start = dice.randrange(SPAN)
        found.append((dice.randrange(shape.cis), start, min(SPAN, start + dice.randint(1, 60)),
                      dice.choice(("outage", "outage", "planned"))))
    return found


def _estate(shape: Shape, told: list[tuple[int, int, int, str]]) -> dict[str, pa.Table]:
    written = [{"outage": f"O{place}", "ci": name(node), "start": _local(start), "end": _local(end), "kind": kind}
               for place, (node, start, end, kind) in enumerate(told)]
    return {**dataset().tables, **tables_of(shape), "outages": table("outages", written),
            "contracts": table("contracts", rows(CONTRACTS.replace("K1  ", "k   "))),
            "monitors": table("monitors", rows("contract | from\nk | 2026-01-01 00:00"))}


def _by_minute(shape: Shape, told: list[tuple[int, int, int, str]]) -> dict[str, list[tuple[int, bool]]]:
    """For each service and minute what the definition, said again, makes of what is out, and of what is planned."""
    found: dict[str, list[tuple[int, bool]]] = {service(node): [] for node in range(shape.cis, shape.nodes)}
    for minute in range(SPAN):
        lasting = [(node, kind) for node, start, end, kind in told if start <= minute < end]
        whole = brute.states(shape, {node for node, _ in lasting})
        alone = brute.states(shape, {node for node, kind in lasting if kind == "planned"})
        for node in range(shape.cis, shape.nodes):
            severity = min(int(whole[node]), 2)
            found[service(node)].append((severity, severity > 0 and int(alone[node]) == int(whole[node])))
    return found


def _worst(line: Line, minute: int) -> tuple[int, bool]:
    over = [(cut.severity, cut.planned) for cut in line.cuts
            if _minute(cut.start) <= minute < (SPAN if cut.end is None else _minute(cut.end))]
    assert len(over) <= 1
    return over[0] if over else (0, False)


def _minute(at: int) -> int:
    return round((at - FIRST.timestamp()) / 60)


def _local(minute: int) -> str:
    return (FIRST + timedelta(minutes=minute)).strftime("%Y-%m-%d %H:%M")
