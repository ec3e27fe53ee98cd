"""The preset gcp against incidents of Google's feed as it was on 2026-08-20, and three of 2019 to 2021."""

from __future__ import annotations

import pytest

from tests.sources.apis import QUICK, at, contract, dataset, pulled, recorded, rows_of
from tests.sources.lies import lies
from tests.sources.lying import Api, Route, enveloped, serving

SAID = {"preset": "gcp", "products": ["Google Compute Engine", "VMWare engine", "Cloud Load Balancing"],
        "locations": ["us-west1", "europe-west3", "europe-west4"]}
ROWS = {"providers": 1, "cis": 3, "outages": 4, "monitors": 3}
PRODUCTS = [{"title": "Google Compute Engine", "id": "L3ggmi3Jy4xJmgodFA9K"}, {"title": "BigQuery", "id": "x"},
            {"title": "VMWare engine", "id": "9H6gWUHvb2ZubeoxzQ1Y"},
            {"title": "Cloud Load Balancing", "id": "ix7u9beT8ivBdjApTif3"}]


def api() -> Api:
    """Google's page; the list of products was made after its schema, for it was not recorded."""
    return Api({"/incidents.json": Route(recorded("gcp/incidents")),
                "/products.json": Route(PRODUCTS, gives=enveloped("products"))})


@pytest.mark.parametrize("lie", ["", *lies(paged=False, total=False)])
def test_the_rows_are_those_of_the_server_or_the_source_is_held(lie: str) -> None:
    contract(api, SAID, ROWS, lie, paged=False, total=False)


def test_outages_are_those_of_our_products_where_we_run() -> None:
    with serving(api()) as url:
        pull = pulled({**SAID, **QUICK, "url": url})
    assert not dataset(pull).set_aside
    names = {row["ci"]: row["name"] for row in rows_of(pull, "cis")}
    assert {(names[row["ci"]], row["start"], row["end"], row["kind"]) for row in rows_of(pull, "outages")} == {
        ("Google Compute Engine", at("2026-08-20T15:40+00:00"), at("2026-08-20T19:20+00:00"), "outage"),
        ("VMWare engine", at("2026-07-15T23:57+00:00"), at("2026-07-16T12:25+00:00"), "degradation"),
        ("VMWare engine", at("2026-07-14T17:00+00:00"), at("2026-07-15T03:40+00:00"), "degradation"),
        ("Cloud Load Balancing", at("2021-11-16T17:34+00:00"), at("2021-11-16T19:28+00:00"), "outage")}
    assert {row["from"] for row in rows_of(pull, "monitors")} == {at("2021-11-16T17:34+00:00")}


def test_an_incident_elsewhere_and_mere_information_are_no_outage() -> None:
    with serving(api()) as url:
        pull = pulled({**SAID, **QUICK, "url": url, "locations": ["africa-south1"], "products": ["VMWare engine"]})
        told = pulled({**SAID, **QUICK, "url": url, "locations": ["global"], "products": ["Dialogflow CX"]})
    assert rows_of(pull, "outages") == rows_of(told, "outages") == []
