"""The account managers' notes, one a client and month, in Markdown; every number comes from facts.py."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from agenda import month_end, months
from company import CLIENT_IDS, MANAGER
from facts import Facts, facts
from hours import Entry
from remarks import PLAIN, PLAIN_EN, remarks
from tickets import Ticket
from works import Work

MONTHS_FR = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
             "novembre",
             "décembre")
MONTHS_EN = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
             "November", "December")


def write(tickets: list[Ticket], entries: list[Entry], planned: list[Work], content: Path) -> None:
    """content/clients/<client>/news/<month>.md, and .en.md where the client reads both languages."""
    said = remarks()
    for client in CLIENT_IDS:
        folder = content / "clients" / client / "news"
        folder.mkdir(parents=True, exist_ok=True)
        for month in months():
            found = facts(client, month, tickets, entries)
            coming, name = _coming(client, month, planned), f"{month:%Y-%m}"
            if client != "orsted":
                remark = said.get((client, name, "fr"), PLAIN[(month.month + len(client)) % 4])
                _write(folder / f"{name}.md", "fr", found, f"{_french(found)} {remark}", _next_fr(coming))
            english = said.get((client, name, "en"), PLAIN_EN[month.month % 3] if client == "orsted" else "")
            if english:
                file = f"{name}.md" if client == "orsted" else f"{name}.en.md"
                _write(folder / file, "en", found, f"{_english(found)} {english}", _next_en(coming))


def _write(path: Path, language: str, found: Facts, said: str, coming: str) -> None:
    name = MONTHS_EN[found.month.month - 1] if language == "en" else MONTHS_FR[found.month.month - 1].capitalize()
    text = (f"Title: {name} {found.month.year}\nDate: {month_end(found.month)}\nLanguage: {language}\n"
            f"Author: {MANAGER[found.client]}\nMonth: {found.month:%Y-%m}\n\n{said}\n")
    path.write_text(text + (f"\n{coming}\n" if coming else ""), encoding="utf-8", newline="\n")


def _french(found: Facts) -> str:
    month = MONTHS_FR[found.month.month - 1]
    if not found.created and not found.resolved:
        return f"Aucun ticket en {month}."
    if not found.total:
        first = f"{_count(found.created, 'ticket ouvert', 'tickets ouverts')} en {month}."
    elif found.missed:
        first = (f"En {month}, {found.met} tickets sur {found.total} ont été rétablis dans le délai : "
                 f"{_count(found.missed, 'retard', 'retards')}.")
    else:
        first = f"En {month}, les délais de rétablissement ont tous été tenus ({found.total} sur {found.total})."
    return " ".join([first, *_more_french(found)])


def _more_french(found: Facts) -> list[str]:
    lines = []
    if found.slow:
        lines.append(f"{_count(found.slow, 'ticket a', 'tickets ont')} été pris en charge trop tard.")
    left = f"Il reste {_count(found.open, 'ticket ouvert', 'tickets ouverts')}."
    lines.append(left if found.open else "Il n'en reste aucun d'ouvert.")
    if found.hours:
        lines.append(f"{f'{found.hours:.1f}'.replace('.', ',')}\u00a0h du forfait ont été consommées.")
    return lines


def _english(found: Facts) -> str:
    month = MONTHS_EN[found.month.month - 1]
    if not found.created and not found.resolved:
        return f"No ticket in {month}."
    if not found.total:
        first = f"{_count(found.created, 'ticket', 'tickets')} opened in {month}."
    elif found.missed:
        first = f"In {month}, {found.met} of {found.total} tickets were restored in time: {found.missed} late."
    else:
        first = f"In {month}, every restoration was in time ({found.total} of {found.total})."
    lines = [first]
    if found.slow:
        lines.append(f"{_count(found.slow, 'ticket was', 'tickets were')} picked up too late.")
    left = f"{_count(found.open, 'ticket is', 'tickets are')} still open."
    lines.append(left if found.open else "None is still open.")
    if found.hours:
        lines.append(f"{found.hours:.1f} hours of the package were used.")
    return " ".join(lines)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number < 2 else many}"


def _coming(client: str, month: date, planned: list[Work]) -> Work | None:
    """The next work of the following month that says something."""
    after = [work for work in planned if work.client == client and work.status != "cancelled"
             and month_end(month) < work.start.date() <= month_end(_next_month(month))]
    plain = [work for work in after if work.title != "Correctifs mensuels des serveurs"]
    return plain[0] if plain else None


def _next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _next_fr(work: Work | None) -> str:
    if work is None:
        return ""
    day = f"{work.start.day}{'er' if work.start.day == 1 else ''} {MONTHS_FR[work.start.month - 1]}"
    return f"À venir\u00a0: {work.title[0].lower()}{work.title[1:]}, le {day} à {work.start.hour}\u00a0h."


def _next_en(work: Work | None) -> str:
    if work is None:
        return ""
    title = _ENGLISH_TITLES.get(work.title, work.title)
    return f"Coming up: {title}, on {work.start.day} {MONTHS_EN[work.start.month - 1]}."


_ENGLISH_TITLES = {"Mise à jour du stockage de Lyon": "update of the Lyon storage",
                   "Comité de suivi": "follow-up committee",
                   "Comité de pilotage": "steering committee", "Service review": "service review",
                   "Renouvellement des certificats du pare-feu": "renewal of the firewall certificates"}
