"""The staff's site: alerts, Σ ÷ Σ totals, margins, weeks, quality."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from clairevoie.disclosure import QualityInputs, internal_portal, internal_rows
from clairevoie.disclosure.house import house
from clairevoie.portal import Figure, Margins, Portal, Portfolio, Quality, Staffing
from clairevoie.project.model import Staff
from clairevoie.tables.dataset import SetAside
from tests.disclosure.company import (
    AS_OF,
    FIGURES,
    MONTH,
    MONTHS,
    TABLE_ROWS,
    definition,
    figures,
    project,
    slice_of,
)

YEAR = "2026-01..2026-10"
MONEY = ("revenue", "contract_margin", "contract_margin_ratio", "daily_rate", "staffing_rate")
CLIENTS = [
    {"client": "lefevre", "name": "Transports Lefèvre", "account_manager": "h.marchais"},
    {"client": "energie", "name": "Énergie", "parent": "groupe", "account_manager": "M. Oster"},
    {"client": "groupe", "name": "Groupe", "account_manager": "M. Oster"},
]
COMPANY: dict[str, list[dict[str, Any]]] = {
    "clients": CLIENTS,
    "people": [
        {"person": "h.marchais", "name": "Hélène Marchais", "team": "pilotage", "fte": 1.0, "start": date(2020, 1, 1)},
        {"person": "p1", "name": "Marc Ferrand", "team": "systèmes", "fte": 1.0, "start": date(2026, 10, 12)},
        {"person": "gone", "name": "Partie", "fte": 1.0, "end": date(2026, 1, 31)}],
    "assignments": [{"person": "p1", "client": "lefevre", "contract": "C-1", "from": date(2026, 10, 1),
                     "to": date(2026, 12, 31), "share": 0.5, "certainty": "firm"}],
    "absences": [{"person": "p1", "date": date(2026, 10, 21), "fraction": 1.0, "kind": "leave"},
                 {"person": "p1", "date": date(2026, 10, 24), "fraction": 1.0, "kind": "leave"}],
}


def others() -> Iterator[Figure]:
    """Rates of two clients that must not be averaged: 9 of 10 and 50 of 100; the money of one contract."""
    for month in MONTHS:
        yield Figure("ttr_met", month, "ratio", "ok", 0.5, (("client", "groupe"),), 100, 50, 100, 0.95)
        yield Figure("ttr_met", month, "ratio", "ok", 59 / 110, n=110, met=59, total=110, target=0.95)
        yield Figure("contract_margin_ratio", month, "ratio", "ok", 0.2)
        yield Figure("staffing_rate", month, "ratio", "ok", 0.8, n=40)
    contract = (("client", "lefevre"), ("contract", "C-1"))
    yield Figure("contract_cost", YEAR, "money", "ok", Decimal("900.00"), contract, currency="EUR")
    for by, revenue, margin in (((), "2000.00", "300.00"), ((("client", "lefevre"),), "1000.00", "100.00"),
                                (contract, "1000.00", "100.00")):
        share = float(Decimal(margin) / Decimal(revenue))
        yield Figure("revenue", YEAR, "money", "ok", Decimal(revenue), by, currency="EUR")
        yield Figure("contract_margin", YEAR, "money", "ok", Decimal(margin), by, currency="EUR")
        yield Figure("contract_margin_ratio", YEAR, "ratio", "ok", share, by)
    yield Figure("contract_margin", YEAR, "money", "ok", Decimal("200.00"), (("line", "unallocated"),), currency="EUR")
    yield Figure("daily_rate", YEAR, "money", "ok", Decimal("500.00"), contract, currency="EUR",
                 beside=(("days", 2.0),))


def site(**company: Any) -> Portal:
    slices = {"lefevre": slice_of(), "groupe": slice_of({}, "groupe"), "energie": slice_of({}, "energie")}
    own = [replace(figure, by=(("client", "lefevre"), *figure.by)) for figure in figures()]
    aside = (SetAside("temps", "time_entries", "saisies.csv", 12, "hours", "-8", "outside 0–24", "lefevre"),)
    return internal_portal(
        slices, slice_of({**COMPANY, **company}, ""), [*own, *others()], map(definition, (*FIGURES, *MONEY)),
        replace(project(), staff=Staff(margin_threshold=15.0)), (),
        QualityInputs({"temps": {"time_entries": 3, "absences": 2}}, aside, ("held since yesterday",)), AS_OF,
        "0a1b2c3d")


def panel(portal: Portal, page: str) -> Any:
    return next(p for p in portal.pages if p.id == page).panels[page]


def test_the_pages_of_staff_stand_in_their_order() -> None:
    assert [page.id for page in site().pages if page.nav] == [
        "portfolio", "margins", "preinvoice", "staffing", "whatif", "suppliers", "register", "lifecycle", "sharing",
        "quality", "news", "definitions"]


def test_a_subsidiary_stands_right_under_its_group_and_the_worst_landing_first() -> None:
    found = panel(site(), "portfolio")
    assert isinstance(found, Portfolio)
    assert [line.client for line in found.clients] == ["lefevre", "groupe", "energie"]


def test_the_total_is_that_of_all_rows_never_a_mean_of_rates() -> None:
    total = panel(site(), "portfolio").total
    assert (total.ttr.figure.met, total.ttr.figure.total) == (59, 110)
    assert total.ttr.figure.value == 59 / 110
    assert (total.held, total.missed, total.without_verdict) == (1, 1, 1)
    assert total.revenue.value == Decimal("2000.00")


def test_what_needs_a_decision_has_its_owner_and_its_date() -> None:
    alerts = {alert.code: alert for alert in panel(site(), "portfolio").alerts}
    assert set(alerts) == {"budget_overrun", "margin_low", "commitments_missed"}
    assert alerts["budget_overrun"].numbers == (
        ("contract", "Infogérance et support"), ("over", 10.0), ("unit", "hours"), ("left", 70.0))
    assert (alerts["budget_overrun"].owner, alerts["budget_overrun"].due) == ("Hélène Marchais", date(2026, 12, 31))
    assert alerts["margin_low"].numbers == (("margin", 0.1), ("threshold", 0.15))
    assert alerts["commitments_missed"].numbers == (("missed", 1), ("total", 3))


def test_a_notice_is_announced_thirty_days_ahead() -> None:
    contract = [{**TABLE_ROWS["contracts"][0], "end": date(2027, 2, 28)}]
    slices = {"lefevre": slice_of({**TABLE_ROWS, "contracts": contract})}
    portal = internal_portal(slices, slice_of(COMPANY, ""), figures(), (), project(), (), QualityInputs({}), AS_OF, "0")
    (alert,) = [alert for alert in panel(portal, "portfolio").alerts if alert.code == "notice"]
    assert (alert.due, alert.numbers[1]) == (date(2026, 11, 28), ("days", 27))


def test_a_contract_shows_its_money_its_threshold_and_its_days() -> None:
    found = panel(site(), "margins")
    assert isinstance(found, Margins)
    (line,) = found.lines
    assert (line.contract, line.cost.value) == ("C-1", Decimal("900.00"))
    assert (line.margin_ratio.target, line.days, line.in_days) == (0.15, 2.0, False)
    assert (found.period, found.unallocated.value, found.company.value) == (YEAR, Decimal("200.00"), Decimal("300.00"))


def test_a_week_is_what_was_billed_over_what_was_owed() -> None:
    found = panel(site(), "staffing")
    assert isinstance(found, Staffing)
    people = {line.person: line for line in found.people}
    assert set(people) == {"h.marchais", "p1"}
    weeks = {monday: (billed, absent) for monday, billed, absent in people["p1"].weeks}
    assert len(weeks) == 13
    assert weeks["2026-10-05"] == (None, 0.0)  # before the first day of work
    assert weeks["2026-10-19"] == (0.0, 0.2)  # one day of leave of five; a Saturday is none
    assert (people["p1"].now, people["p1"].idle_since) == (("Transports Lefèvre",), None)


def test_who_bills_nothing_and_is_nowhere_waits_since_a_monday() -> None:
    line = next(line for line in panel(site(), "staffing").people if line.person == "h.marchais")
    assert line.idle_since == date.fromisoformat(line.weeks[0][0])
    assert line.idle_before  # nothing says when that began


def test_who_came_in_the_weeks_shown_waits_since_that_day_and_not_before() -> None:
    company = {**COMPANY, "assignments": []}
    portal = internal_portal({"lefevre": slice_of({**TABLE_ROWS, "assignments": []})}, slice_of(company, ""), figures(),
                             (), project(), (), QualityInputs({}), AS_OF, "0")
    line = next(line for line in panel(portal, "staffing").people if line.person == "p1")
    assert (line.idle_since, line.idle_before) == (date(2026, 10, 12), False)


def test_what_was_set_aside_is_shown_with_its_place() -> None:
    found = panel(site(), "quality")
    assert isinstance(found, Quality)
    assert [(line.source, line.rows, line.set_aside) for line in found.sources] == [
        ("temps", (("absences", 2), ("time_entries", 3)), 1)]
    assert found.set_aside.rows == (
        ("temps", "time_entries", "saisies.csv", 12, "hours", "-8", "outside 0–24", "lefevre"),)
    assert found.notices == ("held since yesterday",)


def test_tables_behind_the_lists_can_be_downloaded() -> None:
    assert {"clients", "margins", "staffing", "set-aside", "margin-by-month"} <= {table.id for table in site().tables}


def test_the_figures_of_the_month_are_there_for_every_kpi_with_a_card() -> None:
    portal = site()
    assert {page.subject for page in portal.pages if page.template == "definition"} >= {
        "ttr_met", "revenue", "staffing_rate"}
    assert portal.month == MONTH


def test_days_of_a_person_that_are_too_old_to_be_shown_have_no_row() -> None:
    assert _persons_rows(Figure("staffing_rate", MONTH, "ratio", "stale", by=(("person", "p1"),), reason="stale")) == ()
    known = Figure("staffing_rate", MONTH, "ratio", "ok", 0.5, (("person", "p1"),),
                   beside=(("billed_days", 1.0), ("available_days", 2.0)))
    assert [row[:2] for row in _persons_rows(known)] == [(MONTH, "p1")]


def _persons_rows(figure: Figure) -> tuple[Any, ...]:
    found = internal_rows._present(house({"lefevre": slice_of()}, slice_of({}, ""), [figure], project(), AS_OF),
                                   "staffing_rate")
    return found.rows
