"""If this falls, for staff: the whole estate, whose it is, whom to call; the answers are those of all links."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from clairevoie.disclosure import QualityInputs, internal_portal, whatif_staff
from clairevoie.portal import Portal, WhatIf
from clairevoie.render import build
from tests.disclosure.company import AS_OF, at, project, slice_of
from tests.disclosure.test_supplier import CLIENT, COMPANY

FAILED: list[dict[str, Any]] = [{"outage": "O-1", "ci": "farm", "kind": "outage", "start": at("2026-02-17T10:04+01:00"),
                                 "end": at("2026-02-17T10:42+01:00")}]
OTHER: dict[str, list[dict[str, Any]]] = {
    "clients": [{"client": "b", "name": "Bé & fils", "timezone": "Europe/Paris", "currency": "EUR"}],
    "contracts": [{**CLIENT["contracts"][0], "contract": "C-2", "client": "b"}],
    "cis": [CLIENT["cis"][0], {**CLIENT["cis"][1], "ci": "vm-b", "client": "b", "name": "vm"}],
    "impacts": [{"upstream": "farm", "downstream": "vm-b"}],
    "services": CLIENT["services"],
    "service_cis": [{"contract": "C-2", "service": "S-MAIL", "ci": "vm-b"}],
    "outages": FAILED,
}


def _site() -> Portal:
    company = {**COMPANY, "clients": [*COMPANY["clients"], {"client": "b", "name": "Bé & fils"}]}
    slices = {"lefevre": slice_of({**CLIENT, "outages": FAILED}), "b": slice_of(OTHER, "b")}
    return internal_portal(slices, slice_of(company, ""), (), (), project(), (), QualityInputs({}), AS_OF, "0")


def _panel(site: Portal) -> WhatIf | None:
    found = [page.panels["whatif"] for page in site.pages if page.id == "whatif"]
    assert all(isinstance(one, WhatIf) for one in found)
    return found[0] if found else None  # type: ignore[return-value]  # asserted


def test_every_clients_items_stand_on_one_graph_with_whose_they_are() -> None:
    found = _panel(_site())
    assert found
    assert [(node.key, node.label, node.kind, node.owner) for node in found.nodes] == [
        ("alone", "alone", "own", "Transports Lefèvre"), ("ferme", "Ferme", "shared", ""),
        ("vm", "vm", "own", "Transports Lefèvre"), ("vm-2", "vm", "own", "Bé & fils"),
        ("", "Messagerie (Transports Lefèvre)", "service", "Transports Lefèvre"),
        ("", "Messagerie (Bé & fils)", "service", "Bé & fils")]
    (farm,) = [one for one in found.alone if one.node == 1]
    assert (farm.interrupted, farm.degraded, farm.items) == ((4, 5), (), 2)
    assert [(one.key, one.label, one.nodes) for one in found.several] == [("nuageo", "Nuageo", (1,))]
    assert found.calls == (("Transports Lefèvre", "Paul Lefèvre, 04 72 11 11 11"),)
    assert [one.priority for one in found.nodes[4].restorations] == ["P1", "P2"]


def test_a_failure_of_what_is_shared_is_told_once() -> None:
    found = _panel(_site())
    assert found and [(one.node, one.kind, one.start.date().isoformat()) for one in found.past or ()] == [
        (1, "outage", "2026-02-17")]


def test_of_more_nodes_than_a_page_holds_there_is_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whatif_staff, "MOST", 5)
    assert _panel(_site()) is None


def test_the_page_names_the_owners_and_no_phone_of_ours(tmp_path: Path) -> None:
    site = _site()
    build(replace(site, pages=tuple(page for page in site.pages if page.id == "whatif"), tables=()), tmp_path)
    text = (tmp_path / "whatif" / "index.html").read_text(encoding="utf-8")
    assert "Équipements des clients" in text and "Qui appeler" not in text
    assert re.search(r'"owners":\[[^]]*"Bé \\u0026 fils"', text) and "04 72 11 11 11" in text
