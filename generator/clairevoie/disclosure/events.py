"""The rows behind figures that count other things than tickets of a month: answers, checks, verdicts, resolutions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from clairevoie.disclosure.rows import values
from clairevoie.disclosure.view import View
from clairevoie.figures.columns import Columns
from clairevoie.figures.history import FINAL, OPEN, history
from clairevoie.figures.zones import epoch
from clairevoie.portal import Cell, Column, Figure, Text

Line = tuple[Cell, ...]  # its period ahead
_AGAIN = int(timedelta(days=14).total_seconds())
_TICKET = Column("ticket", Text("Ticket", "Ticket"), "id")
_CONTRACT = Column("contract", Text("Contrat", "Contract"), "id")
_SERVICE = Column("service", Text("Service", "Service"))


def answers(view: View, _: Sequence[Figure]) -> Iterator[Line]:
    """A survey that was answered in the month."""
    for survey, at, score, scale in _cells(view, "surveys", "survey", "answered", "score", "scale"):
        if isinstance(at, datetime):
            yield f"{at:%Y-%m}", survey, at, score, scale


def checks(view: View, _: Sequence[Figure]) -> Iterator[Line]:
    """A check of the month."""
    for check, kind, at, result in _cells(view, "checks", "check", "kind", "at", "result"):
        if isinstance(at, datetime):
            yield f"{at:%Y-%m}", check, kind, at, result


def verdicts(view: View, _: Sequence[Figure]) -> Iterator[Line]:
    """A ticket and a clock on which the source and we both say something."""
    for metric, month in (("tto", "owned_month"), ("ttr", "resolved_month")):
        columns = ("ticket", month, f"{metric}_verdict", f"source_{metric}_met")
        for ticket, period, ours, met in _cells(view, "tickets", *columns):
            if period and ours and met is not None:
                yield period, ticket, metric, ours, "met" if met else "missed"


def resolutions(view: View, _: Sequence[Figure]) -> Iterator[Line]:
    """A ticket in a month in which it was resolved, and whether it came back within fourteen days."""
    tickets, events = Columns(view.slice.tables["tickets"]), Columns(view.slice.tables["ticket_events"])
    names = tickets.texts("ticket")
    past = history(tickets, events, {name: row for row, name in enumerate(names)}, epoch(view.as_of))
    of: dict[int, list[tuple[int, int]]] = {}
    for row, status, at in zip(past.spells.ticket.tolist(), past.spells.status.tolist(), past.spells.start.tolist(),
                               strict=True):
        of.setdefault(row, []).append((status, at))
    for row, spells in sorted(of.items()):
        if past.logged[row]:
            yield from ((month, names[row], again) for month, again in sorted(_resolved(spells, view).items()))


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


def uptimes(view: View, _: Sequence[Figure]) -> Iterator[Line]:
    """A service of a contract: the minutes agreed in the month, and those in which it was down."""
    for figure in _parts(view, "availability"):
        beside, by = dict(figure.beside), dict(figure.by)
        if figure.value is not None and {"agreed", "down"} <= beside.keys():
            yield figure.period, by["contract"], view.service(by["service"]), beside["agreed"], beside["down"]


def states(view: View, _: Sequence[Figure]) -> Iterator[Line]:
    """A service of a contract and its state: 0 works, 1 is degraded, 2 is interrupted."""
    for figure in _parts(view, "service_state"):
        by = dict(figure.by)
        if figure.value is not None:
            yield figure.period, by["contract"], view.service(by["service"]), figure.value


def _parts(view: View, kpi: str) -> Iterator[Figure]:
    return (figure for figure in view.ledger.kpi(kpi) if [name for name, _ in figure.by] == ["contract", "service"])


def _cells(view: View, table: str, *columns: str) -> Iterator[tuple[Cell, ...]]:
    rows = view.slice.tables[table]
    return zip(*(values(rows, column, view.zone) for column in columns), strict=True)


# KPI → the table whose grants its rows follow, what makes them, their columns. `figures` of a table: parts of the
# figure itself, which are granted with it.
EVENTS: Mapping[str, tuple[str, Callable[[View, Sequence[Figure]], Iterator[Line]], tuple[Column, ...]]] = {
    "csat": ("surveys", answers, (
        Column("survey", Text("Enquête", "Survey"), "id"),
        Column("answered", Text("Répondu le", "Answered"), "instant"), Column("score", Text("Note", "Score"), "number"),
        Column("scale", Text("Sur", "Out of"), "number"))),
    "checks_ok": ("checks", checks, (
        Column("check", Text("Contrôle", "Check"), "id"), Column("kind", Text("Nature", "Kind")),
        Column("at", Text("Fait le", "Done"), "instant"), Column("result", Text("Résultat", "Result")))),
    "source_agreement": ("tickets", verdicts, (
        _TICKET, Column("metric", Text("Horloge", "Clock")), Column("ours", Text("Nous disons", "We say"), "verdict"),
        Column("source", Text("L’outil dit", "The tool says"), "verdict"))),
    "reopen_rate": ("tickets", resolutions, (_TICKET, Column("reopened", Text("Rouvert", "Reopened"), "flag"))),
    "availability": ("", uptimes, (
        _CONTRACT, _SERVICE, Column("agreed", Text("Temps convenu", "Agreed time"), "minutes"),
        Column("down", Text("Interrompu", "Down"), "minutes"))),
    "service_state": ("", states, (_CONTRACT, _SERVICE, Column("severity", Text("Gravité", "Severity"), "number"))),
}


def lines(view: View, kpi: str, figures: Sequence[Figure], periods: Collection[str]) -> list[Line]:
    """The rows of these periods, the newest period first. A closed month has none: its rows were not kept."""
    _, make, _ = EVENTS[kpi]
    found = [row for row in make(view, figures) if row[0] in periods and row[0] not in view.closed]
    return sorted(found, key=lambda row: str(row[0]), reverse=True)
