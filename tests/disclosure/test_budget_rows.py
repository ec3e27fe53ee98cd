"""The lines behind a budget: what each entry counts for, and one line for what was before the granted months."""

from __future__ import annotations

from datetime import date
from typing import Any

from clairevoie.portal import Cell
from tests.disclosure.company import GRANTS, TABLE_ROWS, portal, without

GRANTED = without(GRANTS, tables={
    **GRANTS.tables, "budgets": ("contract", "date", "amount", "unit", "kind"),
    "contracts": (*GRANTS.tables["contracts"], "contract", "day_hours", "multipliers"),
    "estimates": ("contract", "date", "remaining", "unit"),
    "time_entries": ("contract", "date", "deducted", "rate_kind", "hours")})
NIGHT = {"entry": "E-4", "date": date(2026, 10, 12), "person": "p1", "contract": "C-1", "hours": 2.0, "billable": True,
         "rate_kind": "night"}
ROWS: dict[str, list[dict[str, Any]]] = {
    **TABLE_ROWS, "contracts": [{**TABLE_ROWS["contracts"][0], "multipliers": "night=1.5"}],
    "time_entries": [*TABLE_ROWS["time_entries"], NIGHT]}


def used(kpi: str, months: int = 13, estimated: date = date(2026, 10, 20)) -> list[tuple[Cell, ...]]:
    """date, hours, multiplier, amount of each line of what was used."""
    rows = ROWS | {"estimates": [{**ROWS["estimates"][0], "date": estimated}]}
    site = portal(without(GRANTED, months=months), rows)
    (table,) = [table for table in site.tables if table.id == f"rows-{kpi}"]
    names = [column.id for column in table.columns]
    places = [names.index(name) for name in ("date", "hours", "multiplier", "amount")]
    return [tuple(row[place] for place in places) for row in table.rows if row[names.index("line")] == "used"]


def test_an_entry_counts_for_its_hours_times_the_multiplier() -> None:
    assert used("budget_consumed") == [(date(2026, 8, 10), 10.0, 1.0, 10.0), (date(2026, 10, 10), 20.0, 1.0, 20.0),
                                       (date(2026, 10, 12), 2.0, 1.5, 3.0)]


def test_no_entry_before_the_granted_months_is_a_line_of_its_own() -> None:
    assert used("budget_remaining", months=1)[0] == (date(2026, 9, 30), 10.0, None, 10.0)
    assert used("landing", months=1, estimated=date(2026, 8, 20))[0] == (date(2026, 8, 20), 10.0, None, 10.0)
    assert used("landing", months=1, estimated=date(2026, 8, 5))[0] == (date(2026, 9, 30), 10.0, None, 10.0)
    assert sum(float(str(line[3])) for line in used("landing", months=1)) == 33.0
