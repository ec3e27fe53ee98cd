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
            Text("Plusieurs contrats", "Several contracts"),
            Text("Somme des jours de chacun, à sa durée de journée.", "Sum of the days of each, by its own day."),
        ),
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
        (Text("Temps sans contrat", "Time under no contract"), Text("En jours de 7 h.", "In days of 7 h.")),
    ),
    source=Text("Temps passés, contrats", "Time entries, contracts"),
)
def days_consumed(time_entries: Columns, contracts: Columns, scope: Scope) -> Iterator[Figure]:
    """All together and by contract; beside, in days: all, billable, not_deducted."""
    done, counted = effort(time_entries, contracts, scope), deducted(time_entries)
    taken, asked, spared = (done.days(which) for which in (counted, time_entries.flags("billable"), ~counted))
    keys = frozenset(done.keys)
    contract_of: dict[str, set[Key]] = {}
    for key in keys:
        contract_of.setdefault(key[1], set()).add(key)
    named = sorted(name for name in contract_of if name)
    labels: list[By] = [(), *((("contract", name),) for name in named)]
    held = [keys, *(frozenset(contract_of[name]) for name in named)]

    def fact(group: int, place: int) -> Fact:
        sums = [total(book, held[group], [place]) for book in (taken, asked, spared)]
        rows = sums[0].rows + sums[2].rows
        if not rows:
            return {"state": "no_data", "n": 0}
        value, billable, left = (float(one.amount) for one in sums)
        beside = (("days", float(sums[0].amount + sums[2].amount)), ("billable", billable), ("not_deducted", left))
        return {"value": value, "n": rows, "beside": beside}

    return figures(scope, labels, fact)
