"""The contracts of the sample: hours, burn-down, what is promised."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from clairevoie.portal import (
    Chart,
    Column,
    Contract,
    Figure,
    Hours,
    Point,
    Promise,
    Series,
    Table,
    Text,
)
from tests.render.sample_figures import ALWAYS, CALENDAR, figure


def burn() -> Chart:
    """The burn-down of the LOOK pictures."""
    days = [
        "2025-07-01",
        "2025-07-31",
        "2025-08-31",
        "2025-09-30",
        "2025-10-31",
        "2025-11-30",
        "2025-12-31",
        "2026-01-31",
        "2026-02-28",
    ]
    left = (720, 662, 620.5, 554.5, 483, 419, 366.5, 297.5, 219)
    points = (*tuple(Point(day, float(y)) for day, y in zip(days, left, strict=True)), Point("2026-03-12", 181.5))
    pace = (Point("2025-07-01", 720.0), Point("2026-06-30", 0.0))
    landing = (Point("2026-03-12", 181.5), Point("2026-06-30", -32.0, state="estimated"))
    return Chart(
        "burn-C-2024-017",
        "burn_down",
        "hours",
        (
            Series("left", Text("Reste", "Left"), points),
            Series("pace", Text("rythme égal", "even pace"), pace),
            Series("landing", Text("Atterrissage", "Landing"), landing),
        ),
        Text("Il reste 181,5 h ; atterrissage à 32,0 h de trop", "181.5 h left; landing 32.0 h over"),
        today=date(2026, 3, 12),
    )


def hours() -> Hours:
    """181,5 + 538,5 = 720; 538,5 + 213,5 = 752."""
    months = (*tuple(f"2025-{m:02}" for m in range(7, 13)), "2026-01", "2026-02", "2026-03")
    used = (58.0, 41.5, 66.0, 71.5, 64.0, 52.5, 69.0, 78.5, 37.5)
    kinds = {
        "Support aux utilisateurs": 214.0,
        "Exploitation et supervision": 131.5,
        "Mises à jour et sécurité": 88.0,
        "Changements": 62.5,
        "Réunions et pilotage": 28.0,
        "Déplacements": 14.5,
    }
    by = (("contract", "C-2024-017"),)
    return Hours(
        "C-2024-017",
        "Infogérance et support",
        date(2026, 6, 30),
        "hours",
        720.0,
        figure("budget_consumed", 538.5, "hours", period="to_date", by=by),
        figure("budget_remaining", 181.5, "hours", period="to_date", by=by),
        figure("landing", 752.0, "hours", "estimated", period="to_date", by=by),
        0.699,
        date(2026, 3, 9),
        213.5,
        21.0,
        7.0,
        burn(),
        Chart(
            "months-C-2024-017",
            "bars",
            "hours",
            (Series("hours", Text("Heures", "Hours"), tuple(Point(m, y) for m, y in zip(months, used, strict=True))),),
            Text("78,5 h en février", "78.5 h in February"),
            partial="2026-03",
        ),
        Chart(
            "activities-C-2024-017",
            "hbars",
            "hours",
            (Series("hours", Text("Heures", "Hours"), tuple(Point(k, v) for k, v in kinds.items())),),
            Text("Le support prend 40 % des heures", "Support takes 40% of the hours"),
        ),
    )


def promises() -> tuple[Promise, ...]:
    """The matrix of the LOOK pictures."""

    def rate(kpi: str, met: int, total: int, priority: str) -> Figure:
        by = (("contract", "C-2024-017"), ("priority", priority)) if priority else (("contract", "C-2024-017"),)
        if total < 5:
            return figure(kpi, None, state="too_few", n=total, met=met, total=total, target=0.95, by=by)
        interval = (
            (max(met / total - 0.25 * (20 / total) ** 0.5, 0), min(met / total + 0.04, 1.0)) if total < 30 else None
        )
        return figure(kpi, met / total, n=total, met=met, total=total, target=0.95, by=by, interval=interval)

    lines = (
        ("P1", ALWAYS, "30", 3, 3, "240", 2, 3),
        ("P2", CALENDAR, "60", 11, 11, "480", 10, 11),
        ("P3", CALENDAR, "240", 24, 25, "2d", 24, 25),
        ("P4", CALENDAR, "1d", 17, 17, "5d", 17, 17),
        ("", CALENDAR, "", 55, 56, "", 53, 56),
    )
    return tuple(
        Promise("C-2024-017", p, "", cal, tto, 600, ttr, 600, rate("tto_met", a, b, p), rate("ttr_met", c, d, p))
        for p, cal, tto, a, b, ttr, c, d in lines
    )


def contracts() -> tuple[Contract, ...]:
    """One with hours and a near notice, one without a budget."""
    work = Table(
        "work-C-2024-017",
        (
            Column("date", Text("Date", "Date"), "date"),
            Column("ticket", Text("Ticket", "Ticket"), "id"),
            Column("note", Text("Travail", "Work")),
            Column("activity", Text("Activité", "Activity")),
            Column("person", Text("Intervenant", "Done by")),
            Column("hours", Text("Durée", "Time"), "hours"),
        ),
        tuple(
            (
                date(2026, 3, 10) - timedelta(days=i),
                f"I-{4926 - i:06}",
                "Export TMS vers comptabilité incomplet",
                "Support aux utilisateurs",
                "M. F.",
                2.5,
            )
            for i in range(214)
        ),
        Text("Activité", "Work"),
    )
    first = Contract(
        "C-2024-017",
        "Infogérance et support",
        "prepaid",
        date(2024, 7, 1),
        date(2026, 6, 30),
        date(2026, 4, 1),
        "tacit",
        date(2027, 6, 30),
        None,
        7.0,
        Text("8 h–18 h, du lundi au vendredi ; P1 24 h/24", "8:00–18:00, Monday to Friday; P1 24 hours"),
        (
            "TMS exploitation",
            "Fichiers partagés",
            "Annuaire et connexion",
            "Messagerie",
            "VPN des agences",
            "Sauvegardes",
            "Postes de travail",
        ),
        "P. Lefèvre, A. Néret",
        Decimal("4850.00"),
        "EUR",
        hours(),
        promises(),
        work,
    )
    second = Contract(
        "C-2025-031",
        "Migration TMS",
        "fixed_price",
        date(2025, 9, 1),
        None,
        None,
        "",
        None,
        None,
        7.0,
        CALENDAR,
        (),
        "",
        None,
        "EUR",
        None,
        (),
        None,
    )
    return first, second
