"""When to publish: five cron fields in a zone → instants.

The fields are read as Debian's cron reads them (cronsim), on the local calendar; each local minute is then one
instant. A minute that the clock skips runs shifted by what is skipped (02:30 → 03:30), once; one that the clock shows
twice runs the first time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

_MONTHS = "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC"
_DAYS = "SUN|MON|TUE|WED|THU|FRI|SAT"
_NUMBERS = {name: number for number, name in [*enumerate(_MONTHS.split("|"), 1), *enumerate(_DAYS.split("|"))]}
_FIELDS = {"minute": ("", 0, 59), "hour": ("", 0, 23), "day-of-month": ("", 1, 31), "month": (_MONTHS, 1, 12),
           "day-of-week": (_DAYS, 0, 7)}  # name → words that stand for its numbers, its least and greatest number
_SHOWN = 20  # characters of what is wrong
_EPOCH = datetime.fromisoformat("2000-01-01")  # of no zone: does any date match?


@dataclass(frozen=True, slots=True)
class Times:
    """What a schedule matches. weekdays: 0 is Monday; either: a day of the month or of the week is enough."""

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: tuple[int, ...]
    months: tuple[int, ...]
    weekdays: tuple[int, ...]
    either: bool


@dataclass(frozen=True, slots=True)
class Schedule:
    """A checked cron expression in a zone."""

    cron: str
    zone: ZoneInfo

    @property
    def times(self) -> Times:
        """The numbers that its fields match, for a sentence."""
        read = CronSim(self.cron, _EPOCH)
        weekdays = {(day - 1) % 7 for day in read.weekdays if isinstance(day, int)}
        fields = (read.minutes, read.hours, read.days, read.months, weekdays)
        minutes, hours, days, months, week = (tuple(sorted(field)) for field in fields)
        return Times(minutes, hours, days, months, week, either=not read.day_and)

    def after(self, instant: datetime) -> datetime:
        """The first scheduled instant that is later than `instant`, in the schedule's zone."""
        shifted: list[datetime] = []  # what the clock skipped comes out of order: 02:30, as 03:30, before 03:00
        start = instant.astimezone(self.zone).replace(tzinfo=None) - timedelta(days=1)
        for local in CronSim(self.cron, start):
            there = local.replace(tzinfo=self.zone).astimezone(UTC)
            if there <= instant:
                continue
            shifted.append(there)
            if there.astimezone(self.zone).replace(tzinfo=None) == local:
                break
        return min(shifted).astimezone(self.zone)

    def upcoming(self, instant: datetime) -> Iterator[datetime]:
        """The scheduled instants later than `instant`, without end."""
        while True:
            instant = self.after(instant)
            yield instant


def parse(cron: str, zone: str) -> Schedule:
    """A schedule from `minute hour day-of-month month day-of-week`; raises ValueError with what is wrong."""
    fields = cron.upper().split()
    if len(fields) != len(_FIELDS):
        raise ValueError(f"{len(fields)} fields; write five: {' '.join(_FIELDS)}")
    for name, field in zip(_FIELDS, fields, strict=True):
        for item in field.split(","):
            if wrong := _wrong(item, *_FIELDS[name]):
                raise ValueError(f"{name}: {item[:_SHOWN]!r} {wrong}")
    standard = " ".join(",".join(map(_plain, field.split(","))) for field in fields)
    try:
        found = next(CronSim(standard, _EPOCH), None)
    except CronSimError:  # it knows how many days the longest of these months has
        found = None
    if found is None:
        raise ValueError("no such day ever comes")
    return Schedule(standard, ZoneInfo(zone))


def _wrong(item: str, names: str, least: int, greatest: int) -> str:
    """What is wrong with an item of a field, "" if nothing is."""
    one = rf"(?:[0-9]{{1,2}}{names and '|' + names})"
    found = re.fullmatch(rf"(?:\*|{one}-{one})(?:/([0-9]{{1,2}}))?|{one}", item)
    if found is None or not 1 <= int(found[1] or 1) <= greatest:
        return "is no number, name, range (1-5) or step (*/2) of that field"
    span = _plain(item).partition("/")[0]
    ends = [] if span == "*" else [int(number) for number in span.split("-")]
    if not all(least <= end <= greatest for end in ends):
        return f"is not from {least} to {greatest}"
    return "ends before it begins" if ends != sorted(ends) else ""


def _plain(item: str) -> str:
    """Numbers for names. A range may end on Sunday; one of a single number is that number: cronsim reads 5-5/10 as
    5, 15, 25, …"""
    span, _, step = item.partition("/")
    first, *last = (str(_NUMBERS.get(word, word)) for word in span.split("-"))
    if not last:
        return item if step else first
    end = "7" if span.endswith("-SUN") and int(first) else last[0]
    if int(first) == int(end):
        return first
    return f"{first}-{end}/{step}" if step else f"{first}-{end}"
