"""What is to be invoiced: the pre-invoice of each month, as staff read it and take it away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from clairevoie.disclosure.house import House
from clairevoie.figures.columns import Columns
from clairevoie.figures.kpi import KPIS, scope_of, together
from clairevoie.figures.preinvoice import Line, preinvoice
from clairevoie.portal import BillLine, Bills, Cell, Column, Table, Text

_COLUMNS = (
    Column("month", Text("Mois", "Month")),
    Column("client", Text("Client", "Client"), "id"),
    Column("client_name", Text("Nom du client", "Client's name")),
    Column("contract", Text("Contrat", "Contract"), "id"),
    Column("name", Text("Nom du contrat", "Contract's name")),
    Column("kind", Text("Nature", "Kind"), "kind"),
    Column("line", Text("Ligne", "Line")),
    Column("person", Text("Personne", "Person"), "id"),
    Column("person_name", Text("Nom", "Name")),
    Column("rate_kind", Text("Tarif", "Rate kind")),
    Column("quantity", Text("Quantité", "Quantity"), "number"),
    Column("unit", Text("Unité", "Unit")),
    Column("multiplier", Text("Coefficient", "Multiplier"), "number"),
    Column("price", Text("Prix unitaire", "Unit price"), "number"),
    Column("amount", Text("Montant", "Amount"), "number"),
    Column("since", Text("Compté depuis", "Counted since"), "date"),
    Column("produced", Text("Produit du mois", "Produced in the month"), "number"),
    Column("produced_to_date", Text("Produit à ce jour", "Produced to date"), "number"),
    Column("invoiced_to_date", Text("Déjà facturé", "Already invoiced"), "number"),
    Column("to_invoice", Text("À facturer", "To invoice"), "number"),
    Column("currency", Text("Monnaie", "Currency")),
    Column("reason", Text("Pourquoi pas de montant", "Why no amount")),
)


@dataclass(frozen=True, slots=True)
class Named:
    """What the ids of a pre-invoice stand for; kinds: contract → its kind."""

    clients: Mapping[str, str]
    contracts: Mapping[str, str]
    kinds: Mapping[str, str]
    people: Mapping[str, str]


def bills(house: House) -> Bills:
    """The panel of the last whole month, with the lines of every month shown."""
    tables = {name: Columns(table) for name, table in together(house.slices, house.company).items()}
    scope, names = scope_of(KPIS["revenue"], house.project, house.as_of), named(tables)
    by_month = [(month, preinvoice(tables, scope, month)) for month in reversed(house.months)]
    totals = [line for line in by_month[0][1] if line.kind == "total"]
    lines = tuple(_bill(line, names) for line in totals)
    return Bills(house.month, tuple(sorted(lines, key=_rank)),
                 tuple((month, table(month, found, names)) for month, found in by_month if found))


def named(tables: Mapping[str, Columns]) -> Named:
    """Names by id."""
    clients, contracts, people = (tables[name] for name in ("clients", "contracts", "people"))
    ids = contracts.texts("contract")
    return Named(
        dict(zip(clients.texts("client"), clients.texts("name"), strict=True)),
        dict(zip(ids, contracts.texts("name"), strict=True)), dict(zip(ids, contracts.texts("kind"), strict=True)),
        dict(zip(people.texts("person"), people.texts("name"), strict=True)))


def table(month: str, lines: Iterable[Line], names: Named) -> Table:
    """The lines of a month, as its CSV has them."""
    return Table(f"preinvoice-{month}", _COLUMNS, tuple(_row(line, names) for line in lines),
                 Text(f"Pré-facturation, {month}", f"Pre-invoice, {month}"))


def _row(line: Line, names: Named) -> tuple[Cell, ...]:
    return (line.month, line.client, names.clients.get(line.client), line.contract, names.contracts.get(line.contract),
            names.kinds.get(line.contract), line.kind, line.person or None, names.people.get(line.person),
            line.rate_kind or None, line.quantity, line.unit or None, line.multiplier, line.price, line.amount,
            line.since, line.produced, line.produced_to_date, line.invoiced_to_date, line.to_invoice, line.currency,
            line.reason or None)


def _bill(line: Line, names: Named) -> BillLine:
    return BillLine(names.clients.get(line.client) or line.client, line.contract,
                    names.contracts.get(line.contract) or line.contract, names.kinds.get(line.contract, ""),
                    line.produced, line.produced_to_date, line.invoiced_to_date, line.to_invoice, line.currency,
                    line.reason)


def _rank(line: BillLine) -> tuple[bool, Decimal, str, str]:
    """What is not known first, then the most to invoice."""
    return line.to_invoice is not None, -(line.to_invoice or Decimal()), line.client, line.contract
