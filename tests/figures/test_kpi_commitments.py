"""Commitments held, penalties, and the source's verdicts beside ours, on a company written by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from clairevoie.figures.agreement import reason
from clairevoie.figures.derive import derive
from clairevoie.figures.kpi import compute
from clairevoie.portal import Figure
from clairevoie.project.model import FigureSettings
from clairevoie.tables.penalties import penalty
from clairevoie.tables.rules import rules as rules_of
from clairevoie.tables.slices import Slice
from tests.figures.ledger import AS_OF, dataset, project, rows, table

PROMISES = ("commitments_held", "penalty", "source_agreement")
SETTINGS = {name: FigureSettings(minimum=2) for name in ("tto_met", "ttr_met")} | {
    "source_agreement": FigureSettings(minimum=1)}
CONTRACTS = """
contract | client | name | kind    | start      | calendar | monthly_fee | currency
K1       | acme   | K1   | managed | 2026-09-01 | office   | 1000        |
W1       | acme   | W1   | managed | 2026-09-01 | office   | 100.01      | CHF
"""
COMMITMENTS = """
commitment | contract | service | priority | metric       | limit | calendar | target_pct | penalty
c1         | K1       |         | P2       | ttr          | 480   | office   | 95         | 5%
c2         | K1       |         | P3       | ttr          | 600   | office   | 80         | 2% per point; max 10%
c3         | K1       |         |          | tto          | 60    | office   | 95         | 50 per ticket ; max 120
c4         | K1       | mail    |          | availability |       | always   | 99.5       | 100 per hour
c5         | K1       |         | P1       | ttr          | 240   | office   | 95         | 10%
c6         | K1       | web     |          | availability |       | always   | 99         |
w1         | W1       |         |          | ttr          | 60    | office   | 50         | 33,333%
"""
TICKETS = """
ticket | contract | priority | created          | owned            | resolved         | source_tto_met | source_ttr_met
A1     | K1       | P2       | 2026-10-05 08:00 | 2026-10-05 08:30 | 2026-10-05 10:00 | true           | true
A2     | K1       | P2       | 2026-10-06 08:00 | 2026-10-06 09:00 | 2026-10-06 17:00 | true           | true
B1     | K1       | P3       | 2026-10-07 08:00 | 2026-10-07 08:10 | 2026-10-07 09:00 | true           | true
B2     | K1       | P3       | 2026-10-07 08:00 | 2026-10-07 08:10 | 2026-10-07 09:00 | true           | true
B3     | K1       | P3       | 2026-10-07 08:00 | 2026-10-07 08:10 | 2026-10-07 18:00 | true           | true
B4     | K1       | P3       | 2026-10-07 08:00 | 2026-10-07 10:00 | 2026-10-08 08:01 | false          | false
C1     | K1       | P1       | 2026-10-09 08:00 | 2026-10-09 08:10 | 2026-10-09 09:00 |                |
D1     | W1       | P2       | 2026-10-12 08:00 | 2026-10-12 08:10 | 2026-10-12 11:00 |                |
D2     | W1       | P2       | 2026-10-13 08:00 | 2026-10-13 08:10 | 2026-10-13 11:00 |                |
E1     |          | P2       | 2026-10-14 08:00 | 2026-10-14 08:10 | 2026-10-14 11:00 | false          | false
"""
MONITORS = "contract | service | from\nK1 | mail | 2026-09-01 00:00\nK1 | web | 2026-09-01 00:00"
OUTAGES = """
outage | service | client | start            | end              | kind
O      | mail    | acme   | 2026-10-10 10:00 | 2026-10-10 15:00 | outage
"""
Key = tuple[str, str, tuple[tuple[str, str], ...]]


def sliced(commitments: str = COMMITMENTS) -> Slice:
    """The company's rows at as_of."""
    tickets = [row | {"client": "acme", "kind": "incident", "status": "closed"} for row in rows(TICKETS)]
    company = dataset(
        clients=rows("client | name\nacme | Acme"), contracts=rows(CONTRACTS), commitments=rows(commitments),
        tickets=tickets, monitors=rows(MONITORS), outages=rows(OUTAGES))
    return Slice("acme", derive(company, project(), AS_OF).tables)


def figures(of: Slice) -> dict[Key, Figure]:
    """Every figure of what was promised."""
    return {(f.kpi, f.period, f.by): f for f in compute(of, project(SETTINGS), AS_OF, PROMISES)}


@pytest.fixture(scope="module")
def found() -> dict[Key, Figure]:
    return figures(sliced())


@pytest.mark.parametrize(("month", "by", "held", "total", "beside"), [
    # missed: c1 (1 of 2), c2 (3 of 4), c3 (6 of 7), c4, w1 (0 of 2); held: c6; c5 has one ticket
    ("2026-10", (), 1, 6, {"too_few": 1}),
    ("2026-10", (("contract", "K1"),), 1, 5, {"too_few": 1}),
    ("2026-10", (("contract", "W1"),), 0, 1, {}),
    ("2026-09", (), 2, 2, {"no_data": 5}),
    ("2026-08", (), 0, 0, {}),  # no contract was in force
])
def test_commitments_are_held_or_not_as_judged_by_hand(
    found: dict[Key, Figure], month: str, by: Any, held: int, total: int, beside: dict[str, int]
) -> None:
    figure = found["commitments_held", month, by]
    assert (figure.met, figure.total, dict(figure.beside)) == (held, total, beside)
    assert (figure.value, figure.state) == ((held / total, "ok") if total else (None, "no_data"))


@pytest.mark.parametrize(("by", "value"), [
    ((("commitment", "c1"),), "50.00"),  # five per cent of the fee
    ((("commitment", "c2"),), "100.00"),  # 80 − 75: five points at 2%, which is the cap
    ((("commitment", "c3"),), "50.00"),  # B4 alone was picked up late
    ((("commitment", "c4"),), "200.00"),  # 5 h, of which 0,5% of 745 h are allowed: 1,275 h, two begun
    ((("contract", "K1"),), "400.00"),
    ((), "400.00"),
    ((("currency", "CHF"),), "33.34"),
])
def test_a_penalty_is_what_its_rule_gives(found: dict[Key, Figure], by: Any, value: str) -> None:
    figure = found["penalty", "2026-10", by]
    assert (figure.value, figure.state) == (Decimal(value), "ok")


def test_a_penalty_tells_its_tickets_and_what_has_no_verdict(found: dict[Key, Figure]) -> None:
    whole = found["penalty", "2026-10", ()]
    assert (whole.n, dict(whole.beside)) == (1 + 1 + 1, {"missed": 4, "too_few": 1})
    assert found["penalty", "2026-10", (("commitment", "c5"),)].state == "too_few"
    assert (found["penalty", "2026-09", ()].value, found["penalty", "2026-09", ()].state) == (Decimal("0.00"), "ok")
    assert found["penalty", "2026-09", (("currency", "CHF"),)].state == "no_data"
    assert found["penalty", "2026-11", ()].state == "estimated"


def test_what_nobody_measured_costs_nothing_that_is_known() -> None:
    dark = sliced()
    dark = Slice("acme", {**dark.tables, "monitors": table("monitors", rows(
        "contract | service | from\nK1 | web | 2026-09-01 00:00"))})
    found = figures(dark)
    unwatched = found["penalty", "2026-10", (("commitment", "c4"),)]
    assert (unwatched.value, unwatched.state, unwatched.reason) == (None, "not_measured", "no_verdict")
    assert dict(found["penalty", "2026-10", ()].beside) == {"missed": 3, "too_few": 1, "not_measured": 1}


def test_without_a_rule_or_a_fee_there_is_no_penalty() -> None:
    header, *lines = COMMITMENTS.strip().splitlines()
    bare = figures(sliced("\n".join([header, *(line[:line.rindex("|") + 1] for line in lines)])))
    assert {(f.state, f.reason) for (kpi, *_), f in bare.items() if kpi == "penalty"} == {("not_measured", "no_rule")}
    free = sliced()
    contracts = free.tables["contracts"]
    place = contracts.column_names.index("monthly_fee")
    empty = table("contracts", [{"monthly_fee": ""}] * 2).column("monthly_fee")
    free = Slice("acme", {**free.tables, "contracts": contracts.set_column(place, contracts.field(place), empty)})
    lost = figures(free)
    assert lost["penalty", "2026-10", (("commitment", "c1"),)].reason == "no_fee"
    assert lost["penalty", "2026-10", (("commitment", "c3"),)].value == Decimal(50)


@pytest.mark.parametrize(("by", "agree", "total", "silent", "source_met", "met"), [
    ((("metric", "tto"),), 6, 6, 1, 5, 5),
    ((("metric", "ttr"),), 5, 6, 3, 5, 4),
    ((), 11, 12, 4, 10, 9),
])
def test_agreement_is_as_compared_by_hand(
    found: dict[Key, Figure], by: Any, agree: int, total: int, silent: int, source_met: int, met: int
) -> None:
    figure = found["source_agreement", "2026-10", by]
    assert (figure.met, figure.total, figure.value) == (agree, total, agree / total)
    assert dict(figure.beside) == {"source_met": source_met, "met": met}
    # E1 has no commitment: the tool's "not passed" is no verdict.
    assert dict(figure.excluded) == {"no_commitment": 1 if by else 2, "source_silent": silent}


@pytest.mark.parametrize(("facts", "why"), [
    ({"source_met": True, "minutes": 540, "limit": 480, "reopened": True}, "reopened"),
    ({"source_met": True, "minutes": 540, "limit": 480}, "unknown"),
    ({"source_met": True, "minutes": 540, "limit": 480, "priority_changed": True}, "priority"),
    ({"source_met": True, "minutes": 480.5, "limit": 480}, "limit"),
    ({"source_met": False, "minutes": 400, "limit": 480, "waited": 100, "elapsed": 500}, "waits"),
    ({"source_met": False, "minutes": 400, "limit": 480, "elapsed": 3000}, "calendar"),
    ({"source_met": False, "minutes": 100, "limit": 480, "elapsed": 100}, "unknown"),
])
def test_a_difference_has_a_reason(facts: dict[str, Any], why: str) -> None:
    given = {"elapsed": 0.0, "waited": 0.0, "reopened": False, "priority_changed": False} | facts
    assert reason(**given) == why


@pytest.mark.parametrize("text", ["5%", "0,5 %", "1% per point; max 10%", "2% per 0.1 point ;max 15%", "50 per ticket",
                                  "50.25 per 3 tickets", "100 per hour; max 50%", "0"])
def test_a_rule_of_penalty_is_read(text: str) -> None:
    assert penalty(text)


@pytest.mark.parametrize("text", [
    "", "%", "-5%", "5% of the fee", "101%", "5.123", "1% per day", "1% per 0 point", "max 10%", "5%; max",
    "5%; max 101%", "1% per point max 10%", "5%;5%", "1e3", "٥%", "5%\n5%", "9" * 40, "5" + " " * 5000 + "x",
])
def test_what_is_no_rule_sets_its_row_aside(text: str) -> None:
    assert penalty(text) is None
    (rule,) = (rule for rule in rules_of("commitments") if rule.column == "penalty")
    row = {"commitment": "c", "contract": "k", "metric": "ttr", "calendar": "office", "target_pct": "95"}
    broken = rule.broken(table("commitments", [row | {"penalty": text}, row, row | {"penalty": "5% per hour"}]))
    assert broken.tolist() == [bool(text), False, True]  # no clock of tickets is down for hours
