"""Days, French public holidays and working time, in naive local time of Europe/Paris."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

FIRST = date(2025, 5, 1)
LAST = date(2026, 10, 31)
CUT = datetime(2026, 10, 31, 18, 0)  # the tools were read on Saturday evening
HORIZON = date(2027, 1, 31)  # plans go to here

_PUBLIC_HOLIDAYS = """
    2025-01-01 2025-04-21 2025-05-01 2025-05-08 2025-05-29 2025-06-09 2025-07-14 2025-08-15 2025-11-01 2025-11-11
    2025-12-25 2026-01-01 2026-04-06 2026-05-01 2026-05-08 2026-05-14 2026-05-25 2026-07-14 2026-08-15 2026-11-01
    2026-11-11 2026-12-25 2027-01-01 2027-03-29 2027-05-01 2027-05-06 2027-05-08 2027-05-17 2027-07-14 2027-08-15
    2027-11-01 2027-11-11 2027-12-25"""
HOLIDAYS = frozenset(map(date.fromisoformat, _PUBLIC_HOLIDAYS.split()))
CLOSURES = frozenset({date(2026, 12, 24)})
OPENS, CLOSES = time(8), time(18)
DAY_MINUTES = 600  # one working day of the calendar `ouvre`


def is_working(day: date) -> bool:
    """A weekday that is neither a public holiday nor a closure."""
    return day.weekday() < 5 and day not in HOLIDAYS and day not in CLOSURES


def days(first: date, last: date) -> Iterator[date]:
    """Every day from first to last, both included."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(offset)


def working_days(first: date, last: date) -> list[date]:
    """The working days from first to last, both included."""
    return [day for day in days(first, last) if is_working(day)]


def months() -> list[date]:
    """The first day of each month from FIRST to LAST."""
    return [day for day in days(FIRST, LAST) if day.day == 1]


def month_end(day: date) -> date:
    """The last day of that day's month."""
    return (day.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)


def add_minutes(start: datetime, minutes: float, calendar: str) -> datetime:
    """The instant at which `minutes` of the calendar's time have passed since start."""
    if calendar == "always":
        return start + timedelta(minutes=minutes)
    left, at = timedelta(minutes=minutes), start
    while True:
        opens, closes = datetime.combine(at.date(), OPENS), datetime.combine(at.date(), CLOSES)
        at = max(at, opens)
        if is_working(at.date()) and at < closes:
            if at + left <= closes:
                return at + left
            left -= closes - at
        at = datetime.combine(at.date() + timedelta(1), time(0))


def minutes_between(start: datetime, end: datetime, calendar: str) -> float:
    """Minutes of the calendar's time from start to end."""
    if calendar == "always":
        return (end - start).total_seconds() / 60
    total = timedelta()
    for day in working_days(start.date(), end.date()):
        opens, closes = datetime.combine(day, OPENS), datetime.combine(day, CLOSES)
        total += max(timedelta(), min(end, closes) - max(start, opens))
    return total.total_seconds() / 60


def next_opening(at: datetime) -> datetime:
    """The instant itself when it is in working time, else the next opening."""
    return add_minutes(at, 0, "ouvre")


def with_offset(at: datetime) -> str:
    """The local instant with its offset, by the European rule (last Sundays of March and October, 01:00 UTC)."""
    summer = _last_sunday(at.year, 3, 2) <= at < _last_sunday(at.year, 10, 3)
    return f"{at.isoformat(timespec='seconds')}{'+02:00' if summer else '+01:00'}"


def _last_sunday(year: int, month: int, hour: int) -> datetime:
    last = date(year, month, 31)
    return datetime.combine(last - timedelta((last.weekday() + 1) % 7), time(hour))
