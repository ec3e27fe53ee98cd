"""The rows behind a figure: one file a figure, each row under the period in which it is counted."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.disclosure.counted import budgets, open_tickets
from clairevoie.disclosure.listing import cells, shown_columns
from clairevoie.disclosure.rows import where
from clairevoie.disclosure.sums import by_month
from clairevoie.disclosure.view import View
from clairevoie.figures.kpi import KPIS
from clairevoie.portal import Cell, Column, Figure, Table, Text

PERIOD = Column("period", Text("Période", "Period"))
_COMMON = ("ticket", "priority", "kind", "created")
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


_BEHIND = {
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
}
_BUDGETS = ("budget_consumed", "budget_remaining", "landing")
_UNTOLD = ("withheld", "not_measured")


def behind(view: View, kpi: str, figures: Sequence[Figure]) -> Table | None:
    """The rows of every period of `figures`, newest period first; None where they are not granted, or not known.

    The card's formula applied to the rows of a period gives the period's figure. Of a table at month grain there is a
    row a month, with sums.
    """
    periods = {figure.period for figure in figures if figure.state not in _UNTOLD}
    if not all(view.sees(table, *columns) for table, columns in KPIS[kpi].addends.items()):
        return None  # else the rows do not add up to the figure
    if kpi in _BUDGETS:
        return budgets(view, kpi, figures)
    of = _BEHIND.get(kpi)
    if of is None or not periods:
        return None
    if view.by_month(of.of):
        return _sums(view, kpi, of, periods, figures)
    return _listed(view, kpi, of, _counted(view, kpi, of, periods))


def columns_of(kpi: str, table: str) -> tuple[str, ...]:
    """The columns that rows of `table` behind a figure may have."""
    of = _BEHIND.get(kpi)
    return of.columns if of and of.of == table else ()


def _counted(view: View, kpi: str, of: Behind, periods: Collection[str]) -> pa.Table:
    """The rows that are counted in each period, or of which the figure says why it leaves them out; with `period`."""
    table = view.slice.tables[of.of]
    if kpi == "backlog":
        return open_tickets(view, periods)
    table = where(table, "kind", of.kind) if of.kind else table
    months = table[of.month] if of.month else pc.strftime(table["date"], "%Y-%m")
    inside = pc.is_in(months, pa.array(sorted(periods), pa.string()))
    return table.append_column("period", months).filter(inside)


def _listed(view: View, kpi: str, of: Behind, rows: pa.Table) -> Table | None:
    shown = [column for column in shown_columns(view, of.of) if column.id in of.columns]
    if not shown:
        return None
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
    which = {"created_month": "created", "owned_month": "tto"}.get(of.month, "resolved")
    minutes = f"{kpi}_minutes" if kpi in ("tto", "ttr") else {"mtta": "tto_minutes", "mttr": "ttr_minutes"}.get(kpi, "")
    table = by_month(view, of.of, f"rows-{kpi}", _counted(view, kpi, of, periods), caption(kpi), which, minutes)
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
