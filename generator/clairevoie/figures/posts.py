"""Who is on a mission: firm assignments against those employed, at a date or in a week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from clairevoie.figures.columns import Columns
from clairevoie.figures.periods import Periods, month_after

WEEKS_AHEAD = 8  # as_of's own week is the first
_DAY, _WEEK = timedelta(days=1), timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class When:
    """A day, or a week (`ahead`: planned), from its first to its last day."""

    name: str
    first: date
    last: date
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Posts:
    """Employees (person, team, first and last day), the days each is on a mission, and whether assignments say so."""

    people: Sequence[tuple[str, str, date, date]]
    spells: Sequence[tuple[str, date, date]]
    assigned: bool

    @property
    def teams(self) -> tuple[str, ...]:
        """The teams that somebody is in."""
        return tuple(sorted({team for _, team, _, _ in self.people if team}))

    def counted(self, when: When) -> dict[str, tuple[int, int]]:
        """(people on a mission, headcount) of each team, "" for the company. Without assignments a day is its week."""
        here = self.listed(when)
        found = {team: [busy for _, of, busy in here if team in ("", of)] for team in ("", *self.teams)}
        return {team: (sum(members), len(members)) for team, members in found.items()}

    def listed(self, when: When) -> list[tuple[str, str, bool]]:
        """Each employee who was there, their team, and whether they are on a mission."""
        first, last = (when.first, when.last) if self.assigned else _week_of(when.first)
        busy = {person for person, start, end in self.spells if start <= last and end >= first}
        return [(person, team, person in busy) for person, team, start, end in self.people
                if start <= when.last and end >= when.first]


def posts(people: Columns, assignments: Columns, time_entries: Columns) -> Posts:
    """By firm assignments; where there is no assignment at all, by days of billable time."""
    rows = [row for row in people.table.to_pylist() if row["kind"] != "subcontractor"]
    staff = [(row["person"], row["team"] or "", row["start"] or date.min, row["end"] or date.max) for row in rows]
    if len(assignments):
        firm = [row for row in assignments.table.to_pylist() if row["certainty"] != "option"]
        return Posts(staff, [(row["person"], row["from"], row["to"]) for row in firm], assigned=True)
    billable = time_entries.table.select(["person", "date", "billable"]).to_pylist()
    days = sorted({(row["person"], row["date"]) for row in billable if row["billable"] and row["date"]})
    return Posts(staff, [(person, day, day) for person, day in days], assigned=False)


def dates(periods: Periods) -> list[When]:
    """The ends of whole months shown, as_of's day, its week and those that follow."""
    days = dict.fromkeys([*(month_after(month) - _DAY for month in periods.names[1: periods.whole + 1]), periods.today])
    return [*(When(day.isoformat(), day, day) for day in days), *coming(periods.today)]


def coming(today: date) -> list[When]:
    """The week of a day, and those that follow."""
    weeks = [_week_of(today)[0] + _WEEK * ahead for ahead in range(WEEKS_AHEAD)]
    return [When(first.strftime("%G-W%V"), first, first + _WEEK - _DAY, ahead=True) for first in weeks]


def _week_of(day: date) -> tuple[date, date]:
    first = day - timedelta(days=day.weekday())
    return first, first + _WEEK - _DAY
