"""What a contract leaves, in money."""

from __future__ import annotations

from clairevoie.figures.books import money
from clairevoie.figures.margins import counted
from clairevoie.figures.registry import kpi
from clairevoie.portal import Text

contract_margin = kpi(
    "contract_margin",
    label=Text("Marge", "Margin"),
    sentence=Text(
        "Ce qui reste du chiffre d'affaires des prestations une fois payé ce que le contrat a coûté.",
        "What is left of the revenue of services once what the contract cost is paid.",
    ),
    formula=Text("Chiffre d'affaires des prestations − coût du contrat", "Revenue of services − contract cost"),
    unit="money",
    direction="up",
    fed_by="invoices time_entries people person_costs",
    addends="invoices: client contract date kind amount; people: person kind fte start end; "
            "person_costs: person from annual_cost daily_cost; time_entries: client contract date person hours; "
            "contracts: contract client day_hours; costs: contract date kind amount rebilled; "
            "provider_contracts: provider_contract start end renewal renewal_term annual_cost; "
            "contract_providers: contract provider_contract",
    internal=True,
    follows_revenue=True,
    edge_cases=(
        (
            Text("Somme des contrats et entreprise", "Sum of contracts and company"),
            Text(
                "Elles diffèrent du temps payé hors contrat, des fournisseurs non répartis : une ligne à part.",
                "They differ by paid time outside contracts and providers not allocated: a line of its own.",
            ),
        ),
        (
            Text("Personne sans coût", "Person without a cost"),
            Text("La marge n'est pas mesurée.", "The margin is not measured."),
        ),
        (
            Text("Mois sans temps saisi", "Month with no time recorded"),
            Text("La marge n'est pas mesurée, ni le cumul qui le contient.",
                 "The margin is not measured, nor the total that holds it."),
        ),
        (
            Text("Variante du chiffre d'affaires", "Variant of revenue"),
            Text("Celle qui est déclarée pour le chiffre d'affaires.", "The one declared for revenue."),
        ),
    ),
    source=Text(
        "Factures, temps passés, coûts des personnes, achats",
        "Invoices, time entries, people's costs, purchases",
    ),
)(counted(
    lambda earned, spent: {"value": money(earned.amount - spent.amount)},
    lambda left: {"value": money(left)},
))
