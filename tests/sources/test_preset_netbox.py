"""The preset netbox against answers that were recorded for pynetbox's own tests."""

from __future__ import annotations

import pytest

from tests.sources.apis import QUICK, SECRET, contract, pulled, recorded, rows_of
from tests.sources.lies import lies
from tests.sources.lying import Api, Route, offset, serving, with_next

SAID = {"preset": "netbox", "clients": {"test-tenant-1": "acme"}, "page": 3}
ROWS = {"cis": 14, "impacts": 1, "providers": 1}
PATHS = {"dcim": ("devices",), "virtualization": ("clusters", "virtual_machines"),
         "circuits": ("circuits", "providers")}


def api(scheme: str = "Token") -> Api:
    """NetBox, three rows a page; its own address in links is another, as behind a proxy."""
    return Api({f"/api/{part}/{name.replace('_', '-')}/": Route(recorded(f"netbox/{name}"), offset(default=50),
                                                               with_next)
                for part, names in PATHS.items() for name in names}, ("Authorization", f"{scheme} {SECRET}"))


@pytest.mark.parametrize("lie", ["", *lies()])
def test_the_rows_are_those_of_the_server_or_the_source_is_held(lie: str) -> None:
    contract(api, SAID, ROWS, lie, placed=False)


def test_what_stands_in_netbox_is_what_comes() -> None:
    with serving(api()) as url:
        pull = pulled({**SAID, **QUICK, "url": url})
    cis = {row["ci"]: row for row in rows_of(pull, "cis")}
    assert sum(ci.startswith("device-") for ci in cis) == 11
    assert (cis["device-2"]["class"], cis["device-2"]["status"], cis["device-2"]["location"]) == (
        "Core Switch", "production", "TEST1")
    assert (cis["circuit-1"]["provider"], cis["circuit-1"]["name"]) == ("test", "123456")
    assert [(row["upstream"], row["downstream"]) for row in rows_of(pull, "impacts")] == [("cluster-1", "vm-1")]


def test_a_token_of_the_second_version_is_a_bearers() -> None:
    with serving(api("Bearer")) as url:
        assert len(rows_of(pulled({**SAID, **QUICK, "url": url, "scheme": "Bearer"}), "providers")) == 1
