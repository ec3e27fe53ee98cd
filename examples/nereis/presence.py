"""Who is at work on which day: absences, part time, first day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from agenda import FIRST, HORIZON, LAST, is_working, working_days
from company import BY_ID, PEOPLE, Person
from dice import Dice

Row = dict[str, str]

FULL_DAY = 7.0


class Presence:
    """Hours that a person can give on a day, after absences."""

    def __init__(self, seed: int) -> None:
        self._absent: dict[tuple[str, date], tuple[float, str]] = {}
        for rank, person in enumerate(PEOPLE):
            for day, fraction, kind in _absences(person, rank, Dice(seed, f"absences/{person.id}")):
                if _works(person, day) and (person.id, day) not in self._absent:
                    self._absent[person.id, day] = fraction, kind

    def hours(self, person: str, day: date) -> float:
        """0 on a holiday, before the first day, on a day off or absent; half on a half day of absence."""
        if not _works(BY_ID[person], day):
            return 0.0
        return FULL_DAY * (1 - self._absent.get((person, day), (0.0, ""))[0])

    def share(self, person: str, first: date, last: date) -> float:
        """Days given from first to last ÷ working days of it."""
        given = sum(self.hours(person, day) for day in working_days(first, last))
        return given / FULL_DAY / max(1, len(working_days(first, last)))

    def rows(self) -> list[Row]:
        """The absences table."""
        return [{"person": person, "date": day.isoformat(), "fraction": f"{fraction:g}", "kind": kind}
                for (person, day), (fraction, kind) in sorted(self._absent.items())]


def _works(person: Person, day: date) -> bool:
    return day >= person.start and is_working(day) and day.weekday() not in person.off


def _absences(person: Person, rank: int, dice: Dice) -> Iterator[tuple[date, float, str]]:
    employee = person.kind == "employee"
    leave = "leave" if employee else "other"
    for year in (2025, 2026):
        monday = date(year, 7, 6) - timedelta(date(year, 7, 6).weekday()) + timedelta(7 * (rank % 6))
        yield from _block(monday, dice.whole(10, 15), leave)
        yield from _block(date(year, 12, 22) + timedelta(2 * (rank % 2)), dice.whole(3, 5), leave)
        if employee:
            yield from _year(year, rank, dice)


def _year(year: int, rank: int, dice: Dice) -> Iterator[tuple[date, float, str]]:
    monday = date(year, 4, 6 if year == 2026 else 7) + timedelta(7 * (rank % 5))
    yield from _block(monday, dice.whole(3, 5), "leave")
    yield from _block(date(year, 10, 19 if year == 2026 else 20) + timedelta(7 * (rank % 2)), dice.whole(1, 4), "leave")
    for kind, count, half in (("rtt", 9, 0.35), ("sick", dice.whole(1, 5), 0.1), ("training", dice.whole(1, 3), 0.0)):
        for _ in range(count):
            day = date(year, 1, 5) + timedelta(dice.whole(0, 355))
            if kind != "sick" or day <= LAST:  # nobody plans to be ill
                yield day, 0.5 if dice.chance(half) else 1.0, kind


def _block(first: date, length: int, kind: str) -> Iterator[tuple[date, float, str]]:
    day, left = first, length
    while left and day <= HORIZON:
        if is_working(day):
            left -= 1
            if day >= FIRST:
                yield day, 1.0, kind
        day += timedelta(1)
