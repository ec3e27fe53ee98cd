"""The days taken off what was sold."""

from __future__ import annotations

from collections.abc import Iterator

from clairevoie.figures.activity import deducted
from clairevoie.figures.books import Key, total
from clairevoie.figures.columns import Columns
from clairevoie.figures.effort import effort
from clairevoie.figures.measured import Fact, figures
from clairevoie.figures.primitives import By
from clairevoie.figures.registry import Scope, kpi
from clairevoie.portal import Figure, Text


@kpi(
    "days_consumed",
    label=Text("Jours décomptés", "Days deducted"),
    sentence=Text(
        "Les jours du mois décomptés de ce qui a été vendu, à la durée de journée de chaque contrat.",
        "The days of the month deducted from what was sold, each contract's day being as long as it says.",
    ),
    formula=Text("Heures décomptées ÷ heures d'une journée du contrat", "Deducted hours ÷ hours of the contract's day"),
    unit="days",
    direction="none",
    fed_by="time_entries",
    addends="time_entries: contract date deducted hours; contracts: contract day_hours",
    edge_cases=(
        (
            Text("Rien n'est dit du décompte", "Nothing said about deduction"),
            Text("Décompté si l'heure est facturable.", "Deducted where the hour is billable."),
        ),
        (
            Text("Nuit, astreinte", "Night, on call"),
            Text(
                "Ici les jours réels ; le coefficient du contrat compte dans le budget.",
                "Real days here; the contract's multiplier counts in the budget.",
            ),
        ),
    ),
    source=Text("Temps passés, contrats", "Time entries, contracts"),
)
def days_consumed(time_entries: Columns, contracts: Columns, scope: Scope) -> Iterator[Figure]:
    """By contract; beside, in days: days (all of them), billable, not_deducted.

    None of all together: beside the hours of all, days of several lengths would tell each contract's.
    """
    done, counted = effort(time_entries, contracts, scope), deducted(time_entries)
    taken, asked, spared = (done.days(which) for which in (counted, time_entries.flags("billable"), ~counted))
    held: dict[str, list[Key]] = {}
    for key in done.keys:
        held.setdefault(key[1], []).append(key)
    labels: list[By] = [(("contract", name),) for name in sorted(held) if name]

    def fact(group: int, place: int) -> Fact:
        keys = frozenset(held[labels[group][0][1]])
        sums = [total(book, keys, [place]) for book in (taken, asked, spared)]
        rows = sums[0].rows + sums[2].rows
        if not rows:
            return {"state": "no_data", "n": 0}
        value, billable, left = (float(one.amount) for one in sums)
        beside = (("days", float(sums[0].amount + sums[2].amount)), ("billable", billable), ("not_deducted", left))
        return {"value": value, "n": rows, "beside": beside}

    return figures(scope, labels, fact)
