"""A month in which nobody recorded time tells neither a rate nor a margin."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.figures.ledger import project, rows
from tests.figures.test_kpi_internal import ENTRIES, YEAR, InternalFigures


@pytest.fixture(scope="module")
def found() -> InternalFigures:
    return InternalFigures(project())


def test_nothing_billed_is_no_rate_where_nobody_recorded_time(found: InternalFigures) -> None:
    assert {found("staffing_rate", "2026-09", **by).state for by in ({}, {"team": "blue"}, {"person": "lea"})} == {
        "no_data"}
    assert found("staffing_rate", "2026-W40", person="lea").value is None
    september = InternalFigures(project(), time_entries=[*rows(ENTRIES), {
        "entry": "E0", "date": "2026-09-29", "person": "sub", "hours": "1", "billable": "no"}])
    assert september("staffing_rate", "2026-09", person="lea").value == 0
    assert september("staffing_rate", "2026-W40", person="lea").value == 0


def test_a_margin_is_not_told_of_a_month_without_recorded_time(found: InternalFigures) -> None:
    # September: 3,100 were invoiced on M, Léa was paid, and nobody recorded an hour: neither 100 % nor a loss.
    for by in ({}, {"client": "acme"}, {"client": "acme", "contract": "M"}, {"line": "unallocated"}):
        assert (found("contract_margin", "2026-09", **by).state, found("contract_margin", "2026-09", **by).reason) == (
            "not_measured", "no_time")
        assert found("contract_margin", YEAR, **by).state == "not_measured"
    assert found("contract_margin_ratio", "2026-09", client="acme", contract="M").value is None
    assert found("contract_margin", YEAR, client="lune", contract="F").value == Decimal(4100)  # all of it in October
    assert found("contract_margin", "2026-09", client="lune", contract="F").state == "no_data"
