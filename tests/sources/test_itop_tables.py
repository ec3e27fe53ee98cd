"""The example's tables against its recorded answers, counted again with plain code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from clairevoie.sources.pulled import Pull
from clairevoie.tables.dataset import Dataset, merge
from tests.sources.replayed import read_example, recorded, replay

CLIENTS = {"3": "demo", "7": "lefevre", "8": "leflog", "9": "steloi", "10": "mcb"}
SHARED = {"4", "5", "6"}  # Néréis, and its two suppliers
STATUS = {"escalated_tto": "new", "escalated_ttr": "assigned", "waiting_for_approval": "waiting_approval",
          "rejected": "cancelled"}


@pytest.fixture(scope="module")
def example() -> Iterator[tuple[Pull, Dataset]]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("ITOP_USER", replay.USER)
        environment.setenv("ITOP_PASSWORD", replay.PASSWORD)
        yield read_example()


@pytest.fixture(scope="module")
def rows(example: tuple[Pull, Dataset]) -> dict[str, list[dict[str, Any]]]:
    return {name: table.to_pylist() for name, table in example[1].tables.items()}


def all_tickets() -> list[dict[str, Any]]:
    return recorded("Incident") + recorded("UserRequest") + recorded("Problem")


def instant(local: str) -> datetime | None:
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo("Europe/Paris")).astimezone(UTC) if local else None


def test_nothing_is_set_aside_and_what_is_left_out_is_told(example: tuple[Pull, Dataset]) -> None:
    pulled, dataset = example
    assert merge([dataset]).set_aside == ()
    assert pulled.notices == (
        "contract 'Customer contract Demo' has no start date in iTop: 2020-01-01 is used",
        "changes that have no dates yet: 1, not in the planning",
    )


def test_who_holds_a_customer_contract_is_a_client_and_nobody_else(rows: dict[str, list[dict[str, Any]]]) -> None:
    holders = {c["org_id"] for c in recorded("CustomerContract")}
    assert {r["client"] for r in rows["clients"]} == {CLIENTS[org] for org in holders}
    assert {r["client"]: r["parent"] for r in rows["clients"] if r["parent"]} == {"leflog": "lefevre"}
    assert {r["client"]: r["name"] for r in rows["clients"]}["mcb"] == "Mairie de Châteauneuf-sur-Brévenne"


def test_tickets_contracts_and_cis_are_as_many_as_recorded_for_each_client(
        rows: dict[str, list[dict[str, Any]]]) -> None:
    owners = [CLIENTS[t["org_id"]] for t in all_tickets()]
    assert Counter(r["client"] for r in rows["tickets"]) == Counter(owners)
    assert len(rows["tickets"]) == 68
    contracts = [CLIENTS[c["org_id"]] for c in recorded("CustomerContract")]
    assert Counter(r["client"] for r in rows["contracts"]) == Counter(contracts)
    cis = [CLIENTS.get(c["org_id"]) if c["org_id"] not in SHARED else None for c in recorded("FunctionalCI")]
    assert Counter(r["client"] for r in rows["cis"]) == Counter(cis)
    assert len(rows["cis"]) == 89


def test_a_ticket_says_what_itop_says(rows: dict[str, list[dict[str, Any]]]) -> None:
    ours = {r["ticket"]: r for r in rows["tickets"]}
    for theirs in all_tickets():
        row = ours[theirs["ref"]]
        assert row["status"] == STATUS.get(theirs["status"], theirs["status"])
        assert row["priority"] == f"P{theirs['priority']}"
        assert (row["title"], row["requester"]) == (theirs["title"], theirs["caller_id_friendlyname"])
        assert row["created"] == instant(theirs["start_date"])
        finished = theirs["status"] in ("resolved", "closed")
        assert row["resolved"] == (instant(theirs["resolution_date"]) if finished else None)
        assert row["closed"] == (instant(theirs["close_date"]) if theirs["status"] == "closed" else None)
        assert row["service"] == f"Service-{theirs['service_id']}"
    assert Counter(r["kind"] for r in ours.values()) == {"incident": 31, "request": 36, "problem": 1}


def test_ownership_is_the_first_assignment_that_the_history_knows(rows: dict[str, list[dict[str, Any]]]) -> None:
    first: dict[tuple[str, str], str] = {}
    for change in sorted(recorded("status_history"), key=lambda c: int(c["key"])):
        if change["newvalue"] == "assigned":
            first.setdefault((change["objclass"], change["objkey"]), change["date"])
    ours = {r["ticket"]: r["owned"] for r in rows["tickets"]}
    for ticket in recorded("Incident") + recorded("UserRequest"):
        assert ours[ticket["ref"]] == instant(first.get((ticket["class"], ticket["key"]), ""))


def test_the_events_run_from_creation_to_the_status_of_today(rows: dict[str, list[dict[str, Any]]]) -> None:
    ours = {r["ticket"]: r for r in rows["tickets"]}
    steps: dict[str, list[tuple[datetime, str]]] = {}
    for event in rows["ticket_events"]:
        assert event["field"] == "status"
        steps.setdefault(event["ticket"], []).append((event["at"], event["value"]))
    assert steps.keys() == {ref for ref, row in ours.items() if row["kind"] != "problem"}
    for ref, chain in steps.items():
        assert chain[0] == (ours[ref]["created"], "new")
        assert chain[-1][1] == ours[ref]["status"]
        assert [at for at, _ in chain] == sorted(at for at, _ in chain)
        assert all(before != after for (_, before), (_, after) in pairwise(chain))


def test_working_time_by_the_events_is_what_itops_stopwatches_show(rows: dict[str, list[dict[str, Any]]]) -> None:
    """iTop's clocks run day and night; `tto` and `ttr` hold the seconds up to the last stop (itop.md §4)."""
    steps: dict[str, list[tuple[datetime, str]]] = {}
    for event in rows["ticket_events"]:
        steps.setdefault(event["ticket"], []).append((event["at"], event["value"]))
    for ticket in recorded("Incident") + recorded("UserRequest"):
        chain = steps[ticket["ref"]]
        spent: Counter[str] = Counter()
        for (start, status), (end, _) in pairwise(chain):
            spent[status] += round((end - start).total_seconds())
        assert abs(spent["new"] - ticket["tto"]) <= 2, ticket["ref"]
        if ticket["status"] in ("resolved", "closed"):
            assert abs(spent["new"] + spent["assigned"] - ticket["ttr"]) <= 2, ticket["ref"]


def test_a_commitment_is_the_shortest_target_of_the_organisations_contracts(
        rows: dict[str, list[dict[str, Any]]]) -> None:
    """For stopped clocks, seconds against the limit give iTop's own verdict; without a target there is none."""
    clients = {r["contract"]: r["client"] for r in rows["contracts"]}
    limits: dict[tuple[str, ...], list[int]] = {}
    for line in rows["commitments"]:
        name = (clients[line["contract"]], line["service"], line["ticket_kind"], line["priority"], line["metric"])
        limits.setdefault(name, []).append(int(line["limit"]))
    seen: Counter[tuple[str, bool | None]] = Counter()
    theirs = {t["ref"]: t for t in all_tickets()}
    for row in rows["tickets"]:
        for metric, stop in (("tto", "owned"), ("ttr", "resolved")):
            name = (row["client"], row["service"], row["kind"], row["priority"], metric)
            said = row[f"source_{metric}_met"]
            seen[metric, said] += 1
            if name not in limits or row[stop] is None:
                assert said is None, row["ticket"]
            else:
                ticket = theirs[row["ticket"]]
                assert said == (ticket[metric] <= min(limits[name]) * 60) == (ticket[f"sla_{metric}_passed"] == "no")
    assert (seen["tto", True], seen["tto", False], seen["ttr", True], seen["ttr", False]) == (47, 9, 31, 17)


def test_a_request_without_agreement_has_no_verdict(rows: dict[str, list[dict[str, Any]]]) -> None:
    row = next(r for r in rows["tickets"] if r["title"] == "Demande sans SLA")
    theirs = next(t for t in all_tickets() if t["ref"] == row["ticket"])
    assert (theirs["sla_tto_passed"], theirs["sla_ttr_passed"]) == ("no", "no")
    assert (row["source_tto_met"], row["source_ttr_met"]) == (None, None)


def test_commitments_are_the_targets_of_each_contracts_services(rows: dict[str, list[dict[str, Any]]]) -> None:
    by_sla = Counter(link["sla_id"] for link in recorded("lnkSLAToSLT"))
    links = recorded("lnkCustomerContractToService")
    assert len(rows["commitments"]) == sum(by_sla[link["sla_id"]] for link in links)
    assert len(rows["contract_services"]) == len(links)
    gold = next(r for r in rows["commitments"] if r["commitment"] == "CustomerContract-6/Service-4/SLT-4")
    assert (gold["limit"], gold["priority"], gold["ticket_kind"], gold["metric"], gold["target_pct"]) \
        == ("120", "P1", "incident", "ttr", 95.0)


def test_money_is_exact_and_only_what_is_said_a_month(rows: dict[str, list[dict[str, Any]]]) -> None:
    assert {r["contract"]: r["monthly_fee"] for r in rows["contracts"]} == {
        "CustomerContract-1": None, "CustomerContract-4": 780_000, "CustomerContract-5": 240_000,
        "CustomerContract-6": 1_120_000, "CustomerContract-7": 195_050, "CustomerContract-8": 150_000}
    assert {r["provider"]: r["annual_cost"] for r in rows["provider_contracts"]} == {
        "nuageo": 2_220_000, "telarmor": 768_000}


def test_tickets_name_the_cis_that_were_not_ruled_out(rows: dict[str, list[dict[str, Any]]]) -> None:
    kinds = {r["ticket"]: r["kind"] for r in rows["tickets"]}
    links = [link for link in recorded("lnkFunctionalCIToTicket") if link["impact_code"] != "not_impacted"]
    assert len(rows["ticket_cis"]) + len(rows["intervention_cis"]) + _undated(links) == len(links)
    causes = {(r["ticket"], r["ci"]) for r in rows["ticket_cis"] if r["role"] == "cause"}
    assert causes == {(link["ticket_ref"], f"FunctionalCI-{link['functionalci_id']}") for link in links
                      if link["impact_code"] == "manual" and kinds.get(link["ticket_ref"]) == "incident"}


def test_changes_with_dates_are_interventions(rows: dict[str, list[dict[str, Any]]]) -> None:
    ours = {r["intervention"]: r for r in rows["interventions"]}
    dated = {c["ref"]: c for c in recorded("Change") if c["start_date"]}
    assert ours.keys() == dated.keys()
    assert {ref: (row["client"], row["status"], row["effect"]) for ref, row in ours.items()} == {
        "C-000070": ("lefevre", "done", "none"), "C-000071": ("mcb", "done", "none"),
        "C-000072": ("lefevre", "confirmed", "outage"), "C-000073": (None, "to_confirm", "outage"),
        "C-000074": ("steloi", "confirmed", "none"), "C-000076": ("leflog", "in_progress", "outage")}


def test_contacts_are_the_clients_own_and_our_teams(rows: dict[str, list[dict[str, Any]]]) -> None:
    active = [p for p in recorded("Person") if p["status"] == "active" and p["org_id"] in CLIENTS]
    owners = Counter(r["client"] for r in rows["contacts"] if r["client"])
    assert owners == Counter(CLIENTS[p["org_id"]] for p in active)
    ours = {r["name"] for r in rows["contacts"] if not r["client"] and not r["provider"]}
    assert ours == {"Centre de services Néréis", "Équipe Systèmes", "Équipe Réseaux"}
    assert {r["name"] for r in rows["people"]} == {p["friendlyname"] for p in recorded("Person") if p["org_id"] == "4"}


def _undated(links: list[dict[str, Any]]) -> int:
    lost = {c["key"] for c in recorded("Change") if not c["start_date"]}
    return sum(link["ticket_id"] in lost for link in links)
