"""What the supervision saw: monitors, outages, checks, capacity. Its instants carry their offset."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from agenda import CUT, FIRST, LAST, days, with_offset
from contracts import BY_ID
from dice import Dice

Row = dict[str, str]

# contract, service, first day watched; lefevre's telephony and all of orsted are not
_MONITORED = (
    ("C-2024-009", "tms"), ("C-2024-009", "sauvegardes"), ("C-2025-014", "fichiers"), ("C-2025-014", "annuaire"),
    ("C-2025-014", "messagerie"), ("C-2025-014", "vpn"), ("C-2025-014", "postes"), ("C-2026-003", "fichiers"),
    ("C-2026-003", "annuaire"), ("C-2026-003", "messagerie"), ("C-2026-003", "vpn"), ("C-2026-003", "postes"),
    ("C-2024-002", "etat-civil"), ("C-2024-002", "ecoles"), ("C-2024-002", "fichiers"), ("C-2024-002", "messagerie"),
    ("C-2024-002", "sauvegardes"), ("C-2024-030", "erp"), ("C-2024-030", "fichiers"), ("C-2024-030", "annuaire"),
    ("C-2024-030", "messagerie"), ("C-2024-030", "pare-feu"), ("C-2025-006", "telereleve"), ("C-2025-006", "conduite"),
    ("C-2025-006", "vpn-sites"), ("C-2025-020", "portail-releve"),
)
_WATCHED_CIS = ("pf-lyon", "pf-paris", "san-lyon", "lnk-fibralia-lyon", "lnk-nuageo-paris")
# service, ci, client, start, minutes (0: still open), kind
_OUTAGES: tuple[tuple[str, str, str, str, int, str], ...] = (
    ("", "san-lyon", "", "2025-07-03 14:22", 38, "degradation"),
    ("tms", "", "lefevre", "2025-09-12 06:10", 47, "outage"),
    ("messagerie", "", "castelbourg", "2025-11-18 09:05", 95, "outage"),
    ("etat-civil", "", "castelbourg", "2025-12-09 10:40", 130, "degradation"),
    ("", "lnk-nuageo-paris", "", "2026-01-22 03:12", 64, "outage"),
    ("tms", "", "lefevre", "2026-02-17 10:04", 38, "outage"),
    ("vpn", "", "lefevre", "2026-02-11 09:20", 292, "outage"),
    ("tms", "", "lefevre", "2026-03-24 16:31", 71, "degradation"),
    ("tms", "", "lefevre", "2026-04-08 05:50", 112, "outage"),
    ("fichiers", "", "lefevre", "2026-05-19 11:12", 55, "outage"),
    ("erp", "", "helianthe", "2026-05-28 18:40", 22, "outage"),
    ("telereleve", "", "helianthe-energie", "2026-07-16 00:05", 410, "outage"),
    ("telereleve", "", "helianthe-energie", "2026-08-21 00:10", 245, "outage"),
    ("conduite", "", "helianthe-energie", "2026-09-02 13:15", 34, "degradation"),
    ("messagerie", "", "castelbourg", "2026-09-19 07:00", 365, "planned"),
    ("telereleve", "", "helianthe-energie", "2026-10-06 08:20", 640, "degradation"),
    ("", "lnk-fibralia-lyon", "", "2026-10-13 09:12", 292, "outage"),
    ("vpn", "", "lefevre", "2026-10-13 09:12", 292, "outage"),
    ("ecoles", "", "castelbourg", "2026-10-13 09:12", 292, "outage"),
    ("vpn-sites", "", "helianthe-energie", "2026-10-13 09:12", 292, "outage"),
    ("vpn-sites", "", "helianthe-energie", "2026-10-17 08:00", 55, "planned"),
    ("vpn", "", "lefevre", "2026-10-22 12:20", 18, "degradation"),
    ("etat-civil", "", "castelbourg", "2026-10-20 08:40", 390, "degradation"),
    ("erp", "", "helianthe", "2026-10-30 15:10", 0, "degradation"),
)
# incident of a provider, what it hits, start, end ("": it lasts), state, the provider's words, its last news
_TOLD = (
    ("NUA-5120", "lnk-nuageo-paris", "2026-10-24 14:05", "2026-10-24 15:25", "dégradé",
     "Pertes de paquets vers plusieurs opérateurs", "2026-10-24 16:00"),
    ("NUA-5188", "lnk-nuageo-paris", "2026-11-01 05:40", "", "dégradé", "Latence élevée dans la région Paris",
     "2026-11-01 07:30"),
)
_BACKED_UP = (("lefevre", "lef-bck-01", "C-2024-009"), ("castelbourg", "cas-bck-01", "C-2024-002"),
              ("helianthe", "hel-bck-01", "C-2024-030"), ("helianthe-energie", "hen-bck-01", "C-2025-006"))
_TROUBLES = ("Espace insuffisant sur le dépôt", "Serveur arrêté pendant la sauvegarde", "Délai dépassé, reprise à 6 h")
# ci, metric, first value, growth a week, limit, noise
_CAPACITY = (
    ("san-lyon", "disk", 31.2, 0.115, 48.0, 0.2), ("pf-lyon", "memory", 1110.0, 3.1, 1536.0, 20.0),
    ("lef-fic-01", "disk", 1640.0, 5.2, 2048.0, 4.0), ("lef-db-01", "disk", 412.0, 1.9, 600.0, 3.0),
    ("cas-mel-01", "disk", 720.0, 2.6, 900.0, 5.0), ("cas-fic-01", "disk", 980.0, 2.2, 1500.0, 4.0),
    ("hel-fic-01", "disk", 2210.0, 7.5, 4096.0, 9.0), ("hel-mel-01", "licences", 268.0, 0.35, 300.0, 1.0),
    ("hen-db-01", "disk", 288.0, 2.8, 500.0, 2.0), ("hen-cdt-01", "cpu", 41.0, 0.05, 100.0, 6.0),
)


def tables(seed: int) -> dict[str, list[Row]]:
    """monitors, outages, checks, capacity; incidents, in the words of who notes them."""
    return {
        "incidents": [_told(*incident) for incident in _TOLD],
        "monitors": [*_monitors()],
        "outages": [_outage(rank, *outage) for rank, outage in enumerate(sorted(_OUTAGES, key=lambda o: o[3]))],
        "checks": [*_checks(Dice(seed, "checks"))],
        "capacity": [*_capacity(Dice(seed, "capacity"))],
    }


def _monitors() -> Iterator[Row]:
    for contract, service in _MONITORED:
        start = max(FIRST, BY_ID[contract].start)
        end = BY_ID[contract].end + timedelta(1)
        yield {"contract": contract, "service": service, "from": _stamp(start, time(0)),
               "to": _stamp(end, time(0)) if end <= LAST else ""}
    for ci in _WATCHED_CIS:
        yield {"ci": ci, "from": _stamp(FIRST, time(0))}


def _outage(rank: int, service: str, ci: str, client: str, start: str, minutes: int, kind: str) -> Row:
    begin = datetime.fromisoformat(start)
    end = with_offset(begin + timedelta(minutes=minutes)) if minutes else ""
    return {"outage": f"OUT-{rank + 118:04d}", "service": service, "ci": ci, "client": client,
            "start": with_offset(begin), "end": end, "kind": kind}


def _told(incident: str, ci: str, start: str, end: str, state: str, title: str, news: str) -> Row:
    begin, over, told = (with_offset(datetime.fromisoformat(at)) if at else "" for at in (start, end, news))
    return {"Référence": f"{incident}-1", "Incident": incident, "Élément": ci, "Début": begin, "Fin": over,
            "État": state, "Objet": title, "Nouvelle": told}


def _checks(dice: Dice) -> Iterator[Row]:
    number = 0
    for day in days(FIRST, LAST):
        for client, ci, _ in _BACKED_UP:
            for kind, at in _kinds(day):
                number += 1
                result = dice.weighted((("ok", 0.985), ("failed", 0.006), ("partial", 0.009)))
                yield {"check": f"CHK-{number:06d}", "client": client, "service": "sauvegardes", "ci": ci, "kind": kind,
                       "at": _stamp(day, at), "result": result, "note": "" if result == "ok" else dice.pick(_TROUBLES)}


def _kinds(day: date) -> list[tuple[str, time]]:
    kinds = [("backup", time(4, 30))]
    if day.day == 12:
        kinds.append(("restore", time(11)))
    if day.weekday() == 1 and day.day > 21 and (day + timedelta(7)).month != day.month:
        kinds.append(("patch", time(22, 15)))
    return kinds


def _capacity(dice: Dice) -> Iterator[Row]:
    mondays = [day for day in days(FIRST, LAST) if day.weekday() == 0]
    for ci, metric, first, growth, limit, noise in _CAPACITY:
        for week, day in enumerate(mondays):
            value = min(limit, first + growth * week + dice.between(-noise, noise))
            yield {"ci": ci, "metric": metric, "at": _stamp(day, time(6)), "value": f"{value:.1f}",
                   "limit": f"{limit:g}"}


def _stamp(day: date, at: time) -> str:
    return with_offset(min(datetime.combine(day, at), CUT) if day == LAST else datetime.combine(day, at))
