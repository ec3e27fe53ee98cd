"""The internal site of the same fictitious company."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import cast

from clairevoie.disclosure.isolation import IsolationInputs, isolation
from clairevoie.disclosure.walking import standing
from clairevoie.portal import (
    Alert,
    Chart,
    ClientLine,
    Column,
    Company,
    Definition,
    Figure,
    Isolation,
    MarginLine,
    Margins,
    Page,
    PersonLine,
    Point,
    Portal,
    Portfolio,
    Quality,
    SearchedSite,
    Series,
    SourceLine,
    Spot,
    Staffing,
    State,
    Table,
    Text,
    Tile,
)
from clairevoie.project.declared import Declared, SharedWord
from clairevoie.project.model import Project
from tests.render.sample import (
    AS_OF,
    LOGO,
    MONTHS,
    TTR,
    definitions,
    figure,
    hours,
    monthly,
)


def money(kpi: str, amount: str | None, state: State = "ok") -> Figure:
    """An amount of the year to date."""
    return figure(kpi, Decimal(amount) if amount else None, "money", state, period="to_date", currency="EUR")


def line(
    client: str,
    name: str,
    parent: str,
    held: int,
    missed: int,
    margin: float | None,
    late: int = 0,
    *,
    budget: bool = True,
) -> ClientLine:
    """One client."""
    ttr = figure("ttr_met", TTR[-1], n=56, met=53, total=56, target=0.95)
    return ClientLine(
        client,
        name,
        parent,
        2,
        held,
        missed,
        1,
        Tile(ttr, monthly("ttr_met", TTR, target=0.95)),
        figure("backlog", 5, "count", period="2026-03-12"),
        late,
        (hours(),) if budget else (),
        money("revenue", "48200.00"),
        figure("contract_margin", margin, state="ok" if margin else "not_measured", target=0.15, reason="no_time"),
        money("contract_margin", "8900.00"),
        figure("daily_rate", Decimal("612.00"), "per_day", currency="EUR"),
        date(2026, 4, 1) if late else None,
        f"../{client}/index.html",
    )


def people() -> tuple[PersonLine, ...]:
    """Four people: busy, absent, new, idle."""
    first = date(2025, 12, 15)

    def weeks(values: Sequence[tuple[float | None, float]]) -> tuple[tuple[str, float | None, float], ...]:
        return tuple(((first + timedelta(weeks=i)).isoformat(), *v) for i, v in enumerate(values))

    rate = figure("staffing_rate", 0.836, n=60, target=0.85)
    return (
        PersonLine(
            "p1",
            "Ines Bouvier",
            "réseau",
            weeks([(0.9, 0.0)] * 11 + [(0.0, 1.0), (0.8, 0.0)]),
            rate,
            ("Lefèvre", "Castelbourg"),
            None,
        ),
        PersonLine("p2", "Marc Ferrand", "systèmes", weeks([(1.0, 0.0)] * 13), rate, ("Lefèvre",), None),
        PersonLine(
            "p3",
            "Elsa Prévost",
            "développement",
            weeks([(0.9, 0.0)] * 11 + [(0.0, 0.0)] * 2),
            rate,
            (),
            date(2026, 3, 2),
        ),
        PersonLine(
            "p4",
            "Yann Le Goff",
            "réseau",
            weeks([(None, 0.0)] * 9 + [(0.6, 0.4)] * 4),
            figure("staffing_rate", None, state="no_data"),
            ("Hélianthe",),
            None,
        ),
    )


def searched() -> Isolation:
    """One site refused, one held, one in order."""
    spot = Spot("news/a.html", "encoded", 12, "ticket", "lefevre")
    sites = (SearchedSite("lefevre", "built", 57, 414_041, 2_247, 589, 60, (("Nuageo", 4),)),
             SearchedSite("orsted", "refused", 52, 291_935, 2_576, 260, 32, (), (spot,), (spot,)),
             SearchedSite("nova", "held"))
    words = Declared(("messagerie",), (SharedWord("Nuageo", ("lefevre", "nova"), "le même hébergeur"),))
    inputs = IsolationInputs("0.1.0", ("letters", "base64", "gzip"), sites, (("orsted", "host", "main"),))
    return isolation(inputs, cast(Project, SimpleNamespace(words=words)))


def internal() -> Portal:
    """The internal site."""
    clients = (
        line("lefevre", "Transports Lefèvre", "", 5, 1, 0.184, 1),
        line("helianthe", "Groupe Hélianthe", "", 8, 0, 0.312),
        line("helianthe-energie", "Hélianthe Énergie", "helianthe", 7, 1, 0.082, 1),
        line("orsted", "Cabinet Ørsted & Fils", "", 0, 0, None, budget=False),
    )
    tiles = (
        Tile(
            money("revenue", "374500.00"),
            monthly("revenue", tuple(float(180 + 7 * (i % 5)) for i in range(13)), "money"),
        ),
        Tile(figure("daily_rate", Decimal("627.00"), "per_day", currency="EUR", previous=Decimal("615.00")), ()),
        Tile(
            figure("staffing_rate", 0.836, target=0.85, n=240, previous=0.85),
            monthly("staffing_rate", tuple(0.8 + 0.01 * (i % 7) for i in range(13)), target=0.85),
        ),
    )
    total = line("", "", "", 20, 2, 0.247, 2, budget=False)
    alerts = (
        Alert("down", "lefevre", "budget_overrun", (("over", 32.0),), "Hélène Marchais", date(2026, 3, 19)),
        Alert("warn", "helianthe-energie", "unknown_code", (("missed", 1),), "", None),
    )
    lines = tuple(
        MarginLine(
            c,
            f"C-{i}",
            name,
            "managed",
            money("revenue", "48200.00"),
            money("cost", "39300.00"),
            money("contract_margin", "8900.00"),
            figure("contract_margin", share, target=0.15),
            figure("daily_rate", Decimal(612), "per_day", currency="EUR"),
            78.5,
        )
        for i, (c, name, share) in enumerate(
            (("Transports Lefèvre", "Infogérance", 0.184), ("Hélianthe Énergie", "Support", 0.082))
        )
    )
    chart = Chart(
        "margins-by-contract",
        "hbars",
        "ratio",
        (Series("margin", Text("Marge", "Margin"), (Point("Infogérance", 0.184), Point("Support", 0.082))),),
        Text("Support est sous son seuil", "Support is below its threshold"),
    )
    aside = Table(
        "set-aside",
        (
            Column("source", Text("Source", "Source")),
            Column("file", Text("Fichier", "File")),
            Column("line", Text("Ligne", "Line"), "count"),
            Column("reason", Text("Raison", "Reason")),
        ),
        (("tickets", "tickets.csv", 1043, "date illisible"),),
        Text("Lignes de côté", "Rows set aside"),
    )
    pages = (
        Page("portfolio", "index.html", "portfolio", {"portfolio": Portfolio(alerts, tiles, clients, total)}),
        Page(
            "margins",
            "margins/index.html",
            "margins",
            {
                "margins": Margins(
                    "2026-01..2026-02",
                    lines,
                    money("unallocated", "-1200.00"),
                    money("contract_margin", "16600.00"),
                    chart,
                )
            },
        ),
        Page(
            "staffing",
            "staffing/index.html",
            "staffing",
            {"staffing": Staffing(tiles[2], (("réseau", figure("staffing_rate", 0.91, n=40)),), people())},
        ),
        Page(
            "quality",
            "quality/index.html",
            "quality",
            {
                "quality": Quality(
                    (
                        SourceLine("tickets", "csv", (("tickets", 1500), ("clients", 5)), 1),
                        SourceLine("itop", "itop", (("cis", 41),), 0),
                    ),
                    aside,
                    ("itop: dernière lecture refusée",),
                )
            },
        ),
        Page("isolation", "isolation/index.html", "isolation", {"isolation": searched()}),
        Page("news", "news/index.html", "news"),
        Page("definitions", "definitions/index.html", "definitions", {"cards": ()}),
    )
    figures = tuple(f for tile in tiles for f in (*tile.series, tile.figure))
    extra = tuple(
        Definition(kpi, Text(fr, en), Text(fr, en), Text("", ""), "ratio", "up")
        for kpi, fr, en in (
            ("revenue", "Chiffre d’affaires", "Revenue"),
            ("daily_rate", "TJM", "Daily rate"),
            ("staffing_rate", "TACE, facturé ÷ disponible", "Staffing, billed ÷ available"),
        )
    )
    return Portal(
        "internal",
        "internal",
        Company("nereis", "Néréis Infogérance", "Néréis", "", "", LOGO),
        "Pilotage",
        ("fr", "en"),
        "Europe/Paris",
        "EUR",
        AS_OF,
        "2026-02",
        MONTHS,
        "7c4e91b0",
        pages,
        figures,
        (*definitions(), *extra),
        (aside, *(table for table in standing(searched()) if isinstance(table, Table))),
    )
