"""What was open at the end of each month, and what is open now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import numpy as np

from clairevoie.figures.columns import Columns, Index
from clairevoie.figures.history import OPEN, has_status, history
from clairevoie.figures.measured import Fact, figures, groups
from clairevoie.figures.periods import Periods, month_after
from clairevoie.figures.primitives import By, Grid, Grouping, cells, count_by, open_at
from clairevoie.figures.registry import Scope, kpi
from clairevoie.figures.seen import zones_of
from clairevoie.figures.zones import Seconds, epoch
from clairevoie.portal import Figure, Text


@kpi(
    "backlog",
    label=Text("Tickets en cours", "Open tickets"),
    sentence=Text(
        "Le nombre de tickets ouverts à la fin du dernier jour du mois, et à la date des données.",
        "The number of tickets open at the end of the month's last day, and at the date of the data.",
    ),
    formula=Text(
        "Tickets créés et ni résolus, ni clos, ni annulés à cet instant",
        "Tickets created and neither resolved, closed nor cancelled at that instant",
    ),
    unit="count",
    direction="down",
    fed_by="tickets",
    addends="tickets: ticket",
    edge_cases=(
        (Text("Ticket rouvert", "Reopened ticket"), Text("Ouvert à nouveau, donc compté.", "Open again, so counted.")),
        (Text("Ticket en attente", "Waiting ticket"), Text("Compté : il est ouvert.", "Counted: it is open.")),
        (
            Text("Avant le premier ticket", "Before the first ticket"),
            Text("Aucune donnée : ce n'est pas zéro.", "No data, which is not zero."),
        ),
        (
            Text("Historique absent", "No history"),
            Text(
                "Sans journal et avec un ticket rouvert, un mois passé est ce qui a été noté à sa fin, sinon il n'est"
                " pas mesuré : il n'est jamais deviné.",
                "Without a log and with a reopened ticket, a past month is what was noted at its end, else it is not"
                " measured: it is never guessed.",
            ),
        ),
    ),
    source=Text("Tickets et journal des statuts", "Tickets and status log"),
)
def backlog(tickets: Columns, ticket_events: Columns, clients: Columns, scope: Scope) -> Iterator[Figure]:
    """By contract, priority and kind; whole months, each in the zone of the ticket's client, then as_of's day."""
    groupings = groups(tickets, ("contract", "priority", "kind"))
    zones = zones_of(clients, scope.project)
    yield from _month_ends(scope, tickets, ticket_events, groupings, zones)
    now = cells(np.where(tickets.flags("open"), 0, -1), 1, groupings)
    late = tickets.flags("tto_late") | tickets.flags("ttr_late")
    totals, lates = count_by(now).tolist(), count_by(now, late).tolist()
    for by, (total,), (over,) in zip(now.labels, totals, lates, strict=True):
        yield Figure("backlog", scope.periods.today.isoformat(), "count", "ok", total, by, total,
                     beside=(("late_now", over),))


def _month_ends(scope: Scope, tickets: Columns, events: Columns, groupings: list[Grouping], zones: dict[str, str]
                ) -> Iterator[Figure]:
    months = scope.periods.whole + 1
    ends = _ends(scope.periods, months)
    places = {ticket: row for row, ticket in enumerate(tickets.texts("ticket"))}
    past = history(tickets, events, places, epoch(scope.as_of))
    lost = ~past.logged & (tickets.flags("reopened") | past.unrecorded & ~tickets.flags("open"))
    created = tickets.instants("created")
    first = int(created.min(initial=int(ends[-1])))
    since = int(created[lost].min(initial=int(ends[-1])))
    runs = has_status(past.spells.status, OPEN) & ~lost[past.spells.ticket]
    spells = (past.spells.ticket[runs], past.spells.start[runs], past.spells.end[runs])
    grid = _open(scope.periods, months, groupings, tickets.codes("client").through(
        {client: place for place, client in enumerate(zones)}), list(zones.values()), spells).tolist()

    def fact(group: int, place: int) -> Fact:
        if ends[place] <= first and not _noted(scope, place, ()):
            return {"state": "no_data", "n": 0}
        if ends[place] <= first or ends[place] > since:  # noted, perhaps, when the source still gave what is older
            noted = _noted(scope, place, labels[group])
            if noted is None:
                return {"state": "not_measured", "reason": "no_history"}
            return {"value": noted, "n": noted}
        return {"value": grid[group][place], "n": grid[group][place]}

    labels = [label for grouping in groupings for label in grouping.labels]
    return figures(scope, labels, fact, months)


def _open(periods: Periods, months: int, groupings: list[Grouping], client: Index, zones: list[str],
          spells: tuple[Index, Seconds, Seconds]) -> Grid:
    """What is open at each month's end where its client is; of a client that is not in the list, in our zone."""
    row, start, end = spells
    grids: list[Grid] = []
    for zone in sorted({periods.zone, *zones}):
        there = np.array([*(name == zone for name in zones), zone == periods.zone])[client[row]]
        ends = _ends(replace(periods, zone=zone), months)
        grids.append(np.concatenate([open_at(grouping, row[there], start[there], end[there], ends)
                                     for grouping in groupings]))
    whole: Grid = np.sum(grids, axis=0)
    return whole


def _ends(periods: Periods, months: int) -> Seconds:
    return np.array([epoch(periods.end(place)) for place in range(months)], np.int64)


def _noted(scope: Scope, place: int, by: By) -> int | None:
    """What was noted on the month's last day, where it was."""
    last_day = month_after(scope.periods.names[place]) - timedelta(days=1)
    counted = scope.daily.get(("backlog", last_day.isoformat()))
    return None if counted is None else counted.get(by, 0)
