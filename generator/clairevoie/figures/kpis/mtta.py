"""How long an incident waits before somebody takes it."""

from __future__ import annotations

from collections.abc import Iterator

from clairevoie.figures.columns import Columns
from clairevoie.figures.delays import delays
from clairevoie.figures.registry import Scope, kpi
from clairevoie.portal import Figure, Text


@kpi(
    "mtta",
    label=Text("Temps moyen de prise en charge", "Mean time to acknowledge"),
    sentence=Text(
        "Le temps ouvré moyen entre la création d'un incident et sa première prise en charge.",
        "The mean working time from the creation of an incident to its first ownership.",
    ),
    formula=Text(
        "Somme des temps de prise en charge ÷ nombre d'incidents pris en charge dans le mois",
        "Sum of the times to pick up ÷ number of incidents picked up in the month",
    ),
    unit="minutes",
    direction="down",
    fed_by="tickets",
    addends="tickets: ticket kind tto",
    edge_cases=(
        (
            Text("Demandes et problèmes", "Requests and problems"),
            Text("Non comptés : incidents seulement.", "Not counted: incidents only."),
        ),
        (
            Text("Résolu sans responsable", "Resolved without an owner"),
            Text("La résolution vaut prise en charge.", "The resolution ends the pick-up."),
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
def mtta(tickets: Columns, scope: Scope) -> Iterator[Figure]:
    """By contract and priority, in the month of the first ownership."""
    return delays(scope, tickets, "tto", ("contract", "priority"), kind="incident")
