"""Four weeks of days, Monday first, with what happens on each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from clairevoie.portal import Intervention, Planning


@dataclass(frozen=True, slots=True)
class Day:
    """One square of the calendar. kind: "", past, today, weekend."""

    day: date
    kind: str
    first: bool  # of its month, or of the calendar: its month is written
    happenings: tuple[Intervention, ...]


def weeks(planning: Planning, today: date, local: Callable[[datetime], datetime]) -> tuple[tuple[Day, ...], ...]:
    """Four rows of seven days from the planning's first day; an intervention stands on the day it starts."""
    by_day: dict[date, list[Intervention]] = {}
    for item in (*planning.done, *planning.coming):
        by_day.setdefault(local(item.start).date(), []).append(item)
    days = [planning.first_day + timedelta(days=n) for n in range(28)]
    squares = [Day(day, _kind(day, today), day.day == 1 or day == days[0], tuple(by_day.get(day, ()))) for day in days]
    return tuple(tuple(squares[start : start + 7]) for start in range(0, 28, 7))


def _kind(day: date, today: date) -> str:
    if day == today:
        return "today"
    past = "past " if day < today else ""
    return (past + ("weekend" if day.weekday() > 4 else "")).strip()
