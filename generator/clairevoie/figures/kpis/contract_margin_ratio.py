"""What a contract leaves, as a share of its revenue."""

from __future__ import annotations

from clairevoie.figures.books import Total
from clairevoie.figures.margins import counted
from clairevoie.figures.measured import Fact
from clairevoie.figures.registry import kpi
from clairevoie.portal import Text


def _share(earned: Total, spent: Total) -> Fact:
    if earned.amount <= 0:
        return {"state": "no_data", "reason": "no_revenue"}
    return {"value": float((earned.amount - spent.amount) / earned.amount)}


contract_margin_ratio = kpi(
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
    addends="invoices: client contract date kind amount; people: person kind fte start end; "
            "person_costs: person from annual_cost daily_cost; time_entries: client contract date person hours; "
            "contracts: contract client day_hours; costs: contract date kind amount rebilled; "
            "provider_contracts: provider_contract start end renewal renewal_term annual_cost; "
            "contract_providers: contract provider_contract",
    internal=True,
    follows_revenue=True,
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
)(counted(_share))
