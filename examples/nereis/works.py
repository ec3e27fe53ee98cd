"""What is planned and done at the clients': interventions, their items, who is assigned until when, actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from agenda import CUT, FIRST, HORIZON, days, months
from company import BY_ID as PERSON
from contracts import BY_ID, CONTRACTS
from dice import Dice

Row = dict[str, str]
_STAMP = "%Y-%m-%d %H:%M"


@dataclass(frozen=True)
class Work:
    """An intervention; `late`: minutes over its slot; `actual`: the effect that it had; `person`: who does it."""

    client: str
    contract: str
    title: str
    kind: str
    start: datetime
    minutes: int
    effect: str = "none"
    max_minutes: int = 0
    cis: tuple[str, ...] = ()
    person: str = ""
    status: str = ""
    late: int = 0
    actual: str = ""


_PATCHED = (("lefevre", "C-2024-009", ("lef-tms-01", "lef-tms-02", "lef-db-01"), "s.olivier"),
            ("castelbourg", "C-2024-002", ("cas-pop-01", "cas-db-01", "cas-fic-01"), "s.olivier"),
            ("helianthe", "C-2024-030", ("hel-erp-01", "hel-erp-02", "hel-db-01"), "p.echard"),
            ("helianthe-energie", "C-2025-006", ("hen-rel-01", "hen-db-01"), "p.echard"))
_MEETINGS = (("lefevre", "C-2024-009", "Comité de suivi", "h.marchais", 15),
             ("castelbourg", "C-2024-002", "Comité de suivi", "h.marchais", 17),
             ("helianthe", "C-2024-030", "Comité de pilotage", "m.oster", 19),
             ("helianthe-energie", "C-2025-006", "Comité de pilotage", "m.oster", 24),
             ("orsted", "C-2025-010", "Service review", "h.marchais", 12))
_SAN = "Mise à jour du stockage de Lyon"
_ONCE = (
    Work("lefevre", "C-2024-009", "Ajout du serveur vm-lef-tms-02", "change", datetime(2025, 9, 20, 8), 240, "none", 0,
         ("lef-tms-02",), "m.ferrand"),
    Work("castelbourg", "C-2025-019", "Pose des bornes à l'école des Tilleuls", "visit", datetime(2025, 10, 22, 9), 300,
         "none", 0, ("cas-wifi-eco",), "i.bouvier"),
    Work("orsted", "C-2025-021", "Move of the network room", "change", datetime(2025, 11, 15, 9), 420, "outage", 420,
         ("ors-nas-01",), "m.ferrand", late=55),
    Work("helianthe", "C-2024-030", "Essai de bascule du pare-feu", "maintenance", datetime(2026, 6, 13, 7), 120,
         "degraded", 15, ("hel-fw-01",), "i.bouvier"),
    Work("castelbourg", "C-2026-008", "Bascule du premier lot de boîtes", "change", datetime(2026, 9, 19, 7), 300,
         "outage", 180, ("cas-mel-01",), "m.ferrand", late=70),
    Work("lefevre", "C-2026-003", "Secours 4G du pare-feu, essai", "maintenance", datetime(2026, 10, 22, 12), 60,
         "none",
         0, ("lef-fw-01",), "i.bouvier", actual="degraded"),
    Work("helianthe-energie", "C-2025-006", "Changement du routeur des sites", "change", datetime(2026, 10, 17, 8), 180,
         "outage", 60, ("hen-vpn-01",), "i.bouvier"),
    Work("helianthe", "C-2024-030", "Extension de la base de l'ERP", "change", datetime(2026, 10, 24, 8), 120,
         "degraded",
         30, ("hel-db-01",), "p.echard", status="cancelled"),
    Work("lefevre", "C-2024-009", _SAN, "maintenance", datetime(2026, 11, 14, 22), 90, "outage", 20,
         ("lef-db-01", "lef-fic-01"), "s.olivier"),
    Work("castelbourg", "C-2024-002", _SAN, "maintenance", datetime(2026, 11, 14, 22), 90, "outage", 20,
         ("cas-db-01", "cas-fic-01"), "s.olivier"),
    Work("helianthe-energie", "C-2025-006", _SAN, "maintenance", datetime(2026, 11, 14, 22), 90, "outage", 20,
         ("hen-db-01",), "s.olivier"),
    Work("lefevre", "C-2026-003", "Remplacement du pare-feu du siège", "change", datetime(2026, 11, 21, 7), 300,
         "degraded", 45, ("lef-fw-01",), "i.bouvier"),
    Work("castelbourg", "C-2026-008", "Bascule du dernier lot de boîtes", "change", datetime(2026, 11, 7, 7), 300,
         "outage", 120, ("cas-mel-01",), "m.ferrand"),
    Work("helianthe", "C-2024-030", "Renouvellement des certificats du pare-feu", "maintenance",
         datetime(2026, 11, 18, 19), 60, "degraded", 5, ("hel-fw-01",), "n.selmi"),
    Work("orsted", "C-2025-010", "Replacement of two laptops", "visit", datetime(2026, 11, 10, 9), 180, "none", 0, (),
         "a.diallo"),
    Work("", "", "Remplacement d'un hyperviseur de Lyon", "maintenance", datetime(2026, 12, 5, 21), 180, "none", 0,
         ("hv-lyon-3", "pf-lyon"), "s.olivier", status="to_confirm"),
)
# action, client, contract, provider, title, owner, due, status, visible
_ACTIONS = (
    ("A-101", "lefevre", "C-2026-003", "", "Décider d'heures complémentaires ou d'un report", "Hélène Marchais",
     "2026-11-13", "open", "true"),
    ("A-102", "lefevre", "", "fibralia", "Obtenir le rapport d'incident du 13 octobre", "Hélène Marchais", "2026-11-06",
     "open", "true"),
    ("A-103", "lefevre", "C-2026-003", "", "Dimensionner le lien de secours des agences", "Ines Bouvier", "2026-11-27",
     "open", "false"),
    ("A-104", "castelbourg", "C-2024-002", "", "Préparer la réponse au nouveau marché", "Hélène Marchais", "2026-11-20",
     "open", "false"),
    ("A-105", "castelbourg", "C-2026-008", "", "Valider le calendrier du dernier lot", "Nathalie Brossard",
     "2026-11-03", "open", "true"),
    ("A-106", "helianthe", "C-2026-011", "", "Arbitrer le reste à faire du portail", "Marc Oster", "2026-11-10", "open",
     "false"),
    ("A-107", "helianthe", "C-2024-030", "", "Renouveler le certificat du pare-feu", "Nadia Selmi", "2026-11-18",
     "open", "true"),
    ("A-108", "helianthe-energie", "C-2025-020", "", "Saisir le reste à faire du support applicatif", "Marc Oster",
     "2026-11-05", "open", "false"),
    ("A-109", "helianthe-energie", "C-2025-006", "", "Ajouter un second lien aux sites isolés", "Romain Cazenave",
     "2026-12-15", "open", "true"),
    ("A-110", "orsted", "C-2025-010", "", "Agree on which services to monitor", "Hélène Marchais", "2026-11-30", "open",
     "true"),
    ("A-111", "", "", "nuageo", "Relire l'avenant tarifaire", "Marc Oster", "2026-11-16", "open", "false"),
    ("A-090", "castelbourg", "C-2024-002", "", "Changer l'onduleur de la mairie", "Julie Kern", "2026-09-11", "done",
     "true"),
    ("A-091", "helianthe", "C-2024-030", "", "Essayer un second antivirus", "Nadia Selmi", "2026-06-30", "dropped",
     "false"),
)


def works(seed: int) -> list[Work]:
    """Every intervention, past and planned, by start."""
    dice = Dice(seed, "works")
    every = [*_ONCE]
    for month in [*months(), date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)]:
        tuesdays = [day for day in days(month, month + timedelta(27)) if day.weekday() == 1]
        evening = datetime.combine(tuesdays[-1], time(20))
        every += [Work(client, contract, "Correctifs mensuels des serveurs", "maintenance", evening, 120, "none", 0,
                       cis,
                       person, late=dice.pick((0, 0, 0, 0, 25))) for client, contract, cis, person in _PATCHED]
        if month.month % 3 == 0 or month == date(2026, 11, 1):
            every += [Work(client, contract, title, "meeting", datetime.combine(_weekday(month, day), time(10)), 60,
                           person=person) for client, contract, title, person, day in _MEETINGS]
    return sorted(every, key=lambda work: (work.start, work.client, work.title))


def tables(every: list[Work]) -> dict[str, list[Row]]:
    """interventions, intervention_cis, assignments, actions."""
    numbered = [(name(rank), work) for rank, work in enumerate(every)]
    columns = ("action", "client", "contract", "provider", "title", "owner", "due", "status", "visible")
    return {
        "interventions": [_row(intervention, work) for intervention, work in numbered],
        "intervention_cis": [{"intervention": intervention, "ci": ci} for intervention, work in numbered
                             for ci in work.cis],
        "assignments": _assignments(),
        "actions": [dict(zip(columns, action, strict=True)) for action in _ACTIONS],
    }


def name(rank: int) -> str:
    """The id of the rank-th intervention."""
    return f"INT-{rank + 401:04d}"


def done(work: Work) -> bool:
    """It took place before CUT."""
    return work.start < CUT and work.status != "cancelled"


def _weekday(month: date, day: int) -> date:
    at = month.replace(day=day)
    return at + timedelta(max(0, 7 - at.weekday()) if at.weekday() > 4 else 0)


def _row(intervention: str, work: Work) -> Row:
    end = work.start + timedelta(minutes=work.minutes)
    row = {"intervention": intervention, "client": work.client, "contract": work.contract, "title": work.title,
           "kind": work.kind, "status": work.status or ("done" if done(work) else "confirmed"),
           "start": work.start.strftime(_STAMP), "end": end.strftime(_STAMP), "effect": work.effect,
           "max_minutes": str(work.max_minutes) if work.max_minutes else ""}
    if done(work):
        actual_end = end + timedelta(minutes=work.late or -5)
        row |= {"actual_start": work.start.strftime(_STAMP), "actual_end": actual_end.strftime(_STAMP),
                "actual_effect": work.actual or work.effect}
    return row


def _assignments() -> list[Row]:
    rows = []
    for contract in CONTRACTS:
        for person, share in contract.team.items():
            first = max(contract.start, FIRST, PERSON[person].start)
            rows.append(_assignment(person, contract.id, first, min(contract.end, HORIZON), share, "firm"))
    for person, share in (("p.echard", 8.0), ("k.haddad", 12.0), ("n.selmi", 5.0)):
        rows.append(_assignment(person, "C-2025-002", date(2027, 1, 1), date(2027, 3, 31), share, "option"))
    return rows


def _assignment(person: str, contract: str, first: date, last: date, share: float, certainty: str) -> Row:
    return {"person": person, "client": BY_ID[contract].client, "contract": contract, "from": first.isoformat(),
            "to": last.isoformat(), "share": f"{round(share / 20, 2):g}", "certainty": certainty}
