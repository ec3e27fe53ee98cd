"""What a month is compared with: the month before, the same one of last year; only where both are counted alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from clairevoie.disclosure.charting import behind, monthly
from clairevoie.disclosure.comparing import compared
from clairevoie.disclosure.ledger import ledger
from clairevoie.disclosure.view import View, view_of
from clairevoie.figures.freshness import Short
from clairevoie.portal import Chart, Figure, LastYear, State, Text
from clairevoie.project.model import ClientSpec, FigureSettings
from clairevoie.tables.closed import Closed
from tests.disclosure.company import AS_OF, GRANTS, MONTH, TABLE_ROWS, at, project, slice_of, ticket

YEAR_AGO = "2025-10"
RATES = {YEAR_AGO: 0.97, "2026-08": 0.9, "2026-09": 0.92, MONTH: 0.95}
OLD = ticket("I-OLD", created=at("2024-03-04T09:00+01:00"))


def seen(figures: list[Figure], *, first: dict[str, Any] = OLD, rows: Mapping[str, list[dict[str, Any]]] = TABLE_ROWS,
         short: tuple[Short, ...] = (), closed: tuple[Closed, ...] = (), months: int = 13, variant: str = "") -> View:
    held = slice_of({**rows, "tickets": [*rows["tickets"], first]})
    spec = ClientSpec("lefevre", project().root, ("fr",), replace(GRANTS, months=months))
    company = replace(project(), figures={"ttr_met": FigureSettings(None, variant)}) if variant else project()
    return compared(view_of(held, ledger(figures), company, spec, AS_OF, closed), short)


def rates(kpi: str = "ttr_met", by: tuple[tuple[str, str], ...] = ()) -> list[Figure]:
    """The rates above, each saying what the month before it was."""
    before = {MONTH: 0.92, "2026-09": 0.9}
    return [Figure(kpi, month, "ratio", "ok", value, by, 20, 19, 20, previous=before.get(month))
            for month, value in RATES.items()]


def october(view: View, **by: str) -> Figure:
    found = view.ledger.one("ttr_met", MONTH, **by)
    assert found
    return found


def test_a_month_stands_beside_the_one_before_and_the_same_one_of_last_year() -> None:
    assert (october(seen(rates())).previous, october(seen(rates())).last_year) == (0.92, LastYear(0.97))


def test_what_is_not_shown_is_no_history() -> None:
    view = seen(rates(), months=6)
    assert october(view).previous == 0.92
    assert october(view).last_year == LastYear(reason="no_history")
    assert "0.97" not in repr(view.ledger)


def test_a_month_before_the_first_row_is_no_history_though_it_was_counted() -> None:
    view = seen(rates(), first=ticket("I-1", created=at("2026-08-03T09:00+02:00")))  # a Monday, after a week-end
    assert (october(view).previous, october(view).last_year) == (0.92, LastYear(reason="no_history"))
    september = view.ledger.one("ttr_met", "2026-09")
    assert september and september.previous == 0.9  # August begins on its first working day


@pytest.mark.parametrize(("first", "before"), [("2026-09-01T09:00+02:00", 0.92), ("2026-09-02T09:00+02:00", None)])
def test_a_month_in_which_the_history_begins_is_compared_only_where_it_is_whole(first: str, before: float | None
                                                                                ) -> None:
    rows = {**TABLE_ROWS, "tickets": []}
    assert october(seen(rates(), first=ticket("I-1", created=at(first)), rows=rows)).previous == before


def test_a_month_that_was_read_before_it_was_over_is_compared_with_nothing() -> None:
    view = seen(rates(), short=(("tickets", MONTH),))
    assert (october(view).previous, october(view).last_year) == (None, LastYear(reason="incomplete"))
    september = view.ledger.one("ttr_met", "2026-09")
    assert september and september.previous == 0.9
    assert october(seen(rates(), short=(("surveys", MONTH),))).previous == 0.92  # which no ticket is counted from


def test_a_contract_that_began_within_a_month_has_no_whole_one_to_compare() -> None:
    of = (("contract", "C-1"),)
    contract = TABLE_ROWS["contracts"][0] | {"start": date(2025, 10, 15)}
    view = seen(rates(by=of), rows={**TABLE_ROWS, "contracts": [contract]})
    assert october(view, contract="C-1").last_year == LastYear(reason="incomplete")
    whole = TABLE_ROWS["contracts"][0] | {"start": date(2025, 10, 1)}
    again = seen(rates(by=of), rows={**TABLE_ROWS, "contracts": [whole]})
    assert october(again, contract="C-1").last_year == LastYear(0.97)


@pytest.mark.parametrize("state", ["no_data", "too_few", "withheld", "not_measured", "stale", "estimated"])
def test_a_month_of_last_year_that_has_no_final_value_says_its_state(state: State) -> None:
    figures = [replace(figure, state=state, value=None) if figure.period == YEAR_AGO else figure for figure in rates()]
    assert october(seen(figures)).last_year == LastYear(reason=state)


def test_a_month_that_is_not_over_or_not_final_is_compared_with_nothing() -> None:
    running = Figure("ttr_met", "2026-11", "ratio", "ok", 0.5, n=2)
    last = [replace(figure, state="estimated", previous=None) for figure in rates()]
    assert seen([*rates(), running]).ledger.one("ttr_met", "2026-11") == running
    assert october(seen(last)).last_year is None


def closed(month: str, variant: str, calendars: list[list[str]]) -> Closed:
    return Closed("lefevre", month, AS_OF, (), {}, {"ttr_met": {"variant": variant, "calendars": calendars}})


HOURS = [["24 h/24", "Always"], ["Ouvré 8 h–18 h", "8 to 18"]]


def test_a_closed_month_is_compared_with_one_counted_by_the_same_variant_in_the_same_hours() -> None:
    same, before = closed(YEAR_AGO, "resolution", HOURS), closed("2026-09", "creation", HOURS)
    assert october(seen(rates(), closed=(same,))).last_year == LastYear(0.97)
    otherwise = [replace(figure, way="creation" if figure.period == "2026-09" else "") for figure in rates()]
    assert october(seen(otherwise, closed=(before,))).previous is None
    hours = closed(YEAR_AGO, "resolution", [["Ouvré 9 h–17 h", "9 to 17"]])
    assert october(seen(rates(), closed=(hours,))).last_year == LastYear(reason="incomparable")


def test_the_rows_of_a_chart_have_the_interval_of_few_and_the_state_of_what_is_missing() -> None:
    few = Figure("ttr_met", "2026-09", "ratio", "ok", 0.5, n=10, interval=(0.2366, 0.7634))
    none = Figure("ttr_met", MONTH, "ratio", "too_few", n=2)
    chart = Chart("c", "line", "ratio", (monthly("ttr", Text("", ""), [few, none]),), Text("", ""))
    table = behind(chart)
    assert [column.id for column in table.columns] == ["x", "ttr", "ttr_n", "ttr_low", "ttr_high", "ttr_state"]
    assert table.rows == (("2026-09", 0.5, 10, 0.2366, 0.7634, "ok"), (MONTH, None, 2, None, None, "too_few"))
