"""What is asked of the service desk, before anybody works on it: one Plan a ticket."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from agenda import CUT, days, is_working, month_end, months
from contracts import CONTRACTS, Contract
from dice import Dice
from vocabulary import CRITICAL, REASONS, REASONS_EN, REQUESTERS, TITLES


@dataclass(frozen=True)
class Plan:
    """A ticket to come. tto, ttr: working minutes it will take; pauses: (running minute, real hours) spent waiting.

    reopened: (real hours after it was resolved, working minutes more); raised: (the first priority, running minute).
    """

    client: str
    contract: str
    service: str
    kind: str
    priority: str
    title: str
    requester: str
    created: datetime
    tto: float
    ttr: float
    pauses: tuple[tuple[float, float], ...] = ()
    waiting: str = "pending"
    reopened: tuple[float, float] | None = None
    raised: tuple[str, float] | None = None
    cancelled: bool = False
    cause: str = ""
    note: str = ""
    cis: tuple[tuple[str, str], ...] = ()
    effort: float = 0.0  # hours; 0: drawn
    person: str = ""  # "": whoever is there


_MONTHLY = {"lefevre": 20, "castelbourg": 17, "helianthe": 23, "helianthe-energie": 12, "orsted": 3}
_SEASON = {1: 1.1, 5: 0.85, 7: 0.85, 8: 0.6, 9: 1.25, 10: 1.1, 12: 0.85}
_QUIET = {("orsted", date(2025, 8, 1)), ("orsted", date(2026, 8, 1))}
# client, first and last month, chance that a delay is missed: (ownership, resolution)
_TROUBLE = (
    ("lefevre", date(2026, 2, 1), date(2026, 5, 1), 0.03, 0.20),
    ("castelbourg", date(2025, 11, 1), date(2026, 1, 1), 0.17, 0.05),
    ("helianthe-energie", date(2026, 7, 1), date(2026, 9, 1), 0.02, 0.18),
    ("helianthe", date(2025, 9, 1), date(2025, 9, 1), 0.12, 0.08),
)
_CALM = {"lefevre": (0.010, 0.022), "castelbourg": (0.012, 0.02), "helianthe": (0.006, 0.008),
         "helianthe-energie": (0.008, 0.015), "orsted": (0.0, 0.02)}
_PRIORITY = (("P1", 0.03), ("P2", 0.17), ("P3", 0.55), ("P4", 0.25))
_DAY = 600


def plans(seed: int) -> list[Plan]:
    """Every drawn ticket, by creation."""
    drawn: list[Plan] = []
    for client, monthly in _MONTHLY.items():
        dice = Dice(seed, f"desk/{client}")
        for month in months():
            wanted = 0 if (client, month) in _QUIET else monthly * _SEASON.get(month.month, 1.0)
            count = round(wanted * dice.middle(0.75, 1.25))
            drawn.extend(_plan(client, month, dice) for _ in range(count))
    return sorted(drawn, key=lambda plan: (plan.created, plan.client))


def minutes(limit: str) -> float:
    """Working minutes of a limit ("240", "2d")."""
    return float(limit[:-1]) * _DAY if limit.endswith("d") else float(limit)


def _plan(client: str, month: date, dice: Dice) -> Plan:
    kind = dice.weighted((("incident", 0.60), ("request", 0.385), ("problem", 0.015)))
    priority = dice.weighted(_PRIORITY if kind == "incident" else _PRIORITY[2:])
    created = _created(month, priority, dice)
    contract, service = _covered(client, created.date(), dice)
    priority = "P2" if priority == "P1" and service not in CRITICAL else priority
    tto, ttr, late = _delays(contract, client, month, priority, dice)
    cause, note = dice.pick(REASONS_EN if client == "orsted" else REASONS) if late else ("", "")
    title, requester = _title(service, kind, priority, dice), dice.pick(REQUESTERS[client])
    plan = Plan(client, contract.id, service, kind, priority, title, requester, created, tto, ttr, cause=cause,
                note=note)
    return _accident(plan, dice)


def _title(service: str, kind: str, priority: str, dice: Dice) -> str:
    """A title as grave as the priority: the gravest half for P2, the other one for P4."""
    titles = TITLES[service][kind == "request"]
    half = (len(titles) + 1) // 2
    if kind == "incident":
        titles = {"P1": (CRITICAL.get(service, ""),), "P2": titles[:half], "P4": titles[-half:]}.get(priority, titles)
    return dice.pick(titles)


def _covered(client: str, day: date, dice: Dice) -> tuple[Contract, str]:
    pairs = [(contract, service) for contract in CONTRACTS for service in contract.services
             if contract.client == client and contract.start <= day <= contract.end]
    weights = {"postes": 3.0, "ecoles": 2.0, "etat-civil": 2.0, "erp": 2.5, "tms": 4.0, "messagerie": 1.5,
               "workplace": 3.0, "sauvegardes": 0.5, "supervision": 0.3, "telephonie": 0.7}
    return dice.weighted([(pair, weights.get(pair[1], 1.0)) for pair in pairs])


def _created(month: date, priority: str, dice: Dice) -> datetime:
    inside = [day for day in days(month, month_end(month)) if is_working(day) or dice.chance(0.04)]
    day = dice.pick(inside)
    night = priority == "P1" and dice.chance(0.3)
    hour = dice.between(18.5, 22.5) if night else dice.weighted(((dice.between(8, 12.2), 0.55),
                                                                 (dice.between(13.3, 17.9), 0.40),
                                                                 (dice.between(6.2, 8), 0.05)))
    return min(datetime(day.year, day.month, day.day) + timedelta(minutes=int(hour * 60)), CUT)


def _delays(contract: Contract, client: str, month: date, priority: str, dice: Dice) -> tuple[float, float, bool]:
    """Working minutes to ownership and to resolution, and whether one of them is late."""
    tto_limit, ttr_limit = (minutes(text) for text in contract.limits.get(priority, ("1d", "5d")))
    slips = _slips(client, month)
    late = dice.chance(slips[0]), dice.chance(slips[1])
    tto = tto_limit * (dice.between(1.08, 1.7) if late[0] else dice.middle(0.04, 0.85))
    ttr = ttr_limit * (dice.between(1.05, 1.6) if late[1] else dice.middle(0.08, 0.92))
    return round(tto), round(max(ttr, tto + 10)), any(late)


def _slips(client: str, month: date) -> tuple[float, float]:
    for name, first, last, tto, ttr in _TROUBLE:
        if name == client and first <= month <= last:
            return tto, ttr
    return _CALM[client]


def _accident(plan: Plan, dice: Dice) -> Plan:
    """What happens on the way: waiting, reopening, a raised priority, a withdrawal."""
    lot = dice.unit()
    room = plan.tto + (plan.ttr - plan.tto) * dice.between(0.2, 0.8)
    if lot < 0.16 and plan.priority != "P1":
        waiting = "waiting_approval" if plan.kind == "request" and dice.chance(0.4) else "pending"
        return replace(plan, pauses=((float(round(room)), float(dice.whole(3, 70))),), waiting=waiting)
    if lot < 0.20:
        return replace(plan, reopened=(float(dice.whole(4, 96)), float(dice.whole(20, 90))))
    if lot < 0.24:
        calm = plan.priority == "P2" and not plan.cause
        return replace(plan, raised=("P3", float(round(room)))) if calm else plan
    if lot < 0.255:
        return replace(plan, cancelled=True, cause="", note="")
    if lot < 0.262 and plan.client == "helianthe":
        return replace(plan, contract="", service="", title="Question hors contrat", cause="", note="")
    return plan

