"""Services, availabilities and the tool's verdicts: shown where they are granted, as the rows tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from clairevoie.disclosure.agreed import reconciliation
from clairevoie.disclosure.commitments import availabilities, outcomes
from clairevoie.disclosure.definitions import calendars, cards
from clairevoie.disclosure.ledger import ledger
from clairevoie.disclosure.services import services
from clairevoie.disclosure.view import View, view_of
from clairevoie.figures.kpi import KPIS, compute
from clairevoie.portal import ServiceRow
from clairevoie.project.model import ClientSpec, Grants
from clairevoie.tables.slices import Slice
from tests.disclosure import company
from tests.figures import test_kpi_commitments, test_kpi_supervision, test_kpi_watch
from tests.figures.ledger import AS_OF, project

GRANTS = Grants(
    pages=("overview", "commitments"),
    figures=("service_state", "availability", "checks_ok", "source_agreement", "tto_met", "ttr_met"),
    tables={"tickets": ("ticket", "tto", "ttr", "source_tto_met", "source_ttr_met")})


def view(of: Slice, **changes: Any) -> View:
    """The company seen through these grants."""
    grants = replace(GRANTS, **changes)
    settings = project(test_kpi_commitments.SETTINGS)
    found = compute(of, settings, AS_OF, grants.figures)
    return view_of(of, ledger(found), settings, ClientSpec("acme", settings.root, ("fr",), grants), AS_OF)


@pytest.fixture(scope="module")
def watched() -> Slice:
    return test_kpi_watch.sliced()


def rows_of(seen: View) -> dict[str, ServiceRow]:
    """The rows on services, by service."""
    panel = services(seen)
    assert panel
    return {row.service: row for row in panel.rows}


def test_a_service_row_tells_now_the_days_and_the_month(watched: Slice) -> None:
    rows = rows_of(view(watched))
    assert list(rows) == ["mail", "vpn", "phone"]  # what is measured first; of the contract that is over nothing
    mail, vpn, phone = rows.values()
    assert (mail.state.value, vpn.state.value, phone.state.value) == (0, 2, None)
    assert vpn.since and vpn.since.strftime("%Y-%m-%d %H:%M") == "2026-10-30 17:00"
    assert len(mail.days) == 90
    # The 90 days end on 1 November: the contract's monitors start on 15 September, 48 days before.
    assert mail.days[:42] == ("unknown",) * 42
    assert [90 - place for place, day in enumerate(mail.days) if day == "interrupted"] == [23, 20]  # 10 and 13 October
    assert mail.days.count("degraded") == 1
    assert (mail.cut, mail.slow) == (date(2026, 10, 10), date(2026, 10, 14))
    assert set(phone.days) == {"unknown"} and phone.availability and phone.availability.state == "not_measured"


def test_what_is_not_granted_is_not_there(watched: Slice) -> None:
    without = tuple(kpi for kpi in GRANTS.figures if kpi != "service_state")
    assert services(view(watched, figures=without)) is None
    alone = rows_of(view(watched, figures=("service_state",)))
    assert all(not row.days and row.availability is None and row.cut is None and row.slow is None and not row.checks
               for row in alone.values())
    assert availabilities(view(watched, figures=("tto_met", "ttr_met"))) == ()


def test_days_before_the_granted_months_are_not_told(watched: Slice) -> None:
    assert len(rows_of(view(watched, months=1))["mail"].days) == 32  # October, and today


def test_an_availability_counts_among_the_commitments() -> None:
    seen = view(test_kpi_commitments.sliced())
    told = {promise.service: promise.availability for promise in availabilities(seen)}
    assert told["mail"] and told["web"] and (told["mail"].target, told["web"].value) == (0.995, 1.0)
    assert outcomes(seen) == {"missed": 5, "held": 1, "too_few": 1}


def test_the_tool_and_we_are_compared_with_the_tickets_that_differ() -> None:
    told = reconciliation(view(test_kpi_commitments.sliced()), ("tto", "ttr"))
    assert told and told.whole.met == 11 and [figure.total for figure in told.metrics] == [6, 6]
    assert [(one.ticket, one.metric, one.source_met, one.reason) for one in told.differ] == [
        ("A2", "ttr", True, "unknown")]


@pytest.mark.parametrize("changes", [
    {"tables": {"tickets": ("ticket", "tto", "ttr")}},
    {"tables": {"tickets": ("tto", "ttr", "source_tto_met", "source_ttr_met")}},
    {"by_month": ("tickets",)},
])
def test_no_ticket_that_differs_is_named_without_its_columns(changes: dict[str, Any]) -> None:
    told = reconciliation(view(test_kpi_commitments.sliced(), **changes), ("tto", "ttr"))
    assert told and told.differ == () and not told.are_listed


def test_the_tool_is_silent_where_its_verdicts_are_not_granted_or_not_there(watched: Slice) -> None:
    seen = view(test_kpi_commitments.sliced(), figures=("tto_met", "ttr_met"))
    assert reconciliation(seen, ("tto", "ttr")) is None
    assert reconciliation(view(watched), ("tto", "ttr")) is None


def test_a_minimum_count_withholds_what_counts_rows_and_not_what_tells_of_a_service(watched: Slice) -> None:
    seen = view(watched, minimum_count=5)
    rows = rows_of(seen)
    assert (rows["vpn"].state.value, rows["mail"].availability and rows["mail"].availability.state) == (2, "ok")
    told = reconciliation(view(test_kpi_commitments.sliced(), minimum_count=20), ("tto", "ttr"))
    assert told is None or (told.whole.state == "withheld" and not told.metrics)


def test_the_rows_behind_checks_and_satisfaction_add_up_to_them() -> None:
    of = test_kpi_supervision.sliced()
    tables = {"checks": ("check", "kind", "at", "result"), "surveys": ("survey", "sent", "answered", "score", "scale")}
    seen = view(of, figures=("checks_ok", "csat"), tables=tables)
    definitions = [KPIS[kpi].definition for kpi in seen.grants.figures]
    rows = {card.definition.kpi: card.rows for card in cards(seen, definitions)}
    checks, surveys = rows["checks_ok"], rows["csat"]
    assert checks and [row[-1] for row in checks.rows if row[0] == "2026-10"].count("ok") == 4
    assert [row[:2] for row in checks.rows if row[-1] == "failed"] == [("2026-10", "C6"), ("2026-09", "C7")]
    assert surveys and sorted(str(row[1]) for row in surveys.rows) == ["S1", "S2", "S3", "S4", "S5", "S6"]
    fewer = view(of, figures=("checks_ok", "csat"), tables={**tables, "checks": ("check", "kind", "at")})
    assert {card.definition.kpi: bool(card.rows) for card in cards(fewer, definitions)} == {
        "checks_ok": False, "csat": True}


def test_the_card_of_an_availability_says_in_whose_hours_it_is_agreed() -> None:
    promise = {"commitment": "K-UP", "contract": "C-1", "service": "S-MAIL", "metric": "availability",
               "calendar": "always", "target_pct": 99.5}
    for promises, told in (([promise], {"Always", "8 to 18"}), ([], {"8 to 18"})):
        of = company.slice_of({**company.TABLE_ROWS, "commitments": promises})
        spec = ClientSpec("lefevre", company.project().root, ("en",), GRANTS)
        seen = view_of(of, ledger([]), company.project(), spec, company.AS_OF)
        assert {text.en for text in calendars(seen, "availability")} == told
    hidden = replace(spec, grants=replace(GRANTS, pages=("overview",)))
    assert not calendars(view_of(of, ledger([]), company.project(), hidden, company.AS_OF), "availability")
