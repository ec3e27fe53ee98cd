"""The hours that were done and not taken off what was sold, by reason."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from clairevoie.figures.activity import GRAIN, deducted, grains
from clairevoie.figures.columns import Codes, Columns
from clairevoie.figures.measured import Fact, figures, months_of
from clairevoie.figures.primitives import cells, count_by, everything, grouped, sum_by
from clairevoie.figures.registry import Scope, kpi
from clairevoie.portal import Figure, Text

UNSAID = "unsaid"


@kpi(
    "hours_not_deducted",
    label=Text("Heures non décomptées", "Hours not deducted"),
    sentence=Text(
        "Les heures du mois qui ne sont pas décomptées de ce qui a été vendu, et pourquoi.",
        "The hours of the month that are not deducted from what was sold, and why.",
    ),
    formula=Text("Somme des heures non décomptées du mois, par raison",
                 "Sum of the hours of the month that are not deducted, by reason"),
    unit="hours",
    direction="none",
    fed_by="time_entries",
    addends="time_entries: date deducted undeducted_reason hours",
    edge_cases=(
        (
            Text("Rien n'est dit du décompte", "Nothing said about deduction"),
            Text("Non décompté si l'heure n'est pas facturable.", "Not deducted where the hour is not billable."),
        ),
        (
            Text("Aucune raison saisie", "No reason entered"),
            Text("Comptées à part, sous « raison non saisie ».", "Counted apart, under \"reason not entered\"."),
        ),
    ),
    source=Text("Temps passés", "Time entries"),
)
def hours_not_deducted(time_entries: Columns, scope: Scope) -> Iterator[Figure]:
    """All together, by contract, by reason."""
    spared, contract = ~deducted(time_entries), time_entries.codes("contract")
    said = time_entries.codes("undeducted_reason")
    reason = Codes(np.where(said.index < 0, len(said.names), said.index), (*said.names, UNSAID))
    count = len(time_entries)
    kinds = [everything(count), grouped(count, contract=contract), grouped(count, reason=reason)]
    of = cells(np.where(spared, months_of(scope, time_entries.days("date")), -1), len(scope.periods.names), kinds)
    rows, sums = count_by(of).tolist(), sum_by(of, grains(time_entries)).tolist()

    def fact(group: int, place: int) -> Fact:
        n = rows[group][place]
        return {"value": sums[group][place] / GRAIN, "n": n} if n else {"state": "no_data", "n": 0}

    return figures(scope, of.labels, fact)
