"""A demo site through the edge in a browser, under its strict policy."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.walk import browser, walk
from tests.demo import files_of
from tests.edge.places import Site, Storage
from tests.edge.server import CLIENTS

pytestmark = [pytest.mark.edge, pytest.mark.browser]


def test_pages_load_through_the_edge_without_an_error_a_report_or_a_stranger(storage: Storage, demo_output: Path
                                                                             ) -> None:
    files = files_of(demo_output / "lefevre")
    site = Site(storage)
    release, token = site.release("one", files), site.link()
    site.point("one")
    host = f"http://{CLIENTS}:{storage.port}"
    pages = sorted(path for path in files if path.endswith(".html"))
    chosen = ["index.html", *pages[:: max(1, len(pages) // 8)]]
    with browser(f"--host-resolver-rules=MAP {CLIENTS} 127.0.0.1",
                 f"--unsafely-treat-insecure-origin-as-secure={host}") as chromium:
        found = walk(chromium, f"{host}/{token}/{release}", chosen, 1440, "light", axe=False)
        assert found.faults() == []
        assert found.pages == len(chosen) > 5
        assert found.charts > 0
        page = chromium.new_page()
        page.goto(f"{host}/{token}")
        assert page.url == f"{host}/{token}/{release}/"
        page.click("nav a[href*='tickets']")
        assert page.url == f"{host}/{token}/{release}/tickets/index.html"
