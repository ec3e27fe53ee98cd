"""A full Portal of the fictitious Lefèvre figures, and one of the internal site, for tests and screenshots.

They stand on the LOOK pictures' instant (12/03/2026 14:05, month 2026-02) and agree with one another.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from clairevoie.portal import (
    Card,
    Cell,
    Column,
    Company,
    Contact,
    Contacts,
    Page,
    Portal,
    Prose,
    Table,
    Text,
)
from tests.render.sample_contracts import contracts, hours, promises
from tests.render.sample_figures import (
    AS_OF,
    CONSUMED,
    HOSTILE,
    LOGO,
    MONTHS,
    TTR,
    VOLUME,
    definitions,
    figure,
    monthly,
    tiles,
)
from tests.render.sample_planning import infrastructure, planning
from tests.render.sample_service import commitments, tickets

__all__ = [
    "AS_OF",
    "HOSTILE",
    "LOGO",
    "MONTHS",
    "TTR",
    "client",
    "commitments",
    "definitions",
    "figure",
    "hours",
    "monthly",
    "planning",
    "promises",
    "prose",
    "tickets",
]


def prose() -> tuple[Prose, ...]:
    """A note in both languages, an older one in French only, a page that stands on contacts, hostile text in it."""
    text = (
        "Février a été plus chargé que prévu : la panne du VPN du 11 et l’arrêt du stockage du 17 ont coûté 14 heures. "
        "À ce rythme, le forfait serait dépassé de 32 heures fin juin.\n\n"
        "Je propose d’en décider au comité du 19 mars : soit 40 heures complémentaires, soit la refonte "
        "des droits de partage reportée après l’été.\n\n"
        '<script>alert(1)</script><!-- secret --><img src="https://evil.example/x.png">\n\n'
        "[le site](https://example.org/) [mauvais](javascript:alert(1)) [pire](\\\\\\\\evil.example) "
        "[un fichier]({filename}absent.md)"
    )
    english = (
        "February was busier than planned: the VPN failure and the storage outage cost 14 hours.\n\n"
        "I suggest deciding on 19 March."
    )
    return (
        Prose(
            "note",
            "2026-02",
            "Février, et les heures qui restent",
            "fr",
            text,
            "Hélène Marchais",
            date(2026, 3, 10),
            "2026-02",
        ),
        Prose(
            "note",
            "2026-02",
            "February, and the hours left",
            "en",
            english,
            "Hélène Marchais",
            date(2026, 3, 10),
            "2026-02",
        ),
        Prose("note", "2026-01", "Janvier", "fr", "Un mois calme.", "Hélène Marchais", date(2026, 2, 9), "2026-01"),
        Prose(
            "page",
            "astreinte",
            "L’astreinte",
            "fr",
            "# Comment elle marche\n\nUn technicien répond **24 h/24**.",
            page="contacts",
        ),
    )


def client() -> Portal:
    """Transports Lefèvre, every page."""
    kept = tiles()
    figures = tuple(dict.fromkeys(f for tile in kept for f in (*tile.series, tile.figure)))
    figures += (
        CONSUMED,
        VOLUME,
        *(f for p in promises() for f in (p.tto, p.ttr) if f),
        hours().consumed,
        hours().remaining,
    )
    figures += (figure("monthly_fee", Decimal("4850.00"), "money", currency="EUR"),)
    cards = tuple(
        Card(d, tuple(f for f in figures if f.kpi == d.kpi), tickets().history if d.kpi == "ttr_met" else None)
        for d in definitions()
    )
    both = contracts()
    pages = (
        Page(
            "overview",
            "index.html",
            "overview",
            {
                "hours": (hours(),),
                "commitments": commitments(),
                "tiles": kept,
                "tickets": tickets(),
                "planning": planning(),
            },
        ),
        Page("commitments", "commitments/index.html", "commitments", {"commitments": commitments()}),
        Page("contracts", "contracts/index.html", "contracts", {"contracts": both}),
        *(
            Page(
                "contracts",
                f"contracts/{c.contract.lower()}/index.html",
                "contract",
                {"contract": c},
                nav=False,
                subject=c.contract,
            )
            for c in both
        ),
        Page("tickets", "tickets/index.html", "tickets", {"tickets": tickets()}),
        Page("infrastructure", "infrastructure/index.html", "infrastructure", {"infrastructure": infrastructure()}),
        Page("planning", "planning/index.html", "planning", {"planning": planning()}),
        Page("news", "news/index.html", "news"),
        Page(
            "contacts",
            "contacts/index.html",
            "contacts",
            {
                "contacts": Contacts(
                    "+33 4 72 00 00 24",
                    "https://example.org/incident",
                    (
                        Contact(
                            "Hélène Marchais",
                            "Responsable de compte",
                            "h.marchais@example.org",
                            "04 72 00 00 17",
                            "9 h–18 h",
                            2,
                            ours=True,
                        ),
                        Contact("Astreinte", "Technicien", "", "+33 4 72 00 00 24", "24 h/24", 1, ours=True),
                        Contact("P. Lefèvre", "Direction", "p@example.org", "", "", None, ours=False),
                    ),
                )
            },
        ),
        Page("definitions", "definitions/index.html", "definitions", {"cards": cards}),
        *(
            Page(
                "definitions",
                f"definitions/{c.definition.kpi}/index.html",
                "definition",
                {"card": c},
                nav=False,
                subject=c.definition.kpi,
            )
            for c in cards
        ),
    )
    rows: tuple[tuple[Cell, ...], ...] = (("=1+1", Decimal("-3.50"), "-12.5", "été"),)
    odd = Table(
        "odd",
        (
            Column("a", Text("A", "A")),
            Column("m", Text("M", "M"), "money"),
            Column("n", Text("N", "N")),
            Column("w", Text("W", "W")),
        ),
        rows,
    )
    tables = tuple(t for t in (tickets().history, both[0].work, infrastructure().cis, odd) if t)
    return Portal(
        "lefevre",
        "client",
        Company("nereis", "Néréis Infogérance", "Néréis", "+33 4 72 00 00 24", "", LOGO),
        "Transports Lefèvre",
        ("fr", "en"),
        "Europe/Paris",
        "EUR",
        AS_OF,
        "2026-02",
        MONTHS,
        "7c4e91b0",
        pages,
        figures,
        definitions(),
        tables,
        prose(),
        "#0a5a6b",
        "initials",
    )
