"""Where does this number come from: a card for each granted figure, with its rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

import pyarrow as pa

from clairevoie.disclosure.listing import listed
from clairevoie.disclosure.rows import Row, since, until, where
from clairevoie.disclosure.sums import by_month
from clairevoie.disclosure.terms import last_day
from clairevoie.disclosure.view import View
from clairevoie.disclosure.wording import day, joined, month
from clairevoie.figures.columns import Columns
from clairevoie.figures.kpi import KPIS
from clairevoie.figures.zones import epoch
from clairevoie.portal import Card, Definition, Figure, Page, Table, Text

_COMMON = ("ticket", "priority", "kind", "created")
_OF_PICK_UPS = ("tto_met", "tto", "mtta")  # by the month of the first ownership
_INSTANTS = {"checks_ok": ("checks", "at"), "csat": ("surveys", "answered")}
# For each figure: the table of its rows, and the columns that they may have, its addends with them.
_ROWS: dict[str, tuple[str, tuple[str, ...]]] = {
    "ticket_volume": ("tickets", (*_COMMON, "status")),
    "tto_met": ("tickets", (*_COMMON, "owned", "tto_minutes", "tto_limit", "tto", "source_tto_met")),
    "ttr_met": ("tickets", (*_COMMON, "resolved", "pending_minutes", "ttr_minutes", "ttr_limit", "ttr",
                            "source_ttr_met")),
    "mttr": ("tickets", (*_COMMON, "resolved", "pending_minutes", "ttr_minutes")),
    "mtta": ("tickets", (*_COMMON, "owned", "tto_minutes")),
    "tto": ("tickets", (*_COMMON, "owned", "tto_minutes")),
    "ttr": ("tickets", (*_COMMON, "resolved", "pending_minutes", "ttr_minutes")),
    "activity_rate": ("tickets", (*_COMMON, "resolved")),
    "backlog": ("tickets", (*_COMMON, "status")),
    "checks_ok": ("checks", ("check", "kind", "service", "ci", "at", "result", "note")),
    "csat": ("surveys", ("survey", "ticket", "sent", "answered", "score", "scale")),
    "hours_consumed": ("time_entries", ("date", "ticket", "intervention", "activity", "person", "rate_kind", "billable",
                                        "deducted", "undeducted_reason", "hours")),
}


def cards(view: View, definitions: Iterable[Definition]) -> tuple[Card, ...]:
    """A card for each granted figure that has a value or a state, by label."""
    found = [Card(definition, figures, _rows(view, definition.kpi)) for definition in definitions
             if view.figure(definition.kpi) and (figures := _figures(view, definition.kpi))]
    return tuple(sorted(found, key=lambda card: (card.definition.label.fr, card.definition.kpi)))


def explaining(cards: tuple[Card, ...]) -> Iterable[Page]:
    """The page of all definitions, then one for each."""
    yield Page("definitions", "definitions/index.html", "definitions", {"cards": cards})
    for card in cards:
        kpi = card.definition.kpi
        yield Page("definitions", f"definitions/{kpi}/index.html", "definition", {"card": card}, nav=False, subject=kpi)


def _figures(view: View, kpi: str) -> tuple[Figure, ...]:
    """Those of the whole client, month by month; where there are none, those of each contract (a budget) or item."""
    every = view.ledger.kpi(kpi)
    return tuple(f for f in every if not f.by) or tuple(
        f for f in every if [name for name, _ in f.by] in (["contract"], ["ci", "metric"]))


def _rows(view: View, kpi: str) -> Table | None:
    if kpi not in _ROWS:
        return None
    of, only = _ROWS[kpi]
    if not view.sees(of, *KPIS[kpi].addends[of]):  # else the rows do not add up to the figure
        return None
    if _is_withheld(view, kpi):
        return None
    period = view.today.isoformat() if kpi == "backlog" else view.month
    verdict = f"{kpi.removesuffix('_met')}_verdict"
    if view.by_month(of):
        said = joined(Text("Sommes des lignes comptées, ", "Sums of the rows counted, "), month(view.month))
        which = {"ticket_volume": "created", **dict.fromkeys(_OF_PICK_UPS, "tto")}.get(kpi, "resolved")
        counted = _counted(view, kpi)
        return None if kpi == "backlog" else by_month(view, of, f"rows-{kpi}-{period}", counted, said, which)
    bones = ("entry", "ticket", "created", "date", "billable", "at", "answered")
    rows = sorted(view.rows(of, *bones, of=_counted(view, kpi)),
                  key=lambda row: (row.text(verdict) != "missed", *_order(row)))
    when = day(view.today) if kpi == "backlog" else month(period)
    caption = joined(Text("Lignes comptées, ", "Rows counted, "), when)
    return listed(view, of, f"rows-{kpi}-{period}", rows, caption, only)


def _is_withheld(view: View, kpi: str) -> bool:
    """Rows are too few to be shown where their sum is."""
    last = view.ledger.one(kpi, view.today.isoformat() if kpi == "backlog" else view.month)
    return last is not None and last.state == "withheld"


def _counted(view: View, kpi: str) -> pa.Table:
    """The rows of the reporting month that the figure counts or says why it excludes."""
    if kpi == "hours_consumed":
        entries = since(view.slice.tables["time_entries"], "date", date.fromisoformat(f"{view.month}-01"))
        return until(entries, "date", last_day(view.month))
    if kpi in _INSTANTS:
        return _in_month(view, *_INSTANTS[kpi])
    tickets = view.slice.tables["tickets"]
    if kpi == "backlog":
        return where(tickets, "open", True)
    month = {"ticket_volume": "created_month", **dict.fromkeys(_OF_PICK_UPS, "owned_month")}.get(kpi, "resolved_month")
    counted = where(tickets, month, view.month)
    return where(counted, "kind", "incident") if kpi in ("mttr", "mtta") else counted


def _in_month(view: View, table: str, column: str) -> pa.Table:
    """The rows whose instant lies in the reporting month, in the client's zone."""
    first = datetime.combine(date.fromisoformat(f"{view.month}-01"), time(), view.zone)
    after = datetime.combine(last_day(view.month) + timedelta(days=1), time(), view.zone)
    rows = view.slice.tables[table]
    at = Columns(rows).instants(column)
    return rows.filter(pa.array((at >= epoch(first)) & (at < epoch(after))))


def _order(row: Row) -> tuple[str, str, str]:
    created, on = row.instant("created") or row.instant("at") or row.instant("answered"), row.day("date")
    at = created.isoformat() if created else on.isoformat() if on else ""
    return at, row.text("ticket"), row.text("entry")
