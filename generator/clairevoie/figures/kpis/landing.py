"""Where the budget will land (atterrissage)."""

from __future__ import annotations

from collections.abc import Iterator

from clairevoie.figures.budgets import Budget
from clairevoie.figures.budgets import budgets as all_budgets
from clairevoie.figures.columns import Columns
from clairevoie.figures.registry import Scope, kpi
from clairevoie.portal import Figure, Text


@kpi(
    "landing",
    label=Text("Atterrissage", "Landing"),
    sentence=Text(
        "Ce que le contrat aura consommé à la fin, d'après le reste à faire saisi par le responsable.",
        "What the contract will have used in the end, from the remaining work entered by its lead.",
    ),
    formula=Text(
        "Consommé jusqu'à la date de l'estimation + reste à faire estimé",
        "Used up to the estimate's date + estimated remaining work",
    ),
    unit="hours",
    direction="down",
    fed_by="time_entries",
    addends="estimates: contract date remaining unit; budgets: contract date amount unit kind; "
            "time_entries: contract date deducted rate_kind hours; contracts: contract day_hours multipliers",
    grain="to_date",
    edge_cases=(
        (
            Text("Aucune estimation saisie", "No estimate entered"),
            Text("Non mesuré : un atterrissage n'est jamais calculé au rythme passé.",
                 "Not measured: a landing is never drawn from the past pace."),
        ),
        (
            Text("Estimation ancienne", "Old estimate"),
            Text("Sa date est montrée, avec le consommé depuis.", "Its date is shown, with what was used since."),
        ),
        (
            Text("Heures du jour de l'estimation", "Hours of the estimate's day"),
            Text("Comptées comme consommées avant elle.", "Counted as used before it."),
        ),
    ),
    source=Text("Estimations, budgets, temps passés", "Estimates, budgets, time entries"),
)
def landing(
    budgets: Columns, estimates: Columns, time_entries: Columns, contracts: Columns, scope: Scope
) -> Iterator[Figure]:
    """By contract, to date, in the budget's unit; beside: consumed_since, remaining, drift (landing − budget)."""
    for budget in all_budgets(budgets, estimates, time_entries, contracts, scope.periods.today):
        yield _landed(budget)


def _landed(budget: Budget) -> Figure:
    by = (("contract", budget.contract),)
    if budget.estimate is None or budget.landing is None:
        return Figure("landing", "to_date", budget.unit, "not_measured", by=by, reason="no_estimate")
    beside = [("consumed_since", budget.consumed - budget.consumed_until_estimate),
              ("remaining", budget.estimate.remaining)]
    if budget.sold is not None:
        beside += [("drift", budget.landing - budget.sold), ("budget", budget.sold)]
    return Figure("landing", "to_date", budget.unit, "ok", budget.landing, by, budget.entries, beside=tuple(beside))
