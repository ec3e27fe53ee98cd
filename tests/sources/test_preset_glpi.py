"""The preset glpi against a server written from GLPI's documentation of its REST API."""

from __future__ import annotations

import pytest

from tests.sources.apis import QUICK, at, contract, dataset, pulled, rows_of
from tests.sources.glpi import SESSION, TICKETS, api
from tests.sources.lies import lies
from tests.sources.lying import serving

SAID = {"preset": "glpi", "clients": {"Root entity > Acme": "acme", "Root entity > Acme > Lyon": "acme",
                                        "Root entity > Other": "other"},
        "asset_states": {"In stock": "stock"}, "page": 3}
ROWS = {"tickets": 7, "ticket_events": 5, "people": 2, "contracts": 1, "time_entries": 1, "cis": 2, "ticket_cis": 1,
        "impacts": 1}


@pytest.mark.parametrize("lie", ["", *lies()])
def test_the_rows_are_those_of_the_server_or_the_source_is_held(lie: str) -> None:
    contract(api, SAID, ROWS, lie, target="/apirest.php/Ticket")


def test_a_ticket_is_as_glpi_says() -> None:
    with serving(api()) as url:
        pull = pulled({**SAID, **QUICK, "url": url})
    tickets = {row["ticket"]: row for row in rows_of(pull, "tickets")}
    assert len(tickets) == len(TICKETS)
    ticket = tickets["glpi-1"]
    assert ticket.items() >= {
        "client": "acme", "contract": "glpi-1", "kind": "incident", "priority": "P1", "status": "closed",
        "title": "Printer 1 <b> jams", "requester": "Emma Roy", "team": "Support > N2", "person": "lea",
        "pending_minutes": 90.0, "source_tto_met": False, "source_ttr_met": True}.items()
    assert [ticket[name] for name in ("created", "owned", "resolved", "closed")] == [
        at("2026-10-01T07:00+00:00"), at("2026-10-01T07:20+00:00"), at("2026-10-01T10:00+00:00"),
        at("2026-10-03T06:00+00:00")]
    assert (tickets["glpi-2"]["kind"], tickets["glpi-2"]["status"], tickets["glpi-2"]["person"]) == (
        "request", "pending", "max")
    assert tickets["glpi-4"]["client"] == "other"
    assert dataset(pull).set_aside == ()


def test_the_history_of_states_and_the_answers_are_events() -> None:
    with serving(api()) as url:
        pull = pulled({**SAID, **QUICK, "url": url})
    events = [(f"{row['at']:%H:%M}", row["field"], row["value"]) for row in rows_of(pull, "ticket_events")]
    assert events == [("07:00", "status", "assigned"), ("08:00", "status", "pending"), ("09:00", "status", "assigned"),
                      ("10:00", "status", "resolved"), ("08:02", "answer", None)]


def test_contracts_tasks_and_assets_are_as_glpi_says() -> None:
    with serving(api()) as url:
        pull = pulled({**SAID, **QUICK, "url": url})
    [agreed] = rows_of(pull, "contracts")
    assert (agreed["client"], str(agreed["start"]), str(agreed["end"]), agreed["notice"], agreed["renewal"],
            agreed["renewal_term"], agreed["kind"]) == (
        "acme", "2026-01-01", "2026-12-31", "P3M", "tacit", "P12M", "managed")
    [entry] = rows_of(pull, "time_entries")
    assert (str(entry["date"]), entry["person"], entry["hours"], entry["ticket"], entry["contract"]) == (
        "2026-10-01", "lea", 1.5, "glpi-1", "glpi-1")
    assert {(ci["ci"], ci["status"], ci["location"]) for ci in rows_of(pull, "cis")} == {
        ("Computer-11", "production", "Lyon > B1"), ("NetworkEquipment-11", "stock", None)}
    assert [(row["upstream"], row["downstream"]) for row in rows_of(pull, "impacts")] == [
        ("NetworkEquipment-11", "Computer-11")]
    assert {person["name"] for person in rows_of(pull, "people")} == {"Léa Martin", "max"}


def test_the_session_is_closed_at_last() -> None:
    glpi = api()
    with serving(glpi) as url:
        pulled({**SAID, **QUICK, "url": url})
    assert (glpi.asked[0].path, glpi.asked[-1].path) == ("/apirest.php/initSession", "/apirest.php/killSession")
    assert glpi.asked[-1].headers["Session-Token"] == SESSION
