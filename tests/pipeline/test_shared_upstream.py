"""A shared platform that a client's service names itself: what it stands on is in the client's slice, and counts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from clairevoie.disclosure import client_portal
from clairevoie.figures.derive import derive
from clairevoie.figures.kpi import KPIS, compute
from clairevoie.pipeline.comparing import differences
from clairevoie.portal import Portal
from clairevoie.project.model import ClientSpec, Grants, Project
from clairevoie.tables.slices import Slice, cut, open_slice
from tests.figures.ledger import AS_OF, dataset, project, rows

# Mail runs on a platform of nobody's (pf), that on a power supply (pdu); web runs on acme's own server, on the same.
COMPANY = dataset(
    clients=rows("client | name\nacme | Acme\nbeta | Beta"),
    contracts=rows("contract | client | name | kind    | start      | calendar\n"
                   "K1       | acme   | K1   | managed | 2026-01-01 | always\n"
                   "K2       | beta   | K2   | managed | 2026-01-01 | always"),
    services=rows("service | name\nmail | Mail\nweb | Web"),
    contract_services=rows("contract | service\nK1 | mail\nK1 | web\nK2 | mail"),
    service_cis=rows("contract | service | ci\nK1 | mail | pf\nK1 | web | srv\nK2 | mail | own"),
    cis=rows("ci    | client | name       | class  | status\n"
             "srv   | acme   | Srv        | Server | production\n"
             "own   | beta   | Own        | Server | production\n"
             "pf    |        | Socle-Lyon | Farm   | production\n"
             "pdu   |        | Bandeau    | PDU    | production\n"
             "apart |        | Ailleurs   | PDU    | production"),
    impacts=rows("upstream | downstream\npdu | pf\nown | srv\npdu | apart"),
    monitors=rows("contract | service | from\nK1 | mail | 2026-01-01 00:00\nK1 | web | 2026-01-01 00:00"),
    outages=rows("outage | ci | start            | end              | kind\n"
                 "O1     | pdu | 2026-10-10 10:00 | 2026-10-10 17:27 | outage"),
    interventions=rows("intervention | title | kind | status | start | end | effect\n"
                       "V1 | Onduleur | maintenance | confirmed | 2026-11-10 20:00 | 2026-11-10 21:00 | outage"),
    intervention_cis=rows("intervention | ci\nV1 | pdu"),
)
FIGURES = ("availability", "service_state")


@pytest.fixture(scope="module")
def slices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shared") / "slices"
    cut(derive(COMPANY, project(), AS_OF), folder)
    return folder


def spec(**shared: str) -> ClientSpec:
    tables = {"cis": ("ci", "name", "class", "status"), "interventions": ("title", "kind", "effect")}
    grants = Grants(("infrastructure", "planning", "whatif"), FIGURES, tables)
    return ClientSpec("acme", Path(), ("fr",), grants, shared_cis=shared)


def site(slices: Path, of: ClientSpec) -> Portal:
    mine = open_slice(slices, "acme")
    found = compute(mine, project(), AS_OF, FIGURES)
    return client_portal(mine, found, [KPIS[kpi].settled(project()) for kpi in FIGURES], project(), of, (), AS_OF, "0")


def test_the_slice_holds_what_nobody_owns_upstream_of_what_its_service_names(slices: Path) -> None:
    assert open_slice(slices, "acme").tables["cis"]["ci"].to_pylist() == ["pdu", "pf", "srv"]
    assert open_slice(slices, "beta").tables["cis"]["ci"].to_pylist() == ["own"]


def test_its_outage_counts_as_the_whole_estate_counts_it(slices: Path) -> None:
    whole = Slice("", dict(derive(COMPANY, project(), AS_OF).tables))
    for held in (open_slice(slices, "acme"), whole):
        (month,) = (figure for figure in compute(held, project(), AS_OF, ["availability"])
                    if figure.period == "2026-10" and dict(figure.by) == {"contract": "K1", "service": "mail"})
        assert month.value == pytest.approx(1 - 7.45 / 745)  # 7 h 27 of October's 745 h
        assert dict(month.beside)["outages"] == 1


def test_it_has_no_name_that_is_not_granted(slices: Path) -> None:
    told = repr(site(slices, spec()))
    for word in ("Socle-Lyon", "Bandeau", "'pf'", "'pdu'", "Ailleurs"):
        assert word not in told
    labelled = repr(site(slices, spec(pdu="Alimentation partagée")))
    assert "Alimentation partagée" in labelled
    assert "Bandeau" not in labelled


def test_check_names_an_answer_that_its_page_gives_otherwise() -> None:
    (line,) = differences(_with(spec(pdu="Alimentation")), COMPANY.tables, AS_OF)
    assert line.startswith("client acme: if pdu falls, its page says that mail of K1 is intact; it is interrupted:")
    both = spec(pdu="Alimentation", pf="Plateforme commune")
    assert differences(_with(both), COMPANY.tables, AS_OF) == []
    nameless = spec(**{"pdu": "Alimentation", "*": "Infrastructure partagée"})
    assert differences(_with(nameless), COMPANY.tables, AS_OF) == []


def _with(of: ClientSpec) -> Project:
    return replace(project(), clients=(of,))
