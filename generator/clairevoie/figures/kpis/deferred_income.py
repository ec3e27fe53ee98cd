"""What was invoiced and is not earned yet (PCA)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from clairevoie.figures.balances import figures
from clairevoie.figures.columns import Columns
from clairevoie.figures.production import Sales
from clairevoie.figures.registry import Scope, kpi
from clairevoie.portal import Figure, Text


@kpi(
    "deferred_income",
    label=Text("Produits constatés d'avance", "Deferred income"),
    sentence=Text(
        "Ce qui est facturé des contrats depuis leur début et qu'ils n'ont pas encore produit, à la fin du mois.",
        "What was invoiced of contracts since they began and is not earned yet, at the end of the month.",
    ),
    formula=Text("Par contrat : le plus grand de 0 et de facturé − produit, à ce jour",
                 "By contract: the greater of 0 and invoiced − produced, to date"),
    unit="money",
    direction="none",
    fed_by="contracts invoices",
    addends="contracts: contract client kind start end renewal terminated monthly_fee price daily_rate day_hours "
            "multipliers; invoices: client contract date kind amount; rates: contract person role from daily_rate; "
            "people: person role; time_entries: client contract date person billable deducted rate_kind hours; "
            "budgets: contract date amount unit kind; estimates: contract date remaining unit",
    internal=True,
    edge_cases=(
        (
            Text("Plusieurs contrats", "Several contracts"),
            Text("Somme des contrats : l'avance de l'un ne compense pas le retard de l'autre.",
                 "Sum over contracts: one's advance never makes up for another's delay."),
        ),
        (
            Text("Contrat plus ancien que les factures connues", "Contract older than the known invoices"),
            Text("Estimé : compté depuis le premier mois qui a une facture.",
                 "Estimated: counted since the first month that has an invoice."),
        ),
        (Text("Factures sans contrat", "Invoices without a contract"), Text("Exclues.", "Left out.")),
        (
            Text("Produit inconnu", "Earnings not known"),
            Text("Non mesuré : un tarif, un prix ou une estimation manque.",
                 "Not measured: a rate, a price or an estimate is missing."),
        ),
    ),
    source=Text("Contrats, factures, temps passés", "Contracts, invoices, time entries"),
)
def deferred_income(
    clients: Columns, contracts: Columns, invoices: Columns, rates: Columns, people: Columns, time_entries: Columns,
    budgets: Columns, estimates: Columns, scope: Scope,
) -> Iterator[Figure]:
    """Of the company, each client, each contract; at the end of each month, and at as_of."""
    sales = Sales(contracts, invoices, rates, people, time_entries, budgets, estimates)
    return figures(sales, clients, scope, lambda left: max(-left, Fraction()))
