"""If a supplier leaves, on a small company: dates, clients, money, calls, and what nobody knows."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from clairevoie.disclosure import QualityInputs, internal_portal
from clairevoie.disclosure.house import house
from clairevoie.disclosure.supplier_estate import estate
from clairevoie.portal import Exit, Portal, Suppliers
from clairevoie.render import marks
from clairevoie.tables.arrow import empty
from clairevoie.tables.ownership import remembered
from clairevoie.tables.schema import TABLES
from clairevoie.tables.slices import Slice
from clairevoie.tables.visible import Sight
from tests.disclosure.company import AS_OF, TABLE_ROWS, project, slice_of
from tests.impact.shapes import random_shape, tables_of

FARM = {"ci": "farm", "name": "Ferme", "class": "x", "status": "on", "obsolete": False, "provider": "nuageo"}
CLIENT: dict[str, list[dict[str, Any]]] = {
    **TABLE_ROWS,
    "cis": [FARM, *({"ci": ci, "client": "lefevre", "name": ci, "class": "x", "status": "on", "obsolete": False}
                    for ci in ("vm", "alone"))],
    "impacts": [{"upstream": "farm", "downstream": "vm"}],
    "service_cis": [{"contract": "C-1", "service": "S-MAIL", "ci": "vm"}],
    "contract_cis": [{"contract": "C-1", "ci": "vm"}],
    "contacts": [{"contact": "k3", "client": "lefevre", "name": "Paul Lefèvre", "role": "Directeur",
                  "phone": "04 72 11 11 11", "escalation": 1}],
}
COMPANY: dict[str, list[dict[str, Any]]] = {
    "clients": [{"client": "lefevre", "name": "Transports Lefèvre", "account_manager": "Hélène Marchais"}],
    "cis": [FARM],
    "providers": [{"provider": "nuageo", "name": "Nuageo"}, {"provider": "idle", "name": "Idle"}],
    "provider_contracts": [
        {"provider_contract": "NU-1", "provider": "nuageo", "name": "Ferme", "start": date(2024, 1, 1),
         "end": date(2026, 11, 30), "notice": "P3M", "renewal": "tacit", "renewal_term": "P1Y", "annual_cost": 1234500},
        {"provider_contract": "NU-2", "provider": "nuageo", "name": "Lien", "start": date(2024, 1, 1),
         "end": date(2027, 6, 30), "notice": "P2M", "renewal": "tacit", "renewal_term": "P1Y", "annual_cost": 100}],
    "contract_providers": [{"contract": "C-1", "provider_contract": "NU-1"}],
    "contacts": [{"contact": "k4", "provider": "nuageo", "name": "M. Delmas", "role": "Support", "phone": "04 00"}],
}


@pytest.fixture(scope="module")
def site() -> Portal:
    return internal_portal({"lefevre": slice_of(CLIENT)}, slice_of(COMPANY, ""), (), (), project(), (),
                           QualityInputs({}), AS_OF, "0")


def _exit(site: Portal, provider: str) -> Exit:
    (page,) = [page for page in site.pages if page.id == "suppliers" and page.subject == provider]
    found = page.panels["exit"]
    assert isinstance(found, Exit)
    return found


def test_dates_a_notice_that_has_passed_ends_a_contract_a_term_later(site: Portal) -> None:
    supplies = {line.contract: line for line in _exit(site, "nuageo").supplies}
    assert (supplies["NU-1"].notice, supplies["NU-1"].end, supplies["NU-1"].gone) == (
        date(2026, 8, 30), date(2026, 11, 30), date(2027, 11, 30))
    assert (supplies["NU-2"].notice, supplies["NU-2"].gone) == (date(2027, 4, 30), date(2027, 6, 30))


def test_who_is_touched_and_for_how_much(site: Portal) -> None:
    found = _exit(site, "nuageo")
    (line,) = found.exposed
    assert (found.items, found.interrupted, found.degraded, found.clients) == (2, 1, 0, 1)
    assert (line.contract, line.items, line.revenue, line.basis) == ("C-1", 1, Decimal("11988.00"), "services")
    assert found.revenue == (("EUR", Decimal("11988.00")),)
    assert (line.bare_from, line.bare_months) == (None, 0)  # its own term ends before the supplier may be gone
    assert found.unplaced == ("alone",)


def test_the_supplier_is_called_first_then_clients_each_by_its_account_manager(site: Portal) -> None:
    calls = _exit(site, "nuageo").calls
    assert [(one.whose, one.name, one.owner, one.before) for one in calls] == [
        ("Nuageo", "M. Delmas", "", date(2027, 4, 30)),
        ("Transports Lefèvre", "Paul Lefèvre", "Hélène Marchais", date(2027, 4, 30))]


def test_a_contract_without_an_end_runs_on_without_the_supplier() -> None:
    endless = {**CLIENT, "contracts": [{**row, "end": None, "renewal": None} for row in CLIENT["contracts"]]}
    found = _exit(internal_portal({"lefevre": slice_of(endless)}, slice_of(COMPANY, ""), (), (), project(), (),
                                  QualityInputs({}), AS_OF, "0"), "nuageo")
    (line,) = found.exposed
    assert (line.end, line.bare_from, line.bare_months) == (None, date(2027, 6, 30), 0)
    assert found.table.rows[0][-1] is None
    drawn = marks.exits(found)
    assert drawn and drawn.gone
    assert [one.bare for one in drawn.lines if not one.supply] == [drawn.gone] and drawn.lines[-1].end > drawn.gone


def test_a_supplier_that_carries_nothing_touches_nobody(site: Portal) -> None:
    found = _exit(site, "idle")
    assert (found.items, found.clients, found.exposed, found.calls) == (0, 0, (), ())


def test_the_index_has_single_points(site: Portal) -> None:
    (page,) = [page for page in site.pages if page.id == "suppliers" and page.nav]
    found = page.panels["suppliers"]
    assert isinstance(found, Suppliers)
    assert [one.provider for one in found.exits] == ["nuageo", "idle"]
    assert [(one.name, one.services, one.clients) for one in found.singles] == [
        ("Ferme", 1, ("Transports Lefèvre",)), ("vm", 1, ("Transports Lefèvre",))]


def test_what_the_slices_hold_together_is_the_whole_graph() -> None:
    dice = random.Random(3)
    for _ in range(20):
        rows = dict(tables_of(random_shape(dice)))
        for name in TABLES:
            rows.setdefault(name, empty(name))
        rows["clients"] = pa.Table.from_pylist([{"client": "a", "name": "A"}, {"client": "b", "name": "B"}],
                                               rows["clients"].schema)
        owners = [dice.choice(("a", "b", None)) for _ in range(len(rows["cis"]))]
        place = rows["cis"].column_names.index("client")
        rows["cis"] = rows["cis"].set_column(place, "client", pa.array(owners, pa.string()))
        _compared(rows)


def _compared(rows: dict[str, pa.Table]) -> None:
    with remembered():
        sight = Sight(rows)
        slices = {}
        for number, client in enumerate(("a", "b")):
            held = {}
            for name in TABLES:
                pairs = sight.of_clients(name)
                held[name] = rows[name].take(pairs.rows[pairs.clients == number])
            slices[client] = Slice(client, held)
        company = Slice("", {name: rows[name].take(np.asarray(sight.of_company(name), np.int64)) for name in TABLES})
    found = estate(house(slices, company, (), project(), AS_OF)).tables
    for name in ("cis", "impacts"):
        kept, whole = (sorted(map(str, one.to_pylist())) for one in (found[name], rows[name]))
        assert kept == whole, name
