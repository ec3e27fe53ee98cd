"""Working time: a calendar's coverage windows as epoch seconds, a running sum, and `searchsorted`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from clairevoie.figures.zones import DAY, Seconds, day_number, zone
from clairevoie.project.model import Calendar

NEVER = np.int64(1 << 60)  # an instant that did not happen, or that is not reached

Minutes = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Clock:
    """Sorted windows that do not overlap: opens[i] to closes[i], with before[i] open seconds ahead of it.

    day_minutes: the length of the calendar's working day, its most common one.
    """

    opens: Seconds
    closes: Seconds
    before: Seconds
    day_minutes: float

    def working_seconds(self, start: Seconds, end: Seconds) -> Seconds:
        """Open seconds from `start` to `end`, 0 where the end is not after the start."""
        run: Seconds = np.maximum(self._elapsed(end) - self._elapsed(start), 0)
        return run

    def working_minutes(self, start: Seconds, end: Seconds) -> Minutes:
        """Working minutes from `start` to `end`."""
        return self.working_seconds(start, end) / 60

    def due(self, start: Seconds, minutes: Minutes) -> Seconds:
        """The first instant at which `minutes` of working time have run since `start`; NEVER beyond the windows."""
        goal = self._elapsed(start) + np.ceil(np.round(minutes * 60, 6)).astype(np.int64)
        reached = self.before + (self.closes - self.opens)
        window = np.searchsorted(reached, goal, side="left")
        inside = np.minimum(window, max(len(self.opens) - 1, 0))
        if not len(self.opens):
            return np.full(len(goal), NEVER)
        at = np.maximum(self.opens[inside] + goal - self.before[inside], start)
        return np.where(window < len(self.opens), at, NEVER)

    def _elapsed(self, at: Seconds) -> Seconds:
        if not len(self.opens):
            return np.zeros(len(at), np.int64)
        window = np.maximum(np.searchsorted(self.opens, at, side="right") - 1, 0)
        run = np.minimum(at, self.closes[window]) - self.opens[window]
        return self.before[window] + np.maximum(run, 0)


@lru_cache(maxsize=64)
def clock(calendar: Calendar, first_year: int, last_year: int) -> Clock:
    """The clock of a calendar, from the start of `first_year` to the end of `last_year` in the calendar's zone."""
    tz = zone(calendar.timezone, first_year, last_year)
    days = np.arange(f"{first_year}-01-01", f"{last_year + 1}-01-01", dtype="datetime64[D]").astype(np.int64)
    if calendar.always:
        walls = [(days[:1] * DAY, (days[-1:] + 1) * DAY)]
    else:
        walls = [*_windows(calendar, days[~np.isin(days, _closed(calendar, first_year, last_year))]),
                 *_openings(calendar, first_year, last_year)]
    opens = tz.instants(np.concatenate([w[0] for w in walls] or [days[:0]]))
    closes = tz.instants(np.concatenate([w[1] for w in walls] or [days[:0]]))
    return _clock(*_merged(opens, closes), working_day(calendar))


def working_day(calendar: Calendar) -> float:
    """Minutes of the calendar's working day: its most common one, the longest where several are."""
    if calendar.always:
        return 24.0 * 60
    lengths: Counter[int] = Counter()
    for weekday, start, end in calendar.windows:
        lengths[weekday] += _minute(end) - _minute(start)
    days = Counter(lengths.values())
    return float(max(days, key=lambda length: (days[length], length), default=0))


@lru_cache(maxsize=64)
def open_days(calendar: Calendar, first_year: int, last_year: int) -> Seconds:
    """The days (since 1970-01-01) on which the calendar is open, those opened by exception with them.

    Monday to Friday, holidays left out, for a calendar that never closes.
    """
    days = np.arange(f"{first_year}-01-01", f"{last_year + 1}-01-01", dtype="datetime64[D]").astype(np.int64)
    weekdays = range(5) if calendar.always else {weekday for weekday, _, _ in calendar.windows}
    open_ = np.isin(_weekday(days), list(weekdays)) & ~np.isin(days, _closed(calendar, first_year, last_year))
    return days[open_ | np.isin(days, _opened(calendar))]


def _clock(opens: Seconds, closes: Seconds, day_minutes: float) -> Clock:
    lengths = closes - opens
    return Clock(opens, closes, np.cumsum(lengths) - lengths, day_minutes)


def _windows(calendar: Calendar, days: Seconds) -> list[tuple[Seconds, Seconds]]:
    walls = []
    for weekday, start, end in calendar.windows:
        mine = days[_weekday(days) == weekday] * DAY
        walls.append((mine + _minute(start) * 60, mine + _minute(end) * 60))
    return walls


def _openings(calendar: Calendar, first_year: int, last_year: int) -> list[tuple[Seconds, Seconds]]:
    """The windows of the days that are opened by exception."""
    inside = [one for one in calendar.openings if first_year <= one[0].year <= last_year]
    walls = [[day_number(day) * DAY + _minute(text) * 60 for text in texts] for day, *texts in inside]
    edges = np.array(walls, np.int64).reshape(-1, 2)
    return [(edges[:, 0], edges[:, 1])]


def _merged(opens: Seconds, closes: Seconds) -> tuple[Seconds, Seconds]:
    """Sorted, without the empty ones, with what overlaps or touches joined."""
    order = np.argsort(opens, kind="stable")
    opens, closes = opens[order], closes[order]
    opens, closes = opens[closes > opens], closes[closes > opens]
    reach = np.maximum.accumulate(closes)
    first = np.ones(len(opens), bool)
    first[1:] = opens[1:] > reach[:-1]
    return opens[first], reach[np.append(first[1:], True)] if len(opens) else closes


def _opened(calendar: Calendar) -> Seconds:
    return np.array([day_number(day) for day, _, _ in calendar.openings], np.int64)


def _closed(calendar: Calendar, first_year: int, last_year: int) -> Seconds:
    """Days on which the windows of the week do not apply."""
    days = [np.datetime64(day) for day in (*calendar.closures, *(day for day, _, _ in calendar.openings))]
    if calendar.holidays:
        import holidays

        country, _, part = calendar.holidays.partition("-")
        years = range(first_year, last_year + 1)
        days += [np.datetime64(day) for day in holidays.country_holidays(country, subdiv=part or None, years=years)]
    return np.array(days, dtype="datetime64[D]").astype(np.int64)


def _weekday(days: Seconds) -> Seconds:
    return (days + 3) % 7  # 1970-01-01 was a Thursday


def _minute(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)
