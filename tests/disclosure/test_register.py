"""The register of suppliers: for staff all of it; for a client its own services, by the names that it is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest

from clairevoie.disclosure import QualityInputs, client_portal, internal_portal
from clairevoie.disclosure.grants import faults
from clairevoie.disclosure.supplier_client import Depends
from clairevoie.disclosure.telling import Told
from clairevoie.pipeline.depending import depending
from clairevoie.portal import Portal, Register
from clairevoie.project.model import ClientSpec, Company, Grants, Project
from clairevoie.tables.arrow import empty
from clairevoie.tables.schema import TABLES
from tests.disclosure.company import AS_OF, GRANTS, TABLE_ROWS, project, slice_of
from tests.disclosure.test_supplier import CLIENT, COMPANY
from tests.impact.shapes import whole

KNOWN = (Depends("Fibralia", (), ()), Depends("Nuageo", (("C-1", "S-MAIL"),), (), ("C-1",)))


def _register(site: Portal) -> Register | None:
    found = [page.panels["register"] for page in site.pages if page.id == "register"]
    assert all(isinstance(one, Register) for one in found)
    return found[0] if found else None  # type: ignore[return-value]  # asserted


def _of_staff(**more: list[dict[str, object]]) -> Register:
    found = _register(internal_portal({"lefevre": slice_of(CLIENT)}, slice_of({**COMPANY, **more}, ""), (), (),
                                      project(), (), QualityInputs({}), AS_OF, "0"))
    assert found
    return found


def _of_client(grants: Grants, known: tuple[Depends, ...] = KNOWN) -> Portal:
    spec = ClientSpec("lefevre", Path("/nowhere"), ("fr",), grants)
    return client_portal(slice_of(TABLE_ROWS), (), (), project(), spec, (), AS_OF, "0", Told(depends=known))


def test_staff_read_who_stands_on_whom_how_much_and_until_when() -> None:
    found = _of_staff()
    assert found.register.rows == (("Nuageo", "Transports Lefèvre", "C-1", "Messagerie", "outage",
                                    "Ferme > vm > Messagerie", date(2026, 11, 30), date(2026, 8, 30)),)
    assert (found.worst, found.services, found.suppliers) == (("Nuageo", 1), 1, 2)
    # One service, one client, 999 € a month of them; 12,345 € + 1 € of purchases, all from Nuageo.
    assert found.concentration.rows == (
        ("Nuageo", 1, 0, 1.0, 1, 1.0, Decimal("11988.00"), 1.0, Decimal("12346.00"), 1.0),
        ("Idle", 0, 0, 0.0, 0, 0.0, None, None, None, None))


def test_staff_read_how_to_get_out_and_which_actions_are_open() -> None:
    actions = [{"action": name, "provider": "nuageo", "title": title, "owner": "M. Oster", "due": date(2026, 12, day),
                "status": status} for name, title, day, status in (
                    ("A-2", "Essayer ailleurs", 9, "open"), ("A-1", "Lire la clause", 1, "open"),
                    ("A-3", "x", 2, "done"))]
    found = _of_staff(actions=actions)
    plan = "Lire la clause (M. Oster) ; Essayer ailleurs (M. Oster)", date(2026, 12, 1)
    assert found.exits.rows == (
        ("Nuageo", "NU-1", "Ferme", date(2026, 8, 30), date(2026, 11, 30), date(2027, 11, 30), 1, None, *plan),
        ("Nuageo", "NU-2", "Lien", date(2027, 4, 30), date(2027, 6, 30), date(2027, 6, 30), 1, None, *plan),
        ("Idle", None, None, None, None, None, 0, None, None, None))
    assert found.planned == 2


def test_a_revenue_that_is_not_all_known_has_no_share() -> None:
    bare = {**CLIENT, "contracts": [{**row, "monthly_fee": None, "price": None} for row in CLIENT["contracts"]],
            "contract_services": []}
    found = _register(internal_portal({"lefevre": slice_of(bare)}, slice_of(COMPANY, ""), (), (), project(), (),
                                      QualityInputs({}), AS_OF, "0"))
    assert found and found.concentration.rows[0][6:8] == (None, None)


def test_a_client_has_no_register_until_the_page_is_granted() -> None:
    assert _register(_of_client(GRANTS)) is None
    assert "Nuageo" not in repr(_of_client(GRANTS))


def test_a_client_reads_its_own_services_by_supplier_and_its_own_contracts() -> None:
    site = _of_client(replace(GRANTS, pages=(*GRANTS.pages, "register"), downloads=("register",)))
    found = _register(site)
    assert found
    assert found.register.rows == (("Nuageo", "C-1", "Messagerie", "outage"),)
    assert found.concentration.rows == (("Nuageo", 1, 0, 1.0), ("Fibralia", 0, 0, 0.0))
    assert found.exits.rows == (("C-1", "Infogérance et support", 1, "Nuageo", date(2026, 12, 31), date(2026, 9, 30)),)
    assert {"register", "concentration", "exit-plans"} <= set(site.downloads or ())


def test_what_only_feeds_a_contract_is_a_row_without_a_service() -> None:
    site = _of_client(replace(GRANTS, pages=("register",)), (Depends("Nuageo", (), (), ("C-1",)),))
    found = _register(site)
    assert found and found.register.rows == (("Nuageo", "C-1", None, None),)
    assert not site.downloads


def test_terms_that_are_left_out_are_not_in_the_exit_table() -> None:
    grants = replace(GRANTS, pages=("register",), tables={"contracts": ("end",)})
    found = _register(_of_client(grants))
    assert found
    assert [column.id for column in found.exits.columns] == ["contract", "name", "services", "suppliers", "end"]


def test_the_register_is_as_of_today_and_is_not_shown_late() -> None:
    spec = ClientSpec("a", Path("/x"), ("en",), Grants(pages=("register",), delay_days=3))
    assert [fault.what for fault in faults(spec, {}, TABLES)] == ["the register is as of today: not with delay_days"]


@pytest.mark.parametrize("granted", [True, False])
def test_what_is_handed_is_of_the_clients_own_contracts_and_of_named_suppliers_alone(granted: bool) -> None:
    rows = whole({
        "clients": [{"client": client, "name": client} for client in "ab"],
        "contracts": [{"contract": f"k{client}", "client": client, "name": "K", "kind": "managed", "calendar": "x",
                       "start": date(2026, 1, 1)} for client in "ab"],
        "cis": [{"ci": ci, "name": ci, "class": "x", "status": "on", "provider": provider, "obsolete": False}
                for ci, provider in (("farm", "secret"), ("line", "telco"), ("dark", "telco-2"))],
        "service_cis": [{"contract": f"k{client}", "service": service, "ci": ci} for client, service, ci in (
            ("a", "mail", "farm"), ("a", "vpn", "line"), ("b", "web", "line"), ("a", "voice", "dark"))],
        "providers": [{"provider": name, "name": name} for name in ("secret", "telco", "telco-2")],
        "provider_contracts": [{"provider_contract": "P", "provider": "telco", "name": "P", "start": date(2026, 1, 1)}],
        "contract_providers": [{"contract": f"k{client}", "provider_contract": "P"} for client in "ab"],
    })
    tables: dict[str, pa.Table] = {name: rows.get(name, empty(name)) for name in TABLES}
    grants = Grants(pages=("register",) if granted else (), providers={"telco": "Telco", "telco-2": "Telco"})
    spec = ClientSpec("a", Path("/x"), ("en",), grants)
    made = Project(Path("/x"), Company("n", "N", "N"), "Europe/Paris", "EUR", "x", ("en",), {}, (), (spec,), {})
    found = depending(made, tables, AS_OF + timedelta(days=1))
    assert found == ({"a": (Depends("Telco", (("ka", "voice"), ("ka", "vpn")), (), ("ka",)),)} if granted else {})
