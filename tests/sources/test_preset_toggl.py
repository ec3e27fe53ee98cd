"""The preset toggl against a server written from Toggl's documentation of its API v9 and of its reports v3."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sources.apis import QUICK, SECRET, basic, contract, held, pulled, rows_of
from tests.sources.lies import lies
from tests.sources.lying import Api, Asked, Reply, Route, Row, Slice, serving

SAID = {"preset": "toggl", "workspace": "42", "since": "2026-01-01", "clients": {"Acme SA": "acme"},
        "contracts": {"9": "C-9"}, "page": 3}
ROWS = {"time_entries": 8, "people": 2}
SEARCH = "/reports/api/v3/workspace/42/search/time_entries"


def entry(number: int, **more: Any) -> Row:
    """A row of a detailed report."""
    return {"user_id": 1 + number % 2, "username": "Léa Roy", "project_id": 9, "task_id": None, "billable": True,
            "description": f"work {number}", "tag_ids": [], "billable_amount_in_cents": None, "currency": "EUR",
            "time_entries": [{"id": 100 + number, "seconds": 1800 + number, "at": "2026-02-09T00:00:00+00:00",
                              "start": f"2026-02-{number:02}T23:50:00+01:00", "stop": "2026-02-09T00:20:00+01:00"}],
            "row_number": number, **more}


ENTRIES = [*(entry(number) for number in range(1, 7)), entry(7, project_id=10, billable=False),
           entry(8, project_id=None)]


def wanted(asked: Asked, rows: list[Row]) -> Slice:
    """`first_row_number` counts from 1."""
    return Slice(int(asked.json.get("first_row_number", 1)) - 1, int(asked.json["page_size"]))


def headed(asked: Asked, rows: list[Row], page: Slice, total: int, more: bool) -> Reply:
    """Where the next page begins, in headers."""
    at = page.start + len(rows) + 1
    return Reply(rows, {"X-Next-Row-Number": str(at), "X-Next-ID": "1"} if more else {})


def of_year(asked: Asked, rows: list[Row]) -> list[Row]:
    """The entries between the two days of the request."""
    return [row for row in rows if asked.json["start_date"] <= row["time_entries"][0]["start"][:10]
            <= asked.json["end_date"]]


def totals(entries: list[Row], more: int = 0) -> Route:
    """What they add up to."""
    return Route(answer=lambda asked: Reply(
        {"seconds": sum(row["time_entries"][0]["seconds"] for row in of_year(asked, entries)) + more,
         "tracked_days": 8, "resolution": "day"}))


def api(more: int = 0) -> Api:
    """Toggl, three rows a page."""
    projects = [{"id": 9, "name": "Run", "client_id": 5}, {"id": 10, "name": "Ours", "client_id": None}]
    lists: dict[str, list[Row]] = {
        "clients": [{"id": 5, "name": "Acme SA"}],
        "users": [{"id": 1, "fullname": "Léa Roy", "email": "lea@x.org"}, {"id": 2, "fullname": "Max", "email": "m@x"}]}
    return Api({SEARCH: Route(ENTRIES, wanted, headed, chosen=of_year),
                f"{SEARCH}/totals": totals(ENTRIES, more),
                "/api/v9/workspaces/42/projects": Route(projects, lambda asked, _: Slice(
                    200 * (int(asked.query["page"]) - 1), 200)),
                **{f"/api/v9/workspaces/42/{name}": Route(rows) for name, rows in lists.items()}},
               ("Authorization", basic(SECRET, "api_token")))


@pytest.mark.parametrize("lie", ["", *lies(placed=False)])
def test_the_rows_are_those_of_the_server_or_the_source_is_held(lie: str) -> None:
    if lie in ("total too high", "total too low"):
        with serving(api(1 if lie.endswith("high") else -1)) as url:
            assert "adds up to 14436, not to the" in held({**SAID, **QUICK, "url": url})
    else:
        contract(api, SAID, ROWS, lie, placed=False)


def test_time_counts_on_the_day_on_which_it_began_for_the_client_of_its_project() -> None:
    with serving(api()) as url:
        pull = pulled({**SAID, **QUICK, "url": url})
    entries = {row["entry"]: row for row in rows_of(pull, "time_entries")}
    assert [(str(row["date"]), row["client"], row["contract"], row["billable"], row["person"], row["activity"])
            for row in (entries["toggl-101"], entries["toggl-107"], entries["toggl-108"])] == [
        ("2026-02-01", "acme", "C-9", True, "toggl-2", "Run"), ("2026-02-07", None, None, False, "toggl-2", "Ours"),
        ("2026-02-08", None, None, True, "toggl-1", None)]
    assert sum(row["hours"] for row in entries.values()) == pytest.approx(14436 / 3600, abs=1e-5)
    assert {row["name"] for row in rows_of(pull, "people")} == {"Léa Roy", "Max"}


def test_a_workspace_without_clients_and_projects_says_null() -> None:
    server = api()
    for name in ("clients", "projects"):
        server.routes[f"/api/v9/workspaces/42/{name}"] = Route(answer=lambda asked: Reply(None))
    with serving(server) as url:
        pull = pulled({**SAID, **QUICK, "url": url})
    assert {row["client"] for row in rows_of(pull, "time_entries")} == {None}
    assert len(rows_of(pull, "time_entries")) == 8
