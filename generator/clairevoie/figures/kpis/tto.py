"""How long a pick-up takes on average (GTI)."""

from __future__ import annotations

from collections.abc import Iterator

from clairevoie.figures.columns import Columns
from clairevoie.figures.delays import delays
from clairevoie.figures.registry import Scope, kpi
from clairevoie.portal import Figure, Text


@kpi(
    "tto",
    label=Text("Temps moyen de prise en charge, tous tickets", "Mean time to pick up, all tickets"),
    sentence=Text(
        "Le temps ouvré moyen entre la création d'un ticket et sa première prise en charge.",
        "The mean working time from the creation of a ticket to its first ownership.",
    ),
    formula=Text(
        "Somme des temps de prise en charge ÷ nombre de tickets pris en charge dans le mois",
        "Sum of the times to pick up ÷ number of tickets picked up in the month",
    ),
    unit="minutes",
    direction="down",
    fed_by="tickets",
    addends="tickets: ticket tto",
    edge_cases=(
        (
            Text("Réponse automatique", "Automatic answer"),
            Text("Ce n'est pas une prise en charge.", "It is no pick-up."),
        ),
        (
            Text("Résolu sans responsable", "Resolved without an owner"),
            Text("La résolution vaut prise en charge.", "The resolution ends the pick-up."),
        ),
        (
            Text("En attente d'approbation", "Waiting for an approval"),
            Text("L'horloge est arrêtée.", "The clock is stopped."),
        ),
        (
            Text("Annulé après sa prise en charge", "Cancelled after its pick-up"),
            Text("Compté : la prise en charge a eu lieu.", "Counted: the pick-up took place."),
        ),
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
def tto(tickets: Columns, scope: Scope) -> Iterator[Figure]:
    """By contract, service, priority and kind, in the month of the first ownership."""
    return delays(scope, tickets, "tto", ("contract", "service", "priority", "kind"))
