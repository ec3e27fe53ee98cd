"""Every page loads clean in a browser; charts are there with scripts off."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.browser.walk import SETTINGS, browser, pages_of, served, walk

pytestmark = pytest.mark.browser

SAMPLE = 6  # pages a setting with axe; `make prove` takes every page in every setting


def test_pages_load_without_an_error_a_report_or_a_stranger(demo_output: Path) -> None:
    pages = pages_of(demo_output)
    dice = random.Random(7)
    with served(demo_output) as address, browser() as chromium:
        for width, scheme in SETTINGS:
            found = walk(chromium, address, dice.sample(pages, SAMPLE), width, scheme, axe=True)
            assert found.faults() == []
            assert found.pages == SAMPLE


def test_every_kind_of_page_of_one_client_loads_clean_at_both_widths(demo_output: Path) -> None:
    alike = ("/news/2", "/lifecycle/")
    pages = [page for page in pages_of(demo_output) if page.startswith("lefevre/") and not any(
        part in page for part in alike)]
    pages += [f"lefevre/lifecycle/{one}/index.html" for one in ("service-vpn-des-agences", "item-fw-lef-siege-01")]
    with served(demo_output) as address, browser() as chromium:
        for width, scheme in ((1440, "dark"), (390, "light")):
            assert walk(chromium, address, pages, width, scheme, axe=False).faults() == []


def test_charts_are_there_with_scripts_off(demo_output: Path) -> None:
    with served(demo_output) as address, browser() as chromium:
        context = chromium.new_context(java_script_enabled=False)
        page = context.new_page()
        for path in ("lefevre/index.html", "lefevre/commitments/index.html", "lefevre/tickets/index.html"):
            page.goto(f"{address}/{path}")
            charts = page.locator("svg.chart:visible")
            assert charts.count() >= 1, path
            for chart in charts.all():
                box = chart.bounding_box()
                assert box and box["width"] > 200 and box["height"] > 60
                assert chart.get_attribute("aria-label")
        context.close()


def test_a_site_opens_from_a_disk(demo_output: Path) -> None:
    with browser() as chromium:
        page = chromium.new_page()
        errors: list[str] = []
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.goto((demo_output / "lefevre" / "index.html").as_uri())
        family = page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily")
        page.click("nav a[href*='tickets']")
        assert page.url.endswith("lefevre/tickets/index.html")
        assert "Serif" in family
        assert errors == []
