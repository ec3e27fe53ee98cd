"""Figures whose rows are no rows of a table: what they are, what makes them, which columns they may have."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import pyarrow as pa

from clairevoie.disclosure import happened, portions
from clairevoie.disclosure.happened import Line
from clairevoie.disclosure.view import View
from clairevoie.portal import Cell, Column, Text

_TICKET = Column("ticket", Text("Ticket", "Ticket"), "id")
_CONTRACT = Column("contract", Text("Contrat", "Contract"), "id")
_COMMITMENT = Column("commitment", Text("Engagement", "Commitment"), "id")
_SERVICE = Column("service", Text("Service", "Service"))
_METRIC = Column("metric", Text("Mesure", "Measure"))
_OF_TICKETS = {"contract": ("tickets", "contract")}


@dataclass(frozen=True, slots=True)
class Event:
    """of: the table whose grants its rows follow, "" for parts of the figure itself, which are granted with it.

    asks: columns that are there only where this column of a table is granted too.
    """

    of: str
    make: Callable[[View], Iterator[Line]]
    columns: tuple[Column, ...]
    asks: Mapping[str, tuple[str, str]] = field(default_factory=dict)


EVENTS: Mapping[str, Event] = {
    "csat": Event("surveys", happened.answers, (
        Column("survey", Text("Enquête", "Survey"), "id"),
        Column("answered", Text("Répondu le", "Answered"), "instant"), Column("score", Text("Note", "Score"), "number"),
        Column("scale", Text("Sur", "Out of"), "number"))),
    "checks_ok": Event("checks", happened.checks, (
        Column("check", Text("Contrôle", "Check"), "id"), Column("kind", Text("Nature", "Kind"), "kind"),
        Column("at", Text("Fait le", "Done"), "instant"), Column("result", Text("Résultat", "Result"), "status"))),
    "source_agreement": Event("tickets", happened.verdicts, (
        _TICKET, Column("metric", Text("Horloge", "Clock")), Column("ours", Text("Nous disons", "We say"), "verdict"),
        Column("source", Text("L’outil dit", "The tool says"), "verdict"))),
    "reopen_rate": Event("tickets", happened.resolutions, (
        _TICKET, _CONTRACT, Column("reopened", Text("Rouvert", "Reopened"), "flag")), _OF_TICKETS),
    "first_contact": Event("tickets", happened.contacts, (
        _TICKET, Column("kind", Text("Nature", "Kind"), "kind"), _CONTRACT,
        Column("answers", Text("Réponses", "Answers"), "count"),
        Column("reopened", Text("Rouvert", "Reopened"), "flag")), _OF_TICKETS),
    "days_consumed": Event("time_entries", happened.days, (
        _CONTRACT, Column("date", Text("Date", "Date"), "date"),
        Column("deducted", Text("Décompté", "Deducted"), "flag"), Column("hours", Text("Durée", "Time"), "hours"),
        Column("day_hours", Text("Heures d’une journée", "Hours of a day"), "number"))),
    "availability": Event("", portions.uptimes, (
        _CONTRACT, _SERVICE, Column("agreed", Text("Temps convenu", "Agreed time"), "minutes"),
        Column("down", Text("Interrompu", "Down"), "minutes"))),
    "service_state": Event("", portions.states, (
        _CONTRACT, _SERVICE, Column("severity", Text("Gravité", "Severity"), "number"))),
    "commitments_held": Event("", portions.promises, (
        _CONTRACT, _COMMITMENT, Column("result", Text("Résultat", "Result"), "verdict"), _METRIC,
        Column("target_pct", Text("Objectif, %", "Target, %"), "number"),
        Column("met", Text("Tenus (tickets, minutes)", "Met (tickets, minutes)"), "number"),
        Column("total", Text("En tout", "In all"), "number"))),
    "penalty": Event("", portions.penalties, (
        _CONTRACT, _COMMITMENT, Column("penalty", Text("Règle", "Rule")),
        Column("late", Text("En retard", "Late"), "count"), Column("amount", Text("Montant", "Amount"), "number"),
        Column("currency", Text("Monnaie", "Currency"))), {"penalty": ("commitments", "penalty")}),
    "capacity_used": Event("", portions.fillings, (
        Column("ci", Text("Référence", "Reference"), "id"), _METRIC,
        Column("value", Text("Utilisé", "Used"), "number"), Column("limit", Text("Limite", "Limit"), "number"))),
}
_TYPES = {"number": pa.float64(), "hours": pa.float64(), "minutes": pa.float64(), "count": pa.int64(),
          "flag": pa.bool_(), "date": pa.date32(), "instant": pa.timestamp("us", "UTC")}
_MONEY = pa.decimal128(20, 2)


def lines(view: View, kpi: str, periods: Collection[str]) -> list[Line]:
    """The rows of these periods, the newest period first, each with its period and its name ahead.

    Those of a closed month are the ones that were kept of it; one that was closed when they were not kept has none.
    """
    ended = {month for month in periods if month in view.closed} if EVENTS[kpi].of else set()
    found = [*live(view, kpi, set(periods) - ended), *(row for month in ended for row in kept(view, kpi, month))]
    return sorted(found, key=lambda row: str(row[0]), reverse=True)


def live(view: View, kpi: str, periods: Collection[str]) -> list[Line]:
    """The rows of these periods as they are known now."""
    return [row for row in EVENTS[kpi].make(view) if row[0] in periods]


def kept(view: View, kpi: str, month: str) -> list[Line]:
    """The rows that were kept of a closed month."""
    rows = view.closed[month].rows.get(kpi)
    if rows is None or rows.column_names != _names(kpi):
        return []
    found = zip(*(rows[name].to_pylist() for name in rows.column_names), strict=True)
    return [(month, *(_local(view, cell) for cell in row)) for row in found]


def frozen(view: View, kpi: str, month: str) -> pa.Table:
    """The rows of a month as they are kept for ever. None of their columns names a person."""
    found = [row[1:] for row in live(view, kpi, [month])]
    kinds = [pa.string(), *(_MONEY if column.id == "amount" else _TYPES.get(column.kind, pa.string())
                            for column in EVENTS[kpi].columns)]
    columns = zip(*found, strict=True) if found else [()] * len(kinds)
    return pa.table([pa.array(list(cells), kind) for cells, kind in zip(columns, kinds, strict=True)],
                    names=_names(kpi))


def shown(view: View, kpi: str) -> tuple[tuple[int, Column], ...]:
    """The columns that this client sees, each with its place in a row."""
    asks = EVENTS[kpi].asks
    return tuple((place, column) for place, column in enumerate(EVENTS[kpi].columns, start=2)
                 if column.id not in asks or view.sees(asks[column.id][0], asks[column.id][1]))


def _names(kpi: str) -> list[str]:
    return ["name", *(column.id for column in EVENTS[kpi].columns)]


def _local(view: View, cell: Cell) -> Cell:
    return cell.astimezone(view.zone) if isinstance(cell, datetime) else cell
