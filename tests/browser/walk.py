"""Every page in headless Chromium: what it loads, what it logs, what axe says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.demo import REPOSITORY

CHROMIUM = os.environ.get("CLAIREVOIE_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
HINT = "no Chromium: apt-get install chromium, or set CLAIREVOIE_CHROMIUM to its path"
# The last three keep Chromium from calling home; --no-sandbox lets it run as root, in a container.
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-sync"]
WIDTHS = (1440, 390)
SCHEMES = ("light", "dark")
SETTINGS = tuple(product(WIDTHS, SCHEMES))


@dataclass(slots=True)
class Walk:
    """What a walk over pages found; all lists empty is what we want."""

    pages: int = 0
    charts: int = 0
    console: list[str] = field(default_factory=list)
    csp: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    wide: list[str] = field(default_factory=list)
    axe: list[str] = field(default_factory=list)

    def faults(self) -> list[str]:
        """All of it, each with its kind."""
        return [f"{kind}: {fault}" for kind in ("console", "csp", "foreign", "failed", "wide", "axe")
                for fault in getattr(self, kind)]


@contextmanager
def served(output: Path) -> Iterator[str]:
    """The sites of `output` behind the real preview command; gives its address."""
    words = [sys.executable, "-u", str(REPOSITORY / "publish.py"), "preview", "--output", str(output), "--port", "0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8") as process:
        try:
            assert process.stdout
            for line in process.stdout:
                found = re.search(r"http://127\.0\.0\.1:[0-9]+", line)
                if found:
                    yield found[0]
                    return
            raise AssertionError("preview printed no address")
        finally:
            process.terminate()


@contextmanager
def browser(*flags: str) -> Iterator[Browser]:
    """A headless Chromium; flags: more of its own."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, *flags])
        yield chromium
        chromium.close()


def pages_of(output: Path) -> list[str]:
    """Every HTML page of every site, as a path below the preview's root."""
    return sorted(file.relative_to(output).as_posix() for site in sorted(output.iterdir())
                  if site.is_dir() and site.name[0] != "." for file in site.rglob("*.html"))


def walk(chromium: Browser, address: str, pages: list[str], width: int, scheme: str, *, axe: bool) -> Walk:
    """Open each page at one width and colour scheme."""
    found = Walk()
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    context.add_init_script("document.addEventListener('securitypolicyviolation',"
                            "e => console.error('CSP ' + e.violatedDirective + ' ' + e.blockedURI))")
    page = context.new_page()
    where = ""
    page.on("console", lambda message: (found.csp if "CSP" in message.text or "Content Security" in message.text
                                        else found.console).append(f"{where}: {message.text}")
            if message.type == "error" else None)
    page.on("pageerror", lambda error: found.console.append(f"{where}: {error}"))
    page.on("request", lambda request: None if request.url.startswith((address, "data:"))
            else found.foreign.append(f"{where}: {request.url}"))
    page.on("response", lambda response: found.failed.append(f"{where}: {response.status} {response.url}")
            if response.status >= 400 else None)
    for path in pages:
        where = f"{path} {width} {scheme}"
        page.goto(f"{address}/{path}", wait_until="load")
        _look(page, where, found, axe=axe)
    context.close()
    return found


def _look(page: Page, where: str, found: Walk, *, axe: bool) -> None:
    found.pages += 1
    found.charts += page.locator("svg.chart").count()
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if over > 0:
        found.wide.append(f"{where}: scrolls sideways by {over} px")
    if axe:
        for violation in Axe().run(page).response["violations"]:
            if violation["impact"] in ("serious", "critical"):
                nodes = "; ".join(str(node["target"]) for node in violation["nodes"][:3])
                found.axe.append(f"{where}: {violation['id']} ({violation['impact']}): {nodes}")
