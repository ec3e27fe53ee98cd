"""Planned work runs through the links: which services it cuts, which it only slows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from clairevoie.portal import Planning
from tests.disclosure.company import GRANTS, TABLE_ROWS, portal


def _rows(effect: str, ci: str) -> dict[str, list[dict[str, Any]]]:
    """Mail stands on vm-1 and on one of two others; the farm carries vm-1 and one of the two."""
    return {
        **TABLE_ROWS,
        "cis": [{"ci": name, "client": None if name == "farm" else "lefevre", "name": name, "class": "x",
                 "status": "on", "obsolete": False} for name in ("farm", "vm-1", "vm-2", "vm-3")],
        "impacts": [{"upstream": "farm", "downstream": "vm-1"}, {"upstream": "farm", "downstream": "vm-2"}],
        "services": [{"service": "S-MAIL", "name": "Messagerie"}, {"service": "S-WEB", "name": "Portail"}],
        "service_cis": [{"contract": "C-1", "service": "S-MAIL", "ci": "vm-1"},
                        {"contract": "C-1", "service": "S-WEB", "ci": "vm-2", "group": "g"},
                        {"contract": "C-1", "service": "S-WEB", "ci": "vm-3", "group": "g"}],
        "redundancy": [{"contract": "C-1", "service": "S-WEB", "group": "g", "needs": "1"}],
        "interventions": [{**TABLE_ROWS["interventions"][0], "effect": effect}],
        "intervention_cis": [{"intervention": "V-1", "ci": ci}],
    }


def _effects(effect: str, ci: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    (page,) = [page for page in portal(rows=_rows(effect, ci)).pages if page.id == "planning"]
    panel = page.panels["planning"]
    assert isinstance(panel, Planning)
    return panel.coming[0].interrupted, panel.coming[0].degraded


@pytest.mark.parametrize(("effect", "ci", "interrupted", "degraded"), [
    ("outage", "farm", ("Messagerie",), ("Portail",)),
    ("outage", "vm-2", (), ("Portail",)),
    ("outage", "vm-1", ("Messagerie",), ()),
    ("degraded", "farm", (), ("Messagerie", "Portail")),
    ("none", "farm", (), ()),
])
def test_what_is_cut_and_what_is_slowed(effect: str, ci: str, interrupted: tuple[str, ...],
                                        degraded: tuple[str, ...]) -> None:
    assert _effects(effect, ci) == (interrupted, degraded)


def test_an_effect_that_is_not_granted_says_nothing_of_services() -> None:
    grants = replace(GRANTS, tables={**GRANTS.tables, "interventions": ("title",)})
    (page,) = [page for page in portal(grants, rows=_rows("outage", "farm")).pages if page.id == "planning"]
    panel = page.panels["planning"]
    assert isinstance(panel, Planning)
    assert (panel.coming[0].interrupted, panel.coming[0].degraded) == ((), ())
