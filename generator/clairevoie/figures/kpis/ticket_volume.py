"""How many tickets came in."""

from __future__ import annotations

from collections.abc import Iterator

from clairevoie.figures.columns import Columns
from clairevoie.figures.measured import counts, monthly
from clairevoie.figures.primitives import count_by
from clairevoie.figures.registry import Scope, kpi
from clairevoie.portal import Figure, Text


@kpi(
    "ticket_volume",
    label=Text("Tickets créés", "Tickets created"),
    sentence=Text(
        "Le nombre de tickets créés dans le mois, par nature et par priorité.",
        "The number of tickets created in the month, by kind and by priority.",
    ),
    formula=Text("Tickets dont la date de création est dans le mois", "Tickets whose creation falls in the month"),
    unit="count",
    direction="none",
    fed_by="tickets",
    addends="tickets: ticket",
    edge_cases=(
        (Text("Ticket annulé", "Cancelled ticket"), Text("Compté : il a été créé.", "Counted: it was created.")),
        (
            Text("Ticket créé autour de minuit", "Ticket created around midnight"),
            Text("Le jour et le mois sont ceux du fuseau du client.", "Day and month are those of the client's zone."),
        ),
        (
            Text("Contrat, nature ou priorité", "Contract, kind or priority"),
            Text("Ceux du ticket à la date des données.", "Those of the ticket at the date of the data."),
        ),
    ),
    source=Text("Table des tickets", "Table of tickets"),
)
def ticket_volume(tickets: Columns, scope: Scope) -> Iterator[Figure]:
    """By contract, priority and kind."""
    cells = monthly(scope, tickets, "created_month", ("contract", "priority", "kind"))
    return counts(scope, cells, count_by(cells))
