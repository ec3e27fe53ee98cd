"""What a contract costs."""

from __future__ import annotations

from clairevoie.figures.books import money
from clairevoie.figures.margins import counted
from clairevoie.figures.registry import kpi
from clairevoie.portal import Text

contract_cost = kpi(
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
    addends="people: person kind fte start end; person_costs: person from annual_cost daily_cost; "
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
)(counted(lambda _, spent: {"value": money(spent.amount)}))
