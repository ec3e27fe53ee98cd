"""Figures of the service desk on a company written by hand: activity, delays, reopenings, first contact."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from clairevoie.figures.derive import derive
from clairevoie.figures.kpi import compute
from clairevoie.portal import Figure
from clairevoie.project.model import FigureSettings
from clairevoie.tables.slices import Slice
from tests.figures.ledger import AS_OF, at, dataset, project, rows

DESK = ("activity_rate", "tto", "ttr", "mtta", "mttr", "reopen_rate", "first_contact")
CONTRACTS = """
contract | client | name | kind    | start      | calendar
K1       | acme   | K1   | managed | 2025-01-01 | office
N1       | acme   | N1   | managed | 2025-01-01 | always
"""
# Office hours; October 2026 has 22 working days, September 22, August 21.
TICKETS = """
ticket | client | contract | service | kind     | priority | status | created          | owned            | resolved
T1     | acme   | K1       | mail    | incident | P2 | closed | 2026-09-01 08:00 | 2026-09-01 08:30 | 2026-09-01 10:00
T2     | acme   | K1       | mail    | request  | P3 | closed | 2026-09-02 08:00 | 2026-09-02 10:00 | 2026-09-03 09:00
T3     | acme   | K1       | vpn     | incident | P2 | closed | 2026-10-05 08:00 | 2026-10-05 08:10 | 2026-10-05 12:00
T4     | acme   | N1       | vpn     | problem  | P3 | closed | 2026-10-05 06:00 | 2026-10-05 07:00 | 2026-10-06 06:00
T5     | acme   |          |         | incident | P1 | assigned | 2026-10-30 17:00 | 2026-11-02 09:00 |
T6     | acme   | K1       | mail    | request  | P3 | cancelled | 2026-10-06 08:00 | 2026-10-06 09:00 |
T7     | acme   | K1       | mail    | incident | P2 | closed | 2026-08-31 08:00 | 2026-08-31 08:30 | 2026-08-31 09:00
"""
# T1, resolved in September, is reopened exactly 14 days later and resolved again in October; T2 a second too late.
EVENTS = """
ticket | at                  | field  | value
T1     | 2026-09-01 08:00    | status | new
T1     | 2026-09-01 08:30    | status | assigned
T1     | 2026-09-01 10:00    | answer | lea
T1     | 2026-09-01 10:00    | status | resolved
T1     | 2026-09-15 10:00    | status | assigned
T1     | 2026-10-01 09:00    | answer | lea
T1     | 2026-10-01 09:00    | status | resolved
T2     | 2026-09-02 08:00    | status | new
T2     | 2026-09-02 10:00    | status | assigned
T2     | 2026-09-02 10:01    | answer |
T2     | 2026-09-03 09:00    | answer | tom
T2     | 2026-09-03 09:00    | status | resolved
T2     | 2026-09-05 09:00    | status | closed
T2     | 2026-09-17 09:00:01 | status | assigned
T2     | 2026-09-30 23:59:59 | status | closed
T3     | 2026-10-05 08:10    | status | assigned
T3     | 2026-10-05 12:00    | answer | lea
T3     | 2026-10-05 12:00    | status | resolved
T3     | 2026-10-06 12:00    | answer | lea
T4     | 2026-10-05 07:00    | status | assigned
T4     | 2026-10-06 06:00    | answer | lea
T4     | 2026-10-06 06:00    | status | resolved
T6     | 2026-10-06 09:00    | status | assigned
T6     | 2026-10-06 10:00    | status | cancelled
"""
Key = tuple[str, str, tuple[tuple[str, str], ...]]


def sliced(as_of: datetime = AS_OF, events: str = EVENTS) -> Slice:
    """The company's rows at an instant."""
    company = dataset(clients=rows("client | name\nacme | Acme"), contracts=rows(CONTRACTS), tickets=rows(TICKETS),
                      ticket_events=rows(events) if events else [])
    return Slice("acme", derive(company, project(), as_of).tables)


def figures(as_of: datetime = AS_OF, events: str = EVENTS, minimum: int = 1) -> dict[Key, Figure]:
    """Every figure of the desk, rates of one ticket allowed unless said."""
    settings = project({name: FigureSettings(minimum=minimum) for name in DESK})
    return {(f.kpi, f.period, f.by): f for f in compute(sliced(as_of, events), settings, as_of, DESK)}


@pytest.fixture(scope="module")
def found() -> dict[Key, Figure]:
    return figures()


@pytest.mark.parametrize(("kpi", "period", "by", "value", "n"), [
    ("activity_rate", "2026-10", (), 3 / 22, 3),  # T1 again, T3, T4
    ("activity_rate", "2026-09", (), 1 / 22, 1),  # T2: of T1 the last resolution is October's
    ("activity_rate", "2026-08", (), 1 / 21, 1),
    ("activity_rate", "2026-10", (("contract", "N1"),), 1 / 22, 1),  # a continuous calendar: Monday to Friday
    ("tto", "2026-10", (), (10 + 60 + 60) / 3, 3),  # T3, T4 by night, T6 though it was cancelled
    ("ttr", "2026-10", (("contract", "N1"),), 1440.0, 1),  # by night too
    ("mtta", "2026-10", (), 10.0, 1),  # T3 alone is an incident
    ("reopen_rate", "2026-09", (), 1 / 2, 2),
    ("reopen_rate", "2026-10", (), 0.0, 3),
    ("reopen_rate", "2026-09", (("service", "mail"),), 1 / 2, 2),
    ("first_contact", "2026-10", (), 1 / 2, 2),  # T3; T1 was reopened, T4 is a problem
    ("first_contact", "2026-09", (), 0.0, 1),  # T2: its automatic answer is none, but it was reopened
])
def test_a_month_is_as_counted_by_hand(
    found: dict[Key, Figure], kpi: str, period: str, by: Any, value: float, n: int
) -> None:
    figure = found[kpi, period, by]
    assert figure.value == pytest.approx(value)
    assert figure.n == n


def test_the_median_and_the_ninth_decile_stand_beside_a_mean(found: dict[Key, Figure]) -> None:
    assert dict(found["tto", "2026-10", ()].beside) == {"median": 60.0, "p90": 60.0}
    reopened = 2 + 8 + 11 * 10 + 1  # hours of T1: before 15 September, that day, to the 30th, on 1 October
    assert dict(found["ttr", "2026-10", ()].beside) == {"median": 1440.0, "p90": reopened * 60}


def test_a_month_whose_fourteen_days_still_run_is_estimated(found: dict[Key, Figure]) -> None:
    assert found["reopen_rate", "2026-10", ()].state == "estimated"
    assert found["reopen_rate", "2026-09", ()].state == "ok"
    later = figures(at("2026-11-15 00:00"))
    assert later["reopen_rate", "2026-10", ()].state == "ok"
    assert figures(at("2026-11-14 23:59:59"))["reopen_rate", "2026-10", ()].state == "estimated"


def test_a_rate_of_few_tickets_has_no_value_and_its_numbers() -> None:
    figure = figures(minimum=5)["reopen_rate", "2026-10", ()]
    assert (figure.state, figure.value, figure.met, figure.total) == ("too_few", None, 0, 3)


def test_what_no_log_tells_is_not_measured() -> None:
    without = figures(events="")
    assert {without[kpi, "2026-10", ()].state for kpi in ("reopen_rate", "first_contact")} == {"not_measured"}
    partly = figures(events="ticket | at | field | value\nT3 | 2026-10-05 12:00 | priority | P2")
    for kpi, reason in (("reopen_rate", "no_history"), ("first_contact", "no_answer")):
        figure = partly[kpi, "2026-10", ()]
        assert (figure.state, figure.reason) == ("not_measured", reason)
        assert partly[kpi, "2026-07", ()].state == "no_data"


def test_a_month_without_any_resolution_says_so(found: dict[Key, Figure]) -> None:
    for kpi in ("activity_rate", "ttr", "mtta", "reopen_rate", "first_contact"):
        assert (found[kpi, "2026-07", ()].state, found[kpi, "2026-07", ()].value) == ("no_data", None)


def test_the_running_month_counts_its_working_days_so_far() -> None:
    running = figures(at("2026-11-03 12:00"))["activity_rate", "2026-11", ()]
    assert (running.state, dict(running.beside)["working_days"]) == ("no_data", 2)
