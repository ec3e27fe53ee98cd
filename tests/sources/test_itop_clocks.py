"""Our clocks on the recorded incidents and requests against the stopwatches that iTop itself kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from clairevoie.figures.columns import Columns
from clairevoie.figures.derive import derive
from clairevoie.figures.history import ASSIGNED, NEW, PENDING, has_status, history
from clairevoie.figures.zones import epoch
from clairevoie.project.load import load
from clairevoie.project.model import Project
from clairevoie.tables.dataset import Dataset, merge
from tests.sources.replayed import EXAMPLE, read_example, recorded, replay

RECORDED_AT = datetime(2026, 11, 24, 8, 11, tzinfo=ZoneInfo("Europe/Paris"))
WATCHES = {"tto": (NEW,), "ttr": (NEW, ASSIGNED), "cumulatedpending": (PENDING,)}
# An obsolete contract, or one that starts later, promises nothing by our definition; iTop does not look at its dates.
CHANGED_BY_DATES = {"I-000002", "I-000016", "R-000009", "R-000010", "R-000027", "R-000055", "R-000078", "R-000081"}


@pytest.fixture(scope="module")
def dataset() -> Iterator[Dataset]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("ITOP_USER", replay.USER)
        environment.setenv("ITOP_PASSWORD", replay.PASSWORD)
        yield merge([read_example()[1]])


@pytest.fixture(scope="module")
def kept() -> dict[str, dict[str, Any]]:
    """What iTop says of each ticket."""
    return {one["ref"]: one for cls in ("Incident", "UserRequest") for one in recorded(cls)}


def rows(dataset: Dataset, project: Project) -> dict[str, dict[str, Any]]:
    tickets = derive(dataset, project, RECORDED_AT).tables["tickets"].to_pylist()
    return {row["ticket"]: row for row in tickets if row["kind"] != "problem"}


def test_every_recorded_ticket_has_its_whole_status_history(dataset: Dataset, kept: dict[str, dict[str, Any]]) -> None:
    logged = set(dataset.tables["ticket_events"]["ticket"].to_pylist())
    assert sorted(ref[0] for ref in kept) == ["I"] * 31 + ["R"] * 36
    assert kept.keys() <= logged


def test_stopwatches_are_those_of_itop_to_two_seconds(dataset: Dataset, kept: dict[str, dict[str, Any]]) -> None:
    tickets, events = Columns(dataset.tables["tickets"]), Columns(dataset.tables["ticket_events"])
    names = tickets.texts("ticket")
    past = history(tickets, events, {name: row for row, name in enumerate(names)}, epoch(RECORDED_AT))
    ran = past.spells.end - past.spells.start
    compared = 0
    for watch, running in WATCHES.items():
        counted = has_status(past.spells.status, running)
        stopped = np.flatnonzero(~counted)  # iTop adds a stretch when the watch stops: after a last stop, none
        after = np.full(len(names), -1)
        after[past.spells.ticket[stopped]] = stopped
        counted &= np.arange(len(ran)) < after[past.spells.ticket]
        seconds = np.bincount(past.spells.ticket, np.where(counted, ran, 0), len(names)).tolist()
        for name, ours in zip(names, seconds, strict=True):
            if name in kept:
                compared += 1
                assert abs(ours - int(kept[name][watch])) <= 2, (name, watch, ours, kept[name][watch])
    assert compared == 3 * 67


def test_measured_times_are_those_of_itop_to_two_seconds(dataset: Dataset, kept: dict[str, dict[str, Any]]) -> None:
    ours = rows(dataset, load(EXAMPLE))
    assert ours.keys() == kept.keys()
    for metric in ("tto", "ttr"):
        stopped = {name: row[f"{metric}_minutes"] * 60 for name, row in ours.items()
                   if row[f"{metric}_minutes"] is not None}
        assert [name for name, found in stopped.items() if abs(found - int(kept[name][metric])) > 2] == []


def test_verdicts_are_those_of_itop_where_dates_are_ignored(dataset: Dataset, kept: dict[str, dict[str, Any]]) -> None:
    project = load(EXAMPLE)
    assert project.which_commitment == "ignore_dates"
    compared = 0
    for name, row in rows(dataset, project).items():
        for metric in ("tto", "ttr"):
            passed = {"yes": True, "no": False}[kept[name][f"sla_{metric}_passed"]]
            late = row[f"{metric}_verdict"] == "missed" or row[f"{metric}_late"]
            assert late == passed, (name, metric)
            compared += 1
    assert compared == 2 * 67


def test_the_eight_tickets_whose_commitment_the_contracts_dates_change(dataset: Dataset) -> None:
    project = load(EXAMPLE)
    theirs, ours = rows(dataset, project), rows(dataset, replace(project, which_commitment="contract"))
    promise = ("tto_commitment", "ttr_commitment")
    changed = {name for name, row in ours.items() if [row[p] for p in promise] != [theirs[name][p] for p in promise]}
    assert changed == CHANGED_BY_DATES
    verdicts = ("tto_verdict", "ttr_verdict")
    assert all(ours[name][v] == theirs[name][v] for name in ours.keys() - changed for v in verdicts)
    assert {ours[name]["tto_verdict"] for name in changed} == {None}
