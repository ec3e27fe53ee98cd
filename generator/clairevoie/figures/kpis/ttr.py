"""How long a resolution takes on average, of every kind of ticket (GTR)."""

from __future__ import annotations

from collections.abc import Iterator

from clairevoie.figures.columns import Columns
from clairevoie.figures.delays import delays
from clairevoie.figures.registry import Scope, kpi
from clairevoie.portal import Figure, Text


@kpi(
    "ttr",
    label=Text("Temps moyen de résolution, tous tickets", "Mean time to resolve, all tickets"),
    sentence=Text(
        "Le temps ouvré moyen entre la création d'un ticket et sa résolution, hors attentes.",
        "The mean working time from the creation of a ticket to its resolution, waits left out.",
    ),
    formula=Text(
        "Somme des temps de résolution ÷ nombre de tickets résolus dans le mois",
        "Sum of the times to resolve ÷ number of tickets resolved in the month",
    ),
    unit="minutes",
    direction="down",
    fed_by="tickets",
    addends="tickets: ticket ttr",
    edge_cases=(
        (
            Text("En attente du client ou d'approbation", "Waiting for the client or for an approval"),
            Text("L'horloge est arrêtée.", "The clock is stopped."),
        ),
        (
            Text("Ticket rouvert", "Reopened ticket"),
            Text(
                "La même horloge reprend ; le mois est celui de la dernière résolution.",
                "The same clock resumes; the month is that of the last resolution.",
            ),
        ),
        (Text("Ticket annulé", "Cancelled ticket"), Text("Non compté.", "Not counted.")),
        (
            Text("Sans engagement", "Without commitment"),
            Text("Compté, dans les horaires du contrat.", "Counted, in the contract's calendar."),
        ),
        (
            Text("Médiane et 90e centile", "Median and 90th percentile"),
            Text(
                "Par rang le plus proche : une durée réellement observée.",
                "By nearest rank: a duration that was really seen.",
            ),
        ),
    ),
    source=Text("Tickets et journal des statuts", "Tickets and status log"),
)
def ttr(tickets: Columns, scope: Scope) -> Iterator[Figure]:
    """By contract, service, priority and kind, in the month of the last resolution."""
    return delays(scope, tickets, "ttr", ("contract", "service", "priority", "kind"))
