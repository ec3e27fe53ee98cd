"""What a contract leaves, as a share of its revenue."""

from __future__ import annotations

from collections.abc import Iterator

from clairevoie.figures.books import Total
from clairevoie.figures.columns import Columns
from clairevoie.figures.margins import books, figures
from clairevoie.figures.measured import Fact
from clairevoie.figures.production import Sales
from clairevoie.figures.registry import Scope, kpi
from clairevoie.figures.spending import Spending
from clairevoie.portal import Figure, Text


@kpi(
    "contract_margin_ratio",
    label=Text("Taux de marge", "Margin rate"),
    sentence=Text(
        "La part du chiffre d'affaires des prestations qui reste une fois payé ce que le contrat a coûté.",
        "The share of the revenue of services that is left once what the contract cost is paid.",
    ),
    formula=Text(
        "(Chiffre d'affaires des prestations − coût) ÷ chiffre d'affaires",
        "(Revenue of services − cost) ÷ revenue",
    ),
    unit="ratio",
    direction="up",
    fed_by="invoices time_entries people person_costs",
    addends="invoices: client contract date kind amount; people: person kind start end; "
            "person_costs: person from annual_cost daily_cost; time_entries: client contract date person hours; "
            "contracts: contract client day_hours; costs: contract date kind amount rebilled; "
            "provider_contracts: provider_contract start end renewal renewal_term annual_cost; "
            "contract_providers: contract provider_contract",
    internal=True,
    edge_cases=(
        (
            Text("En pourcentage du chiffre d'affaires", "As a share of revenue"),
            Text("Jamais du coût.", "Never of cost."),
        ),
        (
            Text("Plusieurs contrats", "Several contracts"),
            Text("Somme des marges ÷ somme des revenus.", "Sum of margins ÷ sum of revenues."),
        ),
        (Text("Aucun revenu", "No revenue"), Text("Pas de donnée.", "No data.")),
    ),
    source=Text(
        "Factures, temps passés, coûts des personnes, achats",
        "Invoices, time entries, people's costs, purchases",
    ),
)
def contract_margin_ratio(
    clients: Columns, contracts: Columns, invoices: Columns, rates: Columns, people: Columns, time_entries: Columns,
    budgets: Columns, estimates: Columns, person_costs: Columns, costs: Columns, provider_contracts: Columns,
    contract_providers: Columns, scope: Scope,
) -> Iterator[Figure]:
    """Of the company, each client, each contract; by month and for the year to date."""
    sales = Sales(contracts, invoices, rates, people, time_entries, budgets, estimates)
    spending = Spending(contracts, people, person_costs, time_entries, costs, provider_contracts, contract_providers)
    of = books(sales, spending, clients, scope)
    return figures(of, scope, _share)


def _share(earned: Total, spent: Total) -> Fact:
    if earned.amount <= 0:
        return {"state": "no_data", "reason": "no_revenue"}
    return {"value": float((earned.amount - spent.amount) / earned.amount)}
