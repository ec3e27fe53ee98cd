"""The demo's service figures of one client, every month, equal those worked out from the CSV files in plain Python."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import pytest

from clairevoie.figures.derive import derive
from clairevoie.figures.kpi import compute
from clairevoie.pipeline.checking import source_settings
from clairevoie.portal import Figure
from clairevoie.project.load import load
from clairevoie.sources import SOURCES
from clairevoie.tables.dataset import check, merge
from clairevoie.tables.slices import cut, open_slice
from tests.figures import by_hand, by_hand_service
from tests.figures.by_hand import By, Ticket
from tests.figures.by_hand_service import MONTHS
from tests.figures.ledger import AS_OF

CLIENT = "lefevre"
NOW = AS_OF.astimezone(UTC)
KPIS = ("activity_rate", "tto", "ttr", "mtta", "reopen_rate", "first_contact")
Figures = dict[tuple[str, str, By], Figure]


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    project = load(Path(__file__).parents[2])
    datasets = [check(spec.id, SOURCES[spec.type].pull(spec, source_settings(spec)).raws, spec.timezone)
                for spec in project.sources]
    folder = tmp_path_factory.mktemp("demo") / "slices"
    cut(derive(merge(datasets), project, AS_OF), folder)
    return {(f.kpi, f.period, f.by): f for f in compute(open_slice(folder, CLIENT), project, AS_OF, KPIS)}


@pytest.fixture(scope="module")
def tickets() -> list[Ticket]:
    return by_hand.tickets_of(CLIENT, NOW)


def test_delays_are_those_measured_by_hand(figures: Figures, tickets: list[Ticket]) -> None:
    compared = 0
    for month in MONTHS:
        expected = by_hand_service.desk(tickets, month, NOW)
        for kpi in ("tto", "ttr", "mtta"):
            figure = figures[kpi, month, ()]
            told = (figure.value, *dict(figure.beside).values(), figure.n) if figure.value is not None else None
            assert told == (expected[kpi] and pytest.approx(expected[kpi], abs=1e-9)), (kpi, month)
            compared += told is not None
    assert compared > 30


def test_rates_of_the_desk_are_those_counted_by_hand(figures: Figures, tickets: list[Ticket]) -> None:
    seen = set()
    for month in MONTHS:
        expected = by_hand_service.desk(tickets, month, NOW)
        active = figures["activity_rate", month, ()]
        assert (active.value and (active.value, active.n)) == expected["activity_rate"], month
        back = figures["reopen_rate", month, ()]
        assert (back.met, back.total) == expected["reopen_rate"], month
        first = figures["first_contact", month, ()]
        assert (first.met, first.total, dict(first.excluded).get("no_answer", 0)) == expected["first_contact"], month
        seen.add(back.state)
        assert back.state == ("no_data" if not back.total else "too_few" if back.total < 5
                              else "estimated" if month >= "2026-10" else "ok")
    assert {"ok", "estimated"} <= seen
