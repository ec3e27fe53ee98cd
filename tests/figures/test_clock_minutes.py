"""The clock agrees with walking every minute, around every change of the clock of 2025 and 2026."""

from __future__ import annotations

import numpy as np

from clairevoie.figures.clock import clock
from tests.figures.minutes import Case, cases, counted, due, walked


def differences(case: Case) -> list[str]:
    """The intervals on which the clock and the counter say something else."""
    minutes, wrong = walked(case), []
    ticking = clock(case.calendar, 2024, 2027)
    start, end = (np.array(edge, np.int64) for edge in zip(*case.pairs, strict=True))
    seconds = ticking.working_seconds(start, end).tolist()
    goals = [max(found // 60, 1) for found in seconds]
    falls = ticking.due(start, np.array(goals, float)).tolist()
    for (one, other), found, goal, at in zip(case.pairs, seconds, goals, falls, strict=True):
        told, fell = counted(case, minutes, one, other), due(case, minutes, one, goal * 60)
        if told != found or (fell is not None and fell != at):
            wrong.append(f"{case.calendar} {one}..{other}: {found} s, counted {told}; {goal} min: {at}, counted {fell}")
    return wrong


def test_the_clock_agrees_with_walking_every_minute() -> None:
    assert [fault for case in cases(seed=1, count=6, pairs=50) for fault in differences(case)] == []
