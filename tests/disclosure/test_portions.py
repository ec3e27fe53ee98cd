"""Rows that are parts of a figure: what they say of another figure is there only where that one is granted too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from clairevoie.disclosure import client_portal
from clairevoie.disclosure.closing import closed_month
from clairevoie.portal import Cell, Figure
from clairevoie.project.model import ClientSpec, Grants
from clairevoie.tables.closed import Closed
from tests.disclosure.company import AS_OF, GRANTS, MONTH, TABLE_ROWS, definition, project, slice_of, without

CONTRACT = ("contract", "C-1")
HELD = Figure("commitments_held", MONTH, "ratio", "ok", 0.5, n=2, met=1, total=2)
FIGURES = (
    HELD,
    replace(HELD, value=1.0, by=(CONTRACT, ("commitment", "K-TTO")), n=1, met=1, total=1),
    replace(HELD, value=0.0, by=(CONTRACT, ("commitment", "K-TTR")), n=1, met=0, total=1),
    replace(HELD, value=None, state="no_data", by=(CONTRACT, ("commitment", "K-P1")), n=0, met=0, total=0,
            beside=(("too_few", 1),)),
    Figure("tto_met", MONTH, "ratio", "ok", 1.0, (("commitment", "K-TTO"),), 10, 10, 10, 0.95),
    Figure("ttr_met", MONTH, "ratio", "ok", 0.5, (("commitment", "K-TTR"),), 10, 5, 10, 0.95),
    Figure("penalty", MONTH, "money", "ok", Decimal("50.00"), n=5, currency="EUR"),
    Figure("penalty", MONTH, "money", "ok", Decimal("50.00"), (("commitment", "K-TTR"),), 5, currency="EUR"),
    Figure("penalty", MONTH, "money", "no_data", None, (("commitment", "K-TTO"),), 0, currency="EUR"),
)
RULED = {**TABLE_ROWS, "commitments": [
    {**row, "penalty": "50"} if row["commitment"] == "K-TTR" else row for row in TABLE_ROWS["commitments"]]}


def rows(kpi: str, *granted: str, grants: Grants = GRANTS, closed: Iterable[Closed] = (), gone: bool = False
         ) -> dict[Cell, dict[str, Cell]]:
    """The rows of the month behind a figure, by commitment, of who is granted these figures."""
    spec = ClientSpec("lefevre", Path("/nowhere"), ("en",), without(grants, figures=(kpi, *granted)))
    slice_ = slice_of(RULED | {"commitments": []} if gone else RULED)
    site = client_portal(slice_, FIGURES, [definition(kpi)], project(), spec, (), AS_OF, "", closed=closed)
    table = next((table for table in site.tables if table.id == f"rows-{kpi}"), None)
    names = [column.id for column in table.columns] if table else []
    found = [dict(zip(names, row, strict=True)) for row in table.rows] if table else []
    return {row["commitment"]: row for row in found}


def kept() -> Closed:
    """The month as it is closed."""
    return closed_month(slice_of(RULED), FIGURES, project(), ClientSpec("lefevre", Path("/nowhere"), ("en",), GRANTS),
                        AS_OF, MONTH)


@pytest.mark.parametrize("is_closed", [False, True])
def test_a_commitment_is_held_or_not_and_its_rate_is_told_where_it_is_granted(is_closed: bool) -> None:
    closed = [kept()] if is_closed else []
    told = rows("commitments_held", "ttr_met", closed=closed)
    assert {name: row["result"] for name, row in told.items()} == {
        "K-TTO": "met", "K-TTR": "missed", "K-P1": "too_few"}
    assert [told["K-TTR"][name] for name in ("metric", "target_pct", "met", "total")] == ["ttr", 95.0, 5.0, 10.0]
    assert [told["K-TTO"][name] for name in ("metric", "target_pct", "met", "total")] == [None] * 4


def test_a_closed_month_keeps_what_a_commitment_was_that_is_known_no_more() -> None:
    told = rows("commitments_held", "ttr_met", closed=[kept()], gone=True)
    assert [told["K-TTR"][name] for name in ("metric", "target_pct", "met", "total")] == ["ttr", 95.0, 5.0, 10.0]
    assert rows("commitments_held", "ttr_met", gone=True)["K-TTR"]["metric"] is None


def test_a_month_that_was_closed_when_fewer_rows_were_kept_tells_its_parts() -> None:
    before = replace(kept(), rows={})
    assert rows("commitments_held", closed=[before]).keys() == {"K-TTO", "K-TTR", "K-P1"}


def test_the_rule_of_a_penalty_is_told_where_it_is_granted() -> None:
    told = rows("penalty")["K-TTR"]
    assert told == {"period": MONTH, "contract": "C-1", "commitment": "K-TTR", "late": 5, "amount": Decimal("50.00"),
                    "currency": "EUR"}
    ruled = without(GRANTS, tables={**GRANTS.tables, "commitments": ("penalty",)})
    assert rows("penalty", grants=ruled, closed=[kept()], gone=True)["K-TTR"]["penalty"] == "50"


def test_under_a_minimum_count_no_part_of_few_is_told() -> None:
    few = without(GRANTS, minimum_count=6)
    assert rows("penalty", grants=few) == rows("penalty", grants=few, closed=[kept()]) == {}
