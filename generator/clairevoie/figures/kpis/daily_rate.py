"""What a day of service really earns (TJM réalisé)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from clairevoie.figures.books import Book, Key, Places, booked, currencies, groups, money, total
from clairevoie.figures.columns import Columns
from clairevoie.figures.effort import effort
from clairevoie.figures.income import income
from clairevoie.figures.measured import Fact, months_of
from clairevoie.figures.production import Sales
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
    edge_cases=(
        (
            Text("Jours écrits sur les factures de régie", "Days written on time and materials invoices"),
            Text(
                "Ce sont eux qui comptent ; sinon les heures facturables du mois.",
                "They are the ones that count; else the billable hours of the month.",
            ),
        ),
        (
            Text("Plusieurs contrats", "Several contracts"),
            Text("Somme des revenus ÷ somme des jours.", "Sum of revenues ÷ sum of days."),
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
    """Of the company, each client, each contract; by month and for the year to date; beside: the days."""
    earned = income(Sales(contracts, invoices, rates, people, time_entries, budgets, estimates), scope)
    days = _days(contracts, invoices, time_entries, scope)

    def fact(keys: frozenset[Key], places: Places) -> Fact:
        mine = frozenset(key for key in keys if key[1])
        revenue, done = total(earned, mine, places), total(days, mine, places)
        if revenue.reason:
            return {"state": "not_measured", "reason": revenue.reason}
        if done.amount <= 0:
            return {"state": "no_data", "n": 0}
        return {"value": money(revenue.amount / done.amount), "n": done.rows, "beside": (("days", float(done.amount)),)}

    keys = {key for key, _ in (*earned.cells(), *days.cells()) if key[1]}
    return booked(scope, groups(keys, currencies(clients, contracts, scope), scope), fact)


def _days(contracts: Columns, invoices: Columns, time_entries: Columns, scope: Scope) -> Book:
    """Days billed of time and materials, days consumed of the others."""
    book = Book()
    kinds = dict(zip(contracts.texts("contract"), contracts.texts("kind"), strict=True))
    owner = dict(zip(contracts.texts("contract"), contracts.texts("client"), strict=True))
    by_time = {contract for contract, kind in kinds.items() if kind == "time_and_materials"}
    written = [row for row in _services(invoices, scope) if row[2] is not None and row[0] in by_time]
    for contract, place, days in written:
        book.add(((owner[contract], contract), place), Fraction(str(days)))
    stated = {contract for contract, _, _ in written}
    names, billable = time_entries.codes("contract"), time_entries.flags("billable")
    counted = ~names.is_(*stated) & (billable | ~names.is_(*by_time))
    for cell, done in effort(time_entries, contracts, scope).days(counted).amounts.items():
        book.add(cell, done)
    return book


def _services(invoices: Columns, scope: Scope) -> list[tuple[str, int, float | None]]:
    """Contract, period and days of each invoice of services."""
    rows = zip(invoices.texts("contract"), months_of(scope, invoices.days("date")).tolist(),
               invoices.table.column("days").to_pylist(), invoices.codes("kind").is_("services").tolist(), strict=True)
    return [(contract, place, days) for contract, place, days, service in rows if service and place >= 0]
