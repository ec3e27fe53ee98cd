"""The preset glpi_v2 against a server written from the documentation and the source of GLPI's high-level API."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sources.apis import QUICK, SECRET, at, contract, dataset, pulled, rows_of
from tests.sources.lies import lies
from tests.sources.lying import Api, Asked, Reply, Route, Row, Slice, offset, serving

SAID: dict[str, Any] = {"preset": "glpi_v2", "clients": {"Root entity > Acme": "acme"}, "page": 3,
                        "asset_states": {"In stock": "stock"}}
ROWS = {"tickets": 7, "time_entries": 1, "people": 1, "cis": 2}
TEAM = [{"role": "requester", "name": "emma", "display_name": "Roy Emma", "id": 3, "type": "User"},
        {"role": "assigned", "name": "N2", "display_name": "N2", "id": 8, "type": "Group"},
        {"role": "assigned", "name": "lea", "display_name": "Martin Léa", "id": 4, "type": "User"}]
TASKS = [
    {"type": "Followup", "item": {"id": 2, "itemtype": "Ticket", "items_id": 1, "is_private": False}},
    {"type": "Task", "item": {"id": 2, "date": "2026-10-01T23:30:00+00:00", "duration": 5400, "planned_begin": None,
                              "state": 2, "tickets_id": 1, "user_tech": {"id": 4, "name": "lea"}}},
    {"type": "Task", "item": {"id": 3, "date": "2026-10-01T10:00:00+00:00", "duration": 3600, "planned_begin": None,
                              "state": 1, "tickets_id": 1, "user_tech": None}}]


def ticket(number: int, **more: Any) -> Row:
    """A row of Ticket as the schema of version 2 has it."""
    return {"id": number, "name": f"Printer {number}", "content": "…", "is_deleted": False, "urgency": 3, "impact": 3,
            "priority": 3, "actiontime": 0, "waiting_duration": 0, "date_creation": "2026-10-01T07:00:00+00:00",
            "date_mod": "2026-10-02T07:00:00+00:00", "date": "2026-10-01T09:00:00+02:00", "date_solve": None,
            "date_close": None, "type": 1, "take_into_account_date": None, "status": {"id": 1, "name": "New"},
            "category": None, "location": None, "team": [],
            "entity": {"id": 1, "name": "Acme", "completename": "Root entity > Acme"}, **more}


TICKETS = [ticket(1, status={"id": 6, "name": "Closed"}, priority=6, actiontime=5400, waiting_duration=5400, team=TEAM,
                  take_into_account_date="2026-10-01T07:20:00+00:00", date_solve="2026-10-01T10:00:00+00:00",
                  date_close="2026-10-03T06:00:00+00:00"),
           ticket(2, type=2, status={"id": 4, "name": "Pending"}), ticket(3, is_deleted=True),
           *(ticket(number) for number in range(4, 9))]


def asset(number: int, state: str = "") -> Row:
    """A row of an asset."""
    return {"id": number, "name": f"asset-{number}", "is_deleted": False, "is_template": False, "location": None,
            "status": {"id": 1, "name": state} if state else None,
            "entity": {"id": 1, "name": "Acme", "completename": "Root entity > Acme"}}


def ranged(asked: Asked, rows: list[Row], wanted: Slice, total: int, more: bool) -> Reply:
    """The list with Content-Range; 206 where there is more."""
    more = wanted.start + wanted.size < total
    last = max(0, wanted.start + wanted.size - 1)
    last = total - 1 if last > total else last
    return Reply(rows, {"Content-Range": f"{wanted.start}-{last}/{total}"}, 206 if more else 200)


def api() -> Api:
    """GLPI, whose tokens are given for a password."""
    wants = offset("start", "limit", 100)
    return Api({
        "/api.php/v2/Assistance/Ticket": Route(TICKETS, wants, ranged),
        "/api.php/v2/Assistance/Ticket/1/Timeline": Route(TASKS),
        "/api.php/v2/Assets/Computer": Route([asset(11)], wants, ranged),
        "/api.php/v2/Assets/NetworkEquipment": Route([asset(12, "In stock"), asset(13) | {"is_template": True}], wants,
                                                     ranged),
        "/api.php/token": Route(answer=_token)}, ("Authorization", "Bearer the-token"))


def _token(asked: Asked) -> Reply:
    good = asked.json == {"grant_type": "password", "scope": "api", "client_id": SECRET, "client_secret": SECRET,
                          "username": SECRET, "password": SECRET}
    return Reply({"token_type": "Bearer", "expires_in": 3600, "access_token": "the-token"} if good else {
        "title": "invalid_client"}, status=200 if good else 401)


@pytest.mark.parametrize("lie", ["", *lies()])
def test_the_rows_are_those_of_the_server_or_the_source_is_held(lie: str) -> None:
    contract(api, SAID, ROWS, lie)


def test_a_ticket_is_as_glpi_says() -> None:
    with serving(api()) as url:
        pull = pulled({**SAID, **QUICK, "url": url})
    tickets = {row["ticket"]: row for row in rows_of(pull, "tickets")}
    assert tickets["glpi-1"].items() >= {
        "client": "acme", "kind": "incident", "priority": "P1", "status": "closed", "requester": "Roy Emma",
        "team": "N2", "person": "lea", "pending_minutes": 90.0, "created": at("2026-10-01T07:00+00:00"),
        "owned": at("2026-10-01T07:20+00:00"), "resolved": at("2026-10-01T10:00+00:00"),
        "closed": at("2026-10-03T06:00+00:00")}.items()
    assert tickets["glpi-2"].items() >= {"kind": "request", "status": "pending", "person": None}.items()
    assert "glpi-3" not in tickets
    [entry] = rows_of(pull, "time_entries")
    assert (str(entry["date"]), entry["hours"], entry["person"], entry["ticket"]) == (
        "2026-10-02", 1.5, "lea", "glpi-1")
    assert {(ci["ci"], ci["status"]) for ci in rows_of(pull, "cis")} == {
        ("Computer-11", "production"), ("NetworkEquipment-12", "stock")}
    assert dataset(pull).set_aside == ()


def test_only_what_changed_is_asked_for_and_the_rows_are_the_same() -> None:
    glpi = api()
    with serving(glpi) as url:
        said = {**SAID, **QUICK, "url": url}
        first = pulled(said)
        glpi.asked.clear()
        second = pulled(said, first.remember.get)
    assert {asked.query.get("filter") for asked in glpi.asked if asked.path.endswith("Ticket")} == {
        "date_mod=ge=2026-10-01"}
    assert rows_of(first, "tickets") == rows_of(second, "tickets")
    assert rows_of(first, "time_entries") == rows_of(second, "time_entries")
