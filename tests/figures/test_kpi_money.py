"""What is sold, realised, accrued, deferred, occupied and planned, worked out by hand on the company of money."""

from __future__ import annotations

from decimal import Decimal

import pytest

from clairevoie.project.model import FigureSettings, Staff
from tests.figures.ledger import project, rows
from tests.figures.test_kpi_internal import CONTRACTS, ENTRIES, InternalFigures

ASSIGNMENTS = """
person | client | contract | from       | to         | share | certainty
lea    | acme   | R        | 2026-10-01 | 2026-11-15 | 1     |
tom    | lune   | F        | 2026-11-09 | 2026-12-31 | 1     | option
sub    | acme   | R        | 2026-10-01 | 2026-12-31 | 1     | firm
"""


@pytest.fixture(scope="module")
def found() -> InternalFigures:
    return InternalFigures(project(staff=Staff(productive_days=218)))


def test_what_is_earned_and_not_invoiced_and_the_reverse_by_contract(found: InternalFigures) -> None:
    # F: 2,500 earned (21 of 84 hours of 10,000), 5,000 invoiced. P: 7 of 70 hours of 1,000, nothing invoiced.
    assert found("deferred_income", client="lune", contract="F").value == Decimal(2500)
    assert found("accrued_income", client="lune", contract="F").value == Decimal(0)
    assert found("accrued_income", client="lune", contract="P").value == Decimal(100)
    # one never makes up for the other
    assert (found("accrued_income", client="lune").value, found("deferred_income", client="lune").value) == (100, 2500)


def test_a_contract_older_than_the_invoices_is_counted_since_the_first_of_them(found: InternalFigures) -> None:
    # The first invoice is of September. R: 1,590 earned since, 2,400.25 invoiced. M: two fees, two invoices.
    figure = found("deferred_income", client="acme", contract="R")
    assert (figure.value, figure.state) == (Decimal("810.25"), "estimated")
    assert found("accrued_income", client="acme", contract="M").value == Decimal(0)
    assert found("accrued_income", "2026-11", client="acme", contract="M").value == Decimal("103.33")  # a day of 30
    assert found("accrued_income", "2026-08", client="acme", contract="M").state == "no_data"


def test_the_rate_sold_is_the_price_agreed(found: InternalFigures) -> None:
    # R: a day at 620, half a day at 700, a day at 620. P: 1,000 for 10 days. F and M: nobody says.
    assert found("daily_rate_sold", client="acme", contract="R").value == Decimal(636)
    assert found("daily_rate_sold", client="lune", contract="P").value == Decimal(100)
    assert found("daily_rate_sold", client="lune", contract="F").reason == "no_rate"
    figure = found("daily_rate_sold", client="lune")
    assert (figure.value, dict(figure.beside)) == (Decimal(100), {"days": 1.0, "days_apart": 3.0})
    assert found("daily_rate_sold", person="sub").value == Decimal(620)


def test_a_person_earns_their_part_of_each_contract(found: InternalFigures) -> None:
    # R: 970 of 1,590 of 2,400.25 are Léa's, by days x rate: 1,464.30; all of M is: 3,100. In 1.5 + 1.5 days.
    assert found("daily_rate", person="lea").value == Decimal("1521.43")
    produced = InternalFigures(project({"revenue": FigureSettings(variant="produced")}))
    assert produced("daily_rate", client="acme", contract="R").value == Decimal("397.50")  # over the 4 days invoiced
    assert produced("daily_rate", person="sub").value == Decimal("726.67")  # 620 on R, a third of 2,500 on F, 2 days


def test_a_teams_daily_cost_and_what_occupies_people(found: InternalFigures) -> None:
    assert found("daily_cost", team="blue").value == Decimal("271.43")
    assert ("daily_cost", "2026-10", (("team", "red"),)) not in found.all  # nobody of it is employed
    # Léa: 1.5 days on M, 1.5 on R, a day of her own; 19.5 available
    figure = found("occupancy_rate", person="lea")
    assert figure.value == pytest.approx(4 / 19.5)
    assert dict(figure.beside)["busy_days"] == 4


def test_the_variant_says_which_days_count_as_produced() -> None:
    told = [{**row, "deducted": "yes" if row["entry"] == "E2" else ""} for row in rows(ENTRIES)]
    taken = InternalFigures(project({"staffing_rate": FigureSettings(variant="deducted")}), time_entries=told)
    assert taken("staffing_rate", person="lea").value == pytest.approx(3 / 19.5)


def test_without_assignments_the_share_on_a_mission_is_estimated_and_nothing_is_planned(found: InternalFigures) -> None:
    figure = found("staffed_share", "2026-11-01")  # a Sunday: Tom has billable time on the Monday before
    assert (figure.state, figure.met, figure.total, figure.value) == ("estimated", 1, 2, 0.5)
    assert found("staffed_share", "2026-09-30").total == 1  # Tom was not there yet
    assert found("staffed_share", "2026-W45").reason == "no_assignment"


def test_firm_assignments_plan_the_coming_weeks() -> None:
    planned = InternalFigures(project(), assignments=rows(ASSIGNMENTS))
    assert planned("staffed_share", "2026-11-01").state == "ok"
    weeks = [planned("staffed_share", f"2026-W{week}").met for week in range(44, 52)]
    assert weeks == [1, 1, 1, 0, 0, 0, 0, 0]  # Léa to the 15th of November; an option and a subcontractor do not count
    assert planned("staffed_share", "2026-W46", team="blue").value == 0.5


def test_days_and_what_is_not_deducted(found: InternalFigures) -> None:
    figure = found("days_consumed", client="acme", contract="R")
    assert (figure.value, dict(figure.beside)) == (2.5, {"days": 2.5, "billable": 2.5, "not_deducted": 0.0})
    told = [{**row, "undeducted_reason": "warranty" if row["entry"] == "E2" else ""} for row in rows(ENTRIES)]
    with_reason = InternalFigures(project(), time_entries=told)
    assert with_reason("hours_not_deducted", client="acme", reason="warranty").value == 3.5
    assert with_reason("hours_not_deducted", client="acme", contract="M").value == 3.5
    assert found("hours_not_deducted", client="acme", reason="unsaid").value == 3.5


def test_expired_hours_earn_their_part_when_they_expire() -> None:
    budgets = rows("""
        budget | contract | date       | amount | unit  | kind
        B1     | P        | 2026-09-01 | 70     | hours | sold
        B2     | P        | 2026-10-30 | -21    | hours | expired
    """)
    expired = InternalFigures(project({"revenue": FigureSettings(variant="produced")}), budgets=budgets)
    assert expired("revenue", client="lune", contract="P").value == Decimal(400)  # 7 done and 21 lost, of 70 at 1,000
    assert expired("budget_remaining", "to_date", client="lune", contract="P").value == 42


def test_a_contract_in_another_currency_has_revenue_and_no_margin() -> None:
    foreign = [{**row, "currency": "CHF" if row["contract"] == "M" else ""} for row in rows(CONTRACTS)]
    apart = InternalFigures(project(), contracts=foreign)
    assert apart("revenue", client="acme", contract="M").currency == "CHF"
    assert apart("contract_margin", client="acme", contract="M").reason == "other_currency"
    assert apart("contract_margin").state == "ok"
