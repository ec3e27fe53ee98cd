"""Figures of two real logs, month by month, equal what a short script counts in the raw files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest

from clairevoie.figures.derive import derive
from clairevoie.figures.kpi import compute
from clairevoie.portal import Figure
from clairevoie.project.load import load
from clairevoie.tables.slices import Slice
from tests.conftest import SHARED
from tests.examples import plain_logs
from tests.examples.exports import loaded
from tests.examples.plain_logs import PARIS, Life, median, month, month_end

pytestmark = pytest.mark.shared_data


@dataclass(frozen=True, slots=True)
class Log:
    """A recording: how it is read plainly, when it ends, and how many whole months it has."""

    name: str
    client: str
    read: Callable[[Path], list[Life]]
    ends: str
    months: int


LOGS = (Log("helpdesk_italian", "helpdesk", plain_logs.helpdesk, "2014-02-01", 49),
        Log("bpic14_rabobank", "rabobank", plain_logs.rabobank, "2014-06-01", 23))


@pytest.fixture(scope="module", params=LOGS, ids=lambda log: log.name)
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
         ) -> tuple[list[Life], dict[tuple[str, str], Figure], list[str]]:
    """The tickets read plainly, our figures, and the months."""
    log: Log = request.param
    folder = tmp_path_factory.mktemp(log.name)
    dataset = loaded(folder, log.name)
    project = replace(load(folder / "w"), calendar="always")
    as_of = datetime.fromisoformat(log.ends).replace(hour=1, tzinfo=PARIS)
    rows = Slice(log.client, derive(dataset, project, as_of).tables)
    figures = compute(rows, project, as_of, ["ticket_volume", "mttr", "backlog"], months=log.months)
    found = {(figure.kpi, figure.period): figure for figure in figures if not figure.by}
    months = sorted({period for kpi, period in found if kpi == "backlog" and len(period) == 7})
    assert len(months) == log.months
    return log.read(SHARED / log.name), found, months


def test_tickets_of_each_month_are_those_counted_in_the_file(
    both: tuple[list[Life], dict[tuple[str, str], Figure], list[str]]
) -> None:
    lives, found, months = both
    created = [month(life.spells[0][0]) for life in lives]
    assert {name: found["ticket_volume", name].value or 0 for name in months} == {
        name: created.count(name) for name in months}
    assert {*created} <= {*months}  # none is left out: the months hold the whole log


def test_times_to_resolve_have_the_mean_and_the_median_of_the_file(
    both: tuple[list[Life], dict[tuple[str, str], Figure], list[str]]
) -> None:
    lives, found, months = both
    compared, of_month = 0, defaultdict[str, list[int]](list)
    for life in lives:
        if life.incident and life.resolved is not None:
            of_month[month(life.resolved)].append(life.worked)
    for name in months:
        figure, times = found["mttr", name], of_month[name]
        assert figure.n == len(times)
        if times:
            assert figure.value == pytest.approx(sum(times) / len(times) / 60, abs=1e-6)
            assert dict(figure.beside)["median"] == pytest.approx(median(times) / 60, abs=1e-6)
            compared += len(times)
    assert compared == sum(map(len, of_month.values())) > 3000


def test_what_was_open_at_each_months_end_is_what_the_file_says(
    both: tuple[list[Life], dict[tuple[str, str], Figure], list[str]]
) -> None:
    lives, found, months = both
    first = min(life.spells[0][0] for life in lives)  # what was open before it, nobody knows
    counted = {name: sum(life.is_open(month_end(name)) for life in lives) if first < month_end(name) else None
               for name in months}
    assert {name: found["backlog", name].value for name in months} == counted
    assert max(value or 0 for value in counted.values()) > 50
