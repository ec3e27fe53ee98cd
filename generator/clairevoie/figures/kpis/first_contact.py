"""What was settled with the first answer."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from clairevoie.figures.columns import Columns, Index
from clairevoie.figures.history import history
from clairevoie.figures.measured import monthly, shares
from clairevoie.figures.primitives import count_by, ratio_by
from clairevoie.figures.registry import Scope, kpi
from clairevoie.figures.zones import Seconds, epoch
from clairevoie.portal import Figure, Text


@kpi(
    "first_contact",
    label=Text("Résolus au premier contact", "Solved at first contact"),
    sentence=Text(
        "La part des incidents et demandes résolus dans le mois qui l'ont été avec une seule réponse.",
        "The share of the incidents and requests resolved in the month that took one answer only.",
    ),
    formula=Text(
        "Résolus avec une réponse et jamais rouverts ÷ incidents et demandes résolus dans le mois",
        "Resolved with one answer and never reopened ÷ incidents and requests resolved in the month",
    ),
    unit="ratio",
    direction="up",
    fed_by="tickets ticket_events",
    addends="tickets: ticket kind created; ticket_events: ticket at field value",
    minimum=5,
    edge_cases=(
        (Text("Problèmes", "Problems"), Text("Hors du taux : nul n'appelle.", "Left out: nobody calls.")),
        (
            Text("Réponse automatique", "Automatic answer"),
            Text("Sans auteur, elle n'est pas comptée.", "Without an author, it is not counted."),
        ),
        (
            Text("Aucune réponse enregistrée", "No answer recorded"),
            Text("Le ticket est exclu, et compté comme tel.", "The ticket is excluded, and counted as such."),
        ),
        (
            Text("Réponse après la résolution", "Answer after the resolution"),
            Text("Non comptée.", "Not counted."),
        ),
        (Text("Ticket rouvert", "Reopened ticket"), Text("Jamais au premier contact.", "Never at first contact.")),
    ),
    source=Text("Tickets et journal des réponses", "Tickets and log of answers"),
)
def first_contact(tickets: Columns, ticket_events: Columns, scope: Scope) -> Iterator[Figure]:
    """By contract, service, priority and kind, in the month of the last resolution."""
    of = monthly(scope, tickets, "resolved_month", ("contract", "service", "priority", "kind"))
    places = {ticket: row for row, ticket in enumerate(tickets.texts("ticket"))}
    past = history(tickets, ticket_events, places, epoch(scope.as_of))
    answers = answers_given(ticket_events, places, past.resolved)
    eligible = tickets.codes("kind").is_("incident", "request")
    met, total = ratio_by(of, (answers == 1) & ~past.reopened, eligible & (answers > 0))
    silent = count_by(of, eligible & (answers == 0))
    return shares(scope, of.labels, met, total, {"no_answer": silent}, unknown="no_answer")


def answers_given(events: Columns, places: dict[str, int], resolved: Seconds) -> Index:
    """The answers that somebody gave to each ticket up to its resolution."""
    ticket = events.codes("ticket").through(places)
    given = events.codes("field").is_("answer") & (events.codes("value").index >= 0) & (ticket >= 0)
    answered = ticket[given]
    return np.bincount(answered[events.instants("at")[given] <= resolved[answered]], minlength=len(places))
