"""Two million working durations by the clock, beside a composite of numpy's business days.

`python benchmarks/clock.py [COUNT]` prints the seconds of each, and where the composite is wrong: it knows no clock
change, so it is compared on office hours only, which no change touches.
"""

from __future__ import annotations

import sys
import time

import holidays
import numpy as np
from numpy.typing import NDArray

from clairevoie.figures.clock import clock
from clairevoie.figures.zones import zone
from clairevoie.project.model import Calendar

OPENS, CLOSES, DAY = 8 * 3600, 18 * 3600, 86_400
OFFICE = Calendar("office", "", "", "Europe/Paris", tuple((day, "08:00", "18:00") for day in range(5)), holidays="FR")
Seconds = NDArray[np.int64]


def main() -> None:
    """Time both on the same intervals, each of ten days at most, over 2025 and 2026."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000_000
    chance = np.random.default_rng(2026)
    first = int(np.datetime64("2025-01-02", "s").astype(np.int64))
    start = first + chance.integers(0, 700 * DAY, count)
    end = start + chance.integers(0, 10 * DAY, count)
    for name, measure in (("clock", _clock), ("busday composite", _busday)):
        begun = time.perf_counter()
        found = measure(start, end)
        print(f"{name:<18}{count:>10} durations {time.perf_counter() - begun:6.2f} s   total {int(found.sum())} s")
    print(f"{'equal':<18}{int((_clock(start, end) == _busday(start, end)).sum()):>10} of {count}")


def _clock(start: Seconds, end: Seconds) -> Seconds:
    clock.cache_clear()
    return clock(OFFICE, 2025, 2027).working_seconds(start, end)


def _busday(start: Seconds, end: Seconds) -> Seconds:
    """Whole business days between, and the parts of the first and the last."""
    off = sorted(np.datetime64(day) for day in holidays.country_holidays("FR", years=range(2025, 2028)))
    days = np.busdaycalendar(holidays=np.array(off, "datetime64[D]"))
    paris = zone("Europe/Paris", 2025, 2027)
    walls = [paris.wall(edge) for edge in (start, end)]
    (one, ran), (other, done) = ((_day(wall), _inside(wall, _day(wall), days)) for wall in walls)
    return np.busday_count(one, other, busdaycal=days) * (CLOSES - OPENS) + done - ran


def _day(wall: Seconds) -> NDArray[np.datetime64]:
    return (wall // DAY).astype("datetime64[D]")


def _inside(wall: Seconds, day: NDArray[np.datetime64], days: np.busdaycalendar) -> Seconds:
    worked = np.clip(wall % DAY, OPENS, CLOSES) - OPENS
    return np.where(np.is_busday(day, busdaycal=days), worked, 0)


if __name__ == "__main__":
    main()
