"""What a day of service really earns (TJM réalisé)."""

from __future__ import annotations

from collections.abc import Iterator

from clairevoie.figures.columns import Columns
from clairevoie.figures.production import Sales
from clairevoie.figures.rating import of_clients, of_people, realised, realised_by_person
from clairevoie.figures.registry import Scope, kpi
from clairevoie.portal import Figure, Text


@kpi(
    "daily_rate",
    label=Text("TJM réalisé", "Daily rate realised"),
    sentence=Text(
        "Ce que rapporte en moyenne un jour de prestation.",
        "What a day of service earns on average.",
    ),
    formula=Text(
        "Chiffre d'affaires des prestations ÷ jours facturés (régie) ou consommés (autres contrats)",
        "Revenue of services ÷ days billed (time and materials) or consumed (other contracts)",
    ),
    unit="money",
    direction="up",
    fed_by="invoices time_entries",
    addends="invoices: client contract date kind amount days; time_entries: client contract date billable hours; "
            "contracts: contract client kind day_hours",
    variant="realised",
    internal=True,
    follows_revenue=True,
    edge_cases=(
        (
            Text("Jours écrits sur les factures de régie", "Days written on time and materials invoices"),
            Text(
                "Ce sont eux qui comptent, pour tout le contrat ; sinon ses heures facturables.",
                "They are the ones that count, for the whole contract; else its billable hours.",
            ),
        ),
        (
            Text("Plusieurs contrats", "Several contracts"),
            Text("Somme des revenus ÷ somme des jours.", "Sum of revenues ÷ sum of days."),
        ),
        (
            Text("D'une personne, d'une équipe", "Of a person, of a team"),
            Text(
                "Sa part du revenu de chaque contrat du mois, selon ses jours saisis ; en régie, à son tarif.",
                "Its part of each contract's revenue of the month, by its days recorded; at its rate on time and "
                "materials.",
            ),
        ),
        (
            Text("Revente, frais, factures sans contrat", "Resale, expenses, invoices without contract"),
            Text("Exclus.", "Left out."),
        ),
        (Text("Aucun jour", "No day"), Text("Pas de donnée.", "No data.")),
    ),
    source=Text("Factures, contrats, temps passés", "Invoices, contracts, time entries"),
)
def daily_rate(
    clients: Columns, contracts: Columns, invoices: Columns, rates: Columns, people: Columns, time_entries: Columns,
    budgets: Columns, estimates: Columns, scope: Scope,
) -> Iterator[Figure]:
    """Of the company, each client, contract, team and person; by month and for the year to date; beside: the days."""
    sales = Sales(contracts, invoices, rates, people, time_entries, budgets, estimates)
    yield from of_clients(realised(sales, scope), clients, sales, scope)
    yield from of_people(realised_by_person(sales, scope), clients, sales, scope)
