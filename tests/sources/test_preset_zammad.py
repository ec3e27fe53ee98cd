"""The preset zammad against what Zammad's documentation shows of its answers."""

from __future__ import annotations

import pytest

from tests.sources.apis import QUICK, SECRET, at, contract, dataset, pulled, recorded, rows_of
from tests.sources.lies import lies
from tests.sources.lying import Api, Route, page, plain, serving

USERS = [
    {"id": 1, "login": "-", "firstname": "-", "lastname": "", "email": "", "role_ids": []},
    {"id": 3, "login": "chris@chrispresso.com", "firstname": "Christopher", "lastname": "Miller",
     "email": "chris@chrispresso.com", "role_ids": [1, 2]},
    {"id": 7, "login": "emma@example.com", "firstname": "Emma", "lastname": "Taylor", "email": "emma@example.com",
     "role_ids": [3]},
]
SAID = {"preset": "zammad", "clients": {"Awesome Customer Inc.": "awesome"}, "defaults": {"pager": {"size": 2}}}
ROWS = {"tickets": 2, "time_entries": 3, "people": 1}


def api() -> Api:
    """Two tickets of the documentation, and one that was made for the fields that those leave empty."""
    shown = recorded("zammad/tickets")
    answered = {**shown[0], "id": 50, "number": "22050", "type": "Incident", "time_unit": "80.0", "owner_id": 3,
                "first_response_at": "2023-08-16T07:00:00.000Z", "close_at": "2023-08-16T08:00:00.000Z",
                "last_close_at": "2023-08-16T09:00:00.000Z"}  # closed twice: the last time counts
    lists = {"organizations": recorded("zammad/organizations"), "ticket_states": recorded("zammad/ticket_states"),
             "ticket_priorities": recorded("zammad/ticket_priorities"), "users": USERS,
             "groups": [{"id": 1, "name": "Sales"}, {"id": 2, "name": "2nd Level"}]}
    return Api({"/api/v1/tickets": Route([*shown, answered], page(), plain()),
                **{f"/api/v1/{name}": Route(rows, page(), plain()) for name, rows in lists.items()},
                "/api/v1/tickets/50/time_accountings": Route(recorded("zammad/time_accountings"))},
               ("Authorization", f"Token token={SECRET}"))


@pytest.mark.parametrize("lie", ["", *lies(total=False)])
def test_the_rows_are_those_of_the_server_or_the_source_is_held(lie: str) -> None:
    contract(api, SAID, ROWS, lie, total=False)


def test_a_ticket_and_its_time_are_as_zammad_says() -> None:
    with serving(api()) as url:
        pull = pulled({**SAID, **QUICK, "url": url})
    tickets = {row["ticket"]: row for row in rows_of(pull, "tickets")}
    ticket = tickets["22050"]
    assert {name: ticket[name] for name in ("client", "kind", "priority", "status", "team", "requester", "person")} == {
        "client": "awesome", "kind": "incident", "priority": "P3", "status": "closed", "team": "Sales",
        "requester": "Emma Taylor", "person": "chris@chrispresso.com"}
    assert (ticket["owned"], ticket["closed"]) == (at("2023-08-16T07:00+00:00"), at("2023-08-16T09:00+00:00"))
    assert [(aside.table, aside.line, aside.column) for aside in dataset(pull).set_aside] == [("tickets", 2, "client")]
    hours = [row["hours"] for row in rows_of(pull, "time_entries")]
    assert sum(hours) == pytest.approx(80 / 60, abs=1e-5)
    assert [person["name"] for person in rows_of(pull, "people")] == ["Christopher Miller"]
