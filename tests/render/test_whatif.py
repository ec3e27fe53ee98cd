"""The page "if it falls" from a panel: hostile words, its sentences, its drawing."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from clairevoie.portal import Alone, Node, Page, Past, Portal, Restoration, WhatIf
from clairevoie.render import build, marks
from tests.render.sample import client

EVIL = '</script><script>alert(1)</script>"\u2028&<b>'


def panel() -> WhatIf:
    """Two farms under a machine that one of them keeps up, its service, and a service of one farm alone."""
    nodes = (Node("farm", "Ferme", "shared"), Node("evil", EVIL, "own"), Node("vm", "vm-1", "own"),
             Node("", "Messagerie", "service", "C-1", (Restoration("P1", "240", 600),)),
             Node("", "Annuaire", "service", "C-1"))
    return WhatIf(nodes, 3, ((0, 2, 0), (1, 2, 0), (2, 3, -1), (0, 4, -1)), ("1",), (),
                  (Alone(0, (4,), (3,), 0), Alone(1, (), (3,), 0), Alone(2, (3,), (), 0)), None)


def portal_with(shown: WhatIf) -> Portal:
    """A site of this page alone."""
    page = Page("whatif", "whatif/index.html", "whatif", {"whatif": shown})
    return replace(client(), pages=(page,), figures=(), tables=(), prose=(), definitions=())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("whatif")
    build(portal_with(panel()), place)
    return place


def test_a_hostile_name_ends_no_script_and_stands_in_no_markup(site: Path) -> None:
    text = (site / "whatif" / "index.html").read_text(encoding="utf-8")
    assert "alert(1)</script>" not in text and "<b>" not in text
    found = re.search('<script type="application/json" id="graph">(.*?)</script>', text, re.DOTALL)
    assert found
    assert json.loads(found[1])["labels"][1] == EVIL
    assert " style=" not in text and " onclick=" not in text


def test_the_headline_counts_what_stops_a_service_alone_in_both_languages(site: Path) -> None:
    french = (site / "whatif" / "index.html").read_text(encoding="utf-8")
    english = (site / "en" / "whatif" / "index.html").read_text(encoding="utf-8")
    assert "Deux éléments arrêtent chacun un service à lui seul" in french
    assert "Two items each stop a service alone" in english
    assert "P1\u00a0: rétablir en 4\u00a0h" in french and "P1: restore within 4\u00a0h" in english


def test_without_links_or_danger_the_page_says_so(tmp_path: Path) -> None:
    calm = replace(panel(), alone=tuple(replace(one, interrupted=()) for one in panel().alone))
    for number, (shown, said) in enumerate((
            (calm, "Aucun élément n’arrête un service à lui seul."),
            (WhatIf((), 0, (), (), (), (), None), "Aucun lien entre équipements et services n’est déclaré."))):
        (tmp_path / str(number)).mkdir()
        build(portal_with(shown), tmp_path / str(number))
        assert said in (tmp_path / str(number) / "whatif" / "index.html").read_text(encoding="utf-8")


def test_past_failures_are_said_in_the_island_and_in_the_rows_where_they_are_granted(tmp_path: Path) -> None:
    start = datetime(2026, 2, 17, 9, 4, tzinfo=UTC)
    past = (Past(0, "outage", start, start + timedelta(minutes=38), ("TMS", EVIL)), Past(2, "", start, None, ()))
    build(portal_with(replace(panel(), past=past, since=date(2025, 3, 1))), tmp_path)
    text = (tmp_path / "whatif" / "index.html").read_text(encoding="utf-8")
    found = re.search('<script type="application/json" id="graph">(.*?)</script>', text, re.DOTALL)
    assert found and "alert(1)</script>" not in text
    island = json.loads(found[1].replace("\u00a0", " ").replace("\u202f", " "))
    assert island["past"] == {
        "0": [f"Le 17/02/2026 10:04, 38 min : coupure ; au même moment : TMS et {EVIL}."],
        "2": ["Depuis le 17/02/2026 10:04 : coupure."]}
    assert island["never"] == "Aucune panne enregistrée depuis le 01/03/2025."
    assert text.count("17/02/2026</td>") == 2 and "Dernière panne" in text


def test_where_the_past_is_not_granted_nothing_is_said_of_it(site: Path) -> None:
    text = (site / "whatif" / "index.html").read_text(encoding="utf-8")
    assert "Dernière panne" not in text and '"past":{},"never":""' in text


def test_the_script_is_in_sites_that_have_the_page_only(site: Path, tmp_path: Path) -> None:
    build(client(), tmp_path)
    assert [len(list(place.rglob("whatif.*.js"))) for place in (site, tmp_path)] == [1, 0]


def test_of_many_nodes_those_are_drawn_whose_loss_stops_most_with_the_links_among_them() -> None:
    shown = panel()
    drawn = marks.layers(shown, 3)
    assert {box.node for box in drawn.boxes} == {0, 3, 4} and drawn.left == 2  # the farm stops a service, and both are
    assert [(edge.link, edge.upper, edge.lower) for edge in drawn.edges] == [(3, 0, 4)]
    assert marks.layers(shown, 5) == marks.layers(shown) and marks.layers(shown).left == 0


def test_boxes_do_not_overlap_and_are_tabbed_left_to_right_top_to_bottom() -> None:
    turning = WhatIf(tuple(Node(f"n{n}", f"n{n}", "own") for n in range(30)), 30,
                     tuple((n, (n * 7 + 3) % 30, -1) for n in range(30)), (), (), (), None)
    for shown in (panel(), turning):
        drawn = marks.layers(shown)
        corners = [(box.x, box.y) for box in drawn.boxes]
        assert corners == sorted(corners) and len(drawn.boxes) == len(shown.nodes)
        assert all(b[1] - a[1] >= 40 for a, b in pairwise(corners) if a[0] == b[0])
        assert all(box.y + 36 <= drawn.height and box.x + drawn.box <= drawn.width for box in drawn.boxes)
        assert marks.layers(shown) == drawn
