"""How each service does now, did in the last ninety days, and was there in the month."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from clairevoie.disclosure.view import View
from clairevoie.figures.columns import Columns
from clairevoie.figures.spans import Span, within
from clairevoie.figures.watching import Line, Watch, lines
from clairevoie.figures.zones import epoch
from clairevoie.portal import Day, Figure, ServiceRow, Services

DAYS = 90
_TABLES = ("contracts", "contract_services", "commitments", "service_cis", "monitors", "outages", "cis", "impacts",
           "redundancy")


def services(view: View) -> Services | None:
    """The services of the running contracts, what is measured first; None where their state is not granted."""
    if not view.figure("service_state"):
        return None
    rows = [row for line in watched(view) if (row := _row(view, line))]
    rows.sort(key=lambda row: (row.state.value is None, row.name.casefold(), row.contract))
    return Services(view.month, tuple(rows)) if rows else None


def watched(view: View) -> tuple[Line, ...]:
    """The services of every contract of the slice."""
    return lines(Watch(*(Columns(view.slice.tables[name]) for name in _TABLES)), view.as_of, str(view.zone))


def checked(view: View, service: str) -> tuple[Figure, ...]:
    """The month's checks on a service, by kind."""
    if not view.figure("checks_ok"):
        return ()
    kinds = sorted({name for name in Columns(view.slice.tables["checks"]).codes("kind").names if name})
    found = (view.ledger.one("checks_ok", view.month, kind=kind, service=service) for kind in kinds)
    return tuple(figure for figure in found if figure and figure.total)


def _row(view: View, line: Line) -> ServiceRow | None:
    state = view.ledger.one("service_state", "to_date", contract=line.contract, service=line.service)
    if state is None:
        return None
    worst = line.worst() if state.value else None
    row = ServiceRow(
        line.service, view.service(line.service), line.contract, state,
        _local(view, worst.start) if worst else None, bool(worst and worst.planned),
        checks=checked(view, line.service))
    there = view.ledger.one("availability", view.month, contract=line.contract, service=line.service)
    if there is None or there.state == "withheld":
        return row
    month = _month(view)
    cuts = within(line.broken, within(line.monitored, [month]))
    longest = max(cuts, key=lambda cut: cut[1] - cut[0], default=None)
    slow = within(line.slowed, [month])
    return ServiceRow(
        row.service, row.name, row.contract, state, row.since, row.planned, _days(view, line), there,
        _local(view, longest[0]).date() if longest else None, _local(view, slow[0][0]).date() if slow else None,
        row.checks)


def _days(view: View, line: Line) -> tuple[Day, ...]:
    """The last ninety days, none before those that are granted."""
    first = max(view.today - timedelta(days=DAYS - 1), view.since)
    return tuple(_day(line, _span(view, first + timedelta(days=place), first + timedelta(days=place + 1)))
                 for place in range((view.today - first).days + 1))


def _day(line: Line, day: Span) -> Day:
    seen = within(line.monitored, [day])
    if within(line.broken, seen):
        return "interrupted"
    if within(line.slowed, seen):
        return "degraded"
    return "works" if seen else "unknown"


def _month(view: View) -> Span:
    first = date.fromisoformat(f"{view.month}-01")
    return _span(view, first, (first + timedelta(days=31)).replace(day=1))


def _span(view: View, first: date, after: date) -> Span:
    start, end = (epoch(datetime.combine(day, time(), view.zone)) for day in (first, after))
    return start, end


def _local(view: View, at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC).astimezone(view.zone)
