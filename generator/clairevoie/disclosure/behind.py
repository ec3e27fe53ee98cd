"""The rows behind a figure: one file a figure, each row under the period in which it is counted."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.disclosure.changed import changed
from clairevoie.disclosure.counted import budgets, open_tickets
from clairevoie.disclosure.events import EVENTS, lines, live, shown
from clairevoie.disclosure.listing import cells, shown_columns
from clairevoie.disclosure.rows import where
from clairevoie.disclosure.sums import by_month
from clairevoie.disclosure.view import View
from clairevoie.figures.activity import deducted
from clairevoie.figures.columns import Columns
from clairevoie.figures.kpi import KPIS
from clairevoie.figures.stopwatch import METRICS
from clairevoie.portal import Cell, Column, Figure, Table, Text

PERIOD = Column("period", Text("Période", "Period"))
_COMMON = ("ticket", "priority", "kind", "contract", "created")
_TTO = ("owned", "tto_minutes", "tto_limit", "tto", "source_tto_met")
_TTR = ("resolved", "pending_minutes", "ttr_minutes", "ttr_limit", "ttr", "source_ttr_met")
_HOURS = ("date", "ticket", "intervention", "activity", "person", "rate_kind", "billable", "deducted",
          "undeducted_reason", "hours")


@dataclass(frozen=True, slots=True)
class Behind:
    """Of which table the rows are, which columns they may have, and which column says in which month one is counted.

    month: "" for what is counted day by day, or at an instant. kind: only the tickets of this kind.
    """

    of: str
    columns: tuple[str, ...]
    month: str = ""
    kind: str = ""


# Columns that are kept of a closed month beside those that are shown: by which a row is found, grouped, and added up.
KEPT = ("ticket", "entry", "contract", "service", "billable", "created_month", "owned_month", "resolved_month",
        "tto_commitment", "ttr_commitment", "tto_stop", "ttr_stop")
_CONTRACT = Column("contract", Text("Contrat", "Contract"), "id")
_COMMITMENT = Column("commitment", Text("Engagement", "Commitment"), "id")
BEHIND = {
    "ticket_volume": Behind("tickets", (*_COMMON, "status"), "created_month"),
    "tto_met": Behind("tickets", (*_COMMON, *_TTO), "owned_month"),
    "ttr_met": Behind("tickets", (*_COMMON, *_TTR), "resolved_month"),
    "tto": Behind("tickets", (*_COMMON, *_TTO[:2]), "owned_month"),
    "ttr": Behind("tickets", (*_COMMON, *_TTR[:3]), "resolved_month"),
    "mtta": Behind("tickets", (*_COMMON, *_TTO[:2]), "owned_month", "incident"),
    "mttr": Behind("tickets", (*_COMMON, *_TTR[:3]), "resolved_month", "incident"),
    "activity_rate": Behind("tickets", (*_COMMON, "resolved"), "resolved_month"),
    "backlog": Behind("tickets", (*_COMMON, "status")),
    "hours_consumed": Behind("time_entries", _HOURS),
    "hours_not_deducted": Behind("time_entries", _HOURS),
}
_CLOCKS = {"tto_met": "tto", "ttr_met": "ttr"}
_BUDGETS = ("budget_consumed", "budget_remaining", "landing")
_UNTOLD = ("withheld", "not_measured")


def behind(view: View, kpi: str, figures: Sequence[Figure]) -> Table | None:
    """The rows of every period of `figures`, newest period first; None where they are not granted, or not known.

    The card's formula applied to the rows of a period gives the period's figure. Of a table at month grain there is a
    row a month, with sums.
    """
    periods = {figure.period for figure in figures if figure.state not in _UNTOLD}
    granted = _granted(view, kpi)
    if kpi in EVENTS:
        return _events(view, kpi, periods, granted=granted)
    if not granted:
        return None  # else the rows do not add up to the figure
    if kpi in _BUDGETS:
        return budgets(view, kpi, figures)
    of = _of(view, kpi)
    if of is None or not periods:
        return None
    if view.by_month(of.of):
        return _sums(view, kpi, of, periods, figures)
    return _listed(view, kpi, of, counted(view, kpi, periods))


def _events(view: View, kpi: str, periods: Collection[str], *, granted: bool) -> Table | None:
    """The rows of an event each, or of the parts of a figure, which need no grant of their own."""
    of = EVENTS[kpi].of
    if not _told(view, kpi, granted=granted):
        return None
    columns = shown(view, kpi)
    rows = tuple((row[0], *(row[place] for place, _ in columns)) for row in lines(view, kpi, periods))
    told = (PERIOD, *(column for _, column in columns))
    return Table(f"rows-{kpi}", told, rows, caption(kpi), of if of == "tickets" else "") if rows else None


def _told(view: View, kpi: str, *, granted: bool) -> bool:
    of = EVENTS[kpi].of
    return not of or (granted and not view.by_month(of) and not view.grants.minimum_count)


def columns_of(kpi: str, table: str) -> tuple[str, ...]:
    """The columns that rows of `table` behind a figure may have."""
    of = BEHIND.get(kpi)
    return of.columns if of and of.of == table else ()


def asked_of(kpi: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(table, columns) that its rows may have beside those that they add up."""
    event = EVENTS.get(kpi)
    own = tuple((table, (column,)) for table, column in event.asks.values()) if event else ()
    of_time = (("time_entries", ("contract",)),) if kpi in BEHIND and BEHIND[kpi].of == "time_entries" else ()
    return (*own, *of_time)


def counted(view: View, kpi: str, periods: Collection[str]) -> pa.Table:
    """The rows that are counted in each period, or of which the figure says why it leaves them out; with `period`.

    Those of a closed month are the ones that were counted when it was closed.
    """
    closed = {month: view.closed[month].rows[kpi] for month in periods if kpi in _rows_of(view, month)}
    live = _live(view, kpi, [period for period in periods if period not in view.closed])
    parts = [rows.append_column("period", pa.array([month] * len(rows), pa.string()))
             for month, rows in sorted(closed.items())]
    return pa.concat_tables([live, *parts], promote_options="default")


def frozen_columns(kpi: str, rows: pa.Table) -> pa.Table:
    """Of rows that are kept for ever, the columns that tell how they are counted: none names a person, or says more."""
    said = {*BEHIND[kpi].columns, *KEPT} - {"person"}
    said |= {f"{clock}_{part}" for clock in ("tto", "ttr") if clock in said for part in ("verdict", "why")}
    return rows.select([name for name in rows.column_names if name in said])


def late(view: View, kpi: str, months: Collection[str]) -> Table | None:
    """What the closed months of a figure would hold now and do not, each row with what became of it; None for nothing.

    added: it is counted now · gone: it is not any more · changed: it is counted otherwise. What was published of it and
    what is known now stand side by side, in the columns that are granted.
    """
    of = BEHIND.get(kpi)
    ended = [month for month in months if kpi in _rows_of(view, month)]
    if kpi in EVENTS:
        return _late_events(view, kpi, ended)
    if of is None or not ended or view.by_month(of.of) or view.grants.minimum_count:
        return None
    shown = [column for column in shown_columns(view, of.of) if column.id in of.columns and column.id != "person"]
    found = []
    for month in sorted(ended, reverse=True):
        then, now = (_by_name(view, shown, rows) for rows in (counted(view, kpi, [month]), _live(view, kpi, [month])))
        found.append((month, then, now))
    return changed(f"late-{kpi}", of.of, PERIOD, shown, found)


def _late_events(view: View, kpi: str, ended: Collection[str]) -> Table | None:
    if not EVENTS[kpi].of or not _told(view, kpi, granted=_granted(view, kpi)):
        return None
    columns = shown(view, kpi)
    found = []
    for month in sorted(ended, reverse=True):
        then, now = ({str(row[1]): tuple(row[place] for place, _ in columns) for row in rows}
                     for rows in (lines(view, kpi, [month]), live(view, kpi, [month])))
        found.append((month, then, now))
    return changed(f"late-{kpi}", EVENTS[kpi].of, PERIOD, [column for _, column in columns], found)


def _granted(view: View, kpi: str) -> bool:
    return all(view.sees(table, *columns) for table, columns in KPIS[kpi].addends.items())


def _by_name(view: View, shown: Sequence[Column], rows: pa.Table) -> dict[str, tuple[Cell, ...]]:
    """Each row under its own name, by which it is found again."""
    names = map(str, rows["entry" if "entry" in rows.column_names else "ticket"].to_pylist())
    return dict(zip(names, cells(view, shown, rows), strict=True))


def _of(view: View, kpi: str) -> Behind | None:
    """Of the rates of a clock, by the month of their variant."""
    of, (metric, _, rate) = BEHIND.get(kpi), kpi.partition("_")
    if of and rate == "met" and metric in METRICS:
        return replace(of, month=view.counted_in(metric))
    return of


def _rows_of(view: View, month: str) -> Collection[str]:
    return view.closed[month].rows if month in view.closed else ()


def _live(view: View, kpi: str, periods: Collection[str]) -> pa.Table:
    of = _of(view, kpi) or BEHIND[kpi]
    table = view.slice.tables[of.of]
    if kpi == "backlog" and periods:
        return open_tickets(view, periods)
    table = where(table, "kind", of.kind) if of.kind else table
    table = table.filter(pa.array(~deducted(Columns(table)))) if kpi == "hours_not_deducted" else table
    months = table[of.month] if of.month else pc.strftime(table["created" if kpi == "backlog" else "date"], "%Y-%m")
    inside = pc.is_in(months, pa.array(sorted(periods), pa.string()))
    return table.append_column("period", months).filter(inside)


def _listed(view: View, kpi: str, of: Behind, rows: pa.Table) -> Table | None:
    shown = [column for column in shown_columns(view, of.of) if column.id in of.columns]
    if not shown:
        return None
    if kpi in _CLOCKS:  # its commitment comes with a clock
        rows = rows.append_column("commitment", rows[f"{_CLOCKS[kpi]}_commitment"])
        shown = [*shown, _COMMITMENT]
    if of.of == "time_entries" and view.sees("time_entries", "contract"):
        shown = [_CONTRACT, *shown]
    first, second = ("date", "entry") if of.of == "time_entries" else ("created", "ticket")
    rows = rows.sort_by([("period", "descending"), (first, "ascending"), (second, "ascending")])
    periods: list[Cell] = rows["period"].to_pylist()
    found = tuple((period, *row) for period, row in zip(periods, cells(view, shown, rows), strict=True))
    return Table(f"rows-{kpi}", (PERIOD, *shown), found, caption(kpi), of.of)


def _sums(view: View, kpi: str, of: Behind, periods: Collection[str], figures: Sequence[Figure]) -> Table | None:
    """A row a month: of the backlog its count, of a mean its rows and their minutes."""
    if kpi == "backlog":
        counts = tuple((f.period, f.n) for f in sorted(figures, key=_newest) if f.period in periods)
        return Table(f"rows-{kpi}", (PERIOD, Column("tickets", Text("Tickets", "Tickets"), "count")), counts,
                     caption(kpi), of.of)
    minutes = f"{kpi}_minutes" if kpi in ("tto", "ttr") else {"mtta": "tto_minutes", "mttr": "ttr_minutes"}.get(kpi, "")
    table = by_month(view, of.of, f"rows-{kpi}", counted(view, kpi, periods), caption(kpi), "period", minutes)
    if table is None:
        return None
    rows = tuple(sorted(table.rows, key=lambda row: str(row[0]), reverse=True))
    return replace(table, columns=(PERIOD, *table.columns[1:]), rows=rows)


def _newest(figure: Figure) -> tuple[int, ...]:
    return tuple(-ord(letter) for letter in figure.period)


def caption(kpi: str) -> Text:
    """The words above the rows of a figure."""
    label = KPIS[kpi].definition.label
    return Text(f"Lignes comptées : {label.fr}", f"Rows counted: {label.en}")
