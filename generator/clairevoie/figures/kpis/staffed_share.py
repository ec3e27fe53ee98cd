"""How many people are on a mission (the other meaning of *taux de staffing*)."""

from __future__ import annotations

from collections.abc import Iterator

from clairevoie.figures.columns import Columns
from clairevoie.figures.posts import Posts, dates, posts
from clairevoie.figures.registry import Scope, kpi
from clairevoie.portal import Figure, State, Text


@kpi(
    "staffed_share",
    label=Text("Part des personnes en mission", "Share of people on a mission"),
    sentence=Text(
        "La part de l'effectif qui a une affectation ferme, à une date ou dans une semaine à venir.",
        "The share of the headcount that has a firm assignment, at a date or in a coming week.",
    ),
    formula=Text("Personnes affectées fermement ÷ effectif", "People on a firm assignment ÷ headcount"),
    unit="ratio",
    direction="up",
    fed_by="people",
    addends="people: person team kind start end; assignments: person from to certainty; "
            "time_entries: person date billable",
    internal=True,
    edge_cases=(
        (Text("Affectation en option", "Optional assignment"), Text("Ne compte pas.", "Does not count.")),
        (
            Text("Semaine à venir", "Coming week"),
            Text(
                "Prévue d'après les affectations : une personne compte si l'une couvre un jour de la semaine.",
                "Planned from the assignments: a person counts if one of them holds on a day of the week.",
            ),
        ),
        (
            Text("Aucune affectation saisie", "No assignment recorded"),
            Text(
                "Estimée : les personnes qui ont du temps facturable dans la semaine de la date ; rien n'est prévu.",
                "Estimated: the people with billable time in the week of the date; nothing is planned.",
            ),
        ),
        (Text("Effectif", "Headcount"), Text("Les salariés présents ce jour-là.", "The employees of that day.")),
    ),
    source=Text("Personnes, affectations", "People, assignments"),
)
def staffed_share(people: Columns, assignments: Columns, time_entries: Columns, scope: Scope) -> Iterator[Figure]:
    """Of the company and each team: at the ends of whole months ("2026-10-31"), on as_of's day, in its week and the
    seven after it ("2026-W45"). met: people on a mission; total and n: headcount."""
    of = posts(people, assignments, time_entries)
    for when in dates(scope.periods):
        for team, counted in of.counted(when).items():
            yield _figure(of, when.name, counted, when.ahead, team, scope)


def _figure(
    of: Posts, period: str, counted: tuple[int, int], ahead: bool, team: str, scope: Scope
) -> Figure:
    by = (("team", team),) if team else ()
    busy, all_ = counted
    if not of.assigned and ahead:
        return scope.absent(period, "not_measured", "no_assignment", by)
    if not all_:
        return scope.absent(period, "no_data", "no_rows", by)
    state: State = "ok" if of.assigned else "estimated"
    return Figure("staffed_share", period, "ratio", state, busy / all_, by, all_, busy, all_, scope.target)
