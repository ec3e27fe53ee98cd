"""What a contract costs."""

from __future__ import annotations

from collections.abc import Iterator

from clairevoie.figures.books import money
from clairevoie.figures.columns import Columns
from clairevoie.figures.margins import books, figures
from clairevoie.figures.production import Sales
from clairevoie.figures.registry import Scope, kpi
from clairevoie.figures.spending import Spending
from clairevoie.portal import Figure, Text


@kpi(
    "contract_cost",
    label=Text("Coût du contrat", "Contract cost"),
    sentence=Text(
        "Ce qu'un contrat a coûté : jours de nos équipes, sous-traitance, achats non refacturés.",
        "What a contract cost: our people's days, subcontracting, purchases not rebilled.",
    ),
    formula=Text(
        "Jours × CJM + sous-traitance + coûts directs non refacturés + part déclarée des fournisseurs",
        "Days × daily cost + subcontracting + direct costs not rebilled + declared part of providers",
    ),
    unit="money",
    direction="down",
    fed_by="time_entries people person_costs",
    addends="people: person kind start end; person_costs: person from annual_cost daily_cost; "
            "time_entries: client contract date person hours; contracts: contract client day_hours; "
            "costs: contract date kind amount rebilled; "
            "provider_contracts: provider_contract start end renewal renewal_term annual_cost; "
            "contract_providers: contract provider_contract",
    internal=True,
    edge_cases=(
        (
            Text("Sous-traitance", "Subcontracting"),
            Text(
                "Prise dans les achats d'un contrat s'il en a, sinon temps × prix d'achat ; jamais les deux.",
                "Taken from the contract's purchases where it has some, else time × purchase price; never both.",
            ),
        ),
        (
            Text("Personne sans coût", "Person without a cost"),
            Text("Le coût du contrat n'est pas mesuré.", "The contract's cost is not measured."),
        ),
        (
            Text("L'entreprise", "The company"),
            Text(
                "Toute la paie, la sous-traitance, les achats et les fournisseurs, affectés ou non.",
                "All payroll, subcontracting, purchases and providers, allocated or not.",
            ),
        ),
    ),
    source=Text("Temps passés, coûts des personnes, achats", "Time entries, people's costs, purchases"),
)
def contract_cost(
    clients: Columns, contracts: Columns, invoices: Columns, rates: Columns, people: Columns, time_entries: Columns,
    budgets: Columns, estimates: Columns, person_costs: Columns, costs: Columns, provider_contracts: Columns,
    contract_providers: Columns, scope: Scope,
) -> Iterator[Figure]:
    """Of the company, each client, each contract; by month and for the year to date."""
    sales = Sales(contracts, invoices, rates, people, time_entries, budgets, estimates)
    spending = Spending(contracts, people, person_costs, time_entries, costs, provider_contracts, contract_providers)
    of = books(sales, spending, clients, scope)
    return figures(of, scope, lambda _, spent: {"value": money(spent.amount)})
