"""A time zone as two sorted arrays: instants and wall clocks by `searchsorted`, exact across DST."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

Seconds = NDArray[np.int64]  # instants are UTC epoch seconds; wall clocks are the same count, read locally

DAY = 86_400
_FAR = np.int64(1 << 55)


@dataclass(frozen=True, slots=True, eq=False)
class Zone:
    """turns[i]: the instant from which `offsets[i]` (seconds east of UTC) holds."""

    turns: Seconds
    offsets: Seconds

    def wall(self, instants: Seconds) -> Seconds:
        """The wall clock at each instant."""
        shown: Seconds = instants + self.offsets[np.searchsorted(self.turns, instants, side="right") - 1]
        return shown

    def days(self, instants: Seconds) -> Seconds:
        """The local day of each instant, in days since 1970-01-01."""
        return self.wall(instants) // DAY

    def instants(self, walls: Seconds) -> Seconds:
        """The first instant whose wall clock has reached each of `walls`.

        So a time that occurs twice is its first occurrence, and one that does not exist is when the clock jumps it.
        """
        last_walls = np.append(self.turns[1:], _FAR) + self.offsets
        turn = np.searchsorted(last_walls, walls, side="right")
        reached: Seconds = np.maximum(self.turns[turn], walls - self.offsets[turn])
        return reached


@lru_cache(maxsize=64)
def zone(name: str, first_year: int, last_year: int) -> Zone:
    """The zone called `name` (IANA), exact from the start of `first_year` to the end of `last_year`."""
    start, end = _midnight(first_year), _midnight(last_year + 1)
    changes = list(_changes(ZoneInfo(name), start, end))
    turns = [-_FAR, *(at for at, _ in changes[1:])]
    return Zone(np.array(turns, np.int64), np.array([offset for _, offset in changes], np.int64))


def epoch(moment: datetime) -> int:
    """An aware instant as UTC epoch seconds (whole seconds, rounded down)."""
    return int(moment.timestamp() // 1)


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - date(1970, 1, 1).toordinal()


def _midnight(year: int) -> int:
    return day_number(date(year, 1, 1)) * DAY


def _changes(tz: ZoneInfo, start: int, end: int) -> Iterator[tuple[int, int]]:
    held = _offset(tz, start)
    yield start, held
    for day in range(start, end, DAY):
        after = _offset(tz, day + DAY)
        if after != held:
            yield _turn(tz, day, day + DAY), after
            held = after


def _turn(tz: ZoneInfo, low: int, high: int) -> int:
    """The first second of the new offset, between `low` (old) and `high` (new)."""
    old = _offset(tz, low)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(tz, middle) == old else (low, middle)
    return high


def _offset(tz: ZoneInfo, at: int) -> int:
    offset = datetime.fromtimestamp(at, UTC).astimezone(tz).utcoffset()
    return 0 if offset is None else round(offset.total_seconds())
