"""Text that tries to run, in every text field of every table, in prose and in settings; and what a browser does."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from unittest import mock

import jinja2
from markupsafe import Markup
from playwright.sync_api import Browser, Error, Page

from clairevoie.publish.preview import server
from clairevoie.render import prose
from clairevoie.render.environment import environment
from tests.browser.walk import pages_of
from tests.isolation import ground
from tests.isolation.companies import Company, company
from tests.isolation.naming import MARK

PAYLOADS = (
    "<script>ran(1)</script>", "\"><img src=x onerror=ran(2)>", "'><svg onload=ran(3)>",
    "</title></textarea></style><script>ran(4)</script>", "[lien](javascript:ran(5)) <a href=javascript:ran(5)>x</a>",
    "<iframe srcdoc=\"<script>parent.ran(6)</script>\"></iframe>",
    "{{ '<script>ran(7)</script>'|safe }}<script>ran(7)</script>",
    ("<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=ran(8)&gt;\">"
     "<img src=x onerror=ran(8)>"),
    "\" autofocus tabindex=1 onfocus=ran(9) x=\"><input autofocus onfocus=ran(9)>",
    "<details open ontoggle=ran(10)>x</details>",
    "<a href=\"data:text/html,<script>ran(11)</script>\">x</a><script>ran(11)</script>",
    "--><script>ran(12)</script><!--", "</script><script>ran(13)</script>",
    "<svg><animate onbegin=ran(14) attributeName=x dur=1s></svg>",
)
_FREE = ("role", "phone", "activity", "class", "team", "sector")  # text that holds no mark of its own
_RAN = "window.ran = number => console.log('RAN ' + number)"


@dataclass(slots=True)
class Seen:
    """What a browser did with some pages."""

    pages: int = 0
    ran: list[str] = field(default_factory=list)
    reports: int = 0  # of the policy
    links: list[str] = field(default_factory=list)  # that would run, or leave without `noreferrer`


def hostile(count: int) -> Company:
    """A company of which each client's every text holds one payload; services and people have one each too."""
    made = company(11, names={f"client-{number}": f"Client {number}" for number in range(count)}, share=1.1)
    payload = {client: PAYLOADS[number % len(PAYLOADS)] for number, client in enumerate(made.names)}
    for rows in made.tables.values():
        for place, row in enumerate(rows):
            rows[place] = {column: _armed(made, row, column, payload) for column in row}
    for client, text in payload.items():
        made.settings[client]["shared_cis"] = dict.fromkeys(made.settings[client]["shared_cis"], text)
        made.notes[client] = f"Title: Point {text}\nDate: 2026-10-20\nAuthor: {text}\n\nUn mot. {text}\n\n{text}\n"
    return made


@contextmanager
def sanitiser_off() -> Iterator[None]:
    """Nothing is escaped by templates, nothing of prose is cleaned."""
    with ExitStack() as stack:
        environment.cache_clear()
        stack.callback(environment.cache_clear)
        real = jinja2.Environment
        stack.enter_context(mock.patch.object(jinja2, "Environment", lambda **named: partial(real)(
            **{**named, "autoescape": False})))
        stack.enter_context(mock.patch.object(prose, "clean", lambda html, _: Markup(html)))
        yield


def built(made: Company, root: Path, *, staff: bool = True) -> Path:
    """The sites of all clients, and the staff's; gives their folder."""
    report = ground.built(ground.lay(made, root, plain=False), root / "output", () if staff else made.names)
    assert {site.outcome for site in report.sites} == {"built"}, [site.reasons for site in report.sites]
    assert report.set_aside == []
    return root / "output"


def visited(chromium: Browser, output: Path, *, policy: bool = True, sample: int = 0) -> Seen:
    """Open pages (every one; of each site `sample`) behind the preview's real headers, and click what would run."""
    seen = Seen()
    context = chromium.new_context(bypass_csp=not policy)
    context.add_init_script(_RAN)
    page = context.new_page()
    page.on("console", lambda message: _note(message.text, page, seen))
    page.on("dialog", lambda dialog: seen.ran.append(f"{page.url}: a dialog"))
    with server(output, 0) as web:
        threading.Thread(target=web.serve_forever, args=(0.01,), daemon=True).start()
        paths = pages_of(output)
        for path in paths[::max(len(paths) // sample, 1)] if sample else paths:
            _open(page, f"http://127.0.0.1:{web.server_address[1]}/{path}")
            _look(page, seen)
        web.shutdown()
    context.close()
    return seen


def _armed(made: Company, row: dict[str, str], column: str, payload: dict[str, str]) -> str:
    cell = row[column]
    owners = {made.owners[mark] for mark in MARK.findall(cell.lower())}
    client = next(iter(owners)) if owners else row.get("client", "") if column in _FREE else ""
    if column == "name" and row.get("client") in payload and not owners:
        client = row["client"]
    if client and column != "email":
        return f"{cell} {payload[client]}"
    if owners and column == "name":  # of the company's own: a service, somebody, a shared CI
        return f"{cell} {PAYLOADS[len(cell) % len(PAYLOADS)]}"
    return cell


def _note(text: str, page: Page, seen: Seen) -> None:
    if text.startswith("RAN"):
        seen.ran.append(f"{page.url}: {text}")
    elif "Content Security Policy" in text:
        seen.reports += 1


# Links, of a drawing too, that lead neither to a page, a mail or a call, nor elsewhere without a referrer.
_STRANGE = """[...document.querySelectorAll('a[href],area[href]')].filter(a => {
  const href = a.getAttribute('href'), to = URL.canParse(href, document.baseURI) ? new URL(href, document.baseURI) : {};
  const away = to.protocol == 'https:' && (a.getAttribute('rel') || '').includes('noreferrer');
  return !['http:', 'mailto:', 'tel:'].includes(to.protocol) && !away;
}).map(a => a.getAttribute('href').slice(0, 80))"""


def _open(page: Page, address: str, tries: int = 20) -> None:
    """What the page before was made to go to by clicks, and Chromium refuses, may come between, each once."""
    try:
        page.goto(address, wait_until="load")
    except Error as error:
        if tries == 1 or "interrupted by another navigation" not in error.message:
            raise
        page.wait_for_timeout(50)
        _open(page, address, tries - 1)


def _look(page: Page, seen: Seen) -> None:
    seen.pages += 1
    found = page.evaluate(_STRANGE)
    seen.links += [f"{page.url}: {link}" for link in found]
    page.evaluate("document.querySelectorAll('a[href^=\"javascript:\" i],a[href^=\"data:\" i]')"
                  ".forEach(a => a.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true})))")
