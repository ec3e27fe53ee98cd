"""The life of each ticket: from its plan to its events, as the desk's tool would hold them on the day it was read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import desk
import links
import stories
from agenda import CUT, add_minutes, is_working, minutes_between, next_opening
from company import BY_ID as PERSON
from contracts import BY_ID
from desk import Plan
from dice import Dice
from presence import Presence

Row = dict[str, str]
Event = tuple[datetime, str, str]

_FIRST_NUMBER = {"incident": 3412, "request": 1205, "problem": 41}
_LETTER = {"incident": "I", "request": "R", "problem": "P"}
_CLOSED_AFTER = timedelta(days=5)


@dataclass
class Ticket:
    """A ticket as it stands at CUT. tto, ttr: minutes of its calendar, None while not stopped."""

    ref: str
    plan: Plan
    person: str
    events: list[Event]
    status: str = "new"
    owned: datetime | None = None
    resolved: datetime | None = None
    closed: datetime | None = None
    tto: float | None = None
    ttr: float | None = None
    pending: float = 0.0
    cis: list[tuple[str, str]] = field(default_factory=list)

    def met(self, metric: str) -> bool | None:
        """Whether the delay was held; None without a commitment or while the clock runs."""
        contract, measured = BY_ID.get(self.plan.contract), self.tto if metric == "tto" else self.ttr
        priority = self.plan.raised[0] if self.plan.raised and metric == "tto" else self.plan.priority
        if contract is None or measured is None or priority not in contract.limits or self.status == "cancelled":
            return None
        return measured <= desk.minutes(contract.limits[priority][metric == "ttr"])


def simulate(seed: int, presence: Presence) -> list[Ticket]:
    """All tickets, numbered in the order of their creation."""
    dice, numbers = Dice(seed, "tickets"), dict(_FIRST_NUMBER)
    tickets = []
    for plan in sorted([*desk.plans(seed), *stories.plans()], key=lambda plan: (plan.created, plan.client, plan.title)):
        ref = f"{_LETTER[plan.kind]}-{numbers[plan.kind]:06d}"
        numbers[plan.kind] += dice.weighted(((1, 0.8), (2, 0.2)))  # a few numbers are of other tickets, deleted since
        tickets.append(_live(ref, plan, presence, dice))
    return tickets


def _live(ref: str, plan: Plan, presence: Presence, dice: Dice) -> Ticket:
    calendar = _calendar(plan)
    owned = add_minutes(plan.created, plan.tto, calendar)
    person = plan.person or _somebody(plan, owned.date(), presence, dice)
    first = plan.raised[0] if plan.raised else plan.priority
    events: list[Event] = [(plan.created, "status", "new"), (plan.created, "priority", first),
                           (owned, "owner", person), (owned, "status", "assigned"),
                           (owned + timedelta(minutes=dice.whole(1, 9)), "answer", person)]
    ticket = Ticket(ref, plan, person, events, cis=_cis(plan, dice))
    _work(ticket, calendar)
    _read(ticket, owned)
    return ticket


def _work(ticket: Ticket, calendar: str) -> None:
    """Adds what happens after ownership: pauses, a raised priority, the end, a reopening."""
    plan, events, at, spent = ticket.plan, ticket.events, ticket.plan.created, 0.0
    for minute, hours in plan.pauses:
        at, spent = add_minutes(at, minute - spent, calendar), minute
        until = next_opening(at + timedelta(hours=hours))
        events += [(at, "status", plan.waiting), (until, "status", "assigned"), (until, "answer", ticket.person)]
        ticket.pending += minutes_between(at, min(until, max(CUT, at)), calendar)
        at = until
    if plan.raised:
        events.append((add_minutes(plan.created, plan.raised[1], calendar), "priority", plan.priority))
    end = add_minutes(at, plan.ttr - spent, calendar)
    if plan.cancelled:
        events.append((end, "status", "cancelled"))
        return
    events.append((end, "status", "resolved"))
    if plan.reopened:
        again = next_opening(end + timedelta(hours=plan.reopened[0]))
        end = add_minutes(again, plan.reopened[1], calendar)
        events += [(again, "status", "assigned"), (end, "status", "resolved")]
    events += [(end, "answer", ticket.person), (end + _CLOSED_AFTER, "status", "closed")]


def _read(ticket: Ticket, owned: datetime) -> None:
    """Cuts what is after CUT and reads the ticket's state from what is left."""
    ticket.events = sorted((event for event in ticket.events if event[0] <= CUT), key=lambda event: event[0])
    states = [(at, value) for at, name, value in ticket.events if name == "status"]
    ticket.status = states[-1][1]
    if owned <= CUT:
        ticket.owned, ticket.tto = owned, ticket.plan.tto
    if ticket.status in ("resolved", "closed"):
        ticket.resolved = max(at for at, value in states if value == "resolved")
        ticket.ttr = ticket.plan.ttr + (ticket.plan.reopened[1] if ticket.plan.reopened and _reopened(states) else 0)
    if ticket.status == "closed":
        ticket.closed = states[-1][0]


def _reopened(states: list[tuple[datetime, str]]) -> bool:
    return sum(value == "resolved" for _, value in states) > 1


def _calendar(plan: Plan) -> str:
    contract = BY_ID.get(plan.contract)
    return contract.calendar(plan.priority) if contract else "ouvre"


def _somebody(plan: Plan, day: date, presence: Presence, dice: Dice) -> str:
    contract = BY_ID.get(plan.contract)
    team = contract.team if contract else {"j.kern": 1.0, "a.diallo": 1.0, "p.echard": 1.0}
    while not is_working(day):
        day += timedelta(1)
    hands = [(person, share) for person, share in team.items()
             if PERSON[person].team != "pilotage" and PERSON[person].start <= day]
    there = [(person, share) for person, share in hands if presence.hours(person, day) > 0]
    return dice.weighted(there or hands)


def _cis(plan: Plan, dice: Dice) -> list[tuple[str, str]]:
    if plan.cis or plan.kind == "request" or not dice.chance(0.6):
        return list(plan.cis)
    items = links.items_of(plan.client, plan.contract, plan.service)
    return [(dice.pick(items), "cause" if dice.chance(0.3) else "impacted")] if items else []
