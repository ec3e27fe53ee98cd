"""Where the time went: entries on tickets, interventions, contracts and the company, inside each person's day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import works
from agenda import CUT, FIRST, LAST, days, month_end, months, working_days
from company import BY_ID as PERSON
from company import PEOPLE
from contracts import BY_ID, CONTRACTS, Contract
from dice import Dice
from presence import Presence
from tickets import Ticket
from vocabulary import COMPANY_WORK, ENGLISH, PROJECT_WORK, ROUTINE, ROUTINE_EN
from works import Work

# deducted hours of lefevre's forfait, month by month: 538,5 of 720
FORFAIT = "C-2026-003"
_FORFAIT_HOURS = {2: 30.0, 3: 66.0, 4: 71.5, 5: 64.0, 6: 69.5, 7: 58.0, 8: 41.5, 9: 78.5, 10: 59.5}
_SIZES = {"time_and_materials": (3.5, 7.0), "fixed_price": (3.5, 3.5, 7.0), "managed": (1.0, 1.5, 2.0, 3.0, 3.5),
          "prepaid": (1.0, 1.5, 2.0, 3.0)}
_EFFORT = {"P1": (2.0, 5.0), "P2": (1.0, 4.5), "P3": (0.5, 3.5), "P4": (0.5, 4.0)}


@dataclass(frozen=True)
class Entry:
    """One time entry."""

    date: date
    person: str
    hours: float
    activity: str
    note: str
    client: str = ""
    contract: str = ""
    ticket: str = ""
    intervention: str = ""
    billable: bool = True
    deducted: bool = True
    reason: str = ""
    rate_kind: str = ""


class Ledger:
    """Entries so far, and what is left of each person's day."""

    def __init__(self, presence: Presence) -> None:
        self.entries: list[Entry] = []
        self._left = {(person.id, day): presence.hours(person.id, day)
                      for person in PEOPLE for day in days(FIRST, LAST)}

    def left(self, person: str, day: date) -> float:
        """Hours still free that day."""
        return self._left.get((person, day), 0.0)

    def add(self, entry: Entry) -> None:
        """Writes an entry and takes its hours from the day."""
        self.entries.append(entry)
        self._left[entry.person, entry.date] = self.left(entry.person, entry.date) - entry.hours

    def spent(self, contract: str, month: date, person: str = "") -> float:
        """Deducted hours on a contract in a month, of one person or of all."""
        return sum(e.hours for e in self.entries if e.contract == contract and e.deducted and person in ("", e.person)
                   and e.date.replace(day=1) == month)


def entries(seed: int, presence: Presence, tickets: list[Ticket], every: list[Work]) -> list[Entry]:
    """All entries, by date and person."""
    ledger = Ledger(presence)
    _on_works(ledger, every)
    _on_tickets(ledger, tickets, Dice(seed, "hours/tickets"))
    for month in months():
        _on_forfait(ledger, month, Dice(seed, f"hours/forfait/{month}"))
        for contract in sorted(CONTRACTS, key=lambda c: ("time fixed prepa manag".index(c.kind[:5].rstrip("_")), c.id)):
            if contract.id != FORFAIT:
                _on_contract(ledger, contract, month, presence, Dice(seed, f"hours/{contract.id}/{month}"))
    _on_company(ledger, Dice(seed, "hours/company"))
    return sorted(map(_in_english, ledger.entries), key=lambda e: (e.date, e.person))


def _in_english(entry: Entry) -> Entry:
    """Orsted's entries are written in English."""
    if entry.client != "orsted":
        return entry
    activity, note = (ENGLISH.get(text, text) for text in (entry.activity, entry.note))
    return replace(entry, activity=activity, note=note)


def _on_works(ledger: Ledger, every: list[Work]) -> None:
    for rank, work in enumerate(every):
        day, evening = work.start.date(), work.start.hour >= 18
        hours = work.minutes / 60 if work.minutes < 240 else work.minutes / 60 - 1
        off_hours = evening or day.weekday() > 4
        if works.done(work) and (off_hours or ledger.left(work.person, day) >= hours):
            activity = "Réunions et pilotage" if work.kind == "meeting" else "Changements"
            entry = Entry(day, work.person, hours, activity, work.title, work.client, work.contract,
                          intervention=works.name(rank), rate_kind="night" if evening else "")
            if ledger.left(work.person, day) >= hours:
                ledger.add(entry)
            elif day.weekday() > 4:
                ledger.entries.append(entry)


def _on_tickets(ledger: Ledger, tickets: list[Ticket], dice: Dice) -> None:
    for ticket in tickets:
        if ticket.owned is None or ticket.status == "cancelled":
            continue
        low, high = _EFFORT[ticket.plan.priority]
        effort = ticket.plan.effort or dice.middle(low, high) * (0.7 if ticket.plan.kind == "request" else 1.0)
        goodwill = ticket.plan.effort == 0 and dice.chance(0.04)
        _spread(ledger, ticket, max(0.25, round(effort * 4) / 4), goodwill)


def _spread(ledger: Ledger, ticket: Ticket, effort: float, goodwill: bool) -> None:
    """Hours on the days from ownership to resolution, at most three a day, a little later if the days were full."""
    assert ticket.owned is not None
    end = (ticket.resolved or CUT).date()
    contract = BY_ID.get(ticket.plan.contract)
    for day in days(ticket.owned.date(), min(LAST, end + timedelta(6))):
        hours = min(effort, 3.0, ledger.left(ticket.person, day))
        if hours >= 0.25 and (contract is None or contract.start <= day <= contract.end):
            ledger.add(_ticket_entry(ticket, day, hours, goodwill))
            effort -= hours
        if effort < 0.25:
            return


def _ticket_entry(ticket: Ticket, day: date, hours: float, goodwill: bool) -> Entry:
    plan = ticket.plan
    billable = bool(plan.contract) and not goodwill
    reason = "" if billable else ("warranty" if plan.contract else "goodwill")
    return Entry(day, ticket.person, hours, "Support aux utilisateurs" if plan.kind != "problem" else
                 "Exploitation et supervision", plan.title, plan.client, plan.contract, ticket.ref,
                 billable=billable, deducted=billable, reason=reason)


def _on_forfait(ledger: Ledger, month: date, dice: Dice) -> None:
    """Fills the month of the forfait to its hours exactly."""
    if month < date(2026, 2, 1):
        return
    contract = BY_ID[FORFAIT]
    left = _FORFAIT_HOURS[month.month] - ledger.spent(FORFAIT, month)
    days_left = working_days(max(month, contract.start), month_end(month))
    for _ in range(400):
        person = dice.weighted(list(contract.team.items()))
        day = dice.pick(days_left)
        hours = min(left, ledger.left(person, day), dice.pick(_SIZES["prepaid"]))
        if hours >= 0.25:
            ledger.add(_routine(contract, person, day, hours, dice))
            left -= hours
        if left <= 0:
            break
    if left:
        raise SystemExit(f"the forfait of {month:%Y-%m} cannot be filled exactly: {left} h are left")


def _on_contract(ledger: Ledger, contract: Contract, month: date, presence: Presence, dice: Dice) -> None:
    first, last = max(month, contract.start), min(month_end(month), contract.end)
    if first > last:
        return
    whole = len(working_days(month, month_end(month)))
    for person, monthly in contract.team.items():
        share = presence.share(person, first, last) * len(working_days(first, last)) / max(1, whole)
        fte = PERSON[person].fte
        wanted = monthly * 7 * min(1.0, share / fte) * 1.2 * dice.between(0.9, 1.1)
        _fill(ledger, contract, person, (first, last), wanted - ledger.spent(contract.id, month, person), dice)


def _fill(ledger: Ledger, contract: Contract, person: str, span: tuple[date, date], left: float, dice: Dice) -> None:
    sizes = _SIZES[contract.kind]
    choice = [day for day in working_days(*span) if ledger.left(person, day) >= 0.5]
    while choice and left >= min(sizes) * 0.6:
        day = choice.pop(int(dice.unit() * len(choice)))
        room = ledger.left(person, day)
        if contract.kind in ("time_and_materials", "fixed_price"):
            hours = 7.0 if room >= 7 and left >= 5 and dice.chance(0.75) else 3.5
        else:
            hours = min(dice.pick(sizes), room // 0.5 * 0.5)
        if 0.5 <= hours <= room:
            ledger.add(_routine(contract, person, day, hours, dice))
            left -= hours


def _routine(contract: Contract, person: str, day: date, hours: float, dice: Dice) -> Entry:
    """Work on a contract that no ticket asked for."""
    if contract.id in PROJECT_WORK:
        activity, note = "Projet" if contract.kind == "fixed_price" else "Assistance technique", dice.pick(
            PROJECT_WORK[contract.id])
        if PERSON[person].team == "pilotage" and contract.kind == "fixed_price":
            activity, note = "Réunions et pilotage", "Suivi du projet"
    elif PERSON[person].team == "pilotage":
        activity = "Réunions et pilotage"
        note = dice.pick(("Point hebdomadaire", "Préparation du comité", "Suivi du plan"))
    else:
        activity, note = dice.pick(ROUTINE_EN if contract.client == "orsted" else ROUTINE)
    night = contract.multipliers != "" and dice.chance(0.08)
    return Entry(day, person, hours, activity, note, contract.client, contract.id, rate_kind="night" if night else "")


def _on_company(ledger: Ledger, dice: Dice) -> None:
    """What is left of a day is the company's own time, or was not entered."""
    for person in PEOPLE:
        if person.kind != "employee":
            continue
        for day in working_days(FIRST, LAST):
            hours = ledger.left(person.id, day) // 0.5 * 0.5
            if hours >= 0.5 and not dice.chance(0.3 if hours <= 1.5 else 0.06):
                work = COMPANY_WORK[0] if person.team == "pilotage" and dice.chance(0.6) else dice.pick(COMPANY_WORK)
                ledger.add(Entry(day, person.id, min(hours, 5.5), *work, billable=False, deducted=False))
