"""What the ticket tool says of the month beside what we say, and the tickets that differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.disclosure.rows import Row
from clairevoie.disclosure.view import View
from clairevoie.figures.agreement import reason, verdicts
from clairevoie.figures.columns import Columns
from clairevoie.portal import Difference, Reconciliation

Metric = Literal["tto", "ttr"]
_MONTHS = {"tto": "owned_month", "ttr": "resolved_month"}  # where the clock stopped


def reconciliation(view: View, metrics: tuple[Metric, ...]) -> Reconciliation | None:
    """Of the reporting month, on these clocks; None where it is not granted, or where the tool has no verdict."""
    if not view.figure("source_agreement"):
        return None
    whole = view.ledger.one("source_agreement", view.month)
    each = (view.ledger.one("source_agreement", view.month, metric=metric) for metric in metrics)
    told = tuple(figure for figure in each if figure and figure.total)
    if whole is None or not told:
        return None
    listed = tuple(metric for metric in metrics if view.sees("tickets", "ticket", metric, f"source_{metric}_met"))
    by_month = view.by_month("tickets")
    found = () if by_month else tuple(one for metric in listed for one in _differing(view, metric))
    return Reconciliation(view.month, whole, told, tuple(sorted(found, key=lambda one: (one.ticket, one.metric))),
                          listed == metrics and not by_month)


def _differing(view: View, metric: Metric) -> Iterator[Difference]:
    """Those of the month; of a closed one those of its closing, with the reason as it is known now."""
    table = view.slice.tables["tickets"]
    then = _then(view, metric)
    if then is None:
        tickets = Columns(table)
        chosen = pa.array(verdicts(tickets, metric).differ & tickets.codes(_MONTHS[metric]).is_(view.month))
    else:
        chosen = pc.is_in(table["ticket"], pa.array(sorted(then), pa.string()))
    changed = _priorities(view)
    told: set[str] = set()
    for row in view.facts("tickets", of=table.filter(chosen)):
        ticket = row.text("ticket")
        told.add(ticket)
        source_met = bool(row.flag(f"source_{metric}_met")) if then is None else then[ticket]
        yield Difference(ticket, metric, source_met, reason(
            source_met=source_met, minutes=row.number(f"{metric}_minutes") or 0.0,
            limit=row.number(f"{metric}_limit") or 0.0, elapsed=_elapsed(row, metric),
            waited=row.number("pending_minutes") or 0.0, reopened=bool(row.flag("reopened")),
            priority_changed=ticket in changed))
    for ticket in sorted(set(then or ()) - told):  # it is known no more
        yield Difference(ticket, metric, bool(then and then[ticket]), "unknown")


def _then(view: View, metric: Metric) -> dict[str, bool] | None:
    """Ticket → whether the tool said that it was met, of those that differed when the month was closed."""
    closed = view.closed.get(view.month)
    if closed is None or "source_agreement" not in closed.rows:
        return None
    rows = closed.rows["source_agreement"].to_pylist()
    return {row["ticket"]: row["source"] == "met" for row in rows
            if row["metric"] == metric and row["ours"] != row["source"]}


def _elapsed(row: Row, metric: Metric) -> float:
    """Real minutes from the creation to the stop."""
    created, stop = row.instant("created"), row.instant(f"{metric}_stop")
    return (stop - created).total_seconds() / 60 if created and stop else 0.0


def _priorities(view: View) -> set[str]:
    """The tickets whose log tells of several priorities."""
    found: dict[str, set[str]] = defaultdict(set)
    events = view.slice.tables["ticket_events"].select(["ticket", "field", "value"]).to_pylist()
    for event in events:
        if event["field"] == "priority":
            found[event["ticket"]].add(event["value"] or "")
    return {ticket for ticket, values in found.items() if len(values) > 1}
