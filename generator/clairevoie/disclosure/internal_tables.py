"""The tables behind the internal pages: one row a client, a contract, a person."""

from __future__ import annotations

from clairevoie.disclosure.internal_rates import monday
from clairevoie.portal import (
    Cell,
    ClientLine,
    Column,
    Figure,
    MarginLine,
    Margins,
    PersonLine,
    Portfolio,
    Staffing,
    Table,
    Text,
)

_CLIENTS = (
    Column("client", Text("Client", "Client"), "id"),
    Column("name", Text("Nom", "Name")),
    Column("parent", Text("Groupe", "Group"), "id"),
    Column("contracts", Text("Contrats", "Contracts"), "count"),
    Column("held", Text("Engagements tenus", "Commitments held"), "count"),
    Column("missed", Text("Engagements manqués", "Commitments missed"), "count"),
    Column("without_verdict", Text("Sans verdict", "Without a verdict"), "count"),
    Column("ttr_met", Text("Rétablis dans le délai", "Restored in time"), "ratio"),
    Column("backlog", Text("Tickets ouverts", "Open tickets"), "count"),
    Column("late", Text("Hors délai", "Late"), "count"),
    Column("revenue", Text("Chiffre d’affaires", "Revenue"), "money"),
    Column("margin", Text("Marge", "Margin"), "money"),
    Column("margin_ratio", Text("Marge, part", "Margin, share"), "ratio"),
    Column("daily_rate", Text("TJM", "Daily rate"), "money"),
    Column("notice", Text("Préavis", "Notice"), "date"),
)
_MARGINS = (
    Column("client", Text("Client", "Client")),
    Column("contract", Text("Contrat", "Contract"), "id"),
    Column("name", Text("Nom", "Name")),
    Column("kind", Text("Nature", "Kind"), "kind"),
    Column("days", Text("Jours", "Days"), "days"),
    Column("revenue", Text("Chiffre d’affaires", "Revenue"), "money"),
    Column("cost", Text("Coût", "Cost"), "money"),
    Column("margin", Text("Marge", "Margin"), "money"),
    Column("margin_ratio", Text("Marge, part", "Margin, share"), "ratio"),
    Column("daily_rate", Text("TJM", "Daily rate"), "money"),
)
_STAFFING = (
    Column("person", Text("Personne", "Person"), "id"),
    Column("name", Text("Nom", "Name")),
    Column("team", Text("Équipe", "Team")),
    Column("week", Text("Semaine du", "Week of"), "text"),
    Column("billed", Text("Part facturée", "Billed share"), "ratio"),
    Column("absent", Text("Part absente", "Absent share"), "ratio"),
)

_RATES = (
    Column("of", Text("De", "Of"), "text"),
    Column("name", Text("Nom", "Name")),
    Column("month", Text("Mois", "Month")),
    Column("daily_rate_sold", Text("TJM vendu", "Daily rate sold"), "money"),
    Column("daily_rate", Text("TJM réalisé", "Daily rate realised"), "money"),
    Column("daily_cost", Text("CJM", "Daily cost"), "money"),
    Column("staffing_rate", Text("TACE", "Staffing rate"), "ratio"),
    Column("occupancy_rate", Text("Occupation", "Occupancy"), "ratio"),
)
_PLANNED = (
    Column("team", Text("Équipe", "Team")),
    Column("week", Text("Semaine du", "Week of"), "date"),
    Column("on_mission", Text("En mission", "On a mission"), "count"),
    Column("headcount", Text("Effectif", "Headcount"), "count"),
    Column("share", Text("Part", "Share"), "ratio"),
)


def clients(panel: Portfolio) -> Table:
    """One row a client, in the order of the page."""
    return Table("clients", _CLIENTS, tuple(map(_client, panel.clients)), Text("Clients", "Clients"))


def contracts(panel: Margins) -> Table:
    """One row a contract."""
    return Table("margins", _MARGINS, tuple(map(_margin, panel.lines)), Text("Marge par contrat", "Margin by contract"))


def weeks(panel: Staffing) -> Table:
    """One row a person and a week."""
    return Table("staffing", _STAFFING, tuple(row for line in panel.people for row in _weeks(line)),
                 Text("Personnes, semaine par semaine", "People, week by week"))


def rates(panel: Staffing) -> Table:
    """One row for the company, each team and each person."""
    rows = tuple((line.kind, line.name or None, panel.month, *map(_value, (
        line.sold, line.realised, line.cost, line.staffing, line.occupancy))) for line in panel.rates)
    return Table("staffing-rates", _RATES, rows, Text("TJM, CJM, TACE et occupation", "Rates, costs and staffing"))


def planned(panel: Staffing) -> Table:
    """One row a team (none: the company) and a coming week."""
    rows = tuple((team or None, monday(figure.period), figure.met, figure.total, _value(figure))
                 for team, figures in panel.planned for figure in figures)
    return Table("staffing-planned", _PLANNED, rows, Text("Personnes prévues en mission", "People planned on missions"))


def _client(line: ClientLine) -> tuple[Cell, ...]:
    return (line.client, line.name, line.parent or None, line.contracts, line.held, line.missed, line.without_verdict,
            _value(line.ttr.figure if line.ttr else None), _value(line.backlog), line.late, _value(line.revenue),
            _value(line.margin_money), _value(line.margin), _value(line.daily_rate), line.notice)


def _margin(line: MarginLine) -> tuple[Cell, ...]:
    return (line.client, line.contract, line.name, line.kind, line.days, _value(line.revenue), _value(line.cost),
            _value(line.margin), _value(line.margin_ratio), _value(line.daily_rate))


def _weeks(line: PersonLine) -> list[tuple[Cell, ...]]:
    return [(line.person, line.name, line.team, monday, billed, absent) for monday, billed, absent in line.weeks]


def _value(figure: Figure | None) -> Cell:
    return figure.value if figure else None
