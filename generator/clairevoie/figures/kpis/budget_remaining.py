"""How much of the budget is left."""

from __future__ import annotations

from collections.abc import Iterator

from clairevoie.figures.budgets import budgets as all_budgets
from clairevoie.figures.columns import Columns
from clairevoie.figures.registry import Scope, kpi
from clairevoie.portal import Figure, Text


@kpi(
    "budget_remaining",
    label=Text("Il reste", "Left"),
    sentence=Text(
        "Ce qui reste du budget d'un contrat à la date des données, dans l'unité vendue.",
        "What is left of a contract's budget at the date of the data, in the unit sold.",
    ),
    formula=Text("Budget − consommé", "Budget − used"),
    unit="hours",
    direction="up",
    fed_by="budgets time_entries",
    addends="budgets: contract date amount unit kind; time_entries: contract date deducted rate_kind hours; "
            "contracts: contract day_hours multipliers",
    grain="to_date",
    edge_cases=(
        (Text("Dépassement", "Overrun"), Text("Le reste est négatif.", "What is left is negative.")),
        (
            Text("Heures et jours dans un même contrat", "Hours and days in one contract"),
            Text("Comptés en heures.", "Counted in hours."),
        ),
    ),
    source=Text("Budgets, temps passés, contrats", "Budgets, time entries, contracts"),
)
def budget_remaining(
    budgets: Columns, estimates: Columns, time_entries: Columns, contracts: Columns, scope: Scope
) -> Iterator[Figure]:
    """By contract, to date, in hours or days; beside: consumed and budget."""
    for budget in all_budgets(budgets, estimates, time_entries, contracts, scope.periods.today):
        if budget.sold is not None:
            yield Figure("budget_remaining", "to_date", budget.unit, "ok", budget.sold - budget.consumed,
                         (("contract", budget.contract),), budget.entries,
                         beside=(("consumed", budget.consumed), ("budget", budget.sold)))
