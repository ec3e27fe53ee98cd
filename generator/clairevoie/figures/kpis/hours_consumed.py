"""The hours taken off what was sold."""

from __future__ import annotations

from collections.abc import Iterator

from clairevoie.figures.activity import GRAIN, deducted, grains
from clairevoie.figures.columns import Columns
from clairevoie.figures.measured import Fact, figures, groups, months_of
from clairevoie.figures.primitives import cells, count_by, sum_by
from clairevoie.figures.registry import Scope, kpi
from clairevoie.portal import Figure, Text


@kpi(
    "hours_consumed",
    label=Text("Heures décomptées", "Hours deducted"),
    sentence=Text(
        "Les heures du mois décomptées de ce qui a été vendu ; à côté, les heures non décomptées.",
        "The hours of the month deducted from what was sold; beside them, the hours not deducted.",
    ),
    formula=Text("Somme des heures décomptées du mois", "Sum of the deducted hours of the month"),
    unit="hours",
    direction="none",
    fed_by="time_entries",
    addends="time_entries: date deducted hours",
    edge_cases=(
        (
            Text("Rien n'est dit du décompte", "Nothing said about deduction"),
            Text("Décompté si l'heure est facturable.", "Deducted where the hour is billable."),
        ),
        (
            Text("Garantie, geste commercial", "Warranty, goodwill"),
            Text("Montré à côté, avec sa raison dans les lignes.", "Shown beside, with its reason in the rows."),
        ),
        (
            Text("Nuit, astreinte", "Night, on call"),
            Text(
                "Ici les heures réelles ; le coefficient du contrat compte dans le budget.",
                "Real hours here; the contract's multiplier counts in the budget.",
            ),
        ),
    ),
    source=Text("Temps passés", "Time entries"),
)
def hours_consumed(time_entries: Columns, scope: Scope) -> Iterator[Figure]:
    """By contract; beside: all hours, billable ones, those not deducted."""
    places = months_of(scope, time_entries.days("date"))
    of = cells(places, len(scope.periods.names), groups(time_entries, ("contract",)))
    counted, billable, hours = deducted(time_entries), time_entries.flags("billable"), grains(time_entries)
    rows = count_by(of).tolist()
    taken, asked, spared = (sum_by(of, hours, which).tolist() for which in (counted, billable, ~counted))

    def fact(group: int, place: int) -> Fact:
        if not rows[group][place]:
            return {"state": "no_data", "n": 0}
        value, left = taken[group][place] / GRAIN, spared[group][place] / GRAIN
        beside = (("hours", (taken[group][place] + spared[group][place]) / GRAIN),
                  ("billable", asked[group][place] / GRAIN), ("not_deducted", left))
        return {"value": value, "n": rows[group][place], "beside": beside}

    return figures(scope, of.labels, fact)
