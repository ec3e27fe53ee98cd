"""Working time counted by walking every minute, in plain Python: nothing of the clock is called.

A window opens at the first minute whose wall clock has reached its start and closes at the first that has reached its
end: so what the clock jumps opens after the jump, and what it shows twice is taken at the first time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import holidays

from clairevoie.project.model import Calendar

CHANGES = {
    "Europe/Paris": ("2025-03-30", "2025-10-26", "2026-03-29", "2026-10-25"),
    "America/New_York": ("2025-03-09", "2025-11-02", "2026-03-08", "2026-11-01"),
    "Asia/Kathmandu": ("2025-03-30", "2025-10-26", "2026-03-29", "2026-10-25"),  # it has none: those of Paris
}
REGIONS = {
    "Europe/Paris": ("FR", "FR-57", "FR-974", ""), "America/New_York": ("US", "US-CA", ""),
    "Asia/Kathmandu": ("NP", ""),
}
DAYS, LONGEST = 24, 10 * 86_400


@dataclass(frozen=True, slots=True)
class Case:
    """A calendar, from when it was walked, and intervals in it (epoch seconds)."""

    calendar: Calendar
    origin: int
    pairs: tuple[tuple[int, int], ...]


def cases(seed: int, count: int, pairs: int) -> Iterator[Case]:
    """`count` random calendars around a change of the clock, each with `pairs` intervals of ten days at most."""
    chance = Random(seed)
    for _ in range(count):
        zone = chance.choice(sorted(CHANGES))
        change = date.fromisoformat(chance.choice(CHANGES[zone]))
        midnight = datetime.combine(change, datetime.min.time(), ZoneInfo(zone)) - timedelta(days=12)
        origin = int(midnight.timestamp())
        starts = [origin + 86_400 + chance.randrange(11 * 86_400) for _ in range(pairs)]
        ends = [start + chance.choice((chance.randrange(7200), chance.randrange(LONGEST + 1))) for start in starts]
        yield Case(_calendar(chance, zone, change), origin, tuple(zip(starts, ends, strict=True)))


def walked(case: Case) -> list[bool]:
    """For each minute from the origin on, whether the calendar is open."""
    calendar, zone = case.calendar, ZoneInfo(case.calendar.timezone)
    windows = _windows(calendar, datetime.fromtimestamp(case.origin, zone).date() - timedelta(days=1))
    reached, found = datetime.min, []
    for minute in range(DAYS * 1440):
        shown = datetime.fromtimestamp(case.origin + 60 * minute, zone).replace(tzinfo=None)
        reached = max(reached, shown)
        found.append(calendar.always or any(opens <= reached < closes for opens, closes in windows[reached.date()]))
    return found


def counted(case: Case, minutes: list[bool], start: int, end: int) -> int:
    """Open seconds between two instants."""
    total = 0
    for at in range(start - start % 60, end, 60):
        if minutes[(at - case.origin) // 60]:
            total += min(at + 60, end) - max(at, start)
    return total


def due(case: Case, minutes: list[bool], start: int, goal: int) -> int | None:
    """The first instant at which `goal` open seconds have run since `start`, None beyond what was walked."""
    left = goal
    for at in range(start - start % 60, case.origin + DAYS * 86_400, 60):
        run = at + 60 - max(at, start) if minutes[(at - case.origin) // 60] else 0
        if run >= left:
            return max(at, start) + left
        left -= run
    return None


def _windows(calendar: Calendar, first: date) -> dict[date, list[tuple[datetime, datetime]]]:
    """The windows of each day, in wall clock."""
    country, _, part = calendar.holidays.partition("-")
    off = holidays.country_holidays(country, subdiv=part or None, years=range(2025, 2028)) if country else ()
    found = {}
    for day in (first + timedelta(days=n) for n in range(DAYS + 4)):
        texts = [(start, end) for weekday, start, end in calendar.windows if weekday == day.weekday()]
        opened = [(start, end) for on, start, end in calendar.openings if on == day]
        shut = day in off or day in calendar.closures
        found[day] = [(_wall(day, start), _wall(day, end)) for start, end in opened or ([] if shut else texts)]
    return found


def _wall(day: date, text: str) -> datetime:
    return datetime.combine(day, datetime.min.time()) + timedelta(hours=int(text[:2]), minutes=int(text[3:]))


def _calendar(chance: Random, zone: str, change: date) -> Calendar:
    if chance.random() < 0.1:
        return Calendar("c", "", "", zone, always=True)
    near = [change + timedelta(days=n) for n in range(-11, 12)]
    windows = tuple((day, *span) for day in range(7) if day < 5 or chance.random() < 0.5 for span in _spans(chance))
    opened = sorted(chance.sample(near, chance.randrange(4)))
    openings = tuple((day, *span) for day in opened for span in _spans(chance))
    return Calendar("c", "", "", zone, windows, holidays=chance.choice(REGIONS[zone]), openings=openings,
                    closures=tuple(sorted(chance.sample(near, chance.randrange(4)))))


def _spans(chance: Random) -> list[tuple[str, str]]:
    """One to three windows of a day that do not overlap, edges at any minute, or at one that a change touches."""
    able = (0, 60, 90, 120, 150, 165, 180, 240, *range(0, 1441, 7), 1440)
    edges = sorted(chance.sample(able, 2 * chance.randint(1, 3)))
    texts = [f"{edge // 60:02d}:{edge % 60:02d}" for edge in edges]
    return [(start, end) for start, end in zip(texts[::2], texts[1::2], strict=True) if start < end]
