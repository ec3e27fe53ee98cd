"""Rows of what happened, behind figures that do not count the tickets of a month: answers, checks, verdicts, hours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from clairevoie.disclosure.rows import values
from clairevoie.disclosure.view import View
from clairevoie.figures.activity import deducted
from clairevoie.figures.columns import Columns
from clairevoie.figures.effort import day_lengths
from clairevoie.figures.history import FINAL, OPEN, History, history
from clairevoie.figures.kpis.first_contact import answers_given
from clairevoie.figures.zones import epoch
from clairevoie.portal import Cell

Line = tuple[Cell, ...]  # ahead its period, and its name: by that it is found again, and it is not shown
_AGAIN = int(timedelta(days=14).total_seconds())


def answers(view: View) -> Iterator[Line]:
    """A survey that was answered in the month."""
    for survey, at, score, scale in _cells(view, "surveys", "survey", "answered", "score", "scale"):
        if isinstance(at, datetime):
            yield f"{at:%Y-%m}", survey, survey, at, score, scale


def checks(view: View) -> Iterator[Line]:
    """A check of the month."""
    for check, kind, at, result in _cells(view, "checks", "check", "kind", "at", "result"):
        if isinstance(at, datetime):
            yield f"{at:%Y-%m}", check, check, kind, at, result


def verdicts(view: View) -> Iterator[Line]:
    """A ticket and a clock on which the source and we both say something."""
    for metric, month in (("tto", "owned_month"), ("ttr", "resolved_month")):
        columns = ("ticket", month, f"{metric}_verdict", f"source_{metric}_met")
        for ticket, period, ours, met in _cells(view, "tickets", *columns):
            if period and ours and met is not None:
                yield period, f"{ticket} {metric}", ticket, metric, ours, "met" if met else "missed"


def resolutions(view: View) -> Iterator[Line]:
    """A ticket in a month in which it was resolved, its contract, and whether it came back within fourteen days."""
    names, past = _past(view)
    contracts = Columns(view.slice.tables["tickets"]).texts("contract")
    of: dict[int, list[tuple[int, int]]] = {}
    for row, status, at in zip(past.spells.ticket.tolist(), past.spells.status.tolist(), past.spells.start.tolist(),
                               strict=True):
        of.setdefault(row, []).append((status, at))
    for row, spells in sorted(of.items()):
        if past.logged[row]:
            yield from ((month, names[row], names[row], contracts[row] or None, again)
                        for month, again in sorted(_resolved(spells, view).items()))


def contacts(view: View) -> Iterator[Line]:
    """An incident or a request resolved in the month: the answers that it took, and whether it was ever reopened."""
    names, past = _past(view)
    given = answers_given(Columns(view.slice.tables["ticket_events"]), {name: row for row, name in enumerate(names)},
                          past.resolved)
    found = zip(_cells(view, "tickets", "ticket", "kind", "contract", "resolved_month"), given.tolist(),
                past.reopened.tolist(), strict=True)
    for (ticket, kind, contract, period), count, reopened in found:
        if period and kind in ("incident", "request"):
            yield period, ticket, ticket, kind, contract or None, count, reopened


def days(view: View) -> Iterator[Line]:
    """A time entry under a contract, with the hours of that contract's day."""
    lengths = day_lengths(Columns(view.slice.tables["contracts"]))
    counted = deducted(Columns(view.slice.tables["time_entries"])).tolist()
    found = zip(_cells(view, "time_entries", "entry", "contract", "date", "hours"), counted, strict=True)
    for (entry, contract, day, hours), taken in found:
        if contract and isinstance(day, date):
            yield f"{day:%Y-%m}", entry, contract, day, taken, hours, float(lengths[str(contract)])


def _past(view: View) -> tuple[list[str], History]:
    """The tickets of the slice, and what became of each."""
    tickets, events = Columns(view.slice.tables["tickets"]), Columns(view.slice.tables["ticket_events"])
    names = list(tickets.texts("ticket"))
    return names, history(tickets, events, {name: row for row, name in enumerate(names)}, epoch(view.as_of))


def _resolved(spells: Sequence[tuple[int, int]], view: View) -> dict[str, bool]:
    """Each month in which a ticket was resolved: whether one of its resolutions did not hold."""
    found: dict[str, bool] = {}
    for place, (status, at) in enumerate(spells):
        if status in FINAL and (place == 0 or spells[place - 1][0] not in FINAL):
            after = next((one for one in spells[place + 1:] if one[0] not in FINAL), None)
            again = after is not None and after[0] in OPEN and after[1] - at <= _AGAIN
            month = f"{datetime.fromtimestamp(at, UTC).astimezone(view.zone):%Y-%m}"
            found[month] = found.get(month, False) or again
    return found


def _cells(view: View, table: str, *columns: str) -> Iterator[tuple[Cell, ...]]:
    rows = view.slice.tables[table]
    return zip(*(values(rows, column, view.zone) for column in columns), strict=True)
