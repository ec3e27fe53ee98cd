"""The demo's service figures of one client, every month, equal those worked out from the CSV files in plain Python."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import pytest

from clairevoie.figures.derive import derive
from clairevoie.figures.kpi import compute
from clairevoie.pipeline.settings import source_settings
from clairevoie.portal import Figure
from clairevoie.project.load import load
from clairevoie.project.model import Project
from clairevoie.sources import SOURCES
from clairevoie.tables.dataset import check, merge
from clairevoie.tables.slices import cut, open_slice
from tests.figures import by_hand, by_hand_service
from tests.figures.by_hand import By, Ticket
from tests.figures.by_hand_service import MONTHS
from tests.figures.ledger import AS_OF

CLIENT = "lefevre"
NOW = AS_OF.astimezone(UTC)
KPIS = ("activity_rate", "tto", "ttr", "mtta", "reopen_rate", "first_contact", "availability",
        "service_state", "checks_ok", "csat", "capacity_used", "commitments_held", "source_agreement", "penalty")
Figures = dict[tuple[str, str, By], Figure]


@pytest.fixture(scope="module")
def project() -> Project:
    return load(Path(__file__).parents[2])


@pytest.fixture(scope="module")
def slices(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    datasets = [check(spec.id, SOURCES[spec.type].pull(spec, source_settings(spec)).raws, spec.timezone)
                for spec in project.sources]
    folder = tmp_path_factory.mktemp("demo") / "slices"
    cut(derive(merge(datasets), project, AS_OF), folder)
    return folder


@pytest.fixture(scope="module")
def figures(project: Project, slices: Path) -> Figures:
    return {(f.kpi, f.period, f.by): f for f in compute(open_slice(slices, CLIENT), project, AS_OF, KPIS)}


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


def test_availabilities_are_those_of_a_count_minute_by_minute(figures: Figures) -> None:
    compared = interrupted = 0
    for month in MONTHS:
        expected = by_hand_service.availabilities(CLIENT, month, NOW)
        found = {tuple(value for _, value in by): figure for (kpi, when, by), figure in figures.items()
                 if (kpi, when) == ("availability", month) and len(by) == 2 and figure.value is not None}
        assert found.keys() == expected.keys(), month
        for key, (agreed, down, outages) in expected.items():
            beside = dict(found[key].beside)
            assert (beside["agreed"], beside["down"], beside["outages"]) == (agreed, down, outages), (month, key)
            assert found[key].value == pytest.approx(1 - down / agreed, abs=1e-12)
            compared, interrupted = compared + 1, interrupted + (down > 0)
        if expected:
            agreed, down = (sum(line[place] for line in expected.values()) for place in (0, 1))
            assert figures["availability", month, ()].value == pytest.approx(1 - down / agreed, abs=1e-12)
        for contract in {contract for contract, _ in expected}:
            mine = [line for (of, _), line in expected.items() if of == contract]
            share = 1 - sum(line[1] for line in mine) / sum(line[0] for line in mine)
            by: By = (("contract", contract),)
            assert figures["availability", month, by].value == pytest.approx(share, abs=1e-12)
    assert compared > 80 and interrupted >= 5


@pytest.mark.parametrize(("client", "month", "down"), [
    ("helianthe", "2026-01", 64),  # the operator's line in Paris → its farm → the base of both ERPs
    ("helianthe-energie", "2026-10", 292),  # the operator's line in Lyon, told of the service as well: counted once
    ("castelbourg", "2026-10", 292),
])
def test_a_lost_line_of_an_operator_counts_for_what_stands_on_it(
    project: Project, slices: Path, client: str, month: str, down: int
) -> None:
    found = {tuple(value for _, value in f.by): f for f in compute(
        open_slice(slices, client), project, AS_OF, ("availability",)) if f.period == month and len(f.by) == 2}
    expected = by_hand_service.availabilities(client, month, NOW)
    assert {key for key, f in found.items() if f.value is not None} == expected.keys()
    for key, counted in expected.items():
        beside = dict(found[key].beside)
        assert (beside["agreed"], beside["down"], beside["outages"]) == counted, key
    assert down in {lost for _, lost, _ in expected.values()}


def test_states_are_those_that_the_files_tell(figures: Figures) -> None:
    states = {by: (f.state, f.value) for (kpi, _, by), f in figures.items() if kpi == "service_state"}
    assert states.pop(()) == ("ok", 0)  # nothing of this client lasts on 1 November
    assert {by[1][1] for by, state in states.items() if state == ("ok", 0)} == {
        "tms", "sauvegardes", "fichiers", "annuaire", "messagerie", "vpn", "postes"}
    assert {state for by, state in states.items() if state[0] != "ok"} <= {("not_measured", None)}


def test_checks_and_surveys_are_those_counted_by_hand(figures: Figures) -> None:
    compared = 0
    for month in MONTHS:
        for kind, expected in by_hand_service.checks(CLIENT, month).items():
            figure = figures["checks_ok", month, (("kind", kind),)]
            assert (figure.met, figure.total) == expected
            compared += 1
        good, answers, sent, back = by_hand_service.satisfaction(CLIENT, month, NOW)
        figure = figures["csat", month, ()]
        beside = dict(figure.beside)
        assert (figure.met, figure.total, beside["sent"], beside["answered"]) == (good, answers, sent, back), month
        assert figure.state == ("no_data" if not answers else "too_few" if answers < 5 else "ok")
    assert compared > 30


def test_capacities_are_the_last_measures(figures: Figures) -> None:
    names = {by for kpi, _, by in figures if kpi == "capacity_used"}
    assert (("ci", "lef-fic-01"), ("metric", "disk")) in names
    for month in MONTHS:
        for by in names:
            assert figures["capacity_used", month, by].value == by_hand_service.capacities(by[0][1], by[1][1], month)


def test_commitments_are_those_judged_by_hand(figures: Figures, tickets: list[Ticket]) -> None:
    lines = costly = 0
    for month in MONTHS:
        expected = by_hand_service.held(CLIENT, tickets, month, NOW)
        figure = figures["commitments_held", month, ()]
        beside = {name: dict(figure.beside).get(name, 0) for name in ("too_few", "no_data", "not_measured")}
        assert {"held": figure.met, "missed": (figure.total or 0) - (figure.met or 0), **beside} == expected, month
        lines += figure.total or 0
        owed = figures["penalty", month, ()]
        assert owed.value == by_hand_service.owed(tickets, month), month
        costly += bool(owed.value)
    assert lines > 50
    assert costly


def test_the_source_agrees_on_as_many_tickets_as_by_hand(figures: Figures, tickets: list[Ticket]) -> None:
    apart = 0
    for month in MONTHS:
        for metric, (agree, both, silent) in by_hand_service.agreed(tickets, month).items():
            figure = figures["source_agreement", month, (("metric", metric),)]
            assert (figure.met, figure.total) == (agree, both), (month, metric)
            assert dict(figure.excluded).get("source_silent", 0) == silent
            apart += both - agree
    assert apart
