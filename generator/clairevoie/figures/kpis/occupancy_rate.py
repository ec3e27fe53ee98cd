"""The share of available days on any activity."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from clairevoie.figures.attendance import attendance, shares, spans
from clairevoie.figures.columns import Columns
from clairevoie.figures.registry import Scope, kpi
from clairevoie.portal import Figure, Text


@kpi(
    "occupancy_rate",
    label=Text("Taux d'occupation", "Occupancy rate"),
    sentence=Text(
        "La part des jours disponibles qui est passée sur une activité, facturable ou non.",
        "The share of the available days that is spent on some activity, billable or not.",
    ),
    formula=Text(
        "Jours saisis, quelle que soit l'activité ÷ (jours ouvrés × temps de travail − absences déclarées)",
        "Days recorded, whatever the activity ÷ (working days × share of full time − declared absences)",
    ),
    unit="ratio",
    direction="none",
    fed_by="people time_entries",
    addends="people: person team kind fte start end; absences: person date fraction kind; "
            "time_entries: person contract date hours; contracts: contract day_hours",
    internal=True,
    edge_cases=(
        (Text("Plus de 100 %", "Over 100%"), Text("Possible : des jours longs.", "Possible: long days.")),
        (
            Text("Temps sans contrat", "Time under no contract"),
            Text("Compté, en jours de 7 h.", "Counted, in days of 7 h."),
        ),
        (
            Text("Sous-traitants", "Subcontractors"),
            Text(
                "Chacun a son taux ; une équipe et l'entreprise ne comptent que les salariés.",
                "Each has a rate; a team and the company count employees only.",
            ),
        ),
        (Text("Aucun temps saisi par personne", "No time recorded by anybody"), Text("Pas de donnée.", "No data.")),
    ),
    source=Text("Personnes, absences, temps passés", "People, absences, time entries"),
)
def occupancy_rate(
    people: Columns, absences: Columns, time_entries: Columns, contracts: Columns, scope: Scope
) -> Iterator[Figure]:
    """Of the company, each team, each person; by month, and for the last 13 weeks ("2026-W44").

    Beside, in days: busy_days, available_days, absent.
    """
    over, everything = spans(scope.periods), np.ones(len(time_entries), bool)
    found = attendance(people, absences, time_entries, contracts, over, scope, everything)
    return shares(found, people, over, scope, "busy_days")
