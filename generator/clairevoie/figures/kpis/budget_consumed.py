"""How much of the budget is used."""

from __future__ import annotations

from collections.abc import Iterator

from clairevoie.figures.budgets import budgets as all_budgets
from clairevoie.figures.columns import Columns
from clairevoie.figures.registry import Scope, kpi
from clairevoie.portal import Figure, Text


@kpi(
    "budget_consumed",
    label=Text("Budget consommé", "Budget used"),
    sentence=Text(
        "La part du budget d'un contrat qui est consommée à la date des données.",
        "The share of a contract's budget that is used at the date of the data.",
    ),
    formula=Text(
        "Heures décomptées × coefficient du contrat ÷ budget à cette date",
        "Deducted hours × the contract's multiplier ÷ budget at that date",
    ),
    unit="ratio",
    direction="none",
    fed_by="budgets time_entries",
    addends="budgets: contract date amount unit kind; time_entries: contract date deducted rate_kind hours; "
            "contracts: contract day_hours multipliers",
    grain="to_date",
    edge_cases=(
        (
            Text("Ajouts, reports, heures expirées", "Top-ups, carry-overs, expired hours"),
            Text("Comptés à partir de leur date.", "Counted from their date on."),
        ),
        (
            Text("Budget en jours", "Budget in days"),
            Text("Une journée a la durée écrite au contrat.", "A day is as long as the contract says."),
        ),
        (Text("Dépassement", "Overrun"), Text("Le taux dépasse 100 %.", "The rate goes over 100%.")),
    ),
    source=Text("Budgets, temps passés, contrats", "Budgets, time entries, contracts"),
)
def budget_consumed(
    budgets: Columns, estimates: Columns, time_entries: Columns, contracts: Columns, scope: Scope
) -> Iterator[Figure]:
    """By contract, to date; beside: consumed and budget in the budget's own unit."""
    for budget in all_budgets(budgets, estimates, time_entries, contracts, scope.periods.today):
        by = (("contract", budget.contract),)
        if budget.sold is not None and budget.sold <= 0:
            yield scope.absent("to_date", "no_data", "no_budget", by)
        elif budget.sold is not None:
            yield Figure("budget_consumed", "to_date", "ratio", "ok", budget.consumed / budget.sold, by, budget.entries,
                         beside=(("consumed", budget.consumed), ("budget", budget.sold)))
