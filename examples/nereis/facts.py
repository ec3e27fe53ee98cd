"""What a note may say of a month: counted here from the tickets and the entries, never typed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from agenda import month_end
from hours import Entry
from tickets import Ticket

_OPEN = ("new", "assigned", "pending", "waiting_approval")


@dataclass(frozen=True)
class Facts:
    """One client's month. met of total: tickets restored in time of those with a verdict; slow: picked up too late."""

    client: str
    month: date
    created: int
    resolved: int
    met: int
    total: int
    slow: int
    open: int
    hours: float  # deducted hours on the client's forfait in hours, 0 where there is none

    @property
    def missed(self) -> int:
        """Tickets restored too late."""
        return self.total - self.met


def facts(client: str, month: date, tickets: Iterable[Ticket], entries: Iterable[Entry]) -> Facts:
    """The facts of one client's month."""
    own = [ticket for ticket in tickets if ticket.plan.client == client]
    verdicts = [ticket.met("ttr") for ticket in own if _in(ticket.resolved, month)]
    return Facts(
        client, month,
        created=sum(_in(ticket.plan.created, month) for ticket in own),
        resolved=sum(_in(ticket.resolved, month) for ticket in own),
        met=sum(verdict is True for verdict in verdicts), total=sum(verdict is not None for verdict in verdicts),
        slow=sum(_in(ticket.owned, month) and ticket.met("tto") is False for ticket in own),
        open=sum(_open_at_end(ticket, month) for ticket in own),
        hours=sum(e.hours for e in entries if e.contract in ("C-2025-014", "C-2026-003") and e.client == client
                  and e.deducted and e.date.replace(day=1) == month),
    )


def _in(at: datetime | None, month: date) -> bool:
    return at is not None and at.date().replace(day=1) == month


def _open_at_end(ticket: Ticket, month: date) -> bool:
    end = datetime.combine(month_end(month), time.max)
    states = [value for at, name, value in ticket.events if name == "status" and at <= end]
    return bool(states) and states[-1] in _OPEN
