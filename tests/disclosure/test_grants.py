"""What a grant may name, and what is said when it names something else."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from clairevoie.disclosure import faults
from clairevoie.disclosure.grants import columns
from clairevoie.project.model import ClientSpec, Grants
from clairevoie.tables.schema import TABLES
from tests.disclosure.company import FIGURES, GRANTS

AT = "content/clients/acme/client.yml:1:"


@dataclass(frozen=True)
class Known:
    internal: bool = False


KPIS = {**{name: Known() for name in FIGURES}, "contract_margin": Known(internal=True)}


def said(**grants: object) -> list[str]:
    spec = ClientSpec("acme", Path("/nowhere"), ("fr",), Grants(**grants))  # type: ignore[arg-type]
    return [str(fault) for fault in faults(spec, KPIS, TABLES)]


def test_the_full_set_of_grants_has_no_fault() -> None:
    assert faults(ClientSpec("lefevre", Path("/nowhere"), ("fr",), GRANTS), KPIS, TABLES) == []


def test_nothing_granted_has_no_fault() -> None:
    assert said() == []


@pytest.mark.parametrize(("grants", "line"), [
    ({"figures": ("ticket_volum",)}, f"{AT} unknown KPI 'ticket_volum'; did you mean 'ticket_volume'?"),
    ({"pages": ("ticket",)}, f"{AT} unknown page 'ticket'; did you mean 'tickets'?"),
    ({"tables": {"ticket": ("title",)}}, f"{AT} unknown table 'ticket'; did you mean 'tickets'?"),
    ({"tables": {"tickets": ("titel",)}}, f"{AT} unknown column of tickets 'titel'; did you mean 'title'?"),
    ({"figures": ("contract_margin",)},
     f"{AT} figure 'contract_margin' is internal by nature and cannot be granted to a client"),
    ({"months": 0}, f"{AT} months: 0 is not between 1 and 36"),
    ({"months": 37}, f"{AT} months: 37 is not between 1 and 36"),
    ({"tables": {"contacts": ("provider",)}},
     f"{AT} column contacts.provider is internal by nature: providers are not named"),
])
def test_a_wrong_grant_is_one_line_that_says_what_is_known(grants: dict[str, object], line: str) -> None:
    assert said(**grants) == [line]


@pytest.mark.parametrize("table", ["people", "person_costs", "absences", "providers", "provider_contracts", "invoices",
                                   "costs", "rates", "contract_providers"])
def test_a_table_of_the_staffs_is_refused(table: str) -> None:
    assert said(tables={table: ("name",)}) == [
        f"{AT} table {table!r} is internal by nature and cannot be granted to a client"]


def test_all_faults_come_at_once() -> None:
    assert len(said(pages=("x", "y"), figures=("z",), tables={"w": ()}, months=99)) == 5


def test_an_internal_figure_is_never_offered_as_the_nearest_name() -> None:
    known = said(figures=("contract_margins",))[0].partition(";")[2]
    assert "contract_margin" not in known


def test_a_clock_grants_its_measure_and_its_verdict_together() -> None:
    granted = columns(Grants(tables={"tickets": ("ttr",)}), "tickets")
    assert {"ttr_minutes", "ttr_verdict"} <= granted
    assert not {name for name in granted if name.startswith("tto")}


def test_what_a_page_brings_is_narrowed_where_its_table_is_named() -> None:
    page = Grants(pages=("contacts",))
    assert "phone" in columns(page, "contacts")
    assert "email" not in columns(page, "contacts")
    assert columns(Grants(pages=("contacts",), tables={"contacts": ("role",)}), "contacts") == {"role"}
