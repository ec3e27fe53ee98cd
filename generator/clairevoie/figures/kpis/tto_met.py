"""Tickets picked up in time (GTI)."""

from __future__ import annotations

from collections.abc import Iterator

from clairevoie.figures.columns import Columns
from clairevoie.figures.promises import met
from clairevoie.figures.registry import Scope, kpi
from clairevoie.portal import Figure, Text


@kpi(
    "tto_met",
    label=Text("Pris en charge dans le délai", "Picked up in time"),
    sentence=Text(
        "La part des tickets pris en charge dans le mois qui l'ont été dans le délai promis.",
        "The share of the tickets picked up in the month that were picked up within the promised time.",
    ),
    formula=Text(
        "Tickets pris en charge dans le délai ÷ tickets pris en charge dans le mois avec un engagement",
        "Tickets picked up in time ÷ tickets picked up in the month with a commitment",
    ),
    unit="ratio",
    direction="up",
    fed_by="tickets",
    addends="tickets: ticket tto",
    minimum=5,
    variant="ownership",
    variants={"creation": (
        Text(
            "La part des tickets créés dans le mois qui ont été pris en charge dans le délai promis.",
            "The share of the tickets created in the month that were picked up within the promised time.",
        ),
        Text(
            "Tickets pris en charge dans le délai ÷ tickets créés dans le mois avec un engagement et un verdict",
            "Tickets picked up in time ÷ tickets created in the month with a commitment and a verdict",
        ),
    )},
    edge_cases=(
        (
            Text("Exactement à la limite", "Exactly at the limit"),
            Text("Le délai est tenu.", "The commitment is met."),
        ),
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
            Text("Le délai est suspendu.", "The clock is stopped."),
        ),
        (
            Text("Pas encore pris en charge et déjà en retard", "Not yet picked up and already late"),
            Text("Montré à côté, hors du taux.", "Shown beside, outside the rate."),
        ),
        (
            Text("Sans engagement, ou annulé", "Without commitment, or cancelled"),
            Text("Exclu, et compté comme tel.", "Excluded, and counted as such."),
        ),
        (
            Text("Priorité changée", "Changed priority"),
            Text(
                "L'engagement est celui de la priorité à la prise en charge, ou d'aujourd'hui si l'historique manque.",
                "The commitment is that of the priority at pick-up, or today's where no history was recorded.",
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
def tto_met(
    tickets: Columns, commitments: Columns, contracts: Columns, scope: Scope
) -> Iterator[Figure]:
    """By contract, priority and commitment line, in the month of the first ownership, or of the creation."""
    return met(scope, "tto", tickets, commitments, contracts)
