"""Tickets restored in time (GTR)."""

from __future__ import annotations

from collections.abc import Iterator

from clairevoie.figures.columns import Columns
from clairevoie.figures.promises import met
from clairevoie.figures.registry import Scope, kpi
from clairevoie.portal import Figure, Text


@kpi(
    "ttr_met",
    label=Text("Rétablis dans le délai", "Restored in time"),
    sentence=Text(
        "La part des tickets résolus dans le mois qui l'ont été dans le délai promis.",
        "The share of the tickets resolved in the month that were resolved within the promised time.",
    ),
    formula=Text(
        "Tickets résolus dans le délai ÷ tickets résolus dans le mois avec un engagement",
        "Tickets resolved in time ÷ tickets resolved in the month with a commitment",
    ),
    unit="ratio",
    direction="up",
    fed_by="tickets",
    addends="tickets: ticket ttr",
    minimum=5,
    variant="resolution",
    variants={"creation": (
        Text(
            "La part des tickets créés dans le mois qui ont été résolus dans le délai promis.",
            "The share of the tickets created in the month that were resolved within the promised time.",
        ),
        Text(
            "Tickets résolus dans le délai ÷ tickets créés dans le mois avec un engagement et un verdict",
            "Tickets resolved in time ÷ tickets created in the month with a commitment and a verdict",
        ),
    )},
    edge_cases=(
        (
            Text("Exactement à la limite", "Exactly at the limit"),
            Text("Le délai est tenu.", "The commitment is met."),
        ),
        (
            Text("En attente du client ou d'approbation", "Waiting for the client or for an approval"),
            Text("Le délai est suspendu.", "The clock is stopped."),
        ),
        (
            Text("Ticket rouvert", "Reopened ticket"),
            Text(
                "Le même délai reprend ; c'est la dernière résolution qui compte.",
                "The same clock resumes; the last resolution counts.",
            ),
        ),
        (
            Text("Encore ouvert et déjà en retard", "Still open and already late"),
            Text("Montré à côté, hors du taux.", "Shown beside, outside the rate."),
        ),
        (
            Text("Sans engagement", "Without commitment"),
            Text("Exclu, et compté comme tel.", "Excluded, and counted as such."),
        ),
        (
            Text("Priorité changée", "Changed priority"),
            Text(
                "L'engagement est celui de la priorité à la résolution, ou d'aujourd'hui si l'historique manque.",
                "The commitment is that of the priority at resolution, or today's where no history was recorded.",
            ),
        ),
        (
            Text("Contrats de variantes différentes", "Contracts of several variants"),
            Text("Chacun dans la sienne ; leur somme est retenue.", "Each in its own; their sum is withheld."),
        ),
        (
            Text("Variante « au mois de la création »", "Variant \"by month of creation\""),
            Text(
                "Un ticket dont l'horloge court encore est exclu, et compté comme tel : jusque-là le mois est estimé.",
                "A ticket whose clock still runs is excluded, and counted as such: until then the month is estimated.",
            ),
        ),
    ),
    source=Text("Tickets, journal des statuts, engagements du contrat", "Tickets, status log, contract commitments"),
)
def ttr_met(
    tickets: Columns, commitments: Columns, contracts: Columns, scope: Scope
) -> Iterator[Figure]:
    """By contract, priority and commitment line, in the month of the last resolution, or of the creation."""
    return met(scope, "ttr", tickets, commitments, contracts)
