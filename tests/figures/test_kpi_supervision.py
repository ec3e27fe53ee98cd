"""Checks, surveys and capacity on rows written by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from clairevoie.figures.derive import derive
from clairevoie.figures.kpi import compute
from clairevoie.portal import Figure
from clairevoie.tables.slices import Slice
from tests.figures.ledger import AS_OF, dataset, project, rows

SUPERVISION = ("checks_ok", "csat", "capacity_used")
CHECKS = """
check | client | service | kind    | at               | result
C1    | acme   | backups | backup  | 2026-10-01 00:00 | ok
C2    | acme   | backups | backup  | 2026-10-02 04:00 | ok
C3    | acme   | backups | backup  | 2026-10-03 04:00 | partial
C4    | acme   | backups | backup  | 2026-10-04 04:00 | ok
C5    | acme   | backups | backup  | 2026-10-31 23:59 | ok
C6    | acme   |         | restore | 2026-10-15 10:00 | failed
C7    | acme   | backups | backup  | 2026-09-30 23:59 | failed
"""
TICKETS = """
ticket | client | contract | service | kind    | priority | status | created          | resolved
T1     | acme   | K1       | mail    | request | P3       | closed | 2026-09-01 08:00 | 2026-09-01 10:00
"""
SURVEYS = """
survey | client | ticket | sent             | answered         | score | scale
S1     | acme   | T1     | 2026-09-30 09:00 | 2026-10-01 09:00 | 4     | 5
S2     | acme   | T1     | 2026-10-02 09:00 | 2026-10-02 10:00 | 5     | 5
S3     | acme   | T9     | 2026-10-02 09:00 | 2026-10-03 10:00 | 3.9   | 5
S4     | acme   |        | 2026-10-02 09:00 | 2026-10-03 10:00 | 8     | 10
S5     | acme   |        | 2026-10-02 09:00 | 2026-10-03 11:00 | 79    | 100
S6     | acme   |        | 2026-10-02 09:00 | 2026-10-04 11:00 |       | 5
S7     | acme   |        | 2026-10-02 09:00 |                  |       | 5
S8     | acme   |        | 2026-10-05 09:00 | 2026-11-01 09:00 | 5     | 5
"""
MEASURES = [  # ten gigabytes a week for 12 weeks, up to a Sunday eight hours before as_of
    {"ci": "san", "metric": "disk", "at": f"{date(2026, 8, 16) + timedelta(weeks=week)} 00:00",
     "value": str(500 + 10 * week), "limit": "800"} for week in range(12)
]
CAPACITY = """
ci  | metric   | at               | value | limit
fw  | cpu      | 2026-10-20 00:00 | 90    |
fw  | cpu      | 2026-10-10 00:00 | 10    | 100
lic | licences | 2026-10-20 00:00 | 55    | 50
"""
Key = tuple[str, str, tuple[tuple[str, str], ...]]


def sliced() -> Slice:
    """The company's rows at as_of."""
    company = dataset(
        clients=rows("client | name\nacme | Acme"), checks=rows(CHECKS), surveys=rows(SURVEYS), tickets=rows(TICKETS),
        capacity=[*MEASURES, *rows(CAPACITY)])
    return Slice("acme", derive(company, project(), AS_OF).tables)


@pytest.fixture(scope="module")
def found() -> dict[Key, Figure]:
    return {(f.kpi, f.period, f.by): f for f in compute(sliced(), project(), AS_OF, SUPERVISION)}


@pytest.mark.parametrize(("kpi", "month", "by", "met", "total", "state"), [
    ("checks_ok", "2026-10", (("kind", "backup"),), 4, 5, "ok"),
    ("checks_ok", "2026-10", (("kind", "restore"),), 0, 1, "too_few"),
    ("checks_ok", "2026-10", (), 4, 6, "ok"),
    ("checks_ok", "2026-10", (("service", "backups"),), 4, 5, "ok"),
    ("checks_ok", "2026-10", (("kind", "backup"), ("service", "backups")), 4, 5, "ok"),
    ("checks_ok", "2026-09", (("kind", "backup"),), 0, 1, "too_few"),
    ("csat", "2026-10", (), 3, 5, "ok"),  # 4 of 5, 5 of 5 and 8 of 10
    ("csat", "2026-10", (("contract", "K1"),), 2, 2, "too_few"),
    ("csat", "2026-10", (("service", "mail"),), 2, 2, "too_few"),
    ("csat", "2026-09", (), 0, 0, "no_data"),
])
def test_a_rate_is_as_counted_by_hand(
    found: dict[Key, Figure], kpi: str, month: str, by: Any, met: int, total: int, state: str
) -> None:
    figure = found[kpi, month, by]
    assert (figure.met, figure.total, figure.state) == (met, total, state)
    assert figure.value == (met / total if state == "ok" else None)


def test_what_did_not_pass_stands_beside(found: dict[Key, Figure]) -> None:
    assert dict(found["checks_ok", "2026-10", ()].beside) == {"partial": 1, "failed": 1}


def test_the_response_rate_is_of_what_was_sent_in_the_month(found: dict[Key, Figure]) -> None:
    october, september = found["csat", "2026-10", ()], found["csat", "2026-09", ()]
    assert dict(october.beside) == {"sent": 7, "answered": 5, "response_rate": 5 / 7}  # of S8 nothing is known yet
    assert dict(october.excluded) == {"no_score": 1}
    assert dict(september.beside) == {"sent": 1, "answered": 1, "response_rate": 1.0}
    assert "response_rate" not in dict(found["csat", "2026-08", ()].beside)


def test_a_capacity_is_its_last_value_of_its_limit_with_the_day_when_it_is_full(found: dict[Key, Figure]) -> None:
    san = (("ci", "san"), ("metric", "disk"))
    assert found["capacity_used", "2026-10", san].value == 600 / 800  # of Sunday 25
    now = found["capacity_used", "2026-11-01", san]
    assert (now.value, now.state) == (610 / 800, "ok")
    # 190 are left at 10 a week: 133 days after the last measure, eight hours before as_of.
    beside = dict(now.beside)
    assert (beside["value"], beside["limit"], beside["days_left"]) == (610, 800, 132)
    assert beside["per_month"] == pytest.approx(10 / 7 * 30 / 800, rel=1e-3)  # one week has an hour more
    assert found["capacity_used", "2026-07", san].state == "no_data"


def test_a_capacity_that_is_over_is_over_and_one_without_a_limit_is_not_measured(found: dict[Key, Figure]) -> None:
    over = found["capacity_used", "2026-11-01", (("ci", "lic"), ("metric", "licences"))]
    assert (over.value, "days_left" in dict(over.beside)) == (1.1, False)
    lost = found["capacity_used", "2026-11-01", (("ci", "fw"), ("metric", "cpu"))]
    assert (lost.value, lost.state, lost.reason) == (None, "not_measured", "no_limit")
