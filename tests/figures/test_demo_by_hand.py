"""The demo's figures of one client and one month equal those worked out from the CSV files in plain Python."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from clairevoie.figures.derive import derive
from clairevoie.figures.kpi import compute
from clairevoie.pipeline.settings import source_settings
from clairevoie.portal import Figure
from clairevoie.project.load import load
from clairevoie.sources import SOURCES
from clairevoie.tables.dataset import check, merge
from clairevoie.tables.slices import cut, open_slice
from tests.figures import by_hand
from tests.figures.by_hand import By
from tests.figures.ledger import AS_OF

CLIENT, MONTH, TODAY = "lefevre", "2026-10", date(2026, 11, 1)
KPIS = ("ticket_volume", "tto_met", "ttr_met", "mttr", "backlog", "hours_consumed", "budget_consumed",
        "budget_remaining", "landing")
# Read off the files once, and typed here: the month as a person would tell it.
TOLD = {
    "ticket_volume": 28, "tto_met": (27, 27), "ttr_met": (19, 23), "backlog": 5, "hours_consumed": 133.25,
    "budget_remaining": 181.5, "landing": 752.0,
}


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str, By], Figure]:
    project = load(Path(__file__).parents[2])
    datasets = [check(spec.id, SOURCES[spec.type].pull(spec, source_settings(spec)).raws, spec.timezone)
                for spec in project.sources]
    folder = tmp_path_factory.mktemp("demo") / "slices"
    cut(derive(merge(datasets), project, AS_OF), folder)
    found = compute(open_slice(folder, CLIENT), project, AS_OF, KPIS)
    return {(figure.kpi, figure.period, figure.by): figure for figure in found}


@pytest.fixture(scope="module")
def tickets() -> dict[tuple[str, By], Any]:
    return by_hand.ticket_figures(CLIENT, MONTH, AS_OF.astimezone(UTC))


@pytest.fixture(scope="module")
def hours() -> dict[tuple[str, By], Any]:
    return by_hand.time_figures(CLIENT, MONTH, TODAY)


Figures = dict[tuple[str, str, By], Figure]
Hand = dict[tuple[str, By], Any]


def _of_month(figures: Figures, kpi: str, period: str = MONTH) -> dict[By, Figure]:
    return {by: figure for (name, when, by), figure in figures.items() if (name, when) == (kpi, period)}


def _by_hand(hand: Hand, kpi: str) -> dict[By, Any]:
    return {by: value for (name, by), value in hand.items() if name == kpi}


def test_volumes_and_backlogs_are_those_counted_by_hand(figures: Figures, tickets: Hand) -> None:
    volumes = _of_month(figures, "ticket_volume")
    assert {by: f.value or 0 for by, f in volumes.items()} == _by_hand(tickets, "ticket_volume")
    assert {by: f.value for by, f in _of_month(figures, "backlog").items()} == _by_hand(tickets, "backlog")
    now = _of_month(figures, "backlog", TODAY.isoformat())
    assert {by: f.value for by, f in now.items()} == _by_hand(tickets, "backlog now")


@pytest.mark.parametrize("kpi", ["tto_met", "ttr_met"])
def test_rates_are_those_counted_by_hand(figures: Figures, tickets: Hand, kpi: str) -> None:
    expected = _by_hand(tickets, kpi)
    found = _of_month(figures, kpi)
    lines = {by for by in found if by and by[0][0] == "commitment" and by not in expected}
    assert all(found[by].total == 0 for by in lines)  # of contracts under which no ticket was ever opened
    counted = {by: (f.met, f.total, dict(f.excluded).get("no_commitment", 0)) for by, f in found.items()}
    assert {by: numbers for by, numbers in counted.items() if by not in lines} == expected
    for by, (met, total, _) in expected.items():
        value, state = (met / total, "ok") if total >= 5 else (None, "too_few" if total else "no_data")
        assert (found[by].value, found[by].state) == (value, state)
    late = _by_hand(tickets, f"{kpi} late")
    assert {by: dict(found[by].beside)["late_now"] for by in late} == late


def test_the_times_to_restore_are_those_measured_by_hand(figures: Figures, tickets: Hand) -> None:
    found = _of_month(figures, "mttr")
    expected = _by_hand(tickets, "mttr")
    assert found.keys() == expected.keys()
    for by, times in expected.items():
        figure = found[by]
        if times:
            assert (figure.value, *dict(figure.beside).values(), figure.n) == pytest.approx(times, abs=1e-9)
        else:
            assert (figure.value, figure.state) == (None, "no_data")


def test_hours_are_those_added_by_hand(figures: Figures, hours: Hand) -> None:
    expected = _by_hand(hours, "hours_consumed")
    found = _of_month(figures, "hours_consumed")
    assert found.keys() == expected.keys()
    for by, told in expected.items():
        beside = dict(found[by].beside)
        if told:
            assert (found[by].value, beside["billable"], beside["not_deducted"], found[by].n) == pytest.approx(told)
        else:
            assert found[by].state == "no_data"


@pytest.mark.parametrize("kpi", ["budget_consumed", "budget_remaining"])
def test_budgets_are_those_worked_out_by_hand(figures: Figures, hours: Hand, kpi: str) -> None:
    found = _of_month(figures, kpi, "to_date")
    assert {by: figure.value for by, figure in found.items()} == pytest.approx(_by_hand(hours, kpi))
    assert len(found) == 2


def test_landings_are_those_worked_out_by_hand(figures: Figures, hours: Hand) -> None:
    found = _of_month(figures, "landing", "to_date")
    expected = _by_hand(hours, "landing")
    assert found.keys() == expected.keys()
    for by, told in expected.items():
        beside = dict(found[by].beside)
        assert {"value": found[by].value, "consumed_since": beside["consumed_since"], "drift": beside["drift"]} \
            == pytest.approx(told)


def test_the_month_is_the_one_that_is_told(figures: Figures) -> None:
    contract = (("contract", "C-2026-003"),)
    assert {
        "ticket_volume": figures["ticket_volume", MONTH, ()].value,
        "tto_met": (figures["tto_met", MONTH, ()].met, figures["tto_met", MONTH, ()].total),
        "ttr_met": (figures["ttr_met", MONTH, ()].met, figures["ttr_met", MONTH, ()].total),
        "backlog": figures["backlog", MONTH, ()].value,
        "hours_consumed": figures["hours_consumed", MONTH, ()].value,
        "budget_remaining": figures["budget_remaining", "to_date", contract].value,
        "landing": figures["landing", "to_date", contract].value,
    } == TOLD
    assert datetime(2026, 11, 1, 7, tzinfo=UTC) == AS_OF
