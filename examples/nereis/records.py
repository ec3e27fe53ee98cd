"""The desk's rows: tickets, their history, their items, and what the clients answered afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from agenda import CUT
from company import BY_ID as PERSON
from dice import Dice
from tickets import Ticket

Row = dict[str, str]


def tables(seed: int, tickets: list[Ticket]) -> dict[str, list[Row]]:
    """tickets, ticket_events, ticket_cis, surveys."""
    dice = Dice(seed, "records")
    return {
        "tickets": [_ticket(ticket, dice) for ticket in tickets],
        "ticket_events": [{"ticket": ticket.ref, "at": _stamp(at), "field": name, "value": value}
                          for ticket in tickets for at, name, value in ticket.events],
        "ticket_cis": [{"ticket": ticket.ref, "ci": ci, "role": role} for ticket in tickets for ci, role in ticket.cis],
        "surveys": [*_surveys(tickets, Dice(seed, "surveys"))],
    }


def _ticket(ticket: Ticket, dice: Dice) -> Row:
    plan, owned = ticket.plan, ticket.owned is not None
    late = ticket.met("tto") is False or ticket.met("ttr") is False
    priority = [value for _, name, value in ticket.events if name == "priority"][-1]
    return {"ticket": ticket.ref, "client": plan.client, "contract": plan.contract, "service": plan.service,
            "kind": plan.kind, "priority": priority, "status": ticket.status, "title": plan.title,
            "created": _stamp(plan.created), "owned": _stamp(ticket.owned), "resolved": _stamp(ticket.resolved),
            "closed": _stamp(ticket.closed), "requester": plan.requester,
            "team": PERSON[ticket.person].team if owned else "", "person": ticket.person if owned else "",
            "pending_minutes": f"{ticket.pending:g}" if ticket.pending else "",
            "breach_cause": plan.cause if late else "", "breach_note": plan.note if late else "",
            "source_tto_met": _said(ticket.met("tto"), dice), "source_ttr_met": _said(ticket.met("ttr"), dice)}


def _said(verdict: bool | None, dice: Dice) -> str:
    """What the tool says: as we do, but for one in two hundred (it knows no public holiday)."""
    if verdict is None:
        return ""
    return str(verdict != dice.chance(0.005)).lower()


def _surveys(tickets: list[Ticket], dice: Dice) -> Iterator[Row]:
    number = 0
    for ticket in tickets:
        if ticket.closed is None or not dice.chance(0.3):
            continue
        number += 1
        sent = ticket.closed.replace(hour=9, minute=0)
        row = {"survey": f"ENQ-{number:05d}", "client": ticket.plan.client, "ticket": ticket.ref, "sent": _stamp(sent),
               "scale": "5"}
        answered = sent + timedelta(hours=dice.whole(1, 70))
        if dice.chance(0.45) and answered <= CUT:
            row |= {"answered": _stamp(answered), "score": str(_score(ticket, dice))}
        yield row


def _score(ticket: Ticket, dice: Dice) -> int:
    if ticket.met("ttr") is False or ticket.plan.reopened:
        return dice.weighted(((1, 0.2), (2, 0.3), (3, 0.3), (4, 0.2)))
    return dice.weighted(((2, 0.02), (3, 0.08), (4, 0.4), (5, 0.5)))


def _stamp(at: datetime | None) -> str:
    return at.strftime("%Y-%m-%d %H:%M") if at else ""
