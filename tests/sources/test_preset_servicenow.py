"""The preset servicenow against a server written from ServiceNow's documentation of its Table API, and against the
answer of an instance that was recorded.
"""

from __future__ import annotations

import base64
import json
import re
from typing import Any

import pytest

from tests.conftest import SHARED
from tests.sources.apis import QUICK, SECRET, at, contract, dataset, pulled, rows_of
from tests.sources.lies import lies
from tests.sources.lying import Api, Asked, Reply, Route, Row, Slice, offset, serving

SAID: dict[str, Any] = {"preset": "servicenow", "clients": {"ACME North America": "acme"}, "page": 3}
ROWS = {"tickets": 6, "ticket_events": 3, "cis": 2, "ticket_cis": 1, "impacts": 1, "people": 1, "providers": 1,
        "provider_contracts": 1}
BASIC = "Basic " + base64.b64encode(f"{SECRET}:{SECRET}".encode()).decode()


def task(number: str, state: str, **more: str) -> Row:
    """A row of a task's table, every value a text; what stands behind an empty reference is left out."""
    return {"sys_id": f"id-{number}", "number": number, "short_description": f"About {number}", "state": state,
            "priority": "3", "opened_at": "2026-10-01 07:00:00", "resolved_at": "", "closed_at": "", "cmdb_ci": "",
            "sys_updated_on": "2026-10-02 07:00:00", "company.name": "ACME North America", **more}


INCIDENTS = [
    task("INC0000060", "7", priority="1", resolved_at="2026-10-01 09:00:00", closed_at="2026-10-03 07:00:00",
         cmdb_ci="ci-web", **{"caller_id.name": "Joe Employee", "assignment_group.name": "Network",
                              "assigned_to.user_name": "david.loo", "assigned_to.name": "David Loo"}),
    task("INC0000061", "2"), task("INC0000062", "3", **{"company.name": ""}), task("INC0000063", "8"),
    task("INC0000064", "6"), task("INC0000065", "1", priority="5")]
LISTS: dict[str, list[Row]] = {
    "incident": INCIDENTS,
    "sc_req_item": [task("RITM0010001", "-5")],
    "task_sla": [
        {"sys_id": f"sla-{number}", "task": "id-INC0000060", "sla.target": target, "stage": stage, "end_time": end,
         "has_breached": breached} for number, (target, stage, end, breached) in enumerate([
             ("response", "completed", "2026-10-01 07:20:00", "false"),
             ("resolution", "completed", "2026-10-01 08:00:00", "false"),
             ("resolution", "completed", "2026-10-01 09:00:00", "true"),
             ("resolution", "cancelled", "2026-10-01 07:00:00", "false")])],
    "metric_instance": [
        {"sys_id": f"mi-{number}", "id": item, "definition.name": "Incident State Duration", "field_value": state,
         "start": f"2026-10-01 {7 + number:02}:00:00"} for number, (item, state) in enumerate(
             [("id-INC0000060", "1"), ("id-INC0000060", "2"), ("id-INC0000060", "6"), ("id-gone", "1")])],
    "cmdb_ci": [{"sys_id": f"ci-{name}", "name": name, "sys_class_name": "cmdb_ci_server", "install_status": "1",
                 "install_date": "2024-03-01 10:00:00", "warranty_expiration": "2027-03-01", "location.name": "Lyon",
                 "company.name": "ACME North America"} for name in ("web", "db")],
    "cmdb_rel_ci": [{"sys_id": "rel-1", "parent": "ci-web", "child": "ci-db", "type.name": "Depends on::Used by"},
                    {"sys_id": "rel-2", "parent": "ci-web", "child": "ci-gone", "type.name": "Runs on::Runs"},
                    {"sys_id": "rel-3", "parent": "ci-db", "child": "ci-web",
                     "type.name": "Connects to::Connected by"}],
    "ast_contract": [{"sys_id": "c-1", "number": "CNTR0010001", "short_description": "Support", "starts": "2026-01-01",
                      "ends": "2026-12-31", "vendor": "v-1", "vendor.name": "Lenovo"}],
}


def tabled(asked: Asked, rows: list[Row], wanted: Slice, total: int, more: bool) -> Reply:
    """The fields that are asked for, the total, and a link to the next page."""
    fields = asked.query["sysparm_fields"].split(",")
    links = {"Link": f'<https://x.service-now.com{asked.path}?sysparm_offset={wanted.start + len(rows)}>;rel="next"'}
    return Reply({"result": [{name: row[name] for name in fields if name in row} for row in rows]},
                 {"X-Total-Count": str(total), **(links if more else {})})


def api(incidents: list[Row] | None = None) -> Api:
    """The lists above; what chooses among rows is done by `queried`."""
    wants = offset("sysparm_offset", "sysparm_limit", 10_000)
    routes = {f"/api/now/table/{name}": Route(answer=queried(rows)) for name, rows in LISTS.items()}
    routes["/api/now/table/incident"] = Route(incidents or INCIDENTS, wants, tabled)
    return Api(routes, ("Authorization", BASIC))


def queried(rows: list[Row]) -> Any:
    """The rows that an encoded query leaves, in its order."""
    def answer(asked: Asked) -> Reply:
        assert asked.headers["Authorization"] == BASIC
        found = rows
        for term in reversed(asked.query["sysparm_query"].split("^")):
            if term.startswith("ORDERBY"):
                found = sorted(found, key=lambda row, by=term[7:]: row.get(by, ""))  # type: ignore[misc]
            elif asks := re.fullmatch(r"([\w.]+)(=|!=|IN|ISNOTEMPTY)(.*)", term):
                found = [row for row in found if _is(row.get(asks[1], ""), asks[2], asks[3])]
        wanted = offset("sysparm_offset", "sysparm_limit", 10_000)(asked, found)
        part = found[wanted.start: wanted.start + wanted.size]
        return tabled(asked, part, wanted, len(found), wanted.start + len(part) < len(found))
    return answer


def _is(value: str, sign: str, wanted: str) -> bool:
    if sign == "IN":
        return value in wanted.split(",")
    return bool(value) if sign == "ISNOTEMPTY" else (value == wanted) is (sign == "=")


@pytest.mark.parametrize("lie", ["", *lies()])
def test_the_rows_are_those_of_the_server_or_the_source_is_held(lie: str) -> None:
    contract(api, SAID, ROWS, lie, target="/api/now/table/incident")


def test_an_incident_is_as_servicenow_says() -> None:
    with serving(api()) as url:
        pull = pulled({**SAID, **QUICK, "url": url})
    tickets = {row["ticket"]: row for row in rows_of(pull, "tickets")}
    incident = tickets["INC0000060"]
    assert incident.items() >= {
        "client": "acme", "kind": "incident", "priority": "P1", "status": "closed", "requester": "Joe Employee",
        "team": "Network", "person": "david.loo", "source_tto_met": True, "source_ttr_met": False}.items()
    assert [incident[name] for name in ("created", "owned", "resolved", "closed")] == [
        at("2026-10-01T07:00+00:00"), at("2026-10-01T07:20+00:00"), at("2026-10-01T09:00+00:00"),
        at("2026-10-03T07:00+00:00")]
    assert {name: row["status"] for name, row in tickets.items()} == {
        "INC0000060": "closed", "INC0000061": "assigned", "INC0000063": "cancelled", "INC0000064": "resolved",
        "INC0000065": "new", "RITM0010001": "pending"}
    assert [(aside.table, aside.line, aside.column) for aside in dataset(pull).set_aside] == [("tickets", 3, "client")]


def test_states_assets_and_suppliers_are_as_servicenow_says() -> None:
    with serving(api()) as url:
        pull = pulled({**SAID, **QUICK, "url": url})
    assert [(f"{row['at']:%H:%M}", row["value"]) for row in rows_of(pull, "ticket_events")] == [
        ("07:00", "new"), ("08:00", "assigned"), ("09:00", "resolved")]
    web = next(row for row in rows_of(pull, "cis") if row["ci"] == "ci-web")
    assert (web["client"], web["class"], web["status"], web["location"], str(web["warranty_end"])) == (
        "acme", "cmdb_ci_server", "production", "Lyon", "2027-03-01")
    assert [(row["upstream"], row["downstream"], row["kind"]) for row in rows_of(pull, "impacts")] == [
        ("ci-db", "ci-web", "Depends on::Used by")]
    [supply] = rows_of(pull, "provider_contracts")
    assert (supply["provider"], supply["name"], str(supply["end"])) == ("v-1", "Support", "2026-12-31")
    assert rows_of(pull, "providers")[0]["name"] == "Lenovo"


@pytest.mark.shared_data
def test_an_incident_that_was_recorded_is_read() -> None:
    file = SHARED / "api_fixtures" / "servicenow_table_api" / "incident_get.json"
    [row] = json.loads(file.read_text(encoding="utf-8"))["result"]
    plain = {name: value["value"] if isinstance(value, dict) else value for name, value in row.items()}
    with serving(api([plain | {"company.name": "ACME North America"}])) as url:
        pull = pulled({**SAID, **QUICK, "url": url})
    incident = rows_of(pull, "tickets")[0]
    assert incident.items() >= {"ticket": "INC0000060", "status": "closed", "priority": "P3",
                                "title": "Unable to connect to email"}.items()
    assert [incident[name] for name in ("created", "resolved", "closed")] == [
        at("2016-12-12T15:19:57+00:00"), at("2016-12-13T21:43:14+00:00"), at("2016-12-14T02:46:44+00:00")]
    assert rows_of(pull, "ticket_cis")[0]["ci"] == "109562a3c611227500a7b7ff98cc0dc7"


def test_rows_that_an_account_may_not_see_hold_the_source() -> None:
    hidden = api()
    hidden.routes["/api/now/table/cmdb_ci"] = Route(answer=lambda asked: Reply(
        {"result": []}, {"X-Total-Count": "2"}))
    with serving(hidden) as url, pytest.raises(Exception, match="0 rows came of the 2 announced"):
        pulled({**SAID, **QUICK, "url": url})
