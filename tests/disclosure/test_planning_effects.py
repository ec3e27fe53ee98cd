"""Planned work runs through the links: which services it cuts, which it only slows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from clairevoie.disclosure import Told, client_portal
from clairevoie.portal import Planning
from clairevoie.project.model import ClientSpec
from tests.disclosure.company import AS_OF, GRANTS, TABLE_ROWS, portal, project, slice_of


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


def test_the_calendar_is_offered_where_it_is_granted_beside_a_planning() -> None:
    for pages, downloads, there in ((("planning",), ("calendar",), True), (("planning",), ("figures",), False),
                                    (("contacts",), ("calendar",), False), (("planning",), ("all",), True)):
        found = portal(replace(GRANTS, pages=pages, downloads=downloads))
        assert found.offers("calendar") is there


def test_what_all_links_say_stands_before_what_the_slice_knows() -> None:
    spec = ClientSpec("lefevre", Path("/nowhere"), ("fr",), GRANTS)
    known = Told(felt={"V-1": ((), (("C-1", "S-MAIL"), ("C-9", "S-WEB")))})  # C-9 is no contract that runs
    site = client_portal(slice_of(_rows("outage", "vm-1")), (), (), project(), spec, (), AS_OF, "0", known)
    (panel,) = [page.panels["planning"] for page in site.pages if page.id == "planning"]
    assert isinstance(panel, Planning)
    assert (panel.coming[0].interrupted, panel.coming[0].degraded) == ((), ("Messagerie",))


def test_an_effect_that_is_not_granted_says_nothing_of_services() -> None:
    grants = replace(GRANTS, tables={**GRANTS.tables, "interventions": ("title",)})
    (page,) = [page for page in portal(grants, rows=_rows("outage", "farm")).pages if page.id == "planning"]
    panel = page.panels["planning"]
    assert isinstance(panel, Planning)
    assert (panel.coming[0].interrupted, panel.coming[0].degraded) == ((), ())


def test_a_planning_says_which_of_its_columns_are_not_granted() -> None:
    def untold(*columns: str) -> tuple[str, ...]:
        grants = replace(GRANTS, tables={**GRANTS.tables, "interventions": ("title", *columns)})
        (page,) = [page for page in portal(grants, rows=_rows("outage", "farm")).pages if page.id == "planning"]
        panel = page.panels["planning"]
        assert isinstance(panel, Planning)
        return panel.untold

    assert untold() == ("effect", "actual_end", "actual_effect")
    assert untold("effect", "actual_end", "actual_effect") == ()
