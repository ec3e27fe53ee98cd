"""What is planned in the sample, and what is looked after."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from clairevoie.portal import (
    Column,
    Infrastructure,
    Intervention,
    Planning,
    Service,
    Table,
    Text,
)
from tests.render.sample_figures import PARIS


def planning() -> Planning:
    """Six to come, one of them an outage; three done, one over its slot."""

    def item(
        code: str,
        title: str,
        day: date,
        start: str,
        length: int,
        effect: str,
        status: str = "confirmed",
        touches: tuple[str, ...] = (),
        most: int | None = None,
        over: int | None = None,
    ) -> Intervention:
        begin = datetime.fromisoformat(f"{day.isoformat()}T{start}").replace(tzinfo=PARIS)
        end = begin + timedelta(minutes=length)
        actual = None if over is None else end + timedelta(minutes=over)
        return Intervention(
            code,
            title,
            "change",
            status,
            begin,
            end,
            effect,
            most,
            begin if actual else None,
            actual,
            "none" if actual else "",
            touches,
        )

    coming = (
        item(
            "C-000421",
            "Mise à jour du stockage de Lyon",
            date(2026, 3, 14),
            "22:00",
            90,
            "outage",
            touches=("TMS exploitation", "Fichiers partagés"),
            most=20,
        ),
        item("V-000112", "Comité de suivi, dans vos locaux", date(2026, 3, 19), "10:00", 60, "none"),
        item(
            "C-000424",
            "Remplacement du pare-feu du siège",
            date(2026, 3, 21),
            "07:00",
            300,
            "degraded",
            "to_confirm",
            ("VPN des agences",),
        ),
        item("C-000425", "Correctifs mensuels des serveurs", date(2026, 3, 24), "20:00", 120, "none"),
        item("C-000419", "Test de reprise sur Ferme Paris", date(2026, 3, 28), "08:00", 300, "none"),
        item(
            "C-000427",
            "Renouvellement des certificats",
            date(2026, 4, 4),
            "22:00",
            240,
            "degraded",
            "to_confirm",
            ("Messagerie",),
        ),
    )
    done = (
        item(
            "C-000417", "Redémarrage des commutateurs du siège", date(2026, 3, 8), "06:00", 60, "none", "done", over=10
        ),
        item("C-000415", "Correctifs mensuels des serveurs", date(2026, 2, 28), "22:00", 60, "none", "done", over=0),
        item("C-000410", "Extension du stockage de Lyon", date(2026, 2, 21), "08:00", 90, "none", "done", over=-10),
    )
    return Planning(date(2026, 3, 9), coming, done)


def infrastructure() -> Infrastructure:
    """Three services, one with nothing declared, and a list of items."""
    names = ("vm-tms-db", "vm-tms-app1", "vm-fic-01", "vm-ad-1", "fw-siege")
    cis = Table(
        "cis",
        (
            Column("ci", Text("Référence", "Reference"), "id"),
            Column("name", Text("Élément", "Item")),
            Column("class", Text("Type", "Type")),
            Column("status", Text("État", "Status"), "status"),
            Column("warranty_end", Text("Fin de garantie", "Warranty ends"), "date"),
        ),
        tuple(
            (f"CI-{i:03}", name, "Serveur", "production", date(2027, 1, 31) if i % 2 else None)
            for i, name in enumerate(names)
        ),
        Text("Équipements", "Items"),
    )
    services = (
        Service("tms", "TMS exploitation", "Métier", "C-2024-017", ("vm-tms-db", "vm-tms-app1")),
        Service("fic", "Fichiers partagés", "Bureautique", "C-2024-017", ("vm-fic-01",)),
        Service("tel", "Téléphonie", "Télécoms", "C-2024-017", ()),
    )
    return Infrastructure(services, cis, 2)
