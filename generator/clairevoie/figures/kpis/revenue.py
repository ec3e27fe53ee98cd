"""What services earned."""

from __future__ import annotations

from collections.abc import Iterator

from clairevoie.figures.books import Key, Places, booked, currencies, groups, money, total
from clairevoie.figures.columns import Columns
from clairevoie.figures.income import income
from clairevoie.figures.measured import Fact
from clairevoie.figures.production import Sales
from clairevoie.figures.registry import Scope, kpi
from clairevoie.portal import Figure, Text


@kpi(
    "revenue",
    label=Text("Chiffre d'affaires", "Revenue"),
    sentence=Text(
        "Les prestations facturées dans le mois, hors taxes.", "The services invoiced in the month, without tax.",
    ),
    formula=Text(
        "Somme des factures de prestations datées du mois, avoirs déduits",
        "Sum of the service invoices dated in the month, credit notes deducted",
    ),
    unit="money",
    direction="up",
    fed_by="invoices",
    addends="invoices: client contract date kind amount",
    variant="invoiced",
    variants={"produced": (
        Text("Ce que les contrats ont produit dans le mois, hors taxes, facturé ou non.",
             "What contracts earned in the month, without tax, invoiced or not."),
        Text("Régie : jours × tarif ; forfait de service : au prorata ; forfait et prépayé : prix × avancement",
             "Time and materials: days × rate; managed: pro rata; fixed price and prepaid: price × progress"),
    )},
    internal=True,
    follows_revenue=True,
    edge_cases=(
        (
            Text("Revente, licences, frais", "Resale, licences, expenses"),
            Text("Hors du chiffre d'affaires des prestations.", "Outside the revenue of services."),
        ),
        (
            Text("Variante « produit » en régie", "Variant \"produced\", time and materials"),
            Text(
                "Jours facturables × tarif en vigueur de la personne, sinon du rôle, sinon du contrat.",
                "Billable days × the rate in force of the person, else of the role, else of the contract.",
            ),
        ),
        (
            Text("Variante « produit » au forfait de service", "Variant \"produced\", managed"),
            Text("Le forfait mensuel au prorata des jours.", "The monthly fee pro rata of days."),
        ),
        (
            Text("Variante « produit » au forfait et en prépayé", "Variant \"produced\", fixed price and prepaid"),
            Text(
                "Le prix × l'avancement du mois ; un forfait sans estimation n'est pas mesuré.",
                "The price × the month's progress; a fixed price without an estimate is not measured.",
            ),
        ),
        (Text("Plusieurs devises", "Several currencies"), Text("Jamais additionnées.", "Never added.")),
    ),
    source=Text("Factures, contrats, temps passés", "Invoices, contracts, time entries"),
)
def revenue(
    clients: Columns, contracts: Columns, invoices: Columns, rates: Columns, people: Columns, time_entries: Columns,
    budgets: Columns, estimates: Columns, scope: Scope,
) -> Iterator[Figure]:
    """Of the company, each client, each contract; by month and for the year to date."""
    book = income(Sales(contracts, invoices, rates, people, time_entries, budgets, estimates), scope)

    def fact(keys: frozenset[Key], places: Places) -> Fact:
        earned = total(book, keys, places)
        if earned.reason:
            return {"state": "not_measured", "reason": earned.reason}
        return {"value": money(earned.amount), "n": earned.rows} if earned.rows else {"state": "no_data", "n": 0}

    keys = {key for key, _ in book.cells()}
    return booked(scope, groups(keys, currencies(clients, contracts, scope), scope), fact)
