"""What a figure is made of is told where its rows are not, and tells of no figure that is not shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from clairevoie.disclosure.addends import with_addends
from clairevoie.disclosure.ledger import ledger
from clairevoie.portal import Column, Figure, Portal, Table, Text
from clairevoie.project.model import Grants
from tests.disclosure.company import GRANTS, MONTH, portal, without

NO_ROWS = without(GRANTS, tables={})
RATE = Figure("ttr_met", MONTH, "ratio", "ok", 0.9, n=10, met=9, total=10)


def sums(site: Portal) -> dict[str, Table]:
    """The tables of what figures are made of, by KPI."""
    return {table.id.removeprefix("sums-"): table for table in site.tables if table.id.startswith("sums-")}


@pytest.mark.parametrize("grants", [
    GRANTS, NO_ROWS, without(GRANTS, by_month=("all",)), without(GRANTS, minimum_count=11), without(GRANTS, months=2),
])
def test_each_line_is_of_a_figure_that_is_shown_with_its_value(grants: Grants) -> None:
    site = portal(grants)
    shown = {(figure.kpi, figure.period, *sorted(value for _, value in figure.by)) for figure in site.figures
             if figure.value is not None or figure.state == "too_few"}
    for kpi, table in sums(site).items():
        ids = [place for place, column in enumerate(table.columns) if column.kind == "id"]
        lines = {(kpi, row[0], *sorted(str(row[place]) for place in ids if row[place])) for row in table.rows}
        assert len(lines) == len(table.rows)
        assert lines <= shown


def test_without_rows_every_figure_is_told_by_what_it_is_made_of() -> None:
    site = portal(NO_ROWS)
    assert not [table.id for table in site.tables if table.id.startswith("rows-")]
    assert sums(site).keys() == {figure.kpi for figure in site.figures if figure.value is not None}
    rate = sums(site)["ttr_met"]
    assert [column.id for column in rate.columns] == ["period", "commitment", "met", "total"]
    assert (MONTH, None, 9, 10) in rate.rows
    assert (MONTH, "K-TTR", 5, 10) in rate.rows


def test_without_the_page_of_definitions_there_is_no_such_file() -> None:
    assert not sums(portal(without(NO_ROWS, pages=("overview", "commitments"))))


def test_what_is_withheld_has_no_line() -> None:
    assert not sums(portal(without(NO_ROWS, minimum_count=100)))


@pytest.mark.parametrize(("columns", "period", "lines"), [
    (("ticket",), MONTH, 1),  # rows that do not say the contract give the whole only
    (("ticket", "contract"), MONTH, 0),
    (("ticket", "contract"), "2026-09", 2),  # rows of another month
])
def test_a_figure_that_its_rows_give_is_not_told_again(columns: tuple[str, ...], period: str, lines: int) -> None:
    rows = Table("rows-ttr_met", tuple(Column(name, Text(name, name), "id") for name in columns),
                 ((period, *columns[1:]),))
    of_contract = replace(RATE, by=(("contract", "C-1"),))
    (*_, last) = with_addends([RATE, of_contract], [rows], ledger([]))
    assert (len(last.rows) if last.id == "sums-ttr_met" else 0) == lines


def test_a_margin_is_told_as_the_difference_that_it_is() -> None:
    money = [Figure(kpi, MONTH, "money", "ok", value, currency="EUR")
             for kpi, value in (("contract_margin", 30), ("revenue", 100), ("contract_cost", 70))]
    (table,) = with_addends(money[:1], [], ledger(money))
    assert [column.id for column in table.columns] == ["period", "revenue", "contract_cost", "value", "currency"]
    assert table.rows == ((MONTH, 100, 70, 30, "EUR"),)
