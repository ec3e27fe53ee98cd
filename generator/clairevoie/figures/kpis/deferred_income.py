"""What was invoiced and is not earned yet (PCA)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from clairevoie.figures.balances import ADDENDS, EDGE_CASES, figures
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
    addends=ADDENDS,
    internal=True,
    edge_cases=EDGE_CASES,
    source=Text("Contrats, factures, temps passés", "Contracts, invoices, time entries"),
)
def deferred_income(
    clients: Columns, contracts: Columns, invoices: Columns, rates: Columns, people: Columns, time_entries: Columns,
    budgets: Columns, estimates: Columns, scope: Scope,
) -> Iterator[Figure]:
    """Of the company, each client, each contract; at the end of each month, and at as_of."""
    sales = Sales(contracts, invoices, rates, people, time_entries, budgets, estimates)
    return figures(sales, clients, scope, lambda left: max(-left, Fraction()))
