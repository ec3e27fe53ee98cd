"""The panels of a client's pages, against the rows of a tiny client worked out by hand."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from clairevoie.portal import (
    Commitments,
    Contacts,
    Contract,
    Figure,
    Hours,
    Planning,
    Portal,
    Tickets,
)
from tests.disclosure import company
from tests.disclosure.company import GRANTS, MONTHS, TABLE_ROWS, at, portal, ticket, without


def panel(site: Portal, page: str, name: str) -> Any:
    return next(p for p in site.pages if p.id == page and name in p.panels).panels[name]


def contract(site: Portal) -> Contract:
    found = panel(site, "contracts", "contract")
    assert isinstance(found, Contract)
    return found


def budget(site: Portal) -> Hours:
    (found,) = panel(site, "overview", "hours")
    assert isinstance(found, Hours)
    return found


def test_the_pages_stand_in_the_order_of_the_navigation() -> None:
    site = portal()
    assert [page.id for page in site.pages if page.nav] == [
        "overview", "commitments", "contracts", "tickets", "infrastructure", "whatif", "planning", "news", "contacts",
        "definitions"]
    assert [page.path for page in site.pages if page.id == "contracts"] == [
        "contracts/index.html", "contracts/c-1/index.html"]
    assert len({page.path for page in site.pages}) == len(site.pages)


def test_a_commitment_is_held_missed_or_not_known_by_its_own_line() -> None:
    panel_ = panel(portal(), "commitments", "commitments")
    assert isinstance(panel_, Commitments)
    assert (panel_.held, panel_.missed, panel_.too_few, panel_.not_measured) == (1, 1, 1, 0)
    assert [(p.priority, p.tto_limit, p.ttr_limit, p.tto_day_minutes) for p in panel_.promises] == [
        ("P1", "", "240", 0), ("P2", "60", "2d", 600)]


def test_a_ticket_that_both_rates_leave_out_is_counted_once() -> None:
    when = {"resolved_month": "2026-10"}
    out = [ticket("X-1", tto_why="no_commitment", ttr_why="no_commitment", **when),
           ticket("X-2", tto_why="no_commitment"), ticket("X-3", ttr_why="cancelled", **when),
           ticket("X-4", ttr_why="no_commitment", resolved_month="2026-09"), ticket("X-5", ttr_why="running", **when)]
    panel_ = panel(portal(rows={**TABLE_ROWS, "tickets": [*TABLE_ROWS["tickets"], *out]}), "commitments", "commitments")
    assert panel_.excluded == 3


def test_a_breach_is_of_the_month_in_which_its_clock_stopped() -> None:
    panel_ = panel(portal(), "commitments", "commitments")
    assert [(b.ticket, b.metric, b.measured, b.limit, b.cause, b.note) for b in panel_.breaches] == [
        ("I-2", "ttr", 300.0, 240.0, "provider", "Late part")]


def test_commitments_of_a_contract_that_ended_before_the_month_are_not_counted() -> None:
    ended = [{**TABLE_ROWS["contracts"][0], "end": date(2026, 8, 31), "renewal": "none"}]
    lines = [{**row, "commitment": f"OLD-{row['commitment']}"} for row in TABLE_ROWS["commitments"]]
    panel_ = panel(portal(rows={**TABLE_ROWS, "contracts": ended, "commitments": lines}), "commitments", "commitments")
    assert (panel_.promises, panel_.held, panel_.not_measured) == ((), 0, 0)


def test_open_tickets_are_late_first_then_by_deadline_and_stopped_last() -> None:
    panel_ = panel(portal(), "tickets", "tickets")
    assert isinstance(panel_, Tickets)
    assert [ticket.ticket for ticket in panel_.open] == ["I-3", "I-4", "I-6", "I-5"]
    assert panel_.open[-1].due is None


def test_a_clock_that_is_not_granted_does_not_run() -> None:
    kept = tuple(c for c in GRANTS.tables["tickets"] if c != "ttr")
    panel_ = panel(portal(without(GRANTS, tables={**GRANTS.tables, "tickets": kept})), "tickets", "tickets")
    assert {(ticket.clock, ticket.limit, ticket.due) for ticket in panel_.open} == {("none", None, None)}


def test_the_history_holds_what_was_resolved_in_the_month_and_since() -> None:
    panel_ = panel(portal(), "tickets", "tickets")
    assert [row[0] for row in panel_.history.rows] == ["I-2", "I-1"]
    assert (panel_.resolved_in_month, panel_.resolved_since) == (2, 0)


def test_columns_stand_in_our_order_whatever_the_order_of_the_grant() -> None:
    backwards = {table: tuple(reversed(columns)) for table, columns in GRANTS.tables.items()}
    assert portal(without(GRANTS, tables=backwards)) == portal()


def test_the_burn_down_starts_with_what_was_sold_and_lands_at_the_contracts_end() -> None:
    found = budget(portal())
    assert found.burn is not None
    left, pace, landing = (series.points for series in found.burn.series)
    assert [(p.x, p.y) for p in left] == [
        ("2026-08-01", 100.0), ("2026-08-31", 90.0), ("2026-09-30", 90.0), ("2026-10-31", 70.0), ("2026-11-01", 70.0)]
    assert [(p.x, p.y) for p in pace] == [("2026-08-01", 100.0), ("2026-12-31", 0.0)]
    assert [(p.x, p.y) for p in landing] == [("2026-11-01", 70.0), ("2026-12-31", -10.0)]
    assert found.not_deducted == 3.0
    assert (found.estimate_date, found.estimate_remaining) == (date(2026, 10, 20), 60.0)


def test_what_is_sold_later_lifts_the_line_on_its_day() -> None:
    later = {"budget": "B-2", "contract": "C-1", "date": date(2026, 9, 15), "amount": 50.0, "unit": "hours",
             "kind": "top_up"}
    found = budget(portal(rows={**TABLE_ROWS, "budgets": [*TABLE_ROWS["budgets"], later]}))
    assert found.burn is not None
    points = {p.x: p.y for p in found.burn.series[0].points}
    assert (points["2026-08-01"], points["2026-09-14"], points["2026-09-15"]) == (100.0, 90.0, 140.0)


def test_what_expired_is_told_apart_from_what_the_budget_still_holds() -> None:
    lost = {"budget": "B-2", "contract": "C-1", "date": date(2026, 9, 15), "amount": -25.0, "unit": "hours",
            "kind": "expired"}
    found = budget(portal(rows={**TABLE_ROWS, "budgets": [*TABLE_ROWS["budgets"], lost]}))
    assert (found.sold, found.expired) == (75.0, 25.0)
    assert budget(portal()).expired == 0.0


def test_what_is_not_deducted_is_told_in_the_budgets_unit(monkeypatch: pytest.MonkeyPatch) -> None:
    days = [replace(f, unit="days") if f.kpi in ("budget_remaining", "landing") else f for f in company.figures()]
    monkeypatch.setattr(company, "figures", lambda: days)
    assert budget(portal()).not_deducted == pytest.approx(3.0 / 7)


def test_activities_add_up_to_what_is_consumed() -> None:
    found = budget(portal())
    assert found.activities is not None
    points = found.activities.series[0].points
    assert [(p.x, p.y) for p in points] == [("Changements", 20.0), ("Support", 10.0)]
    assert sum(p.y or 0 for p in points) == found.consumed.value == 30.0


def test_a_contract_says_until_when_notice_can_be_given_and_what_follows() -> None:
    found = contract(portal())
    assert (found.notice, found.renewal_until) == (date(2026, 9, 30), date(2027, 12, 31))
    assert (found.monthly_fee, found.signatories) == (Decimal("4850.50"), "P. Lefèvre, A. Néret")
    assert found.services == ("Messagerie",)
    assert found.work is not None
    assert [row[0] for row in found.work.rows] == [date(2026, 10, 11), date(2026, 10, 10), date(2026, 8, 10)]


def test_a_contract_that_was_renewed_tacitly_runs_on_with_its_next_end_and_notice() -> None:
    renewed = [{**TABLE_ROWS["contracts"][0], "end": date(2026, 6, 30)}]
    site = portal(rows={**TABLE_ROWS, "contracts": renewed})
    found = contract(site)
    assert (found.end, found.notice, found.renewal_until) == (date(2027, 6, 30), date(2027, 3, 30), date(2028, 6, 30))
    assert budget(site).until == date(2027, 6, 30)
    promised = panel(site, "commitments", "commitments")
    assert (promised.held, promised.missed, promised.too_few) == (1, 1, 1)


def test_an_entry_that_does_not_say_is_deducted_as_billable() -> None:
    work = contract(portal()).work
    assert work is not None
    at = [column.id for column in work.columns].index("deducted")
    assert [row[at] for row in work.rows] == [False, True, True]


def test_the_planning_leaves_out_what_is_cancelled() -> None:
    panel_ = panel(portal(), "planning", "planning")
    assert isinstance(panel_, Planning)
    assert panel_.first_day == date(2026, 10, 26)
    assert [act.intervention for act in panel_.coming] == ["V-1"]
    assert [act.intervention for act in panel_.done] == ["V-3"]


def test_an_intervention_that_runs_beyond_its_slot_is_still_shown() -> None:
    slot = {"start": at("2026-11-01T06:00+01:00"), "end": at("2026-11-01T07:30+01:00")}
    acts = [{**TABLE_ROWS["interventions"][0], **slot, "intervention": status, "status": status}
            for status in ("in_progress", "confirmed", "done")]
    panel_ = panel(portal(rows={**TABLE_ROWS, "interventions": acts}), "planning", "planning")
    assert [act.intervention for act in panel_.coming] == ["in_progress"]


def test_an_intervention_names_the_services_that_it_touches_and_what_carries_none() -> None:
    panel_ = panel(portal(), "planning", "planning")
    assert panel_.coming[0].touches == ("Ferme de Lyon (partagée)", "Messagerie")


def test_the_on_call_comes_first_then_ones_account_manager_but_no_other_then_the_clients_own() -> None:
    panel_ = panel(portal(), "contacts", "contacts")
    assert isinstance(panel_, Contacts)
    assert [(c.name, c.ours) for c in panel_.people] == [
        ("Astreinte de nuit", True), ("Hélène Marchais", True), ("Paul Lefèvre", False)]


def test_a_card_shows_thirteen_months_and_their_rows_the_newest_first() -> None:
    site = portal()
    card = next(p for p in site.pages if p.subject == "ttr_met").panels["card"]
    assert [figure.period for figure in card.figures] == MONTHS  # type: ignore[union-attr]
    rows = card.rows.rows  # type: ignore[union-attr]
    assert {row[1] for row in rows if row[0] == "2026-10"} == {"I-1", "I-2"}
    assert [str(row[0]) for row in rows] == sorted((str(row[0]) for row in rows), reverse=True)
    assert {row[0] for row in rows} <= set(MONTHS)


@pytest.mark.parametrize(("kpi", "table", "column"), [
    ("ttr_met", "tickets", "ttr"), ("tto_met", "tickets", "tto"), ("mttr", "tickets", "ttr"),
    ("hours_consumed", "time_entries", "deducted"), ("backlog", "tickets", "ticket")])
def test_rows_that_would_not_add_up_to_the_figure_are_not_shown(kpi: str, table: str, column: str) -> None:
    kept = tuple(c for c in GRANTS.tables[table] if c != column)
    for grants, there in ((GRANTS, True), (without(GRANTS, tables={**GRANTS.tables, table: kept}), False)):
        card = next(p for p in portal(grants).pages if p.subject == kpi).panels["card"]
        assert (card.rows is not None) is there  # type: ignore[union-attr]


def test_a_tile_ends_with_its_figure() -> None:
    for tile in panel(portal(), "overview", "tiles"):
        assert tile.series[-1] == tile.figure
        assert tile.figure.period in ("2026-10", "2026-11-01")


def test_every_table_and_every_chart_of_a_page_can_be_downloaded() -> None:
    site = portal()
    assert [table.id for table in site.tables] == sorted({table.id for table in site.tables})
    assert {"tickets", "work-c-1", "cis", "rows-ttr_met", "commitments-by-month", "burn-c-1"} <= {
        table.id for table in site.tables}
    assert all(len(row) == len(table.columns) for table in site.tables for row in table.rows)


def test_the_order_of_the_rows_changes_nothing() -> None:
    shuffled = {name: random.Random(7).sample(rows, len(rows)) for name, rows in TABLE_ROWS.items()}
    assert portal(rows=shuffled) == portal()


def test_an_empty_client_has_its_pages_with_nothing_on_them() -> None:
    site = portal(rows={"clients": TABLE_ROWS["clients"]})
    assert site.name == "Transports Lefèvre"
    assert [page.id for page in site.pages if page.nav] == list(GRANTS.pages)
    assert panel(site, "contracts", "contracts") == ()
    assert panel(site, "commitments", "commitments").promises == ()
    assert panel(site, "tickets", "tickets").open == ()


def test_a_shared_platform_without_a_label_is_called_so_in_the_clients_first_language() -> None:
    (service,) = panel(portal(languages=("en", "fr")), "infrastructure", "infrastructure").services
    assert "Shared platform" in service.cis


def test_restoration_is_the_first_line_of_the_trend() -> None:
    trend = panel(portal(), "commitments", "commitments").trend
    assert [series.id for series in trend.series] == ["ttr", "tto"]


def test_the_bars_of_the_months_span_the_days_of_the_burn_down() -> None:
    since = {**TABLE_ROWS, "contracts": [{**TABLE_ROWS["contracts"][0], "start": date(2026, 8, 1)}]}
    found = contract(portal(rows=since)).hours
    assert found and found.months
    assert (found.months.first, found.months.last) == (date(2026, 8, 1), date(2026, 12, 31))


def test_today_is_not_on_the_burn_down_of_a_contract_that_has_ended() -> None:
    ended = {**TABLE_ROWS, "contracts": [{**TABLE_ROWS["contracts"][0], "end": date(2026, 9, 30), "renewal": "none"}]}
    over, running = (contract(portal(rows=rows)).hours for rows in (ended, TABLE_ROWS))
    assert over and over.burn and over.burn.today is None
    assert running and running.burn and running.burn.today == date(2026, 11, 1)


def test_the_bars_of_a_budget_in_days_are_in_days() -> None:
    budgets = [{**TABLE_ROWS["budgets"][0], "unit": "days"}]
    of_contract = (("contract", "C-1"),)
    days = Figure("budget_remaining", "to_date", "days", "ok", 10.0, of_contract)
    found = contract(portal(rows={**TABLE_ROWS, "budgets": budgets}, more=(days,))).hours
    assert found and found.months
    assert found.months.unit == "days"
    assert found.months.series[0].points[-1].y == pytest.approx(23.0 / 7)
