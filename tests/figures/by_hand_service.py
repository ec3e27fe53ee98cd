"""A client's service figures worked out from the demo's CSV files in plain Python: nothing of ours is called."""

from __future__ import annotations

import math
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from tests.figures.by_hand import CLOSED, PARIS, Ticket, month_of, read, utc

MONTHS = ("2025-10", "2025-11", "2025-12", *(f"2026-{month:02d}" for month in range(1, 12)))


def month_start(month: str) -> datetime:
    """The first instant of a month in Paris."""
    return datetime.combine(date.fromisoformat(f"{month}-01"), time(), PARIS)


def month_end(month: str) -> datetime:
    """The first instant of the next one."""
    return datetime.combine((date.fromisoformat(f"{month}-28") + timedelta(days=4)).replace(day=1), time(), PARIS)


def desk(tickets: list[Ticket], month: str, now: datetime) -> dict[str, Any]:
    """Delays (mean, median, p90, n), tickets a working day, reopenings, first contact; None where nothing counts."""
    resolved = [t for t in tickets if month_of(t.resolved) == month]
    owned = [t for t in tickets if month_of(t.owned) == month]
    incidents = [t for t in owned if t.row["kind"] == "incident"]
    days = _working_days(month, now)
    return {
        "tto": _times([t.tto["minutes"] for t in owned]),
        "ttr": _times([t.ttr["minutes"] for t in resolved]),
        "mtta": _times([t.tto["minutes"] for t in incidents]),
        "activity_rate": (len(resolved) / days, len(resolved)) if days and resolved else None,
        "reopen_rate": _reopened(tickets, month),
        "first_contact": _first_contact(resolved),
    }


def _times(times: list[float]) -> tuple[float, float, float, int] | None:
    ranked = sorted(times)
    if not ranked:
        return None
    middle, high = (ranked[math.ceil(share * len(ranked)) - 1] for share in (0.5, 0.9))
    return sum(ranked) / len(ranked), middle, high, len(ranked)


def _working_days(month: str, now: datetime) -> int:
    day, count = month_start(month).date(), 0
    while day < month_end(month).date() and day <= now.astimezone(PARIS).date():
        count += day.weekday() < 5 and day.isoformat() not in CLOSED
        day += timedelta(days=1)
    return count


def _reopened(tickets: list[Ticket], month: str) -> tuple[int, int]:
    back = total = 0
    for ticket in tickets:
        outcomes = []
        for place, (at, status) in enumerate(ticket.changes):
            was = ticket.changes[place - 1][1] if place else ""
            if status in ("resolved", "closed") and was not in ("resolved", "closed") and month_of(at) == month:
                later = [change for change in ticket.changes[place + 1:] if change[1] not in ("resolved", "closed")]
                outcomes.append(bool(later) and later[0][1] != "cancelled" and later[0][0] - at <= timedelta(days=14))
        total += bool(outcomes)
        back += any(outcomes)
    return back, total


def _first_contact(resolved: list[Ticket]) -> tuple[int, int, int]:
    """With one answer, all, and those without a recorded answer."""
    answers: dict[str, list[datetime]] = defaultdict(list)
    for event in read("itsm/ticket_events.csv"):
        if event["field"] == "answer" and event["value"]:
            answers[event["ticket"]].append(utc(event["at"]))
    good = total = silent = 0
    for ticket in resolved:
        assert ticket.resolved is not None
        if ticket.row["kind"] == "problem":
            continue
        given = sum(at <= ticket.resolved.astimezone(UTC) for at in answers[ticket.row["ticket"]])
        ends = [status for _, status in ticket.changes]
        back = any(was in ("resolved", "closed") and now in ("new", "assigned", "pending", "waiting_approval")
                   for was, now in pairwise(ends))
        silent += given == 0
        total += given > 0
        good += given == 1 and not back
    return good, total, silent
