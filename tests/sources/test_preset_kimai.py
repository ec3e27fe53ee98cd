"""The preset kimai against a server written from Kimai's documentation (its OpenAPI file and its page on pages)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sources.apis import QUICK, SECRET, contract, pulled, rows_of
from tests.sources.lies import lies
from tests.sources.lying import Api, Asked, Reply, Route, Slice, page, serving

SAID = {"preset": "kimai", "clients": {"Acme SA": "acme"}, "contracts": {"2": "C-2"}, "page": 2}
ROWS = {"time_entries": 5, "people": 2}


def sheet(number: int, duration: int, **more: Any) -> dict[str, Any]:
    """A row of TimesheetCollection."""
    return {"activity": 1, "project": 1 + number % 2, "user": 1 + number % 2, "tags": [], "id": number,
            "begin": f"2026-10-{number:02}T23:30:00+0200", "end": f"2026-10-{number + 1:02}T01:00:00+0200",
            "duration": duration, "description": "x", "rate": 0.0, "internalRate": 0.0, "metaFields": [], **more}


def headed(asked: Asked, rows: list[dict[str, Any]], wanted: Slice, total: int, more: bool) -> Reply:
    """The headers of a paged answer; a page beyond the last one is not found."""
    if wanted.start >= max(total, 1):
        return Reply({"code": 404, "message": "Not Found"}, status=404)
    return Reply(rows, {"X-Page": "1", "X-Total-Count": str(total), "X-Per-Page": str(wanted.size)})


def api() -> Api:
    """Five entries that ended, one that still runs."""
    entries = [*(sheet(number, 5400) for number in range(1, 6)), sheet(6, 0, end=None)]
    lists = {"customers": [{"id": 9, "name": "Acme SA"}], "activities": [{"id": 1, "name": "Support"}],
             "projects": [{"id": 1, "name": "Run", "customer": 9}, {"id": 2, "name": "Build", "customer": 9}],
             "users": [{"id": 1, "username": "lea", "alias": "Léa Roy"}, {"id": 2, "username": "max", "alias": None}]}
    return Api({"/api/timesheets": Route(entries, page("page", "size", default=50), headed),
                **{f"/api/{name}": Route(rows) for name, rows in lists.items()}}, ("Authorization", f"Bearer {SECRET}"))


@pytest.mark.parametrize("lie", ["", *lies()])
def test_the_rows_are_those_of_the_server_or_the_source_is_held(lie: str) -> None:
    contract(api, SAID, ROWS, lie)


def test_hours_count_on_the_day_on_which_they_began_where_they_were_worked() -> None:
    with serving(api()) as url:
        pull = pulled({**SAID, **QUICK, "url": url})
    entries = rows_of(pull, "time_entries")
    assert [(str(entry["date"]), entry["hours"], entry["client"], entry["contract"], entry["person"])
            for entry in entries[:2]] == [("2026-10-01", 1.5, "acme", "C-2", "max"),
                                          ("2026-10-02", 1.5, "acme", None, "lea")]
    assert {person["name"] for person in rows_of(pull, "people")} == {"Léa Roy", "max"}
