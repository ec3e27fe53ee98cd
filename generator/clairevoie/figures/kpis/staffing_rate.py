"""The share of available days that is billed (TACE)."""

from __future__ import annotations

from collections.abc import Iterator

from clairevoie.figures.attendance import NANO, attendance, spans
from clairevoie.figures.columns import Columns
from clairevoie.figures.primitives import By
from clairevoie.figures.registry import Scope, kpi
from clairevoie.portal import Figure, Text


@kpi(
    "staffing_rate",
    label=Text("TACE", "Staffing rate"),
    sentence=Text(
        "La part des jours disponibles qui est facturable.",
        "The share of the available days that is billable.",
    ),
    formula=Text(
        "Jours facturables ÷ (jours ouvrés × temps de travail − absences déclarées)",
        "Billable days ÷ (working days × share of full time − declared absences)",
    ),
    unit="ratio",
    direction="up",
    fed_by="people time_entries",
    addends="people: person team kind fte start end; absences: person date fraction kind; "
            "time_entries: person contract date billable hours; contracts: contract day_hours",
    variant="billable",
    internal=True,
    edge_cases=(
        (Text("Plus de 100 %", "Over 100%"), Text("Possible : des jours longs.", "Possible: long days.")),
        (
            Text("Absences déclarées", "Declared absences"),
            Text(
                "Celles des motifs déclarés dans portal.yml, les jours ouvrés du calendrier de l'entreprise.",
                "Those of the kinds declared in portal.yml, on open days of the company's calendar.",
            ),
        ),
        (
            Text("Arrivée, départ", "Start, end"),
            Text("Seuls comptent les jours sous contrat.", "Only days under contract count."),
        ),
        (
            Text("Sous-traitants", "Subcontractors"),
            Text(
                "Chacun a son taux ; une équipe et l'entreprise ne comptent que les salariés.",
                "Each has a rate; a team and the company count employees only.",
            ),
        ),
        (Text("Absent toute la période", "Away for the whole period"), Text("Pas de donnée.", "No data.")),
        (Text("Aucun temps saisi par personne", "No time recorded by anybody"), Text("Pas de donnée.", "No data.")),
    ),
    source=Text("Personnes, absences, temps passés", "People, absences, time entries"),
)
def staffing_rate(
    people: Columns, absences: Columns, time_entries: Columns, contracts: Columns, scope: Scope
) -> Iterator[Figure]:
    """Of the company, each team, each person; by month, and for the last 13 weeks ("2026-W44").

    Beside, in days: billed_days, available_days, absent.
    """
    over = spans(scope.periods)
    found = attendance(people, absences, time_entries, contracts, over, scope)
    months = len(scope.periods.names)
    for by, rows in _groups(people):
        grids = [grid[rows].sum(axis=0).tolist() for grid in (found.billed, found.owed, found.away)]
        before: float | None = None
        for place, span in enumerate(over):
            billed, owed, away = (grid[place] / NANO for grid in grids)
            value = billed / (owed - away) if owed - away > 1e-9 and found.recorded[place] else None
            beside = tuple((name, round(days, 6)) for name, days in
                           (("billed_days", billed), ("available_days", owed - away), ("absent", away)))
            previous = before if value is not None and place <= scope.periods.whole else None
            if place:
                yield Figure("staffing_rate", span.name, "ratio", "no_data" if value is None else "ok", value, by,
                             target=scope.target, previous=previous, beside=beside)
            before = value if place < months else None


def _groups(people: Columns) -> Iterator[tuple[By, list[int]]]:
    """The company, the teams (employees), then everybody."""
    rows = list(zip(people.texts("person"), people.texts("team"), people.texts("kind"), strict=True))
    yield (), [row for row, (_, _, kind) in enumerate(rows) if kind == "employee"]
    for team in sorted({team for _, team, _ in rows if team}):
        yield (("team", team),), [row for row, (_, of, kind) in enumerate(rows) if of == team and kind == "employee"]
    for person, row in sorted((person, row) for row, (person, _, _) in enumerate(rows)):
        yield (("person", person),), [row]
