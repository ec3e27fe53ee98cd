"""The page "if it falls": keyboard only, its address, from a disk, without scripts, with two hundred items."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from clairevoie.portal import Alone, Node, Past, WhatIf
from clairevoie.render import build
from tests.browser.walk import browser, served
from tests.render.test_whatif import EVIL, panel, portal_with

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as one:
        yield one


@pytest.fixture(scope="module")
def address(demo_output: Path) -> Iterator[str]:
    with served(demo_output) as one:
        yield one


def _answer(page: Page) -> tuple[str, list[str]]:
    rows = page.locator("#touched tbody tr")
    return page.get_by_role("status").inner_text(), [rows.nth(n).inner_text() for n in range(rows.count())]


def test_with_the_keyboard_alone_an_item_is_put_down_read_shared_and_opened_anew(
        address: str, chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{address}/lefevre/whatif/index.html")
    before = page.get_by_role("status").inner_text()
    for _ in range(60):
        page.keyboard.press("Tab")
        if "node" in (page.evaluate("document.activeElement.getAttribute('class')") or ""):
            break
    label = str(page.evaluate("document.activeElement.getAttribute('aria-label')"))
    page.keyboard.press("Enter")
    first = _answer(page)
    assert label.partition(",")[0] in first[0] and first[0] != before
    assert "down=" in page.url and first[1]
    again = chromium.new_page()
    again.goto(page.url)
    assert _answer(again) == first
    page.keyboard.press("Enter")  # and up again
    assert page.get_by_role("status").inner_text() == before
    page.go_back()
    assert _answer(page) == first
    page.locator("#find").focus()
    for typed, there in (("ferme", False), ("PARIS", True)):  # a part of two names, then of one
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        assert ("ferme-de-paris-partagee" in page.url) is there
        page.locator("#find").fill("")


def test_two_fail_together_and_the_page_works_from_a_disk(demo_output: Path, chromium: Browser) -> None:
    file = (demo_output / "lefevre" / "whatif" / "index.html").resolve().as_uri()
    page = chromium.new_page()
    page.goto(f"{file}?down=ferme-de-lyon-partagee,ferme-de-paris-partagee,nobody")
    said, rows = _answer(page)
    assert "tombent" in said and "6 services interrompus" in said.replace("\u00a0", " ")
    assert len(rows) == 6
    page.get_by_role("button", name="Tout remettre en marche").click()
    page.wait_for_function("!location.search")
    assert "interrompus" not in page.get_by_role("status").inner_text()


def test_hostile_names_and_unknown_words_in_the_address_are_text_and_the_focus_is_never_lost(
        tmp_path: Path, chromium: Browser) -> None:
    long = "javascript:alert(1) \u202e\x07" + "W" * 300
    shown = panel()
    nodes = (replace(shown.nodes[0], label=long), *shown.nodes[1:])
    build(portal_with(replace(shown, nodes=nodes)), tmp_path)
    page, faults = chromium.new_page(), list[str]()
    page.on("dialog", lambda dialog: faults.append(dialog.message))  # which stays open: the next step would time out
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(f"{(tmp_path / 'whatif' / 'index.html').as_uri()}?down=evil,evil,<b>nobody</b>,constructor,__proto__")
    said, rows = _answer(page)
    assert said.startswith(f"Si «\u00a0{EVIL}\u00a0» tombe") and said.count("alert(1)") == 1
    assert said.endswith("3\u00a0éléments de ce lien ne sont pas sur cette page.") and len(rows) == 1
    page.goto(page.url.partition("?")[0] + "?down=farm,evil")
    assert page.locator("#touched .s-down").count() == 2
    assert "\u202e" not in page.get_by_role("status").inner_text()  # it would turn the whole sentence round
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Tout remettre en marche").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "said"
    page.go_back()
    page.go_forward()
    page.go_back()
    assert "2\u00a0services interrompus" in page.get_by_role("status").inner_text()
    assert faults == []


def test_without_scripts_each_node_leads_to_its_row_which_answers_for_it_alone(
        address: str, chromium: Browser) -> None:
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}/lefevre/whatif/index.html")
    assert not page.locator("#find").is_visible() and not page.locator("#touched").is_visible()
    page.locator(".node[aria-label^='Ferme de Paris']").click()
    row = page.locator("tr:target")
    assert "Sauvegardes" in row.inner_text() and "TMS exploitation" in row.inner_text()


def test_it_says_why_what_holds_holds_why_the_rest_is_not_touched_and_what_happened(
        tmp_path: Path, chromium: Browser) -> None:
    """The farm is under vm-1, one of vm-1 and vm-2 under app, app under portal (under Web) and Mail, fw under VPN."""
    names = ("farm", "vm-1", "vm-2", "app", "portal", "fw")
    services = (Node("", name, "service") for name in ("Web", "Mail", "VPN"))
    links = ((0, 1, -1), (1, 3, 0), (2, 3, 0), (3, 4, -1), (4, 6, -1), (3, 7, -1), (5, 8, -1))
    shown = WhatIf((*(Node(name, name, "own") for name in names), *services), 6, links, ("1",), (),
                   tuple(Alone(n, (), (), 0) for n in range(6)), None,
                   (Past(0, "outage", datetime(2026, 2, 17, 9, 4, tzinfo=UTC), None, ()),), date(2025, 3, 1))
    build(portal_with(shown), tmp_path)
    page = chromium.new_page()
    page.goto(f"{(tmp_path / 'whatif' / 'index.html').as_uri()}?down=farm")
    told = page.locator("#why").inner_text().replace("\u202f", " ").replace("\u00a0", " ")
    assert "Pourquoi « Mail » tient" in told and "vm-1 manque ; vm-2 reste ; 1 sur 2 suffit." in told
    assert "Pourquoi « Web » n’est pas touché" in told and "app est dégradé et tient ; vm-2 reste ; 1 sur 2" in told
    assert "1 service ne repose sur rien de ce qui tombe." in told
    assert "Déjà arrivé" in told and "Depuis le 17/02/2026 10:04" in told
    page.goto(f"{(tmp_path / 'en' / 'whatif' / 'index.html').as_uri()}?down=fw")
    told = page.locator("#why").inner_text().replace("\u00a0", " ")
    assert "Why “VPN” stops" in told and "No failure recorded since 1 Mar 2025." in told
    assert "2 services stand on nothing that falls." in told


def test_two_hundred_items_weigh_little_and_answer_at_once(tmp_path: Path, chromium: Browser) -> None:
    build(portal_with(_large(200)), tmp_path)
    file = tmp_path / "whatif" / "index.html"
    weight = len(gzip.compress(file.read_bytes()))
    assert weight <= 60_000, weight
    page = chromium.new_page()
    page.goto(f"{file.resolve().as_uri()}?down=item-5")
    assert 10 < page.locator(".node:visible").count() < 60  # what is touched, and its direct parents
    spent = page.evaluate("""() => {
      const times = [];
      for (let at = 0; at < 20; at += 1) {
        history.replaceState(null, "", `?down=item-${at + 2},item-${at + 9}`);
        const start = performance.now();
        dispatchEvent(new PopStateEvent("popstate"));
        document.body.getBoundingClientRect();
        times.push(performance.now() - start);
      }
      return times.sort((a, b) => a - b)[10];
    }""")
    print(f"200 items: {weight:,} bytes gzipped; an answer: {spent:.1f} ms")
    assert spent < 50, spent


def test_of_very_many_items_those_that_stop_most_are_drawn_and_the_list_has_them_all(tmp_path: Path, chromium: Browser
                                                                                   ) -> None:
    shown = _large(700)
    shown = replace(shown, alone=tuple(replace(one, items=700 - one.node) for one in shown.alone))
    build(portal_with(shown), tmp_path)
    file = tmp_path / "whatif" / "index.html"
    assert len(gzip.compress(file.read_bytes())) <= 60_000
    page = chromium.new_page()
    page.goto(file.resolve().as_uri())
    assert page.locator(".node").count() == 240 and page.locator("#alone tbody tr").count() == 700
    assert "240 éléments sur 720 sont dessinés" in page.locator(".whatif").inner_text()
    page.goto(f"{file.resolve().as_uri()}?down=item-2,item-690")
    said, rows = _answer(page)
    assert "interrompu" in said and rows
    drawn = page.locator(".node.s2, .node.s3").count()
    told = page.locator("#undrawn").inner_text().replace("\u00a0", " ")
    counted = page.locator("#counted").inner_text().replace("\u00a0", " ")
    items, services = (int(word) for word in re.findall(r"(\d+) (?:élément|service)", counted)[:2])
    assert told == f"{items + services - drawn} éléments touchés ne sont pas dessinés." and drawn > 3


def _large(items: int) -> WhatIf:
    nodes = [Node(f"item-{n}", f"Équipement numéro {n}", "shared" if n < 20 else "own") for n in range(items)]
    nodes += [Node("", f"Service {n}", "service", "C-1") for n in range(20)]
    links = [(n // 9, n, -1) for n in range(20, items)] + [(n, items + n % 20, -1) for n in range(20, items, 3)]
    alone = tuple(Alone(n, (items + n % 20,), (), 3) for n in range(items))
    return WhatIf(tuple(nodes), items, tuple(links), (), (), alone, None)
