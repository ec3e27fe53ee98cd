"""The preset redmine against the rows of Redmine's own tests, written as its API answers them."""

from __future__ import annotations

import pytest

from tests.sources.apis import QUICK, SECRET, contract, dataset, pulled, recorded, rows_of
from tests.sources.lies import lies
from tests.sources.lying import Api, Route, enveloped, offset, serving

SAID = {"preset": "redmine", "clients": {
    "ecookbook": "acme", "onlinestore": "store", "subproject1": "sub", "private-child": "child"},
        "contracts": {"ecookbook": "C-1"},
        "defaults": {"pager": {"size": 4}}}
ROWS = {"tickets": 14, "time_entries": 4}  # a fifth says 150 hours in a day: it is set aside


def api() -> Api:
    """Redmine, four rows a page."""
    return Api({f"/{name}.json": Route(recorded(f"redmine/{name}"), offset(), enveloped(name, "total_count"))
                for name in ("issues", "projects", "time_entries")}, ("X-Redmine-API-Key", SECRET))


@pytest.mark.parametrize("lie", ["", *lies()])
def test_the_rows_are_those_of_the_server_or_the_source_is_held(lie: str) -> None:
    contract(api, SAID, ROWS, lie)


def test_issues_and_hours_are_as_redmine_says() -> None:
    with serving(api()) as url:
        pull = pulled({**SAID, **QUICK, "url": url})
    issues = rows_of(pull, "tickets")
    assert {issue["client"] for issue in issues} == {"acme", "store", "sub", "child"}
    first = next(issue for issue in issues if issue["ticket"] == "1")
    assert {name: first[name] for name in ("kind", "priority", "status", "title", "requester")} == {
        "kind": "incident", "priority": "P4", "status": "new", "title": "Cannot print recipes",
        "requester": "John Smith"}
    entries = rows_of(pull, "time_entries")
    said = sum(row["hours"] for row in recorded("redmine/time_entries"))
    assert sum(entry["hours"] for entry in entries) == pytest.approx(said - 150)
    assert [(aside.file, aside.line, aside.reason) for aside in dataset(pull).set_aside] == [
        ("time_entries", 2, "outside 0–24")]
    assert {person["name"] for person in rows_of(pull, "people")} >= {"John Smith", "Redmine Admin"}


def test_only_what_changed_is_asked_for_and_the_rows_are_the_same() -> None:
    redmine = api()
    with serving(redmine) as url:
        said = {**SAID, **QUICK, "url": url}
        first = pulled(said)
        redmine.asked.clear()
        second = pulled(said, first.remember.get)
    assert {asked.query["status"] for asked in redmine.asked if asked.path == "/projects.json"} == {"1|5"}
    since = [asked.query["updated_on"] for asked in redmine.asked if asked.path == "/issues.json"]
    assert set(since) == {">=2006-07-20T09:00:00Z"}
    assert rows_of(first, "tickets") == rows_of(second, "tickets")
