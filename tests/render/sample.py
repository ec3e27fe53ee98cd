"""A full Portal of the fictitious Lefèvre figures, and one of the internal site, for tests and screenshots.

They stand on the LOOK pictures' instant (12/03/2026 14:05, month 2026-02) and agree with one another.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from clairevoie.portal import (
    Breach,
    Card,
    Cell,
    Chart,
    Column,
    Commitments,
    Company,
    Contact,
    Contacts,
    Contract,
    Definition,
    Figure,
    Hours,
    Infrastructure,
    Intervention,
    OpenTicket,
    Page,
    Planning,
    Point,
    Portal,
    Promise,
    Prose,
    Series,
    Service,
    State,
    Table,
    Text,
    Tickets,
    Tile,
    Unit,
)

PARIS = ZoneInfo("Europe/Paris")
AS_OF = datetime(2026, 3, 12, 14, 5, tzinfo=PARIS)
MONTHS = tuple(f"2025-{m:02}" for m in range(2, 13)) + ("2026-01", "2026-02")
TTO = (0.979, 1.0, 0.955, 0.979, 0.982, 0.980, 1.0, 0.962, 0.983, 1.0, 0.978, 0.965, 0.982143)
TTR = (0.958, 0.981, 0.977, 0.936, 0.964, 1.0, 0.968, 0.925, 0.948, 0.967, 0.978, 0.982, 53 / 56)
NUMBERS = (48, 52, 44, 47, 55, 50, 31, 53, 58, 61, 46, 57, 56)
CALENDAR = Text("Ouvré 8 h–18 h", "Working hours 8:00–18:00")
ALWAYS = Text("24 h/24, 7 j/7", "24 hours a day, 7 days a week")
HOSTILE = '</script><img src=x onerror=alert(1)>"><svg onload=alert(2)>'
LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 26 22"><g fill="none" stroke-width="3" stroke-linecap="round">'
    '<path stroke="#0a5a6b" d="M2 16c4-8 7-8 11 0s7 8 11 0"/><path stroke="#5f9a8e" d="M2 8c4-8 7-8 11 0s7 8 11 0"/></g></svg>'
)


def figure(kpi: str, value: float | Decimal | None, unit: Unit = "ratio", state: State = "ok", **more: object) -> Figure:
    """A figure of February, with whatever else is given."""
    return Figure(kpi, str(more.pop("period", "2026-02")), unit, state, value, **more)  # type: ignore[arg-type]


def monthly(kpi: str, values: tuple[float | None, ...], unit: Unit = "ratio", **more: object) -> tuple[Figure, ...]:
    """One figure a month."""
    return tuple(
        figure(kpi, value, unit, "ok" if value is not None else "no_data", period=month, **more)
        for month, value in zip(MONTHS, values, strict=True)
    )


TTO_FIGURE = figure("tto_met", TTO[-1], n=56, met=55, total=56, target=0.95, previous=0.965, excluded=(("no_commitment", 5),))
TTR_FIGURE = figure("ttr_met", TTR[-1], n=56, met=53, total=56, target=0.95, previous=0.982, interval=None,
                    excluded=(("no_commitment", 4), ("running", 1)))
BACKLOG = figure("backlog", 5, "count", period="2026-03-12", n=5, beside=(("incident", 4), ("request", 1), ("late_now", 1)))
MTTR = figure("mttr", 372.0, "minutes", n=52, previous=401.0, beside=(("median", 215.0), ("p90", 903.0)))
VOLUME = figure("ticket_volume", 61, "count", n=61, previous=57)
CONSUMED = figure("hours_consumed", 78.5, "hours", n=41, previous=69.0)


def tiles() -> tuple[Tile, ...]:
    """Six tiles, in the states that the home page may show."""
    return (
        Tile(TTO_FIGURE, (*monthly("tto_met", TTO, target=0.95)[:-1], TTO_FIGURE)),
        Tile(TTR_FIGURE, (*monthly("ttr_met", TTR, target=0.95)[:-1], TTR_FIGURE)),
        Tile(replace(MTTR, state="revised"), monthly("mttr", tuple(300.0 + 20 * (i % 4) for i in range(13)), "minutes")),
        Tile(BACKLOG, monthly("backlog", (6, 7, 9, 6, 5, 8, 7, 4, 5, 6, 7, 6, 5), "count")),
        Tile(figure("csat", None, state="too_few", n=4, met=3, total=4, target=0.9),
             (*monthly("csat", (None, None, 0.9, 0.92, None, 0.93, None, None, 0.85, 0.9, 0.95, 0.93, None), target=0.9),)),
        Tile(figure("reopen_rate", 0.033, state="estimated", n=61, target=0.05),
             tuple(replace(f, state="estimated") for f in monthly(
                 "reopen_rate", (0.05, 0.04, 0.045, 0.05, 0.03, 0.02, 0.03, 0.035, 0.02, 0.035, 0.04, 0.045, 0.033), target=0.05))),
    )


def burn() -> Chart:
    """The burn-down of the LOOK pictures."""
    days = ["2025-07-01", "2025-07-31", "2025-08-31", "2025-09-30", "2025-10-31", "2025-11-30", "2025-12-31", "2026-01-31", "2026-02-28"]
    left = (720, 662, 620.5, 554.5, 483, 419, 366.5, 297.5, 219)
    points = tuple(Point(day, float(y)) for day, y in zip(days, left, strict=True)) + (Point("2026-03-12", 181.5),)
    pace = (Point("2025-07-01", 720.0), Point("2026-06-30", 0.0))
    landing = (Point("2026-03-12", 181.5), Point("2026-06-30", -32.0, state="estimated"))
    return Chart("burn-C-2024-017", "burn_down", "hours", (
        Series("left", Text("Reste", "Left"), points), Series("pace", Text("rythme égal", "even pace"), pace),
        Series("landing", Text("Atterrissage", "Landing"), landing),
    ), Text("Il reste 181,5 h ; atterrissage à 32,0 h de trop", "181.5 h left; landing 32.0 h over"), today=date(2026, 3, 12))


def hours() -> Hours:
    """181,5 + 538,5 = 720; 538,5 + 213,5 = 752."""
    months = tuple(f"2025-{m:02}" for m in range(7, 13)) + ("2026-01", "2026-02", "2026-03")
    used = (58.0, 41.5, 66.0, 71.5, 64.0, 52.5, 69.0, 78.5, 37.5)
    kinds = {"Support aux utilisateurs": 214.0, "Exploitation et supervision": 131.5, "Mises à jour et sécurité": 88.0,
             "Changements": 62.5, "Réunions et pilotage": 28.0, "Déplacements": 14.5}
    by = (("contract", "C-2024-017"),)
    return Hours(
        "C-2024-017", "Infogérance et support", date(2026, 6, 30), "hours", 720.0,
        figure("budget_consumed", 538.5, "hours", period="to_date", by=by), figure("budget_remaining", 181.5, "hours", period="to_date", by=by),
        figure("landing", 752.0, "hours", "estimated", period="to_date", by=by), 0.699, date(2026, 3, 9), 213.5, 21.0, 7.0, burn(),
        Chart("months-C-2024-017", "bars", "hours",
              (Series("hours", Text("Heures", "Hours"), tuple(Point(m, y) for m, y in zip(months, used, strict=True))),),
              Text("78,5 h en février", "78.5 h in February"), partial="2026-03"),
        Chart("activities-C-2024-017", "hbars", "hours",
              (Series("hours", Text("Heures", "Hours"), tuple(Point(k, v) for k, v in kinds.items())),),
              Text("Le support prend 40 % des heures", "Support takes 40% of the hours")),
    )


def promises() -> tuple[Promise, ...]:
    """The matrix of the LOOK pictures."""
    def rate(kpi: str, met: int, total: int, priority: str) -> Figure:
        by = (("contract", "C-2024-017"), ("priority", priority)) if priority else (("contract", "C-2024-017"),)
        if total < 5:
            return figure(kpi, None, state="too_few", n=total, met=met, total=total, target=0.95, by=by)
        interval = (max(met / total - 0.25 * (20 / total) ** 0.5, 0), min(met / total + 0.04, 1.0)) if total < 30 else None
        return figure(kpi, met / total, n=total, met=met, total=total, target=0.95, by=by, interval=interval)

    lines = (("P1", ALWAYS, "30", 3, 3, "240", 2, 3), ("P2", CALENDAR, "60", 11, 11, "480", 10, 11), ("P3", CALENDAR, "240", 24, 25, "2d", 24, 25),
             ("P4", CALENDAR, "1d", 17, 17, "5d", 17, 17), ("", CALENDAR, "", 55, 56, "", 53, 56))
    return tuple(
        Promise("C-2024-017", p, "", cal, tto, 600, ttr, 600, rate("tto_met", a, b, p), rate("ttr_met", c, d, p))
        for p, cal, tto, a, b, ttr, c, d in lines
    )


def commitments() -> Commitments:
    """Five held of eight, one missed, two with too few tickets."""
    def series(name: str, label: Text, values: tuple[float, ...]) -> Series:
        return Series(name, label, tuple(Point(m, v, n, "revised" if m == "2026-01" and name == "ttr_met" else "ok")
                                         for m, v, n in zip(MONTHS, values, NUMBERS, strict=True)))

    def breach(ticket: str, title: str, prio: str, metric: str, measured: float, limit: float, cause: str, note: str, day: int) -> Breach:
        return Breach(ticket, title, prio, metric, measured, limit, cause, note, datetime(2026, 2, day, 11, 30, tzinfo=PARIS))  # type: ignore[arg-type]

    return Commitments(
        "2026-02", promises(), (
            breach("I-004851", "VPN des agences coupé", "P1", "ttr", 292, 240, "provider", "Panne du lien opérateur, rétabli par le fournisseur", 11),
            breach("I-004858", "TMS lent à l’ouverture des tournées", "P2", "ttr", 550, 480, "ours", "Premier correctif incomplet ; rouvert le 13/02", 13),
            breach("I-004866", "Scanner du quai 2 hors service", "P3", "ttr", 1410, 1200, "provider", "Pièce en rupture chez le constructeur", 19),
            breach("I-004843", "Mot de passe de messagerie refusé", "P3", "tto", 275, 240, "ours", "", 9),
        ), 5, 1, 2, 0,
        Chart("rates-by-month", "line", "ratio", (series("tto_met", Text("Pris en charge", "Picked up"), TTO), series("ttr_met", Text("Rétablis", "Restored"), TTR)),
              Text("Rétablis : 94,6 % en février, sous l’objectif de 95 %", "Restored: 94.6% in February, below the target of 95%"),
              target=0.95, target_label=Text("Objectif 95 %", "Target 95%"), low=0.9, high=1.0), 5)


def tickets(rows: int = 83) -> Tickets:
    """Five open, one late, one stopped."""
    def at(month: int, day: int, hour: int, minute: int) -> datetime:
        return datetime(2026, month, day, hour, minute, tzinfo=PARIS)

    opened = (
        OpenTicket("I-004915", "Lenteur du portail fournisseurs", "P3", "incident", "TMS exploitation", "assigned", at(3, 9, 14, 10), "ttr", 1795, 1200, at(3, 11, 14, 10), stopped=False),
        OpenTicket("I-004937", "VPN ralenti à Dijon et Mâcon", "P2", "incident", "VPN des agences", "assigned", at(3, 12, 11, 20), "ttr", 165, 480, at(3, 13, 9, 20), stopped=False),
        OpenTicket("R-002214", "Création de trois comptes", "P4", "request", "Annuaire", "new", at(3, 12, 10, 30), "tto", 215, 600, at(3, 13, 10, 30), stopped=False),
        OpenTicket("I-004931", "Imprimante d’étiquettes, quai 4", "P3", "incident", "Postes de travail", "assigned", at(3, 11, 15, 40), "ttr", 505, 1200, at(3, 13, 15, 40), stopped=False),
        OpenTicket("I-004926", "Export TMS vers comptabilité incomplet", "P3", "incident", "TMS exploitation", "pending", at(3, 10, 9, 15), "ttr", 735, 1200, None, stopped=True, stopped_since=at(3, 11, 11, 30)),
    )
    titles = ("Écran noir au démarrage, poste 114", "Droits sur le dossier Exploitation", "Tournées absentes du TMS", "Messages rejetés vers un client", HOSTILE)
    history = Table("tickets", (
        Column("ticket", Text("Ticket", "Ticket"), "id"), Column("priority", Text("Prio.", "Prio."), "priority"), Column("kind", Text("Nature", "Kind"), "kind"),
        Column("title", Text("Objet", "Subject")), Column("service", Text("Service", "Service")), Column("resolved", Text("Résolu le", "Resolved"), "instant"),
        Column("ttr_minutes", Text("En", "In"), "minutes"), Column("tto", Text("Prise en charge", "Pick-up"), "verdict"), Column("ttr", Text("Rétablissement", "Restoration"), "verdict"),
    ), tuple(
        (f"I-{4933 - i:06}", f"P{i % 4 + 1}", "incident" if i % 3 else "request", titles[i % 5], "Postes de travail", AS_OF - timedelta(hours=9 * i + 22), 125.0 + 31 * i,
         "met" if i % 9 else "no_commitment", "missed" if i % 14 == 6 else "met" if i % 9 else "no_commitment")
        for i in range(rows)
    ), Text("Tickets résolus", "Resolved tickets"))
    volume = Chart("tickets-by-month", "bars", "count", (Series("ticket_volume", Text("Tickets créés", "Tickets created"), tuple(
        Point(m, float(n)) for m, n in zip((*MONTHS, "2026-03"), (*NUMBERS, 22), strict=True))),), Text("61 tickets créés en février 2026", "61 tickets created in February 2026"), partial="2026-03")
    return Tickets(opened, history, 61, 22, "2026-02", volume)


def planning() -> Planning:
    """Six to come, one of them an outage; three done, one over its slot."""
    def item(code: str, title: str, day: date, start: str, length: int, effect: str, status: str = "confirmed", touches: tuple[str, ...] = (),
             most: int | None = None, over: int | None = None) -> Intervention:
        begin = datetime.fromisoformat(f"{day.isoformat()}T{start}").replace(tzinfo=PARIS)
        end = begin + timedelta(minutes=length)
        actual = None if over is None else end + timedelta(minutes=over)
        return Intervention(code, title, "change", status, begin, end, effect, most, begin if actual else None, actual, "none" if actual else "", touches)

    coming = (
        item("C-000421", "Mise à jour du stockage de Lyon", date(2026, 3, 14), "22:00", 90, "outage", touches=("TMS exploitation", "Fichiers partagés"), most=20),
        item("V-000112", "Comité de suivi, dans vos locaux", date(2026, 3, 19), "10:00", 60, "none"),
        item("C-000424", "Remplacement du pare-feu du siège", date(2026, 3, 21), "07:00", 300, "degraded", "to_confirm", ("VPN des agences",)),
        item("C-000425", "Correctifs mensuels des serveurs", date(2026, 3, 24), "20:00", 120, "none"),
        item("C-000419", "Test de reprise sur Ferme Paris", date(2026, 3, 28), "08:00", 300, "none"),
        item("C-000427", "Renouvellement des certificats", date(2026, 4, 4), "22:00", 240, "degraded", "to_confirm", ("Messagerie",)),
    )
    done = (
        item("C-000417", "Redémarrage des commutateurs du siège", date(2026, 3, 8), "06:00", 60, "none", "done", over=10),
        item("C-000415", "Correctifs mensuels des serveurs", date(2026, 2, 28), "22:00", 60, "none", "done", over=0),
        item("C-000410", "Extension du stockage de Lyon", date(2026, 2, 21), "08:00", 90, "none", "done", over=-10),
    )
    return Planning(date(2026, 3, 9), coming, done)


def contracts() -> tuple[Contract, ...]:
    """One with hours and a near notice, one without a budget."""
    work = Table("work-C-2024-017", (
        Column("date", Text("Date", "Date"), "date"), Column("ticket", Text("Ticket", "Ticket"), "id"), Column("note", Text("Travail", "Work")),
        Column("activity", Text("Activité", "Activity")), Column("person", Text("Intervenant", "Done by")), Column("hours", Text("Durée", "Time"), "hours"),
    ), tuple((date(2026, 3, 10) - timedelta(days=i), f"I-{4926 - i:06}", "Export TMS vers comptabilité incomplet", "Support aux utilisateurs", "M. F.", 2.5) for i in range(214)),
        Text("Activité", "Work"))
    first = Contract(
        "C-2024-017", "Infogérance et support", "prepaid", date(2024, 7, 1), date(2026, 6, 30), date(2026, 4, 1), "tacit", date(2027, 6, 30), None, 7.0,
        Text("8 h–18 h, du lundi au vendredi ; P1 24 h/24", "8:00–18:00, Monday to Friday; P1 24 hours"),
        ("TMS exploitation", "Fichiers partagés", "Annuaire et connexion", "Messagerie", "VPN des agences", "Sauvegardes", "Postes de travail"),
        "P. Lefèvre, A. Néret", Decimal("4850.00"), "EUR", hours(), promises(), work)
    second = Contract("C-2025-031", "Migration TMS", "fixed_price", date(2025, 9, 1), None, None, "", None, None, 7.0, CALENDAR, (), "", None, "EUR", None, (), None)
    return first, second


def definitions() -> tuple[Definition, ...]:
    """A card for each KPI of the sample."""
    def one(kpi: str, fr: str, en: str, unit: Unit = "ratio", direction: str = "up", minimum: int = 0) -> Definition:
        return Definition(
            kpi, Text(fr, en), Text(f"{fr} : ce que l’on compte dans le mois.", f"{en}: what is counted in the month."),
            Text("tenus ÷ tickets avec un engagement et un verdict", "held ÷ tickets with a commitment and a verdict"), unit, direction, "by: resolution",  # type: ignore[arg-type]
            ((Text("Exactement à la limite", "Exactly at the limit"), Text("tenu.", "held.")), (Text("Rouvert", "Reopened"), Text("la même horloge repart.", "the same clock resumes."))),
            Text("Tickets", "Tickets"), minimum)

    return (
        one("tto_met", "Pris en charge dans le délai", "Picked up in time", minimum=5), one("ttr_met", "Rétablis dans le délai", "Restored in time", minimum=5),
        one("mttr", "Délai de rétablissement", "Time to restore", "minutes", "down"), one("backlog", "Tickets ouverts", "Open tickets", "count", "down"),
        one("ticket_volume", "Tickets créés", "Tickets created", "count", "none"), one("csat", "Satisfaction", "Satisfaction", minimum=5),
        one("reopen_rate", "Tickets rouverts", "Reopened tickets", "ratio", "down"), one("hours_consumed", "Heures passées", "Hours spent", "hours", "none"),
        one("budget_remaining", "Heures restantes", "Hours left", "hours", "up"),
    )


def infrastructure() -> Infrastructure:
    """Three services, one with nothing declared, and a list of items."""
    names = ("vm-tms-db", "vm-tms-app1", "vm-fic-01", "vm-ad-1", "fw-siege")
    cis = Table("cis", (
        Column("ci", Text("Référence", "Reference"), "id"), Column("name", Text("Élément", "Item")), Column("class", Text("Type", "Type")),
        Column("status", Text("État", "Status"), "status"), Column("warranty_end", Text("Fin de garantie", "Warranty ends"), "date"),
    ), tuple((f"CI-{i:03}", name, "Serveur", "production", date(2027, 1, 31) if i % 2 else None) for i, name in enumerate(names)), Text("Équipements", "Items"))
    services = (Service("tms", "TMS exploitation", "Métier", "C-2024-017", ("vm-tms-db", "vm-tms-app1")), Service("fic", "Fichiers partagés", "Bureautique", "C-2024-017", ("vm-fic-01",)),
                Service("tel", "Téléphonie", "Télécoms", "C-2024-017", ()))
    return Infrastructure(services, cis, 2)


def prose() -> tuple[Prose, ...]:
    """A note in both languages, an older one in French only, a page that stands on contacts, hostile text in it."""
    text = ("Février a été plus chargé que prévu : la panne du VPN du 11 et l’arrêt du stockage du 17 ont coûté 14 heures. "
            "À ce rythme, le forfait serait dépassé de 32 heures fin juin.\n\nJe propose d’en décider au comité du 19 mars : soit 40 heures complémentaires, soit la refonte "
            "des droits de partage reportée après l’été.\n\n<script>alert(1)</script><!-- secret --><img src=\"https://evil.example/x.png\">\n\n[le site](https://example.org/) [mauvais](javascript:alert(1))")
    english = "February was busier than planned: the VPN failure and the storage outage cost 14 hours.\n\nI suggest deciding on 19 March."
    return (
        Prose("note", "2026-02", "Février, et les heures qui restent", "fr", text, "Hélène Marchais", date(2026, 3, 10), "2026-02"),
        Prose("note", "2026-02", "February, and the hours left", "en", english, "Hélène Marchais", date(2026, 3, 10), "2026-02"),
        Prose("note", "2026-01", "Janvier", "fr", "Un mois calme.", "Hélène Marchais", date(2026, 2, 9), "2026-01"),
        Prose("page", "astreinte", "L’astreinte", "fr", "# Comment elle marche\n\nUn technicien répond **24 h/24**.", page="contacts"),
    )


def client() -> Portal:
    """Transports Lefèvre, every page."""
    kept = tiles()
    figures = tuple(dict.fromkeys(f for tile in kept for f in (*tile.series, tile.figure)))
    figures += (CONSUMED, VOLUME, *(f for p in promises() for f in (p.tto, p.ttr) if f), hours().consumed, hours().remaining)
    figures += (figure("monthly_fee", Decimal("4850.00"), "money", currency="EUR"),)
    cards = tuple(Card(d, tuple(f for f in figures if f.kpi == d.kpi), tickets().history if d.kpi == "ttr_met" else None) for d in definitions())
    both = contracts()
    pages = (
        Page("overview", "index.html", "overview", {"hours": (hours(),), "commitments": commitments(), "tiles": kept, "tickets": tickets(), "planning": planning()}),
        Page("commitments", "commitments/index.html", "commitments", {"commitments": commitments()}),
        Page("contracts", "contracts/index.html", "contracts", {"contracts": both}),
        *(Page("contracts", f"contracts/{c.contract.lower()}/index.html", "contract", {"contract": c}, nav=False, subject=c.contract) for c in both),
        Page("tickets", "tickets/index.html", "tickets", {"tickets": tickets()}),
        Page("infrastructure", "infrastructure/index.html", "infrastructure", {"infrastructure": infrastructure()}),
        Page("planning", "planning/index.html", "planning", {"planning": planning()}),
        Page("news", "news/index.html", "news"),
        Page("contacts", "contacts/index.html", "contacts", {"contacts": Contacts("+33 4 72 00 00 24", "https://example.org/incident", (
            Contact("Hélène Marchais", "Responsable de compte", "h.marchais@example.org", "04 72 00 00 17", "9 h–18 h", 2, ours=True),
            Contact("Astreinte", "Technicien", "", "+33 4 72 00 00 24", "24 h/24", 1, ours=True), Contact("P. Lefèvre", "Direction", "p@example.org", "", "", None, ours=False)))}),
        Page("definitions", "definitions/index.html", "definitions", {"cards": cards}),
        *(Page("definitions", f"definitions/{c.definition.kpi}/index.html", "definition", {"card": c}, nav=False, subject=c.definition.kpi) for c in cards),
    )
    rows: tuple[tuple[Cell, ...], ...] = (("=1+1", Decimal("-3.50"), "-12.5", "été"),)
    odd = Table("odd", (Column("a", Text("A", "A")), Column("m", Text("M", "M"), "money"), Column("n", Text("N", "N")), Column("w", Text("W", "W"))), rows)
    tables = tuple(t for t in (tickets().history, both[0].work, infrastructure().cis, odd) if t)
    return Portal("lefevre", "client", Company("nereis", "Néréis Infogérance", "Néréis", "+33 4 72 00 00 24", "", LOGO), "Transports Lefèvre", ("fr", "en"),
                  "Europe/Paris", "EUR", AS_OF, "2026-02", MONTHS, "7c4e91b0", pages, figures, definitions(), tables, prose(), "#0a5a6b", "initials")
