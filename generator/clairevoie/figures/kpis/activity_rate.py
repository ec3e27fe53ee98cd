"""How many tickets are dealt with in a working day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from clairevoie.figures.clock import open_days
from clairevoie.figures.columns import Columns
from clairevoie.figures.measured import Fact, figures, monthly, months_of
from clairevoie.figures.primitives import By, count_by
from clairevoie.figures.registry import Scope, kpi
from clairevoie.figures.zones import day_number
from clairevoie.portal import Figure, Text


@kpi(
    "activity_rate",
    label=Text("Tickets traités par jour ouvré", "Tickets dealt with a working day"),
    sentence=Text(
        "Le nombre de tickets résolus par jour ouvré du mois.",
        "The number of tickets resolved for each working day of the month.",
    ),
    formula=Text(
        "Tickets résolus dans le mois ÷ jours ouvrés du mois", "Tickets resolved in the month ÷ its working days"
    ),
    unit="per_day",
    direction="none",
    fed_by="tickets",
    addends="tickets: ticket",
    edge_cases=(
        (
            Text("Jours ouvrés", "Working days"),
            Text(
                "Ceux du calendrier de l'entreprise ; pour un contrat, ceux du sien. Un calendrier continu compte les"
                " jours du lundi au vendredi.",
                "Those of the company's calendar; of a contract, those of its own. A calendar that never closes counts"
                " Monday to Friday.",
            ),
        ),
        (
            Text("Mois en cours", "Running month"),
            Text("Les jours ouvrés jusqu'à la date des données.", "The working days up to the date of the data."),
        ),
        (
            Text("Ticket rouvert", "Reopened ticket"),
            Text(
                "Compté une fois, au mois de sa dernière résolution.",
                "Counted once, in the month of its last resolution.",
            ),
        ),
        (Text("Taux d'activité des personnes", "People's activity"), Text("Autre chose : le TACE.", "Another figure.")),
    ),
    source=Text("Tickets et calendriers", "Tickets and calendars"),
)
def activity_rate(tickets: Columns, contracts: Columns, scope: Scope) -> Iterator[Figure]:
    """By contract, service and kind; beside: the working days."""
    of = monthly(scope, tickets, "resolved_month", ("contract", "service", "kind"))
    resolved = count_by(of).tolist()
    calendars = dict(zip(contracts.texts("contract"), contracts.texts("calendar"), strict=True))
    days = _working_days(scope, [_calendar(scope, label, calendars) for label in of.labels])

    def fact(group: int, place: int) -> Fact:
        n, worked = resolved[group][place], days[group][place]
        beside = (("working_days", worked),)
        if not worked:
            return {"state": "no_data", "reason": "no_working_day", "n": n}
        return {"value": n / worked, "n": n, "beside": beside} if n else {"state": "no_data", "n": 0, "beside": beside}

    return figures(scope, of.labels, fact)


def _calendar(scope: Scope, label: By, calendars: dict[str, str]) -> str:
    own = calendars.get(dict(label).get("contract", ""), "")
    return own if own in scope.project.calendars else scope.project.calendar


def _working_days(scope: Scope, calendars: Sequence[str]) -> list[list[int]]:
    """The working days of each period by each calendar, none after as_of's day."""
    first, today = int(scope.periods.names[0][:4]), day_number(scope.periods.today)
    found: dict[str, list[int]] = {}
    for name in set(calendars):
        days = open_days(scope.project.calendars[name], first, scope.periods.today.year)
        places = months_of(scope, days[days <= today])
        found[name] = np.bincount(places[places >= 0], minlength=len(scope.periods.names)).tolist()
    return [found[name] for name in calendars]
