"""The proof of working time: 10,000 intervals, each counted by walking every minute."""

from __future__ import annotations

from tests.figures.minutes import cases
from tests.figures.test_clock_minutes import differences

CALENDARS, PAIRS = 1_000, 10


def minute_by_minute(_: object) -> tuple[int, list[str]]:
    """Random calendars and intervals over the clock changes of 2025 and 2026 in three zones."""
    faults = [fault for case in cases(seed=2026, count=CALENDARS, pairs=PAIRS) for fault in differences(case)]
    print(f"clock: {CALENDARS * PAIRS} compared, {CALENDARS * PAIRS - len(faults)} equal")
    return CALENDARS * PAIRS, faults
