"""The share of available days that is billed (TACE)."""

from __future__ import annotations

from collections.abc import Iterator

from clairevoie.figures.activity import deducted
from clairevoie.figures.attendance import attendance, shares, spans
from clairevoie.figures.columns import Columns
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
            "time_entries: person contract date billable deducted hours; contracts: contract day_hours",
    variant="billable",
    variants={"deducted": (
        Text("La part des jours disponibles qui est décomptée aux clients.",
             "The share of the available days that is deducted from what clients bought."),
        Text("Jours décomptés ÷ (jours ouvrés × temps de travail − absences déclarées)",
             "Days deducted ÷ (working days × share of full time − declared absences)"),
    )},
    internal=True,
    edge_cases=(
        (
            Text("Variante", "Variant"),
            Text(
                "Les jours facturables ; en variante, les jours décomptés. Elle est nommée avec le chiffre.",
                "Billable days; as a variant, the days deducted. It is named with the figure.",
            ),
        ),
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
    entries = deducted(time_entries) if scope.definition.variant == "deducted" else time_entries.flags("billable")
    over = spans(scope.periods)
    found = attendance(people, absences, time_entries, contracts, over, scope, entries)
    return shares(found, people, over, scope, "billed_days")
