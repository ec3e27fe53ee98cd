"""The preset jira_service_management against answers of Jira Cloud that others recorded for their own tests."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from tests.sources.apis import QUICK, SECRET, at, contract, dataset, pulled, recorded, rows_of
from tests.sources.lies import lies
from tests.sources.lying import Api, Asked, Reply, Route, Row, Slice, cursor, offset, serving

SAID: dict[str, Any] = {
    "preset": "jira_service_management", "clients": {"Charlie Cakes Franchises": "charlie", "KP": "kanban"},
    "kinds": {"story": "request", "epic": "request"}, "response_sla": "customfield_10030",
    "resolution_sla": "customfield_10031", "states": {"selected for development": "assigned"},
    "requests": {"changelogs": {"pager": {"size": 2}}}}
ROWS = {"tickets": 18, "ticket_events": 5, "time_entries": 2, "people": 1}
BASIC = "Basic " + base64.b64encode(f"{SECRET}:{SECRET}".encode()).decode()
CHANGELOG = "/rest/api/2/issue/10007/changelog"


def issues() -> list[Row]:
    """The recorded issues, and a recorded request with what a service project adds to it."""
    rows = recorded("jira/issues")
    request = recorded("jira/requests")[0]
    response, resolution, _ = recorded("jira/slas")
    fields = {**rows[0]["fields"], "project": {"key": "HELPDESK"}, "issuetype": {"name": "[System] Incident"},
              "summary": request["requestFieldValues"][0]["value"], "created": request["createdDate"]["jira"],
              "status": {"name": request["currentStatus"]["status"]}, "reporter": request["reporter"],
              "customfield_10002": recorded("jira/organizations")[:1], "customfield_10030": response,
              "customfield_10031": resolution}
    two = next(row for row in rows if row["key"] == "KP-2")
    two["fields"]["customfield_10002"] = recorded("jira/organizations")[:2]
    return [*rows, {"id": request["issueId"], "key": request["issueKey"], "fields": fields}]


def history(number: int, hour: int, *items: tuple[str, str | None, str | None]) -> Row:
    """An entry of a changelog, as Atlassian documents it."""
    return {"id": str(number), "created": f"2021-01-09T{hour:02}:00:00.000+0000", "author": {"accountId": "5b86be"},
            "items": [{"field": field, "fieldtype": "jira", "fieldId": field, "from": None, "fromString": None,
                       "to": to, "toString": text} for field, to, text in items]}


HISTORY = [history(1, 4, ("assignee", "5b86be", "Carlos Treminio")),
           history(2, 5, ("status", "3", "In Progress"), ("priority", "4", "Low")), history(3, 6, ("Rank", "", "up")),
           history(4, 7, ("status", "5", "Waiting for Customer")),
           history(5, 8, ("resolution", "1", "Done"), ("status", "10001", "Done")),
           history(6, 9, ("assignee", None, None))]


def searched(asked: Asked, rows: list[Row], wanted: Slice, total: int, more: bool) -> Reply:
    """An answer of search/jql, which says no total."""
    said = {"issues": rows, "isLast": not more}
    return Reply(said | ({"nextPageToken": f"at{wanted.start + len(rows)}"} if more else {}))


def listed(name: str) -> Any:
    """An answer with startAt, maxResults and total."""
    return lambda asked, rows, wanted, total, more: Reply(
        {"startAt": wanted.start, "maxResults": wanted.size, "total": total, name: rows})


def api() -> Api:
    """Jira, seven issues a page."""
    numbers = [row["id"] for row in issues()]
    wants = offset("startAt", "maxResults", 50)
    routes = {"/rest/api/2/search/jql": Route(issues(), cursor("nextPageToken", 7), searched)}
    routes |= {f"/rest/api/2/issue/{number}/changelog": Route(HISTORY if number == "10007" else [], wants,
                                                              listed("values")) for number in numbers}
    routes["/rest/api/2/issue/10007/worklog"] = Route(recorded("jira/worklogs"), wants, listed("worklogs"))
    return Api(routes, ("Authorization", BASIC))


@pytest.mark.parametrize("lie", ["", *lies(total=False, placed=False)])
def test_the_rows_are_those_of_the_server_or_the_source_is_held(lie: str) -> None:
    contract(api, SAID, ROWS, lie, total=False, placed=False)


@pytest.mark.parametrize("lie", lies())
def test_a_lie_about_a_history_holds_the_source(lie: str) -> None:
    contract(api, SAID, ROWS, lie, target=CHANGELOG)


def test_a_request_is_as_jira_says_with_its_cycles_of_slas() -> None:
    with serving(api()) as url:
        pull = pulled({**SAID, **QUICK, "url": url})
    tickets = {row["ticket"]: row for row in rows_of(pull, "tickets")}
    ticket = tickets["HELPDESK-1"]
    assert ticket.items() >= {
        "client": "charlie", "kind": "incident", "priority": "P3", "status": "new", "requester": "Fred F. User",
        "title": "Request JSD help via REST", "source_tto_met": True, "source_ttr_met": False}.items()
    assert [ticket[name] for name in ("created", "owned", "resolved")] == [
        at("2015-10-08T07:42:00+00:00"), at("2015-10-09T03:52:23+00:00"), None]
    assert tickets["KP-1"].items() >= {"client": "kanban", "priority": "P4", "status": "closed", "owned": None,
                                       "resolved": at("2021-01-09T04:48:34+00:00")}.items()
    assert "KP-2" not in tickets  # whose it is, nobody said
    assert (tickets["KP-3"]["client"], tickets["KP-3"]["status"], tickets["KP-3"]["source_ttr_met"]) == (
        "kanban", "assigned", None)


def test_the_changelog_is_events_and_worklogs_are_time() -> None:
    with serving(api()) as url:
        pull = pulled({**SAID, **QUICK, "url": url})
    events = [(f"{row['at']:%H}", row["field"], row["value"]) for row in rows_of(pull, "ticket_events")]
    assert events == [("05", "status", "assigned"), ("07", "status", "pending"), ("08", "status", "closed"),
                      ("05", "priority", "P4"), ("04", "owner", "5b86be")]
    entries = rows_of(pull, "time_entries")
    spent = next(row for row in recorded("jira/issues") if row["key"] == "KP-1")["fields"]["timespent"]
    assert sum(entry["hours"] for entry in entries) * 3600 == pytest.approx(spent, abs=0.01)
    assert {(str(entry["date"]), entry["client"], entry["ticket"]) for entry in entries} == {
        ("2021-07-16", "kanban", "KP-1")}
    [aside] = dataset(pull).set_aside
    assert (aside.column, aside.value) == ("client", "Charlie Cakes Franchises, Atlas Coffee Co")


def test_only_what_changed_is_asked_for_and_the_rows_are_the_same() -> None:
    jira = api()
    with serving(jira) as url:
        said = {**SAID, **QUICK, "url": url}
        first = pulled(said)
        jira.asked.clear()
        second = pulled(said, first.remember.get)
    searches = [asked.query["jql"] for asked in jira.asked if asked.path.endswith("jql")]
    assert set(searches[:1]) == {'(projectType = service_desk) AND updated >= "2021-11-16 19:18" ORDER BY key'}
    assert rows_of(first, "ticket_events") == rows_of(second, "ticket_events")
    assert rows_of(first, "tickets") == rows_of(second, "tickets")
