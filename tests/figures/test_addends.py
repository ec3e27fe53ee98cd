"""Each KPI says which columns it adds up, and its figures can be worked out from them alone."""

from __future__ import annotations

import pyarrow as pa
import pytest

from clairevoie.disclosure.grants import DERIVED
from clairevoie.figures.columns import Columns
from clairevoie.figures.kpi import KPIS, _measured
from clairevoie.project.model import FigureSettings, Staff
from clairevoie.tables.schema import TABLES
from tests.figures import (
    test_kpi,
    test_kpi_commitments,
    test_kpi_desk,
    test_kpi_internal,
    test_kpi_supervision,
    test_kpi_watch,
)
from tests.figures.ledger import AS_OF, project

By = tuple[tuple[str, str], ...]
SERVICE = {test_kpi_desk.DESK: test_kpi_desk, test_kpi_watch.WATCH: test_kpi_watch,
           test_kpi_supervision.SUPERVISION: test_kpi_supervision, test_kpi_commitments.PROMISES: test_kpi_commitments}
RATES = dict.fromkeys((*test_kpi_desk.DESK, *test_kpi_commitments.PROMISES), FigureSettings(minimum=1))
SETTINGS = project(RATES, staff=Staff(productive_days=218))
# Where a row stands, which its page says: in which month, under which key, and whether it is open.
PLACES = ("created_month", "owned_month", "resolved_month", "open")
WIDEST = {"budget_consumed": ["contract"], "budget_remaining": ["contract"], "days_consumed": ["contract"],
          "landing": ["contract"], "capacity_used": ["ci", "metric"]}  # the others: the whole


@pytest.fixture(scope="module")
def service() -> dict[str, dict[str, pa.Table]]:
    """For each of these KPIs, the tables of the company on which it is worked out by hand."""
    return {kpi: dict(of.sliced().tables) for kpis, of in SERVICE.items() for kpi in kpis}


@pytest.fixture(scope="module")
def tables() -> dict[str, pa.Table]:
    """The tables of both companies that are worked out by hand: tickets of one, money and people of the other."""
    clients, company = test_kpi_internal._slices(SETTINGS)
    money = {name: pa.concat_tables([slices.tables[name] for slices in (*clients.values(), company)]
                                    if TABLES[name].owner and name != "clients" else [company.tables[name]])
             for name in TABLES}
    service = test_kpi._slice(SETTINGS).tables
    return {**money, **{name: service[name] for name in ("tickets", "ticket_events", "commitments")}}


def figures(kpi: str, tables: dict[str, pa.Table]) -> dict[tuple[str, By], tuple[object, str, int | None]]:
    """The widest figures of a KPI, by period and grouping."""
    given = {name: Columns(table) for name, table in tables.items()}
    found = _measured(KPIS[kpi], given, SETTINGS, AS_OF, "Europe/Paris", "EUR", 13, {})
    widest = WIDEST.get(kpi, [])
    return {(f.period, f.by): (f.value, f.state, f.n) for f in found if [name for name, _ in f.by] == widest
            and (kpi != "backlog" or f.period == "2026-11-01")}


def blanked(kpi: str, tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """The tables with the KPI's addends, their keys and their places; every other cell, and table, is empty."""
    found = {}
    for name, table in tables.items():
        said = KPIS[kpi].addends.get(name, ())
        kept = {*said, *TABLES[name].key, *(PLACES if said else ()),
                *(part for column in said for part in DERIVED.get(name, {}).get(column, ())),
                *(("billable",) if "deducted" in said else ())}  # what is deducted is as billable, unless it is said
        empty = {field.name: pa.nulls(len(table), field.type) for field in table.schema if field.name not in kept}
        cells = [empty.get(field.name, table.column(field.name)) for field in table.schema]
        found[name] = pa.table(cells, schema=table.schema) if said or name in KPIS[kpi].fed_by else table.slice(0, 0)
    return found


@pytest.mark.parametrize("kpi", sorted(KPIS))
def test_a_figure_can_be_worked_out_from_its_addends_alone(
    kpi: str, tables: dict[str, pa.Table], service: dict[str, dict[str, pa.Table]]
) -> None:
    tables = service.get(kpi, tables)
    whole = figures(kpi, tables)
    assert any(value is not None for value, _, _ in whole.values())
    assert figures(kpi, blanked(kpi, tables)) == whole


@pytest.mark.parametrize("kpi", sorted(KPIS))
def test_every_kpi_names_the_columns_that_it_adds_up(kpi: str) -> None:
    assert KPIS[kpi].addends
    for name, columns in KPIS[kpi].addends.items():
        known = {column.name for column in TABLES[name].columns} | set(DERIVED.get(name, {}))
        assert columns and set(columns) <= known
        assert name in (*KPIS[kpi].needs, *KPIS[kpi].fed_by)


def test_no_addend_of_a_figure_that_clients_may_see_is_internal_by_nature() -> None:
    tables = {name for kpi in KPIS.values() if not kpi.internal for name in kpi.addends}
    assert not [name for name in tables if TABLES[name].internal]
