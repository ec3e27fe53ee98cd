"""Rows that are counted at an instant: what was open at a month's end, what a budget holds to date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from math import fsum
from typing import Any

import numpy as np
import pyarrow as pa

from clairevoie.disclosure.view import View
from clairevoie.figures.activity import FINE, deducted, multipliers, weighted
from clairevoie.figures.budgets import Budget
from clairevoie.figures.budgets import budgets as all_budgets
from clairevoie.figures.columns import Columns
from clairevoie.figures.history import OPEN, has_status, history
from clairevoie.figures.kpi import KPIS
from clairevoie.figures.periods import month_after
from clairevoie.figures.zones import day_number, epoch
from clairevoie.portal import Cell, Column, Figure, Table, Text

_BUDGET = (
    Column("period", Text("Période", "Period")),
    Column("contract", Text("Contrat", "Contract"), "id"),
    Column("date", Text("Date", "Date"), "date"),
    Column("line", Text("Ligne", "Line")),
    Column("hours", Text("Heures", "Hours"), "hours"),
    Column("multiplier", Text("Coefficient", "Multiplier"), "number"),
    Column("amount", Text("Compte pour", "Counts for"), "number"),
    Column("unit", Text("Unité", "Unit")),
)


def open_tickets(view: View, periods: Collection[str]) -> pa.Table:
    """The tickets open at the end of each month, and at as_of, each under its `period`."""
    table = view.slice.tables["tickets"]
    tickets, events = Columns(table), Columns(view.slice.tables["ticket_events"])
    places = {ticket: row for row, ticket in enumerate(tickets.texts("ticket"))}
    spells = history(tickets, events, places, epoch(view.as_of)).spells
    runs = has_status(spells.status, OPEN)
    parts = []
    for period in sorted(periods):
        if period == view.today.isoformat():
            rows = np.flatnonzero(tickets.flags("open"))
        else:
            end = epoch(datetime.combine(month_after(period), time(), view.zone))
            rows = np.unique(spells.ticket[runs & (spells.start < end) & (spells.end >= end)])
        parts.append(table.take(rows).append_column("period", pa.array([period] * len(rows), pa.string())))
    return pa.concat_tables(parts)


def budgets(view: View, kpi: str, figures: Sequence[Figure]) -> Table | None:
    """What was sold, used and estimated on each contract, in the budget's own unit: a line each, to date.

    Sold less what expired is the budget; `used` lines are what is consumed, in one what was before the granted months;
    `remaining` is the last estimate. None where the hours are at month grain: a line would be a row of them.
    """
    if view.by_month("time_entries") or view.grants.minimum_count:
        return None
    told = {dict(figure.by).get("contract", "") for figure in figures if figure.state != "withheld"}
    read = {name: Columns(view.slice.tables[name]) for name in ("budgets", "estimates", "time_entries", "contracts")}
    known = all_budgets(read["budgets"], read["estimates"], read["time_entries"], read["contracts"], view.today)
    rows = [row for budget in known if budget.contract in told for row in _lines(view, read, budget, kpi)]
    label = KPIS[kpi].definition.label
    caption = Text(f"Lignes comptées : {label.fr}", f"Rows counted: {label.en}")
    return Table(f"rows-{kpi}", _BUDGET, tuple(rows), caption, "time_entries") if rows else None


def _lines(view: View, read: dict[str, Columns], budget: Budget, kpi: str) -> Iterator[tuple[Cell, ...]]:
    contracts = {row["contract"]: row for row in read["contracts"].table.to_pylist()}
    terms = contracts.get(budget.contract, {})
    day, rule = terms.get("day_hours") or 7.0, multipliers(terms.get("multipliers") or "")
    for row in _dated(read["budgets"], budget.contract, view.today):
        amount = -abs(row["amount"]) if row["kind"] == "expired" else row["amount"]
        yield _line(budget, row["date"], row["kind"], None, None, _in(budget, amount, row["unit"], day))
    entries = read["time_entries"]
    mine = np.flatnonzero(entries.codes("contract").is_(budget.contract) & deducted(entries)
                          & (entries.days("date") <= day_number(view.today)))
    weights = weighted(entries, read["contracts"])[mine].tolist()
    chosen = entries.table.select(["date", "hours", "rate_kind"]).take(mine)
    found: list[dict[str, Any]] = chosen.to_pylist()
    used = sorted(zip(found, weights, strict=True), key=lambda one: (one[0]["date"], one[0]["hours"]))
    for until, early in _early(view, budget, used).items():
        worth = _in(budget, sum(weight for _, weight in early) / FINE, "hours", day)
        yield _line(budget, until, "used", fsum(row["hours"] for row, _ in early), None, worth)
    for row, weight in used:
        if row["date"] >= view.since:
            counted = _in(budget, weight / FINE, "hours", day)
            yield _line(budget, row["date"], "used", row["hours"], rule.get(row["rate_kind"] or "", 1.0), counted)
    if kpi == "landing" and budget.estimate:
        yield _line(budget, budget.estimate.day, "remaining", None, None, budget.estimate.remaining)


def _early(view: View, budget: Budget, used: Sequence[tuple[dict[str, Any], int]]
           ) -> dict[date, list[tuple[dict[str, Any], int]]]:
    """What was used before the granted months, under the day up to which it is told as one: that of the estimate, which
    a landing needs, and the last one before those months."""
    last = view.since - timedelta(days=1)
    cut = min(budget.estimate.day, last) if budget.estimate else last
    found: dict[date, list[tuple[dict[str, Any], int]]] = defaultdict(list)
    for row, weight in used:
        if row["date"] <= last:
            found[cut if row["date"] <= cut else last].append((row, weight))
    return dict(sorted(found.items()))


def _dated(table: Columns, contract: str, today: date) -> list[dict[str, Any]]:
    rows = [row for row in table.table.to_pylist() if row["contract"] == contract and row["date"] <= today]
    return sorted(rows, key=lambda row: (row["date"], row["budget"]))


def _line(
    budget: Budget, day: date, line: str, hours: float | None, multiplier: float | None, amount: float
) -> tuple[Cell, ...]:
    return ("to_date", budget.contract, day, line, hours, multiplier, amount, budget.unit)


def _in(budget: Budget, amount: float, unit: str, day_hours: float) -> float:
    if unit == budget.unit:
        return amount
    return amount / day_hours if budget.unit == "days" else amount * day_hours
