"""The rows behind the figures of people, of contracts and of the company, as the staff's site offers them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from clairevoie.disclosure.behind import PERIOD, caption
from clairevoie.disclosure.house import House
from clairevoie.disclosure.staff_rows import rows_of_company
from clairevoie.figures.behind_money import MADE_OF
from clairevoie.figures.columns import Columns
from clairevoie.figures.kpi import KPIS, scope_of, together
from clairevoie.figures.kpis.daily_cost import rows_of_people
from clairevoie.figures.posts import dates, posts
from clairevoie.portal import Cell, Column, Definition, Table, Text

_PERSON = Column("person", Text("Personne", "Person"), "id")
_TEAM = Column("team", Text("Équipe", "Team"))
_KIND = Column("kind", Text("Statut", "Employed as"), "kind")
_DAYS = {"staffing_rate": Column("billed_days", Text("Jours produits", "Days produced"), "number"),
         "occupancy_rate": Column("busy_days", Text("Jours saisis", "Days recorded"), "number")}
_AVAILABLE = Column("available_days", Text("Jours disponibles", "Days available"), "number")
_POSTED = Column("on_mission", Text("En mission", "On a mission"), "flag")
_PAID = (Column("days", Text("Jours", "Days"), "number"), Column("amount", Text("Coût", "Cost"), "number"),
         Column("currency", Text("Monnaie", "Currency")))


def staff_lists(known: House, definitions: Sequence[Definition]) -> dict[str, Table]:
    """KPI → its rows: of people a row a person and period; of money the lines of each contract and period, with a
    person's days on it as one."""
    read = {name: Columns(table) for name, table in together(known.slices, known.company).items()}
    fed = [kpi for kpi in (definition.kpi for definition in definitions)
           if KPIS[kpi].internal and all(len(read[name]) for name in KPIS[kpi].feeding(known.project))]
    found = {kpi: _rows(known, kpi, read) for kpi in fed}
    return {kpi: table for kpi, table in found.items() if table is not None and table.rows}


def _rows(known: House, kpi: str, read: Mapping[str, Columns]) -> Table | None:
    if kpi in MADE_OF:
        return rows_of_company(kpi, read, scope_of(KPIS[kpi], known.project, known.as_of))
    if kpi in _DAYS:
        return _present(known, kpi)
    if kpi == "staffed_share":
        return _posted(known, kpi, read)
    return _paid(known, kpi, read) if kpi == "daily_cost" else None


def _present(known: House, kpi: str) -> Table:
    """Each person's days in every period of the figure: as they are told of that person."""
    of = {row.text("person"): (row.text("team") or None, row.text("kind")) for row in known.own("people")}
    rows = []
    for figure in known.ledger.kpi(kpi):
        if figure.beside and len(figure.by) == 1 and figure.by[0][0] == "person":  # of data too old there is none
            person, beside = figure.by[0][1], dict(figure.beside)
            rows.append((figure.period, person, *of.get(person, (None, None)), beside[_DAYS[kpi].id],
                         beside["available_days"]))
    return _table(kpi, (PERIOD, _PERSON, _TEAM, _KIND, _DAYS[kpi], _AVAILABLE), rows)


def _posted(known: House, kpi: str, read: Mapping[str, Columns]) -> Table:
    """Each employee on each date, or in each week."""
    of = posts(read["people"], read["assignments"], read["time_entries"])
    shown = scope_of(KPIS[kpi], known.project, known.as_of).periods
    return _table(kpi, (PERIOD, _PERSON, _TEAM, _POSTED), [
        (when.name, person, team or None, busy) for when in dates(shown) for person, team, busy in of.listed(when)])


def _paid(known: House, kpi: str, read: Mapping[str, Columns]) -> Table:
    """Each employee's days of a month, and what they cost."""
    scope = scope_of(KPIS[kpi], known.project, known.as_of)
    rows = rows_of_people(read["people"], read["person_costs"], read["time_entries"], read["contracts"], scope)
    return _table(kpi, (PERIOD, _PERSON, _TEAM, *_PAID), [(*row, scope.currency) for row in rows])


def _table(kpi: str, columns: tuple[Column, ...], rows: Sequence[tuple[Cell, ...]]) -> Table:
    ordered = sorted(sorted(rows, key=lambda row: str(row[1])), key=lambda row: str(row[0]), reverse=True)
    return Table(f"rows-{kpi}", columns, tuple(ordered), caption(kpi))
