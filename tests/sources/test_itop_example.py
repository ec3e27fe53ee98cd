"""examples/itop builds its sites from the replay server over HTTP; what they count is what was recorded."""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from clairevoie.pipeline.checking import load_checked
from clairevoie.pipeline.comparing import differences
from clairevoie.pipeline.touching import estate
from tests.demo import command
from tests.e2e.graphs import differing, faults_of_form, island, words_of_works
from tests.isolation import oracle
from tests.isolation.oracle import plain_foreign
from tests.sources.replayed import ANSWERS, EXAMPLE, recorded, replay

AS_OF = "2026-11-24T08:11+01:00"
CLIENTS = {"3": "demo", "7": "lefevre", "8": "leflog", "9": "steloi", "10": "mcb"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The example's sites and the report of their build."""
    place = tmp_path_factory.mktemp("itop")
    shutil.copytree(EXAMPLE, place / "workspace", ignore=shutil.ignore_patterns("answers", ".clairevoie", "output"))
    settings = place / "workspace" / "data_sources" / "itop" / "source.yml"
    with replay.serving(replay.Recording(ANSWERS)) as url:
        said = settings.read_text(encoding="utf-8")
        settings.write_text(said.replace("http://127.0.0.1:8901", url), encoding="utf-8")
        done = command("build", "--workspace", place / "workspace", "--output", place / "output", "--as-of", AS_OF,
                       "--report", place / "report.json",
                       env={"ITOP_USER": replay.USER, "ITOP_PASSWORD": replay.PASSWORD})
    assert done.returncode == 0, done.stdout + done.stderr
    return place / "output", json.loads((place / "report.json").read_text(encoding="utf-8"))


def test_every_holder_of_a_contract_has_a_site(built: tuple[Path, dict[str, Any]]) -> None:
    output, _ = built
    for site in (*CLIENTS.values(), "internal"):
        assert (output / site / "index.html").is_file()


def test_tickets_by_month_add_up_to_the_recorded_ones(built: tuple[Path, dict[str, Any]]) -> None:
    tickets = recorded("Incident") + recorded("UserRequest") + recorded("Problem")
    owners = Counter(CLIENTS[t["org_id"]] for t in tickets)
    assert {client: _volume(built[0] / client) for client in CLIENTS.values()} \
        == {client: owners[client] for client in CLIENTS.values()}
    assert sum(owners.values()) == 68


def test_each_contract_has_its_page(built: tuple[Path, dict[str, Any]]) -> None:
    owners = Counter(CLIENTS[c["org_id"]] for c in recorded("CustomerContract"))
    for client in CLIENTS.values():
        assert len(list((built[0] / client / "contracts").glob("*/index.html"))) == owners[client]
    assert sum(owners.values()) == 6


def test_each_client_lists_its_cis_and_all_of_them_were_read(built: tuple[Path, dict[str, Any]]) -> None:
    output, report = built
    cis = recorded("FunctionalCI")
    for org, client in CLIENTS.items():
        with (output / client / "data" / "cis.csv").open(encoding="utf-8-sig", newline="") as file:
            names = {row[0] for row in list(csv.reader(file, delimiter=_delimiter(file.name)))[1:]}
        assert names == {ci["name"] for ci in cis if ci["org_id"] == org}, client
    (source,) = report["sources"]
    assert (source["rows"]["cis"], source["rows"]["tickets"], source["rows"]["contracts"]) == (89, 68, 6)
    assert source["set_aside"] == 0


def test_a_ticket_that_names_another_organisations_ci_shows_nothing_of_it_in_any_site(
    built: tuple[Path, dict[str, Any]],
) -> None:
    """Twenty-three such links were recorded. A change of the company's own is shown to those whose CIs it touches;
    a shared item, to those for whom the operator gives it a label."""
    cis = {str(ci["key"]): ci for ci in recorded("FunctionalCI")}
    tickets = {str(t["key"]): t for cls in ("Incident", "UserRequest", "Problem", "Change") for t in recorded(cls)}
    links = [(tickets[str(link["ticket_id"])], cis[str(link["functionalci_id"])])
             for link in recorded("lnkFunctionalCIToTicket")]
    crossed = [(ticket, ci) for ticket, ci in links if ticket["org_id"] != ci["org_id"]]
    assert len(crossed) == 23
    texts = {org: oracle.texts(built[0] / client) for org, client in CLIENTS.items()}
    company = next(str(org["key"]) for org in recorded("Organization") if org["name"].startswith("Néréis"))
    for ticket, ci in crossed:
        for org, text in texts.items():
            if org != ci["org_id"] and f"FunctionalCI-{ci['key']}" not in _labelled(CLIENTS[org]):
                assert oracle.plain_foreign(text, set(), {"ci": {ci["name"]}}) == [], (org, ci["name"])
            if org != ticket["org_id"] and ticket["org_id"] != company:
                words = {"ticket": {ticket["ref"], ticket["title"]}}
                assert oracle.plain_foreign(text, set(), words) == [], (org, ticket["ref"])


def test_no_client_item_or_work_of_another_is_on_a_page_of_works_nor_in_a_calendar(
    built: tuple[Path, dict[str, Any]],
) -> None:
    cis, orgs = recorded("FunctionalCI"), {org: {CLIENTS[org]} for org in CLIENTS}
    for one in recorded("Organization"):
        if str(one["key"]) in orgs and len(one["name"]) > 3:
            orgs[str(one["key"])].add(one["name"])
    for org, client in CLIENTS.items():
        own = orgs[org] | set(_shared(client).values()) | {ci["name"] for ci in cis if ci["org_id"] == org}
        others = {CLIENTS[other]: names - {"demo"} for other, names in orgs.items() if other != org}
        mine = "\n".join(map(oracle.folded, own))
        others[""] = {word for ci in cis if ci["org_id"] != org for word in (ci["name"], f"FunctionalCI-{ci['key']}")
                      if oracle.folded(word) not in mine}  # a part of an own word is the client's
        assert len(others[""]) > 50
        assert plain_foreign(words_of_works(built[0] / client), own, others) == [], client


def test_answers_on_each_graph_are_those_of_all_links_or_check_names_the_difference(
    built: tuple[Path, dict[str, Any]],
) -> None:
    workspace, cis, total = built[0].parent / "workspace", recorded("FunctionalCI"), 0
    as_of = datetime.fromisoformat(AS_OF)
    known = estate(workspace, as_of, as_of)[0]
    said = differences(load_checked(workspace, as_of), known.tables, as_of)
    for org, client in CLIENTS.items():
        names = {ci["name"]: f"FunctionalCI-{ci['key']}" for ci in cis if ci["org_id"] == org}
        graph = island(built[0] / client)
        contracts = {row["contract"] for row in known.rows("contracts", "contract", "client")
                     if row["client"] == client}
        names |= {label: ci for ci, label in _shared(client).items()}
        compared, found = differing(graph, names, known, contracts)
        assert bool(found) <= any(line.startswith(f"client {client}: ") for line in said), found
        assert faults_of_form(built[0] / client, graph) == []
        total += compared
    assert total > 50


def _shared(client: str) -> dict[str, str]:
    settings = yaml.safe_load((EXAMPLE / "content" / "clients" / client / "client.yml").read_text(encoding="utf-8"))
    found: dict[str, str] = settings.get("shared_cis", {})
    return found


def _labelled(client: str) -> set[str]:
    return set(_shared(client))


def _volume(site: Path) -> int:
    figures = json.loads((site / "data" / "figures.json").read_text(encoding="utf-8"))["figures"]
    return sum(f["value"] or 0 for f in figures if f["kpi"] == "ticket_volume" and not f["by"])


def _delimiter(path: str) -> str:
    return ";" if ";" in Path(path).read_text(encoding="utf-8-sig").partition("\n")[0] else ","
