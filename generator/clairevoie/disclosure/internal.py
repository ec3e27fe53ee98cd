"""The staff's site: every client's slice and the company's own rows → its Portal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from clairevoie.disclosure import internal_tables
from clairevoie.disclosure.addends import with_addends
from clairevoie.disclosure.company import company as published
from clairevoie.disclosure.definitions import explaining
from clairevoie.disclosure.house import House, house
from clairevoie.disclosure.internal_bills import bills
from clairevoie.disclosure.internal_incidents import alarms
from clairevoie.disclosure.internal_lifecycle import lives
from clairevoie.disclosure.internal_margins import margins
from clairevoie.disclosure.internal_portfolio import portfolio
from clairevoie.disclosure.internal_rows import staff_lists
from clairevoie.disclosure.internal_sharing import NOTHING_SEEN, Seen, matrix, sharing
from clairevoie.disclosure.internal_staffing import staffing
from clairevoie.disclosure.isolation import IsolationInputs, isolation
from clairevoie.disclosure.quality import QualityInputs, quality
from clairevoie.disclosure.supplier import suppliers
from clairevoie.disclosure.supplier_estate import asked
from clairevoie.disclosure.supplier_register import register
from clairevoie.disclosure.telling import told_to_staff
from clairevoie.disclosure.walking import shown
from clairevoie.disclosure.whatif_staff import staff_whatif
from clairevoie.figures.kpi import KPIS
from clairevoie.figures.variants import BY_CONTRACT
from clairevoie.portal import Card, Definition, Figure, Page, Panel, Portal, Prose, Table
from clairevoie.project.model import Project
from clairevoie.tables.slices import Slice

NAME = "Pilotage"


def internal_portal(slices: Mapping[str, Slice], company: Slice, figures: Iterable[Figure],
                    definitions: Iterable[Definition], project: Project, prose: Iterable[Prose],
                     quality: QualityInputs, as_of: datetime, fingerprint: str, seen: Seen = NOTHING_SEEN,
                     searched: IsolationInputs | None = None) -> Portal:
    """All that staff may see. `slices`: of every client, with its internal rows; `figures`: internal ones, and
    each client's service figures with ("client", id) in their grouping."""
    known = house(slices, company, figures, project, as_of, quality.short)
    explained = _cards(known, tuple(definitions))
    tables: list[Table] = []
    pages = told_to_staff(_pages(known, quality, searched, explained, tables, seen), quality.ages)
    listed, standing = shown(pages, known.ledger)
    return Portal(
        site="internal", audience="internal", company=published(project), name=NAME,
        languages=project.internal_languages, timezone=project.timezone, currency=project.currency, as_of=known.as_of,
        month=known.month, months=known.months, fingerprint=fingerprint, pages=pages,
        figures=listed,
        definitions=tuple(sorted((card.definition for card in explained), key=lambda d: d.kpi)),
        tables=with_addends(listed, (*standing, *tables), known.ledger),
        prose=tuple(sorted(prose, key=lambda p: (p.slug, p.language))), people_shown="full")


def _pages(known: House, inputs: QualityInputs, searched: IsolationInputs | None, explained: tuple[Card, ...],
           tables: list[Table], seen: Seen) -> Iterator[Page]:
    """The pages in the order of the navigation; the tables behind their lists are added to `tables`."""
    home = portfolio(known)
    tables.append(internal_tables.clients(home))
    yield Page("portfolio", "index.html", "portfolio", {"portfolio": home, **_alarms(known, inputs)})
    money = margins(known)
    tables.append(internal_tables.contracts(money))
    yield Page("margins", "margins/index.html", "margins", {"margins": money})
    yield Page("preinvoice", "preinvoice/index.html", "bills", {"preinvoice": bills(known)})
    if people := staffing(known):
        tables += [internal_tables.weeks(people), internal_tables.rates(people), internal_tables.planned(people)]
        yield Page("staffing", "staffing/index.html", "staffing", {"staffing": people})
    names = {row.text("client"): row.text("name") for row in known.own("clients")}
    yield from _estate_pages(known)
    yield from lives(known)
    shared = sharing(known.project, names, seen)
    tables.append(matrix(shared))
    yield Page("sharing", "sharing/index.html", "sharing", {"sharing": shared})
    yield Page("quality", "quality/index.html", "quality", {"quality": quality(inputs, known.project)})
    if searched:
        yield Page("isolation", "isolation/index.html", "isolation", {"isolation": isolation(searched, known.project)})
    yield Page("news", "news/index.html", "news")
    if explained:
        yield from explaining(explained)


def _alarms(known: House, inputs: QualityInputs) -> dict[str, Panel]:
    told = alarms(known, inputs.ages)
    return {"incidents": told} if told else {}


def _estate_pages(known: House) -> Iterator[Page]:
    if not (leaving := asked(known)):
        return
    if (graph := staff_whatif(known, leaving)) is not None:
        yield Page("whatif", "whatif/index.html", "whatif", {"whatif": graph})
    threads = suppliers(known, leaving)
    yield Page("suppliers", "suppliers/index.html", "suppliers", {"suppliers": threads})
    for one in threads.exits:
        word = one.table.id.removeprefix("supplier-")
        yield Page("suppliers", f"suppliers/{word}/index.html", "supplier", {"exit": one}, nav=False,
                   subject=one.provider)
    yield Page("register", "register/index.html", "register", {"register": register(known, leaving, threads.exits)})


def _cards(known: House, definitions: tuple[Definition, ...]) -> tuple[Card, ...]:
    """A card for each KPI with its figures of the whole company, else those of each client, else of each contract."""
    lists = staff_lists(known, definitions)
    found = [Card(_counted(definition, figures), figures, lists.get(definition.kpi)) for definition in definitions
             if (figures := tuple(map(known.ledger.told, _widest(known.ledger.kpi(definition.kpi)))))]
    return tuple(sorted(found, key=lambda card: (card.definition.label.fr, card.definition.kpi)))


def _counted(definition: Definition, figures: Iterable[Figure]) -> Definition:
    """Where contracts of several variants have no sum, the card says so."""
    mixed = any(figure.reason == "variants" for figure in figures)
    return KPIS[definition.kpi].in_variant(definition, BY_CONTRACT) if mixed else definition


def _widest(figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    for names in ([], ["client"], ["contract"]):
        if found := tuple(figure for figure in figures if [name for name, _ in figure.by] == names):
            return found
    return ()
