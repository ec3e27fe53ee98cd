"""What the sample's pages of service hold."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from clairevoie.portal import (
    Breach,
    Chart,
    Column,
    Commitments,
    OpenTicket,
    Point,
    Series,
    Table,
    Text,
    Tickets,
)
from tests.render.sample_contracts import promises
from tests.render.sample_figures import AS_OF, HOSTILE, MONTHS, NUMBERS, PARIS, TTO, TTR


def commitments() -> Commitments:
    """Five held of eight, one missed, two with too few tickets."""

    def series(name: str, label: Text, values: tuple[float, ...]) -> Series:
        return Series(
            name,
            label,
            tuple(
                Point(m, v, n, "revised" if m == "2026-01" and name == "ttr_met" else "ok")
                for m, v, n in zip(MONTHS, values, NUMBERS, strict=True)
            ),
        )

    def breach(
        ticket: str,
        title: str,
        prio: str,
        metric: Literal["tto", "ttr"],
        measured: float,
        limit: float,
        cause: str,
        note: str,
        day: int,
    ) -> Breach:
        return Breach(
            ticket, title, prio, metric, measured, limit, cause, note, datetime(2026, 2, day, 11, 30, tzinfo=PARIS)
        )

    return Commitments(
        "2026-02",
        promises(),
        (
            breach(
                "I-004851",
                "VPN des agences coupé",
                "P1",
                "ttr",
                292,
                240,
                "provider",
                "Panne du lien opérateur, rétabli par le fournisseur",
                11,
            ),
            breach(
                "I-004858",
                "TMS lent à l’ouverture des tournées",
                "P2",
                "ttr",
                550,
                480,
                "ours",
                "Premier correctif incomplet ; rouvert le 13/02",
                13,
            ),
            breach(
                "I-004866",
                "Scanner du quai 2 hors service",
                "P3",
                "ttr",
                1410,
                1200,
                "provider",
                "Pièce en rupture chez le constructeur",
                19,
            ),
            breach("I-004843", "Mot de passe de messagerie refusé", "P3", "tto", 275, 240, "ours", "", 9),
        ),
        5,
        1,
        2,
        0,
        Chart(
            "rates-by-month",
            "line",
            "ratio",
            (
                series("tto_met", Text("Pris en charge", "Picked up"), TTO),
                series("ttr_met", Text("Rétablis", "Restored"), TTR),
            ),
            Text(
                "Rétablis : 94,6 % en février, sous l’objectif de 95 %",
                "Restored: 94.6% in February, below the target of 95%",
            ),
            target=0.95,
            target_label=Text("Objectif 95 %", "Target 95%"),
            low=0.9,
            high=1.0,
        ),
        5,
    )


def tickets(rows: int = 83) -> Tickets:
    """Five open, one late, one stopped."""

    def at(month: int, day: int, hour: int, minute: int) -> datetime:
        return datetime(2026, month, day, hour, minute, tzinfo=PARIS)

    opened = (
        OpenTicket(
            "I-004915",
            "Lenteur du portail fournisseurs",
            "P3",
            "incident",
            "TMS exploitation",
            "assigned",
            at(3, 9, 14, 10),
            "ttr",
            1795,
            1200,
            at(3, 11, 14, 10),
            stopped=False,
        ),
        OpenTicket(
            "I-004937",
            "VPN ralenti à Dijon et Mâcon",
            "P2",
            "incident",
            "VPN des agences",
            "assigned",
            at(3, 12, 11, 20),
            "ttr",
            165,
            480,
            at(3, 13, 9, 20),
            stopped=False,
        ),
        OpenTicket(
            "R-002214",
            "Création de trois comptes",
            "P4",
            "request",
            "Annuaire",
            "new",
            at(3, 12, 10, 30),
            "tto",
            215,
            600,
            at(3, 13, 10, 30),
            stopped=False,
        ),
        OpenTicket(
            "I-004931",
            "Imprimante d’étiquettes, quai 4",
            "P3",
            "incident",
            "Postes de travail",
            "assigned",
            at(3, 11, 15, 40),
            "ttr",
            505,
            1200,
            at(3, 13, 15, 40),
            stopped=False,
        ),
        OpenTicket(
            "I-004926",
            "Export TMS vers comptabilité incomplet",
            "P3",
            "incident",
            "TMS exploitation",
            "pending",
            at(3, 10, 9, 15),
            "ttr",
            735,
            1200,
            None,
            stopped=True,
            stopped_since=at(3, 11, 11, 30),
        ),
    )
    titles = (
        "Écran noir au démarrage, poste 114",
        "Droits sur le dossier Exploitation",
        "Tournées absentes du TMS",
        "Messages rejetés vers un client",
        HOSTILE,
    )
    history = Table(
        "tickets",
        (
            Column("ticket", Text("Ticket", "Ticket"), "id"),
            Column("priority", Text("Prio.", "Prio."), "priority"),
            Column("kind", Text("Nature", "Kind"), "kind"),
            Column("title", Text("Objet", "Subject")),
            Column("service", Text("Service", "Service")),
            Column("resolved", Text("Résolu le", "Resolved"), "instant"),
            Column("ttr_minutes", Text("En", "In"), "minutes"),
            Column("tto", Text("Prise en charge", "Pick-up"), "verdict"),
            Column("ttr", Text("Rétablissement", "Restoration"), "verdict"),
        ),
        tuple(
            (
                f"I-{4933 - i:06}",
                f"P{i % 4 + 1}",
                "incident" if i % 3 else "request",
                titles[i % 5],
                "Postes de travail",
                AS_OF - timedelta(hours=9 * i + 22),
                125.0 + 31 * i,
                "met" if i % 9 else "no_commitment",
                "missed" if i % 14 == 6 else "met" if i % 9 else "no_commitment",
            )
            for i in range(rows)
        ),
        Text("Tickets résolus", "Resolved tickets"),
    )
    volume = Chart(
        "tickets-by-month",
        "bars",
        "count",
        (
            Series(
                "ticket_volume",
                Text("Tickets créés", "Tickets created"),
                tuple(Point(m, float(n)) for m, n in zip((*MONTHS, "2026-03"), (*NUMBERS, 22), strict=True)),
            ),
        ),
        Text("61 tickets créés en février 2026", "61 tickets created in February 2026"),
        partial="2026-03",
    )
    return Tickets(opened, history, 61, 22, "2026-02", volume)
