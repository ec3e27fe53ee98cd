"""The preset statuspage against what GitHub's page said on 2026-07-20, in the middle of an incident."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sources.apis import QUICK, at, contract, dataset, pulled, recorded, rows_of
from tests.sources.lies import lies
from tests.sources.lying import Api, Route, enveloped, serving

SAID = {"preset": "statuspage", "provider": "github", "name": "GitHub",
        "components": ["API Requests", "Issues", "Actions"]}
ROWS = {"providers": 1, "cis": 4, "outages": 7, "monitors": 3, "interventions": 1, "intervention_cis": 1}
MAINTENANCE = {"id": "m1", "name": "Database upgrade", "status": "scheduled", "impact": "maintenance",
               "scheduled_for": "2026-08-01T02:00:00.000Z", "scheduled_until": "2026-08-01T04:00:00.000Z",
               "components": [{"id": "br0l2tvcx85d", "name": "Actions"}, {"id": "vg70hn9s2tyj", "name": "Pages"}]}


def api(incidents: list[dict[str, Any]] | None = None) -> Api:
    """The page; its maintenance was made after Statuspage's documentation, for none was recorded."""
    lists = {"incidents": recorded("statuspage/incidents") if incidents is None else incidents,
             "components": recorded("statuspage/components"), "scheduled_maintenances": [MAINTENANCE]}
    return Api({f"/api/v2/{name.replace('_', '-')}.json": Route(rows, gives=enveloped(name, page={"id": "x"}))
                for name, rows in lists.items()})


@pytest.mark.parametrize("lie", ["", *lies(paged=False, total=False)])
def test_the_rows_are_those_of_the_server_or_the_source_is_held(lie: str) -> None:
    contract(api, SAID, ROWS, lie, paged=False, total=False)


def told(incidents: list[dict[str, Any]] | None = None, **more: Any) -> dict[str, list[dict[str, Any]]]:
    with serving(api(incidents)) as url:
        pull = pulled({**SAID, **QUICK, "url": url, **more})
    assert not dataset(pull).set_aside
    return {table: rows_of(pull, table) for table in ROWS}


def test_each_component_has_its_own_outages() -> None:
    page = told()
    names = {row["ci"]: row["name"] for row in page["cis"]}
    ours = {(names[row["ci"]], f"{row['start']:%d %H:%M:%S}", row["end"] and f"{row['end']:%H:%M:%S}", row["kind"])
            for row in page["outages"]}
    assert ours == {
        ("GitHub: Actions", "19 23:34:03", "00:20:23", "degradation"),
        ("GitHub: Actions", "20 00:20:23", "00:48:31", "outage"),
        ("GitHub: Actions", "20 00:48:31", "00:49:33", "degradation"),
        ("GitHub: Actions", "20 00:49:33", None, "outage"),
        ("GitHub: API Requests", "20 00:07:41", None, "outage"),
        ("GitHub: Issues", "20 00:52:40", None, "degradation"),
        ("GitHub: the whole", "20 00:25:09", None, "degradation"),
    }


def test_an_outage_says_of_which_incident_it_is_and_when_that_was_last_told_of() -> None:
    said = {one["id"]: (one["name"], at(one["updated_at"])) for one in recorded("statuspage/incidents")}
    rows = told()["outages"]
    assert {row["incident"]: (row["title"], row["updated"]) for row in rows} == {
        key: (name, when.replace(microsecond=0)) for key, (name, when) in said.items()
        if key in {row["incident"] for row in rows}}
    assert len({row["incident"] for row in rows}) > 1


def test_a_component_is_watched_since_the_oldest_incident_that_is_told() -> None:
    page = told()
    assert {(row["ci"], row["from"]) for row in page["monitors"]} == {
        (f"github-{key}", at("2026-07-19T23:34:03+00:00")) for key in ("brv1bkgrwx7q", "kr09ddfgbfsf", "br0l2tvcx85d")}
    assert told([])["monitors"] == []


def test_a_resolved_incident_ends_what_it_touched() -> None:
    incident = {**recorded("statuspage/incidents")[0], "resolved_at": "2026-07-20T03:00:00.000Z"}
    assert {row["end"] for row in told([incident])["outages"] if row["start"] > at("2026-07-20T00:49+00:00")} == {
        at("2026-07-20T03:00+00:00")}


def test_a_maintenance_is_an_intervention_on_the_components_that_are_read() -> None:
    page = told()
    row = page["interventions"][0]
    assert (row["intervention"], row["title"], row["kind"], row["status"], row["effect"], row["client"]) == (
        "github-m1", "GitHub: Database upgrade", "maintenance", "confirmed", "degraded", None)
    assert [(row["intervention"], row["ci"]) for row in page["intervention_cis"]] == [
        ("github-m1", "github-br0l2tvcx85d")]
