"""One client: its slice, through its grants → its Portal. What is not granted is not there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from clairevoie.disclosure.actions import actions
from clairevoie.disclosure.addends import with_addends
from clairevoie.disclosure.commitments import commitments
from clairevoie.disclosure.company import company
from clairevoie.disclosure.comparing import compared
from clairevoie.disclosure.contacts import contacts
from clairevoie.disclosure.contracts import contracts
from clairevoie.disclosure.definitions import cards, explaining
from clairevoie.disclosure.grants import downloads
from clairevoie.disclosure.group import group
from clairevoie.disclosure.infrastructure import infrastructure
from clairevoie.disclosure.ledger import ledger
from clairevoie.disclosure.lifecycle import Lives, lifecycle
from clairevoie.disclosure.overview import overview
from clairevoie.disclosure.planning import planning
from clairevoie.disclosure.reports import reports
from clairevoie.disclosure.rows import Row
from clairevoie.disclosure.supplier_client import client_register
from clairevoie.disclosure.telling import NOTHING, Told, told
from clairevoie.disclosure.tickets import tickets
from clairevoie.disclosure.view import View, view_of
from clairevoie.disclosure.walking import shown, standing
from clairevoie.disclosure.whatif import whatif
from clairevoie.portal import (
    Card,
    Contract,
    Definition,
    Figure,
    Notice,
    Page,
    Panel,
    Portal,
    Prose,
    Table,
)
from clairevoie.project.model import ClientSpec, Project
from clairevoie.tables.closed import Closed
from clairevoie.tables.slices import Slice

_PANELS: Mapping[str, Callable[[View], Panel | None]] = {
    "commitments": commitments, "contracts": contracts, "tickets": tickets, "reports": reports, "group": group,
}


def client_portal(slice: Slice, figures: Iterable[Figure], definitions: Iterable[Definition], project: Project,
                  spec: ClientSpec, prose: Iterable[Prose], as_of: datetime, fingerprint: str,
                  known_of: Told = NOTHING, closed: Iterable[Closed] = ()) -> Portal:
    """All that this client may see. `slice`: its own, derived; `figures`, `definitions`: those given to it at least."""
    view = compared(view_of(slice, ledger(figures), project, spec, as_of, closed), known_of.short)
    client = next((row for row in view.facts("clients") if row.text("client") == spec.client), Row({}))
    published = company(project)
    told_of = lifecycle(view, known_of.felt) if view.page("lifecycle") else Lives()
    panels = _panels(view, project, known_of, told_of)
    explained = cards(view, definitions)
    made = _pages(view, panels, explained, known_of, told_of.pages)
    pages = _delayed(told(made, known_of), view)
    listed, tables = shown(pages, view.ledger)
    if view.page("definitions"):
        tables = with_addends(listed, tables, view.ledger)
    kpis = {figure.kpi for figure in listed}
    known = {card.definition.kpi: card.definition for card in explained if card.definition.kpi in kpis}
    return Portal(
        site=spec.client, audience="client", company=published, name=client.text("name") or spec.client,
        languages=spec.languages, timezone=str(view.zone), currency=client.text("currency") or project.currency,
        as_of=view.as_of, month=view.month, months=view.months, fingerprint=fingerprint, pages=pages, figures=listed,
        definitions=tuple(known[kpi] for kpi in sorted(known)), tables=tables,
        prose=_prose(prose, pages), accent=spec.accent, people_shown=spec.grants.people,
        downloads=_offered(downloads(spec.grants), panels, tables))


def _panels(view: View, project: Project, known_of: Told, told_of: Lives) -> dict[str, Panel]:
    """The panel of each page that has one."""
    panels = {page: panel for page, make in _PANELS.items()
              if view.page(page) and (panel := make(view)) is not None}
    if view.page("infrastructure"):
        panels["infrastructure"] = infrastructure(view, told_of.items)
    if view.page("planning") and (plan := planning(view, known_of.felt)):
        panels["planning"] = plan
    if view.page("whatif"):
        panels["whatif"] = whatif(view, known_of.hidden)
    if view.page("register"):
        panels["register"] = client_register(view, known_of.depends)
    if view.page("contacts"):
        panels["contacts"] = contacts(view, project.company)
    return panels


def _pages(view: View, panels: Mapping[str, Panel], explained: tuple[Card, ...], known_of: Told, told_of: Iterable[Page]
           ) -> Iterable[Page]:
    """In the order of the navigation. The home is always there, empty and outside the navigation where not granted."""
    home = overview(view, panels, known_of.ages, known_of.struck) if view.page("overview") else {}
    yield Page("overview", "index.html", "overview", home, nav=view.page("overview"))
    for page in ("commitments", "contracts", "tickets", "infrastructure", "whatif", "register", "planning", "reports",
                 "group"):
        if page in panels:
            more = _actions(view) if page in ("contracts", "reports") else {}
            yield Page(page, f"{page}/index.html", page, {page: panels[page], **more})
    for contract in standing(panels.get("contracts", ())):
        if isinstance(contract, Contract):
            yield Page("contracts", f"contracts/{view.slugs[contract.contract]}/index.html", "contract",
                       {"contract": contract, **_actions(view, contract.contract)}, nav=False,
                       subject=contract.contract)
    yield from told_of
    if view.page("news"):
        yield Page("news", "news/index.html", "news")
    if "contacts" in panels:
        yield Page("contacts", "contacts/index.html", "contacts", {"contacts": panels["contacts"]})
    if view.page("definitions") and explained:
        yield from explaining(explained)


def _offered(granted: Collection[str], panels: Collection[str], tables: Iterable[Table]) -> tuple[str, ...]:
    """The files that the site has: those of what stands on its pages."""
    whole = [name for name, there in (("figures", True), ("calendar", "planning" in panels)) if there]
    return (*(name for name in whole if name in granted),
            *(table.id for table in tables if (table.of or "figures") in granted))


def _actions(view: View, contract: str = "") -> dict[str, Panel]:
    found = actions(view, contract)
    return {"actions": found} if found else {}


def _delayed(pages: tuple[Page, ...], view: View) -> tuple[Page, ...]:
    """What is shown late says so first."""
    if not view.grants.delay_days:
        return pages
    late = Notice("delayed", (), view.as_of, days=view.grants.delay_days)
    return tuple(replace(page, notices=(late, *page.notices)) if page.panels else page for page in pages)


def _prose(prose: Iterable[Prose], pages: Iterable[Page]) -> tuple[Prose, ...]:
    """What stands on a page that is there; what has a page of its own, and notes, where there are news."""
    ids = {page.id for page in pages if page.nav}
    kept = [p for p in prose if (p.page or "news") in ids or (p.kind == "note" and "overview" in ids)]
    return tuple(sorted(kept, key=lambda p: (p.slug, p.language)))
