"""The figures of a small company, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from clairevoie.errors import ConfigurationError
from clairevoie.figures.derive import derive
from clairevoie.figures.kpi import KPIS, compute
from clairevoie.figures.registry import kpi as register
from clairevoie.portal import Figure, Text
from clairevoie.project.model import FigureSettings, Project
from clairevoie.tables.slices import Daily, Slice
from tests.figures.ledger import AS_OF, at, dataset, project, rows

CLIENTS = "client | name | timezone\nacme | Acme | Europe/Paris"
CONTRACTS = """
contract | client | name | kind       | start      | calendar | day_hours | multipliers
K1       | acme   | K1   | managed    | 2025-01-01 | office   | 7         |
P1       | acme   | P1   | prepaid    | 2026-01-01 | office   | 7         | night=1.5; on_call=2
D1       | acme   | D1   | fixed_price| 2026-01-01 | office   | 8         |
"""
COMMITMENTS = """
commitment | contract | priority | metric | limit | calendar | target_pct
ttr-p1     | K1       | P1       | ttr    | 240   | office   | 99
ttr-p2     | K1       | P2       | ttr    | 480   | office   | 95
ttr-p3     | K1       | P3       | ttr    | 900   | office   | 95
tto-all    | K1       |          | tto    | 60    | office   | 95
"""
# Every ticket is created at 8 h; picked up at `owned`, resolved at `resolved`, all in office hours.
TICKETS = """
ticket | client | contract | kind     | priority | status   | created          | owned            | resolved
A1     | acme   | K1       | incident | P2       | closed   | 2026-09-01 08:00 | 2026-09-01 08:30 | 2026-09-01 10:00
A2     | acme   | K1       | incident | P2       | closed   | 2026-09-30 08:00 | 2026-09-30 08:30 | 2026-10-01 09:00
A3     | acme   | K1       | incident | P2       | closed   | 2026-10-05 08:00 | 2026-10-05 09:00 | 2026-10-05 16:00
A4     | acme   | K1       | incident | P2       | closed   | 2026-10-06 08:00 | 2026-10-06 09:30 | 2026-10-06 16:01
A5     | acme   | K1       | request  | P2       | closed   | 2026-10-07 08:00 | 2026-10-07 08:10 | 2026-10-07 09:00
A6     | acme   | K1       | incident | P1       | closed   | 2026-10-08 08:00 | 2026-10-08 08:10 | 2026-10-08 11:00
A7     | acme   | K1       | incident | P1       | closed   | 2026-10-09 08:00 | 2026-10-09 08:10 | 2026-10-09 13:00
A8     | acme   |          | incident | P2       | closed   | 2026-10-12 08:00 | 2026-10-12 08:10 | 2026-10-12 09:00
A9     | acme   | K1       | incident | P2       | assigned | 2026-10-29 08:00 | 2026-10-29 08:10 |
B1     | acme   | K1       | request  | P2       | new      | 2026-10-30 08:00 |                  |
B2     | acme   | K1       | incident | P2       | closed   | 2026-08-31 08:00 | 2026-08-31 08:30 | 2026-11-05 09:00
"""
ENTRIES = """
entry | date       | person | client | contract | hours | billable | deducted | rate_kind | undeducted_reason
E1    | 2026-09-10 | lea    | acme   | P1       | 4     | yes      |          |           |
E2    | 2026-10-01 | lea    | acme   | P1       | 2.5   | yes      |          | night     |
E3    | 2026-10-15 | lea    | acme   | P1       | 1     | yes      | no       |           | goodwill
E4    | 2026-10-20 | tom    | acme   | P1       | 3     | yes      |          |           |
E5    | 2026-10-21 | tom    | acme   | D1       | 8     | no       | yes      |           |
E6    | 2026-10-22 | tom    | acme   | D1       | 4     | yes      |          |           |
E7    | 2026-10-23 | tom    | acme   | K1       | 0.1   | no       |          |           |
"""
BUDGETS = """
budget | contract | date       | amount | unit  | kind
S1     | P1       | 2026-01-01 | 20     | hours | sold
S2     | P1       | 2026-06-01 | 10     | hours | top_up
S3     | P1       | 2026-06-30 | 5      | hours | expired
S4     | P1       | 2027-01-01 | 50     | hours | sold
S5     | D1       | 2026-01-01 | 12     | days  | sold
"""
ESTIMATES = """
contract | date       | remaining | unit
D1       | 2026-05-01 | 30        | days
D1       | 2026-10-21 | 96        | hours
D1       | 2026-12-01 | 1         | days
"""
ALL = tuple(name for name, kpi in KPIS.items() if not kpi.internal)
SEPTEMBER, OCTOBER, NOVEMBER = "2026-09", "2026-10", "2026-11"


def _slice(settings: Project, **tables: list[dict[str, str]]) -> Slice:
    given: dict[str, list[dict[str, str]]] = {
        "clients": rows(CLIENTS), "contracts": rows(CONTRACTS), "commitments": rows(COMMITMENTS),
        "tickets": rows(TICKETS), "time_entries": rows(ENTRIES), "budgets": rows(BUDGETS),
        "estimates": rows(ESTIMATES), **tables,
    }
    return Slice("acme", derive(dataset(**given), settings, AS_OF).tables)


class _Figures:
    """Figures found by id, period and grouping."""

    def __init__(self, figures: tuple[Figure, ...]) -> None:
        self.all = {(f.kpi, f.period, f.by): f for f in figures}
        assert len(self.all) == len(figures)

    def __call__(self, kpi: str, period: str, **by: str) -> Figure:
        return self.all[kpi, period, tuple(by.items())]

    def values(self, kpi: str, period: str, **by: str) -> Any:
        figure = self(kpi, period, **by)
        return figure.value, figure.state


@pytest.fixture(scope="module")
def found() -> _Figures:
    return _Figures(compute(_slice(project()), project(), AS_OF, ALL))


def test_volumes_count_creations(found: _Figures) -> None:
    assert found.values("ticket_volume", OCTOBER) == (8, "ok")
    assert found("ticket_volume", OCTOBER).previous == 2
    assert found.values("ticket_volume", OCTOBER, kind="request") == (2, "ok")
    assert found.values("ticket_volume", OCTOBER, priority="P1") == (2, "ok")
    assert found.values("ticket_volume", OCTOBER, contract="K1") == (7, "ok")
    assert found.values("ticket_volume", "2026-03") == (None, "no_data")
    assert found.values("ticket_volume", NOVEMBER) == (None, "no_data")


def test_thirteen_months_then_the_running_one(found: _Figures) -> None:
    months = [period for kpi, period, by in found.all if kpi == "ticket_volume" and by == ()]
    assert months == ["2025-10", "2025-11", "2025-12", *(f"2026-{m:02d}" for m in range(1, 12))]


def test_the_rate_of_restorations_in_time(found: _Figures) -> None:
    # October: A2 10 h on the 30th and 1 h = 660 > 480: missed; A3 480: met; A4 481: missed; A5, A6 met; A7 300 > 240
    figure = found("ttr_met", OCTOBER)
    assert (figure.met, figure.total, figure.n, figure.value) == (3, 6, 6, 0.5)
    assert figure.excluded == (("no_commitment", 1),)
    assert figure.beside == (("late_now", 3),)  # A9 has run for 20 hours, B1 for 10, B2 since August
    assert figure.interval == pytest.approx((0.1876, 0.8124), abs=1e-4)
    assert figure.target is None  # 95 and 99 do not agree
    assert found("ttr_met", OCTOBER, priority="P2").target == 0.95


def test_too_few_keeps_its_numbers_and_gives_no_value(found: _Figures) -> None:
    figure = found("ttr_met", OCTOBER, commitment="ttr-p1")
    assert (figure.state, figure.value, figure.met, figure.total, figure.interval) == ("too_few", None, 1, 2, None)
    assert figure.target == 0.99
    assert found.values("ttr_met", OCTOBER, commitment="ttr-p3") == (None, "no_data")
    assert found.values("ttr_met", NOVEMBER) == (None, "no_data")


def test_the_rate_of_pick_ups_in_time(found: _Figures) -> None:
    # October: A3 exactly 60 met, A4 90 missed, A5, A6, A7, A9 met; A8 has no commitment; B1 waits since Friday: late
    figure = found("tto_met", OCTOBER, commitment="tto-all")
    assert (figure.met, figure.total, figure.target) == (5, 6, 0.95)
    assert found("tto_met", OCTOBER).excluded == (("no_commitment", 1),)
    assert found("tto_met", OCTOBER).beside == (("late_now", 1),)
    assert found("tto_met", SEPTEMBER).beside == ()


def test_the_mean_time_to_restore_is_of_incidents(found: _Figures) -> None:
    # A2 660, A3 480, A4 481, A6 180, A7 300, A8 60, by size: 60 180 300 480 481 660
    figure = found("mttr", OCTOBER)
    assert figure.value == pytest.approx(2161 / 6)
    assert (figure.n, figure.beside) == (6, (("median", 300.0), ("p90", 660.0)))
    assert figure.previous == 120
    assert found("mttr", OCTOBER, priority="P1").value == 240


def test_the_backlog_at_each_months_end_and_now(found: _Figures) -> None:
    assert found.values("backlog", "2026-08") == (1, "ok")  # B2
    assert found.values("backlog", SEPTEMBER) == (2, "ok")  # A2, B2
    assert found.values("backlog", OCTOBER) == (3, "ok")  # A9, B1, B2, resolved after the data
    assert found.values("backlog", "2026-11-01") == (3, "ok")
    assert found("backlog", "2026-11-01").beside == (("late_now", 3),)
    assert found.values("backlog", OCTOBER, kind="request") == (1, "ok")
    assert found.values("backlog", "2026-07") == (None, "no_data")  # T09: the first ticket is of August
    assert ("backlog", NOVEMBER, ()) not in found.all


def test_hours_deducted_and_those_that_are_not(found: _Figures) -> None:
    figure = found("hours_consumed", OCTOBER, contract="P1")
    assert (figure.value, figure.n) == (5.5, 3)
    assert figure.beside == (("hours", 6.5), ("billable", 6.5), ("not_deducted", 1.0))
    assert found("hours_consumed", OCTOBER).value == 17.5
    assert found("hours_consumed", OCTOBER).beside == (("hours", 18.6), ("billable", 10.5), ("not_deducted", 1.1))
    assert found("hours_consumed", OCTOBER).previous == 4
    assert found.values("hours_consumed", "2026-08") == (None, "no_data")


def test_the_budget_in_its_own_unit(found: _Figures) -> None:
    # P1: 20 + 10 - 5 = 25 hours sold, what comes in 2027 is not yet; 4 + 2.5 x 1.5 + 3 = 10.75 used
    assert found("budget_consumed", "to_date", contract="P1").value == 10.75 / 25
    assert found("budget_remaining", "to_date", contract="P1").value == 14.25
    # D1: 12 days of 8 hours, 12 hours used
    figure = found("budget_remaining", "to_date", contract="D1")
    assert (figure.value, figure.unit, figure.beside) == (10.5, "days", (("consumed", 1.5), ("budget", 12.0)))
    assert ("budget_consumed", "to_date", (("contract", "K1"),)) not in found.all


def test_the_landing_follows_the_last_estimate(found: _Figures) -> None:
    # D1: 8 hours = 1 day used by 21 October, 96 hours = 12 days remained: 13 days, 1 over; half a day since
    figure = found("landing", "to_date", contract="D1")
    assert (figure.value, figure.unit) == (13.0, "days")
    assert dict(figure.beside) == {"consumed_since": 0.5, "remaining": 12.0, "drift": 1.0, "budget": 12.0}
    missing = found("landing", "to_date", contract="P1")
    assert (missing.state, missing.reason, missing.value) == ("not_measured", "no_estimate", None)


def test_t09_what_no_source_feeds_is_not_measured() -> None:
    figures = _Figures(compute(_slice(project(), tickets=[], time_entries=[]), project(), AS_OF, ALL))
    for name in ("ticket_volume", "tto_met", "ttr_met", "mttr", "backlog", "hours_consumed"):
        figure = figures(name, OCTOBER)
        assert (figure.state, figure.reason, figure.value) == ("not_measured", "no_source", None)
    assert figures("budget_consumed", "to_date").state == "not_measured"


def test_a_past_backlog_is_never_guessed() -> None:
    again = rows("""
        ticket | client | kind     | priority | status   | created          | owned            | resolved
        A      | acme   | incident | P2       | assigned | 2026-09-05 09:00 | 2026-09-05 10:00 | 2026-09-06 10:00
        B      | acme   | incident | P2       | assigned | 2026-10-05 09:00 | 2026-10-05 10:00 |
    """)
    figures = _Figures(compute(_slice(project(), tickets=again), project(), AS_OF, ["backlog"]))
    assert figures.values("backlog", "2026-08") == (None, "no_data")
    assert figures.values("backlog", SEPTEMBER) == (None, "not_measured")
    assert figures("backlog", OCTOBER).reason == "no_history"
    assert figures.values("backlog", "2026-11-01") == (2, "ok")


def test_a_past_backlog_that_was_noted_stands_when_the_source_gives_older_tickets_no_more() -> None:
    sliced = _slice(project(), contracts=[], commitments=[], tickets=rows("""
        ticket | client | kind     | priority | status   | created          | owned
        B      | acme   | incident | P2       | assigned | 2026-10-05 09:00 | 2026-10-05 10:00
    """))
    daily: Daily = {("backlog", "2026-08-31"): {(): 0}, ("backlog", "2026-09-30"): {(): 7, (("kind", "request"),): 7}}
    figures = _Figures(compute(replace(sliced, daily=daily), project(), AS_OF, ["backlog"]))
    assert [figures.values("backlog", month) for month in ("2026-07", "2026-08", SEPTEMBER, OCTOBER)] == [
        (None, "no_data"), (None, "no_data"), (7, "ok"), (1, "ok")]
    assert figures.values("backlog", SEPTEMBER, kind="incident") == (0, "ok")


def test_the_event_log_tells_a_past_backlog() -> None:
    again = rows("""
        ticket | client | kind     | priority | status    | created          | resolved
        A      | acme   | incident | P2       | closed    | 2026-08-05 09:00 | 2026-10-06 10:00
        B      | acme   | incident | P2       | cancelled | 2026-08-05 09:00 |
    """)
    events = rows("""
        ticket | at               | field  | value
        A      | 2026-08-06 09:00 | status | resolved
        A      | 2026-09-30 09:00 | status | assigned
        A      | 2026-10-06 10:00 | status | resolved
        B      | 2026-10-01 00:00 | status | cancelled
    """)
    sliced = _slice(project(), tickets=again, ticket_events=events)
    figures = _Figures(compute(sliced, project(), AS_OF, ["backlog"]))
    assert [figures("backlog", month).value for month in ("2026-07", "2026-08", SEPTEMBER, OCTOBER)] == [None, 1, 2, 0]


def test_declared_targets_and_minimum_replace_those_of_the_card() -> None:
    declared = project({"ttr_met": FigureSettings(target=90, minimum=2), "mttr": FigureSettings(target=300)})
    figures = _Figures(compute(_slice(declared), declared, AS_OF, ALL))
    assert figures("ttr_met", OCTOBER).target == 0.9
    assert figures("ttr_met", OCTOBER, commitment="ttr-p1").target == 0.99
    assert figures.values("ttr_met", OCTOBER, commitment="ttr-p1") == (0.5, "ok")
    assert figures("mttr", OCTOBER).target == 300


def test_an_as_of_inside_a_month_reports_on_the_month_before() -> None:
    settings = project()
    early = at("2026-10-31 18:00")
    sliced = Slice("acme", derive(dataset(clients=rows(CLIENTS), tickets=rows(TICKETS)), settings, early).tables)
    figures = _Figures(compute(sliced, settings, early, ["ticket_volume"], months=2))
    assert [period for _, period, by in figures.all if by == ()] == ["2026-08", SEPTEMBER, OCTOBER]
    assert figures("ticket_volume", OCTOBER).previous is None  # a part of a month is not compared with a whole one


def test_an_unknown_kpi_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(ConfigurationError, match="client acme: unknown KPI 'ticket_volum'; did you mean 'ticket_vol"):
        compute(_slice(project()), project(), AS_OF, ["ticket_volum"])


def test_figures_are_the_same_whatever_the_order_of_the_rows(found: _Figures) -> None:
    texts = {"tickets": TICKETS, "time_entries": ENTRIES, "budgets": BUDGETS}
    sliced = _slice(project(), **{name: rows(text)[::-1] for name, text in texts.items()})
    assert compute(sliced, project(), AS_OF, ALL) == tuple(found.all.values())


def test_every_kpi_has_its_card_in_both_languages() -> None:
    for name, kpi in KPIS.items():
        card = kpi.definition
        assert card.kpi == name
        texts = [card.label, card.sentence, card.formula, card.source, *(t for pair in card.edge_cases for t in pair)]
        assert all(text.fr and text.en and text.fr != text.en for text in texts), name
        assert card.edge_cases, name


def test_a_kpi_that_reads_an_unknown_table_is_refused() -> None:
    word = Text("a", "b")
    registering = register(
        "x", label=word, sentence=word, formula=word, unit="count", direction="none", fed_by="tickets", addends="",
        source=word,
    )

    def x(ticketz: object) -> list[Figure]:
        raise AssertionError(f"never called with {ticketz}")

    with pytest.raises(ValueError, match=r"KPI x: no table \['ticketz'\]"):
        registering(x)
