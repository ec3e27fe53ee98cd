"""What is open and what is late, and what was resolved since the start of the reporting month."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from clairevoie.disclosure.charting import monthly
from clairevoie.disclosure.listing import listed
from clairevoie.disclosure.rows import Row, since, where
from clairevoie.disclosure.sums import by_month
from clairevoie.disclosure.view import View
from clairevoie.disclosure.wording import COLON, amount, joined, month
from clairevoie.portal import Chart, OpenTicket, Table, Text, Tickets

_BONES = ("clock", "clock_elapsed", "clock_limit", "clock_due", "clock_stopped", "stopped_since")
_NEEDED = ("ticket", "status", "created")
_HISTORY = ("ticket", "priority", "kind", "title", "service", "contract", "requester", "team", "person", "status",
            "created", "owned", "resolved", "closed", "pending_minutes", "tto_minutes", "tto", "ttr_minutes", "ttr",
            "source_tto_met", "source_ttr_met")  # why a ticket was late is told on the page of commitments


def tickets(view: View) -> Tickets | None:
    """The tickets panel; None where the table `tickets` is granted neither by month nor with its `ticket` column."""
    if view.by_month("tickets"):
        return Tickets((), _sums(view), 0, 0, view.month, volume(view), by_month=True)
    if not view.sees("tickets", "ticket"):
        return None
    months = [str(value) for value in view.slice.tables["tickets"].column("resolved_month").to_pylist() if value]
    return Tickets(_open(view), _history(view), months.count(view.month), months.count(view.running), view.month,
                   volume(view))


def volume(view: View) -> Chart | None:
    """Tickets created by month, with the running month as a partial bar."""
    running = view.ledger.one("ticket_volume", view.running)
    figures = view.ledger.over("ticket_volume", (*view.months, view.running))
    last = view.ledger.one("ticket_volume", view.month)
    if not view.figure("ticket_volume") or last is None:
        return None
    said = joined(Text("Tickets créés en ", "Tickets created in "), month(view.month), COLON, amount(last))
    return Chart("tickets-by-month", "bars", "count",
                 (monthly("ticket_volume", Text("Tickets créés", "Tickets created"), figures),), said,
                 partial=view.running if running else None)


def _open(view: View) -> tuple[OpenTicket, ...]:
    if not view.sees("tickets", *_NEEDED):
        return ()
    rows = view.rows("tickets", *_BONES, of=where(view.slice.tables["tickets"], "open", True))
    return tuple(sorted((_ticket(view, row) for row in rows), key=_urgency))


def _ticket(view: View, row: Row) -> OpenTicket:
    clock = _clock(row.text("clock"))
    shown = clock != "none" and view.sees("tickets", clock)
    stopped = shown and row.flag("clock_stopped") is True
    created = row.instant("created") or view.as_of
    return OpenTicket(
        row.text("ticket"), row.text("title"), row.text("priority"), row.text("kind"),
        view.service(row.text("service")), row.text("status"), created, clock if shown else "none",
        (row.number("clock_elapsed") or 0.0) if shown else 0.0, row.number("clock_limit") if shown else None,
        row.instant("clock_due") if shown and not stopped else None, stopped,
        row.instant("stopped_since") if stopped else None)


def _clock(text: str) -> Literal["tto", "ttr", "none"]:
    return "tto" if text == "tto" else "ttr" if text == "ttr" else "none"


def _urgency(ticket: OpenTicket) -> tuple[int, datetime, datetime, str]:
    """Late first, then by deadline, then those without a deadline, stopped ones last."""
    if ticket.stopped:
        return 3, ticket.created, ticket.created, ticket.ticket
    if ticket.limit is not None and ticket.elapsed > ticket.limit:
        return 0, ticket.due or ticket.created, ticket.created, ticket.ticket
    return (1 if ticket.due else 2), ticket.due or ticket.created, ticket.created, ticket.ticket


def _history(view: View) -> Table | None:
    found = since(view.slice.tables["tickets"], "resolved_month", view.month)
    rows = sorted(view.rows("tickets", "resolved", of=found), key=_recent)
    return listed(view, "tickets", "tickets", rows,
                  Text("Tickets résolus", "Resolved tickets"), _HISTORY)


def _sums(view: View) -> Table | None:
    found = since(view.slice.tables["tickets"], "resolved_month", view.since.isoformat()[:7])
    return by_month(view, "tickets", "tickets", found, Text("Tickets résolus, par mois", "Resolved tickets, by month"))


def _recent(row: Row) -> tuple[float, str]:
    resolved = row.instant("resolved")
    return -(resolved.timestamp() if resolved else 0.0), row.text("ticket")
