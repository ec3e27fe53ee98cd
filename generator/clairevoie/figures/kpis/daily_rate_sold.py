"""What a day of service was sold for (TJM vendu)."""

from __future__ import annotations

from collections.abc import Iterator

from clairevoie.figures.columns import Columns
from clairevoie.figures.production import Sales
from clairevoie.figures.rating import of_clients, of_people, sold, sold_by_person
from clairevoie.figures.registry import Scope, kpi
from clairevoie.portal import Figure, Text


@kpi(
    "daily_rate_sold",
    label=Text("TJM vendu", "Daily rate sold"),
    sentence=Text(
        "Le prix auquel un jour de prestation a été vendu, en moyenne des jours faits.",
        "The price at which a day of service was sold, averaged over the days done.",
    ),
    formula=Text(
        "Jours × tarif en vigueur (régie) ou prix ÷ jours vendus (autres contrats), ÷ jours",
        "Days × rate in force (time and materials) or price ÷ days sold (other contracts), ÷ days",
    ),
    unit="money",
    direction="up",
    fed_by="contracts time_entries",
    addends="rates: contract person role from daily_rate; people: person role; "
            "time_entries: client contract date person billable hours; budgets: contract date amount unit kind; "
            "contracts: contract client kind price daily_rate day_hours",
    variant="sold",
    internal=True,
    edge_cases=(
        (
            Text("Régie", "Time and materials"),
            Text(
                "Le tarif de la personne, sinon du rôle, sinon du contrat, le jour du travail.",
                "The rate of the person, else of the role, else of the contract, on the day of the work.",
            ),
        ),
        (
            Text("Prix ou budget inconnu", "Price or budget not known"),
            Text(
                "Le tarif du contrat ; s'il n'en a pas, ses jours sont hors du calcul et comptés à part.",
                "The contract's rate; where it has none, its days are left out and counted apart.",
            ),
        ),
        (Text("Plusieurs devises", "Several currencies"), Text("Jamais additionnées.", "Never added.")),
        (Text("Aucun jour", "No day"), Text("Pas de donnée.", "No data.")),
    ),
    source=Text("Contrats, tarifs, budgets, temps passés", "Contracts, rates, budgets, time entries"),
)
def daily_rate_sold(
    clients: Columns, contracts: Columns, invoices: Columns, rates: Columns, people: Columns, time_entries: Columns,
    budgets: Columns, estimates: Columns, scope: Scope,
) -> Iterator[Figure]:
    """Of the company, each client, contract, team and person; by month and for the year to date.

    Beside: days, and days_apart, of which nobody says what they were sold for.
    """
    sales = Sales(contracts, invoices, rates, people, time_entries, budgets, estimates)
    yield from of_clients(sold(sales, scope), clients, sales, scope)
    yield from of_people(sold_by_person(sales, scope), clients, sales, scope)
