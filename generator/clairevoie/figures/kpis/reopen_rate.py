"""How many resolutions did not hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import numpy as np

from clairevoie.figures.columns import Columns, Flags, Index
from clairevoie.figures.history import FINAL, OPEN, Spells, has_status, history
from clairevoie.figures.measured import groups, months_at, shares
from clairevoie.figures.primitives import Grouping, cells, count_by, ratio_by
from clairevoie.figures.registry import Scope, kpi
from clairevoie.figures.zones import epoch
from clairevoie.portal import Figure, Text

WINDOW = timedelta(days=14)
_BY = ("contract", "service", "priority", "kind")


@kpi(
    "reopen_rate",
    label=Text("Tickets rouverts", "Tickets reopened"),
    sentence=Text(
        "La part des tickets résolus dans le mois qui ont été rouverts dans les 14 jours.",
        "The share of the tickets resolved in the month that were reopened within 14 days.",
    ),
    formula=Text(
        "Tickets rouverts dans les 14 jours de leur résolution ÷ tickets résolus dans le mois",
        "Tickets reopened within 14 days of their resolution ÷ tickets resolved in the month",
    ),
    unit="ratio",
    direction="down",
    fed_by="tickets ticket_events",
    addends="tickets: ticket created resolved; ticket_events: ticket at field value",
    minimum=5,
    edge_cases=(
        (
            Text("Résolu, rouvert, résolu encore", "Resolved, reopened, resolved again"),
            Text(
                "Compté une fois dans chaque mois où il a été résolu.",
                "Counted once in each month in which it was resolved.",
            ),
        ),
        (
            Text("Exactement 14 jours après", "Exactly 14 days later"),
            Text("Rouvert dans le délai : il compte.", "Reopened within the window: it counts."),
        ),
        (
            Text("Mois dont les 14 jours courent encore", "Month whose 14 days still run"),
            Text("Le taux est estimé.", "The rate is estimated."),
        ),
        (
            Text("Sans journal des statuts", "Without a status log"),
            Text("Le ticket est exclu, et compté comme tel.", "The ticket is excluded, and counted as such."),
        ),
    ),
    source=Text("Journal des statuts", "Status log"),
)
def reopen_rate(tickets: Columns, ticket_events: Columns, scope: Scope) -> Iterator[Figure]:
    """By contract, service, priority and kind, in the month of the resolution."""
    places = {ticket: row for row, ticket in enumerate(tickets.texts("ticket"))}
    past = history(tickets, ticket_events, places, epoch(scope.as_of))
    groupings = groups(tickets, _BY)
    row, month, back = _resolutions(scope, past.spells, past.logged)
    width = len(scope.periods.names)
    mine = [Grouping(grouping.labels, grouping.place[row]) for grouping in groupings]
    met, total = ratio_by(cells(month, width, mine), back, np.ones(len(row), bool))
    lost = cells(np.where(past.logged, -1, months_at(scope, past.resolved)), width, groupings)
    labels = [label for grouping in groupings for label in grouping.labels]
    return shares(scope, labels, met, total, {"no_history": count_by(lost)}, estimated=_open_from(scope),
                  unknown="no_history")


def _resolutions(scope: Scope, spells: Spells, logged: Flags) -> tuple[Index, Index, Flags]:
    """Each ticket once in each month in which it was resolved, and whether one of those resolutions did not hold."""
    final = has_status(spells.status, FINAL)
    begins = np.flatnonzero(final & ~spells.before(*FINAL) & logged[spells.ticket])
    size = len(spells.ticket)
    after = np.minimum.accumulate(np.where(final, size, np.arange(size))[::-1])[::-1][begins]
    known = np.minimum(after, max(size - 1, 0))
    again = (after < size) & (spells.ticket[known] == spells.ticket[begins]) & has_status(spells.status[known], OPEN)
    again &= spells.start[known] - spells.start[begins] <= int(WINDOW.total_seconds())
    month = months_at(scope, spells.start[begins])
    width = len(scope.periods.names)
    key, place = np.unique(spells.ticket[begins] * width + month, return_inverse=True)
    kept = month >= 0
    back = np.zeros(len(key), bool)
    back[place[again & kept]] = True
    seen = np.zeros(len(key), bool)
    seen[place[kept]] = True
    return key[seen] // width, key[seen] % width, back[seen]


def _open_from(scope: Scope) -> int:
    """The place of the first month whose window is not over."""
    ends = (scope.periods.end(place) + WINDOW for place in range(len(scope.periods.names)))
    return next((place for place, end in enumerate(ends) if end > scope.as_of), len(scope.periods.names))
