"""The life of a service and of an item: hidden until granted, each event by its own grants, addresses without ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from clairevoie.disclosure import QualityInputs, internal_portal
from clairevoie.disclosure.lifecycle import ITEMS
from clairevoie.portal import Infrastructure, Lifecycle, Lives, Page, Portal
from clairevoie.project.model import Grants
from clairevoie.render.marks import lifeline
from tests.disclosure.company import AS_OF, GRANTS, TABLE_ROWS, at, portal, project, slice_of, ticket
from tests.disclosure.test_default_deny import words

Rows = dict[str, list[dict[str, Any]]]
GRANTED = replace(GRANTS, pages=(*GRANTS.pages, "lifecycle"), people="full", tables={
    **GRANTS.tables, "ticket_cis": ("ticket", "ci"), "outages": ("start", "end", "kind", "service", "ci"),
    "cis": ("name", "class", "status", "warranty_end", "commissioned"), "ci_contacts": ("ci", "contact"),
    "assignments": ("person", "contract", "from", "to")})
ROWS: Rows = {
    **TABLE_ROWS,
    "cis": [{"ci": f"zq-{n}", "client": "lefevre", "name": "Serveur neuf", "class": "Machine", "status": "production",
             "commissioned": date(2025, 11, 3), "warranty_end": date(2027, 1, 1) if n == 1 else date(2020, 1, 1)}
            for n in (1, 2)] + [{"ci": "pf", "name": "Ferme", "class": "Ferme", "status": "production"}],
    "impacts": [],
    "service_cis": [{"contract": "C-1", "service": "S-MAIL", "ci": ci} for ci in ("zq-1", "pf")],
    "tickets": [ticket("I-7", status="assigned", open=True), ticket("I-8", service=None, open=False),
                ticket("I-9", created=at("2024-01-05T09:00+01:00"), open=False)],
    "ticket_cis": [{"ticket": name, "ci": "zq-2"} for name in ("I-8", "I-9")],
    "outages": [{"outage": "O-1", "ci": "pf", "start": at("2026-10-01T10:00+02:00"), "kind": "outage",
                 "end": at("2026-10-01T11:00+02:00")},
                {"outage": "O-2", "service": "S-MAIL", "client": "lefevre", "start": at("2026-10-31T10:00+01:00"),
                 "kind": "degradation"}],
    "interventions": [{**TABLE_ROWS["interventions"][0], "intervention": "V-1"}],
    "intervention_cis": [{"intervention": "V-1", "ci": "zq-1"}],
    "ci_contacts": [{"ci": "zq-2", "contact": "k3"}],
}


def _lives(site: Portal) -> dict[str, Lifecycle]:
    found: dict[str, Lifecycle] = {}
    for page in site.pages:
        panel = page.panels.get("lifecycle")
        if isinstance(panel, Lifecycle):
            found[page.path.split("/")[1]] = panel
    return found


def _told(panel: Lifecycle) -> list[tuple[str, str, str]]:
    """(kind, name or reference, day) of all that a page lists, the last first."""
    events = [*reversed(panel.coming), *panel.past]
    return [(event.kind, event.ref or event.name, f"{event.at:%Y-%m-%d}") for event in events]


def test_a_service_tells_what_touched_it_and_what_is_to_come() -> None:
    life = _lives(portal(GRANTED, rows=ROWS))["service-messagerie"]
    assert _told(life) == [
        ("warranty_end", "Serveur neuf", "2027-01-01"), ("contract_end", "C-1", "2026-12-31"),
        ("change", "V-1", "2026-11-07"), ("degradation", "", "2026-10-31"), ("ticket", "I-7", "2026-10-05"),
        ("outage", "", "2026-10-01"), ("assignment", "C-1", "2026-10-01"), ("notice", "C-1", "2026-09-30"),
        ("commissioned", "Serveur neuf", "2025-11-03"), ("contract", "C-1", "2024-07-01")]
    assert (life.open, life.out, life.counts, life.happened) == (1, "degradation", (1, 0, 1, 1), 7)
    assert life.tickets[-2:] == (("2026-10", 1), ("2026-11", 0))
    assert [(one.name, one.subject) for one in life.beside] == [("Plateforme partagée", ""),
                                                                ("Serveur neuf", "item:serveur-neuf")]


def _upstream(*, redundant: bool, **cells: Any) -> Rows:
    """Mail stands on the farm through a server of the client, or through one of two."""
    group = "g" if redundant else None
    return {**ROWS, "impacts": [{"upstream": "pf", "downstream": "zq-1"}],
            "service_cis": [{"contract": "C-1", "service": "S-MAIL", "ci": ci, "group": group}
                            for ci in (("zq-1", "zq-2") if redundant else ("zq-1",))],
            "redundancy": [{"contract": "C-1", "service": "S-MAIL", "group": "g", "needs": "1"}], **cells}


@pytest.mark.parametrize(("redundant", "kind", "effect"), [(False, "outage", "outage"),
                                                          (True, "degradation", "degraded")])
def test_an_outage_and_planned_work_upstream_are_told_of_the_services_that_feel_them_as_they_feel_them(
        redundant: bool, kind: str, effect: str) -> None:
    act = {**TABLE_ROWS["interventions"][0], "intervention": "V-2", "effect": "outage"}
    rows = _upstream(redundant=redundant, outages=ROWS["outages"][:1], interventions=[act],
                     intervention_cis=[{"intervention": "V-2", "ci": "pf"}])
    granted = {**GRANTED.tables, "interventions": (*GRANTED.tables["interventions"], "effect")}
    life = _lives(portal(replace(GRANTED, tables=granted), rows=rows))["service-messagerie"]
    felt = [event for event in (*life.coming, *life.past) if event.kind in ("change", "outage", "degradation")]
    assert [(event.kind, event.effect) for event in felt] == [("change", effect), (kind, "")]
    assert (felt[1].at, felt[1].until) == (rows["outages"][0]["start"], rows["outages"][0]["end"])
    hidden = replace(GRANTED, tables={**granted, "outages": ("start", "end", "kind", "service"), "interventions": (
        "title",)})
    bare = _lives(portal(hidden, rows=rows))["service-messagerie"]
    assert not [event for event in (*bare.coming, *bare.past) if event.kind in ("change", "outage", "degradation")]


@pytest.mark.parametrize(("until", "times"), [("11:00", 1), ("12:00", 1), ("10:30", 2)])
def test_what_an_outage_of_the_service_tells_is_not_told_again_of_what_it_stands_on(until: str, times: int) -> None:
    own = {"outage": "O-3", "service": "S-MAIL", "client": "lefevre", "kind": "outage", "title": "Zqown",
           "start": at("2026-10-01T10:00+02:00"), "end": at(f"2026-10-01T{until}+02:00")}
    rows = _upstream(redundant=False, outages=[ROWS["outages"][0], own])
    life = _lives(portal(GRANTED, rows=rows))["service-messagerie"]
    assert [event.kind for event in life.past].count("outage") == times


def test_an_item_has_a_page_where_there_is_work_to_tell_and_namesakes_are_told_apart() -> None:
    site = portal(GRANTED, rows=ROWS)
    lives = _lives(site)
    assert sorted(lives) == ["item-serveur-neuf", "item-serveur-neuf-2", "service-messagerie"]
    assert [event for event in _told(lives["item-serveur-neuf-2"]) if event[0] == "ticket"] == [
        ("ticket", "I-8", "2026-10-05")]
    assert [one.name for one in lives["item-serveur-neuf-2"].beside] == ["Paul Lefèvre"]
    (panel,) = [page.panels["infrastructure"] for page in site.pages if page.id == "infrastructure"]
    assert isinstance(panel, Infrastructure)
    assert panel.lives == ("item:serveur-neuf", "item:serveur-neuf-2")
    assert "zq-" not in words(site) + repr([page.path for page in site.pages])


def test_no_page_of_a_life_is_there_until_it_is_granted() -> None:
    bare = portal(replace(GRANTED, pages=GRANTS.pages), rows=ROWS)
    assert not [page for page in bare.pages if page.id == "lifecycle"]
    alone = portal(Grants(pages=("lifecycle",)), rows=ROWS)
    assert [(_told(panel), panel.counts) for panel in _lives(alone).values()] == [([], (None,) * 4)]
    assert not [trace for trace in ("Serveur", "Title of", "C-1", "V-1", "Paul") if trace in words(alone)]


@pytest.mark.parametrize(("without", "gone", "stays"), [
    ({"tickets": ("ticket", "created", "title")}, {"ticket"}, {"outage", "change"}),
    ({"tickets": ("service", "created")}, {"ticket"}, {"outage"}),
    ({"outages": ("start", "end", "kind", "ci")}, {"degradation"}, {"outage"}),
    ({"outages": ("start", "end", "kind", "service")}, {"outage"}, {"degradation"}),
    ({"outages": ("start", "service", "ci")}, {"outage", "degradation"}, {"ticket"}),
    ({"interventions": ("kind",)}, {"change"}, {"ticket"}),
    ({"cis": ("ci",)}, {"warranty_end", "commissioned"}, {"ticket"}),
    ({"contracts": ("renewal",)}, {"contract_end", "notice"}, {"contract"}),
    ({"assignments": ("person", "from", "to")}, {"assignment"}, {"contract"}),
])
def test_each_event_comes_with_its_own_columns(without: Mapping[str, tuple[str, ...]], gone: set[str],
                                               stays: set[str]) -> None:
    site = portal(replace(GRANTED, tables={**GRANTED.tables, **without}), rows=ROWS)
    kinds = {kind for kind, _, _ in _told(_lives(site)["service-messagerie"])}
    assert not kinds & gone
    assert stays <= kinds


def test_a_tie_of_a_ticket_to_an_item_is_granted_apart_and_staff_are_named_as_people_are() -> None:
    tables = {name: columns for name, columns in GRANTED.tables.items() if name != "ticket_cis"}
    lives = _lives(portal(replace(GRANTED, tables=tables), rows=ROWS))
    assert "item-serveur-neuf-2" not in lives
    assert lives["item-serveur-neuf"].counts == (None, 0, None, None)  # nobody watches it
    nobody = _lives(portal(replace(GRANTED, people="none"), rows=ROWS))["service-messagerie"]
    assert "assignment" not in {kind for kind, _, _ in _told(nobody)}


def test_at_month_grain_no_ticket_is_told() -> None:
    site = portal(replace(GRANTED, by_month=("tickets",)), rows=ROWS)
    assert not [kind for panel in _lives(site).values() for kind, _, _ in _told(panel) if kind == "ticket"]


def test_of_many_items_those_with_most_to_tell_have_a_page() -> None:
    many = [{"ci": f"zq-{n}", "client": "lefevre", "name": f"host {n:04}", "class": "x", "status": "on"}
            for n in range(500)]
    tickets = [ticket(f"I-{n}", open=False) for n in range(500)] + [ticket("I-top", open=False)]
    ties = [{"ticket": f"I-{n}", "ci": f"zq-{n}"} for n in range(500)] + [{"ticket": "I-top", "ci": "zq-499"}]
    site = portal(GRANTED, rows={**ROWS, "cis": many, "tickets": tickets, "ticket_cis": ties, "outages": []})
    items = [name for name in _lives(site) if name.startswith("item-")]
    assert len(items) == ITEMS
    assert "item-host-0499" in items


def test_staff_read_the_life_of_clients_people_and_shared_items_once() -> None:
    company: Rows = {
        "clients": [{"client": "lefevre", "name": "Transports Lefèvre"}], "cis": [ROWS["cis"][2]],
        "people": [{**TABLE_ROWS["people"][0], "start": date(2017, 5, 15)}], "services": ROWS["services"],
        "outages": ROWS["outages"][:1], "assignments": TABLE_ROWS["assignments"]}
    own = {**ROWS, "tickets": [{**row, "person": "p1"} for row in ROWS["tickets"]]}
    site = internal_portal({"lefevre": slice_of(own)}, slice_of(company, ""), (), (), project(), (), QualityInputs({}),
                           AS_OF, "0")
    lives = _lives(site)
    assert [one for one in _told(lives["item-ferme"]) if one[0] == "outage"] == [("outage", "", "2026-10-01")]
    assert [one for one in _told(lives["person-marc-ferrand"]) if one[0] != "ticket"] == [
        ("assignment", "C-1", "2026-10-01"), ("joined", "", "2017-05-15")]
    assert [panel.counts for name, panel in lives.items() if name.startswith("person-")] == [(2, None, None, None)]
    assert lives["user-asker-of-i-7"].whose == "Transports Lefèvre"
    assert lives["client-transports-lefevre"].counts == (2, 0, 1, 1)
    assert {event.whose for event in lives["service-messagerie"].past if event.kind == "ticket"} == {
        "Transports Lefèvre"}
    index = next(page for page in site.pages if page.path == "lifecycle/index.html")
    assert isinstance(panel := index.panels["lives"], Lives)
    assert {line.subject for line in panel.lines} == {page.subject for page in _pages(site)}


def _pages(site: Portal) -> list[Page]:
    return [page for page in site.pages if page.id == "lifecycle" and page.subject]


def test_the_line_stands_to_scale_and_ends_a_year_ahead_at_most() -> None:
    life = _lives(portal(GRANTED, rows=ROWS))["service-messagerie"]
    drawn = lifeline(life, AS_OF.date())
    assert drawn
    lanes = {lane.kind: lane.spots for lane in drawn.lanes}
    assert list(lanes) == ["contracts", "tickets", "changes", "outages", "days"]
    whole = (date(2027, 1, 31) - date(2025, 10, 1)).days  # a month after the last day that is known
    assert drawn.today == pytest.approx(100 * (date(2026, 11, 1) - date(2025, 10, 1)).days / whole, abs=0.01)
    assert [(spot.x, spot.ahead) for spot in lanes["contracts"]] == [(0.0, False), (drawn.today, True)]
    assert lanes["changes"][0].x == pytest.approx(100 * (date(2026, 11, 7) - date(2025, 10, 1)).days / whole, abs=0.01)
    assert [spot.kind for spot in lanes["outages"]] == ["outage", "degradation"]
    assert all(spot.x >= 0 and spot.x + spot.width <= 100.3 for spots in lanes.values() for spot in spots)
    assert lifeline(replace(life, drawn=(), tickets=()), AS_OF.date()) is None
