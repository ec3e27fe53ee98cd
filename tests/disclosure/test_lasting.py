"""Capacities and deadlines: of the client's own items, as far as they may be named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from clairevoie.disclosure.infrastructure import infrastructure
from clairevoie.disclosure.ledger import ledger
from clairevoie.disclosure.view import View, view_of
from clairevoie.figures.derive import derive
from clairevoie.figures.kpi import compute
from clairevoie.portal import Infrastructure
from clairevoie.project.model import ClientSpec, Grants
from clairevoie.tables.slices import Slice
from tests.figures.ledger import AS_OF, dataset, project, rows
from tests.figures.test_kpi_supervision import MEASURES

GRANTS = Grants(pages=("infrastructure",), figures=("capacity_used",),
                tables={"cis": ("ci", "name", "class", "warranty_end", "renewal_date")})
CIS = """
ci   | client | name | class  | status     | warranty_end | renewal_date | end_of_life | obsolete
san  | acme   | SAN  | disk   | production | 2026-11-30   | 2026-10-01   | 2026-12-01  |
far  | acme   | FAR  | server | production | 2027-11-02   |              |             |
old  | acme   | OLD  | server | retired    | 2026-12-01   |              |             |
gone | acme   | GONE | server | production | 2026-12-01   |              |             | yes
farm |        | FARM | farm   | production | 2026-12-01   |              |             |
"""


def seen(**changes: Any) -> View:
    """The company's items through these grants; the farm is not its own."""
    farm = [row | {"ci": "farm", "metric": "memory"} for row in MEASURES]
    company = dataset(clients=rows("client | name\nacme | Acme"), cis=rows(CIS), capacity=[*MEASURES, *farm])
    of = Slice("acme", derive(company, project(), AS_OF).tables)
    grants = replace(GRANTS, **changes)
    found = compute(of, project(), AS_OF, grants.figures)
    return view_of(of, ledger(found), project(), ClientSpec("acme", project().root, ("fr",), grants), AS_OF)


def told(**changes: Any) -> Infrastructure:
    """The panel."""
    return infrastructure(seen(**changes))


def test_a_capacity_tells_how_full_an_item_is_and_when_it_would_be() -> None:
    (san,) = told().capacities
    assert (san.ci, san.name, san.metric, san.used.value, san.value, san.limit) == (
        "san", "SAN", "disk", 610 / 800, 610, 800)
    assert san.full == date(2027, 3, 13)  # 132 days after 1 November


def test_what_others_use_too_is_told_nowhere() -> None:
    assert {dict(figure.by)["ci"] for figure in seen().ledger.kpi("capacity_used")} == {"san"}


def test_an_item_that_may_not_be_named_has_no_capacity() -> None:
    for tables in ({}, {"cis": ("name", "class")}):
        view = seen(tables=tables)
        assert view.ledger.kpi("capacity_used") == () and infrastructure(view).capacities == ()
    assert told(figures=()).capacities == ()


def test_deadlines_are_those_of_a_year_and_those_that_are_over() -> None:
    assert [(one.day, one.kind, one.name, one.item_class) for one in told().deadlines] == [
        (date(2026, 10, 1), "renewal_date", "SAN", "disk"), (date(2026, 11, 30), "warranty_end", "SAN", "disk")]
    assert told(tables={"cis": ("name", "end_of_life")}).deadlines[0].item_class == ""
    assert told(tables={"cis": ("name",)}).deadlines == ()
    assert told(tables={"cis": ("warranty_end",)}).deadlines == ()  # of what has no name
