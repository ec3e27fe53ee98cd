"""What those who answered think of us."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from clairevoie.figures.clock import NEVER
from clairevoie.figures.columns import Codes, Columns
from clairevoie.figures.measured import months_at, shares
from clairevoie.figures.primitives import Grouping, cells, count_by, everything, grouped, ratio_by
from clairevoie.figures.registry import Scope, kpi
from clairevoie.portal import Figure, Text


@kpi(
    "csat",
    label=Text("Satisfaction", "Customer satisfaction"),
    sentence=Text(
        "La part des réponses du mois aux enquêtes qui donnent au moins 80 % de la note la plus haute.",
        "The share of the month's answers to surveys that give 80% of the highest score at least.",
    ),
    formula=Text(
        "Réponses satisfaites ÷ réponses reçues dans le mois", "Satisfied answers ÷ answers received in the month"
    ),
    unit="ratio",
    direction="up",
    fed_by="surveys",
    addends="surveys: survey sent answered score scale",
    minimum=5,
    edge_cases=(
        (Text("Exactement 80 %", "Exactly 80%"), Text("Satisfait : 4 sur 5, 8 sur 10.", "Satisfied: 4 of 5, 8 of 10.")),
        (
            Text("Taux de réponse", "Response rate"),
            Text(
                "À côté : des enquêtes envoyées dans le mois, celles qui ont reçu une réponse depuis.",
                "Beside it: of the surveys sent in the month, those that were answered since.",
            ),
        ),
        (
            Text("Réponse sans note", "Answer without a score"),
            Text("Exclue, et comptée comme telle.", "Left out, and counted as such."),
        ),
        (Text("Moins de 5 réponses", "Fewer than 5 answers"), Text("Trop peu pour un taux.", "Too few for a rate.")),
    ),
    source=Text("Enquêtes", "Surveys"),
)
def csat(surveys: Columns, tickets: Columns, scope: Scope) -> Iterator[Figure]:
    """By contract and service of the ticket, in the month of the answer; beside: sent, answered, response_rate."""
    groupings = [everything(len(surveys)), *(_of_tickets(surveys, tickets, name) for name in ("contract", "service"))]
    width = len(scope.periods.names)
    score, scale, answered = surveys.numbers("score"), surveys.numbers("scale"), surveys.instants("answered")
    scored = ~np.isnan(score) & (scale > 0)
    came = cells(months_at(scope, answered), width, groupings)
    met, total = ratio_by(came, score * 100 >= scale * 80, scored)
    out = cells(months_at(scope, surveys.instants("sent")), width, groupings)
    sent, back = count_by(out), count_by(out, answered != NEVER)
    beside: dict[str, NDArray[np.float64] | NDArray[np.int64]] = {
        "sent": sent, "answered": back, "response_rate": np.where(sent, back / np.maximum(sent, 1), np.nan)}
    return shares(scope, came.labels, met, total, {"no_score": count_by(came, ~scored)}, beside)


def _of_tickets(surveys: Columns, tickets: Columns, name: str) -> Grouping:
    """A group for each contract, or service, of the surveys' tickets."""
    places = {ticket: row for row, ticket in enumerate(tickets.texts("ticket"))}
    row, of = surveys.codes("ticket").through(places), tickets.codes(name)
    index = np.append(of.index, -1)[row]  # the place -1 is the last one
    return grouped(len(surveys), **{name: Codes(index, of.names)})
