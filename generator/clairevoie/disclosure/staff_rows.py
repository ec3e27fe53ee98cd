"""The rows behind a client's internal figures, for the staff alone: no client's site is ever made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from clairevoie.disclosure.behind import PERIOD, caption
from clairevoie.figures.behind_money import MADE_OF, Row, rows_behind, rows_of_all
from clairevoie.figures.columns import Columns
from clairevoie.figures.registry import Scope
from clairevoie.portal import Cell, Column, Figure, Table, Text

_CLIENT = Column("client", Text("Client", "Client"), "id")
_COLUMNS = (
    PERIOD, Column("contract", Text("Contrat", "Contract"), "id"), Column("line", Text("Ligne", "Line")),
    Column("row", Text("Référence", "Reference"), "id"), Column("date", Text("Date", "Date"), "date"),
    Column("person", Text("Personne", "Person"), "id"), Column("quantity", Text("Jours", "Days"), "number"),
    Column("price", Text("Coût du jour", "Cost of the day"), "number"),
    Column("amount", Text("Montant", "Amount"), "number"), Column("currency", Text("Monnaie", "Currency")),
)


def staff_rows(kpi: str, client: str, figures: Sequence[Figure], tables: Mapping[str, Columns], scope: Scope
               ) -> Table | None:
    """The rows of the periods in which the figure has a value; None for a figure that has none.

    tables: of all clients and of the company.
    """
    if kpi not in MADE_OF:
        return None
    told = {figure.period for figure in figures if figure.value is not None}
    rows = tuple(_cells(row) for row in rows_behind(kpi, client, tables, scope) if row.period in told)
    return Table(f"rows-{kpi}", _COLUMNS, rows, caption(kpi)) if rows else None


def rows_of_company(kpi: str, tables: Mapping[str, Columns], scope: Scope) -> Table:
    """The rows of every client, and of none, of each month and of the year to date, the newest period first."""
    rows = sorted(rows_of_all(kpi, tables, scope), key=lambda one: one[1].period, reverse=True)
    head, *others = _COLUMNS
    return Table(f"rows-{kpi}", (head, _CLIENT, *others),
                 tuple((row.period, client or None, *_cells(row)[1:]) for client, row in rows), caption(kpi))


def _cells(row: Row) -> tuple[Cell, ...]:
    return (row.period, row.contract or None, row.line, row.row or None, row.day, row.person or None, row.quantity,
            row.price, row.amount, row.currency)
