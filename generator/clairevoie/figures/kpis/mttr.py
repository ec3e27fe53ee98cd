"""How long a restoration takes on average."""

from __future__ import annotations

from collections.abc import Iterator

from clairevoie.figures.columns import Columns
from clairevoie.figures.delays import delays
from clairevoie.figures.registry import Scope, kpi
from clairevoie.portal import Figure, Text


@kpi(
    "mttr",
    label=Text("Temps moyen de rétablissement", "Mean time to restore"),
    sentence=Text(
        "Le temps ouvré moyen entre la création d'un incident et sa résolution, hors attentes.",
        "The mean working time from the creation of an incident to its resolution, waits left out.",
    ),
    formula=Text(
        "Somme des temps de résolution ÷ nombre d'incidents résolus dans le mois",
        "Sum of the times to resolve ÷ number of incidents resolved in the month",
    ),
    unit="minutes",
    direction="down",
    fed_by="tickets",
    addends="tickets: ticket kind ttr",
    edge_cases=(
        (
            Text("Demandes et problèmes", "Requests and problems"),
            Text("Non comptés : incidents seulement.", "Not counted: incidents only."),
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
def mttr(tickets: Columns, scope: Scope) -> Iterator[Figure]:
    """By contract and priority; beside it the median and the 90th percentile."""
    return delays(scope, tickets, "ttr", ("contract", "priority"), kind="incident")
