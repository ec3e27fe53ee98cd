"""Each person's days: owed, away, billed; day by day, so that weeks and months are differences of running sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from clairevoie.figures.clock import open_days
from clairevoie.figures.columns import Columns, Index
from clairevoie.figures.effort import day_lengths
from clairevoie.figures.periods import Periods, month_after, month_start
from clairevoie.figures.registry import Scope
from clairevoie.figures.zones import day_number

NANO = 1_000_000_000  # days are summed in billionths, so that no sum depends on its order
WEEKS = 13


@dataclass(frozen=True, slots=True)
class Span:
    """A period: its name, its first day and the day after its last."""

    name: str
    first: date
    after: date


@dataclass(frozen=True, slots=True, eq=False)
class Attendance:
    """Billionths of days, people × spans, in the order of the people and of the spans asked for.

    recorded: by span, whether anybody recorded time in it.
    """

    owed: Index  # open days of the company's calendar under contract, × fte
    away: Index  # declared absences of the kinds that are deducted
    billed: Index
    recorded: list[bool]


def spans(periods: Periods) -> list[Span]:
    """Every month (the first is not shown), then the last weeks whose working days are over ("2026-W44")."""
    months = [Span(name, month_start(name), month_after(name)) for name in periods.names]
    monday = periods.today - timedelta(days=periods.today.weekday())
    last = monday if periods.today.weekday() >= 5 else monday - timedelta(weeks=1)
    weeks = [last - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    return [*months, *(Span(monday.strftime("%G-W%V"), monday, monday + timedelta(weeks=1)) for monday in weeks)]


def attendance(
    people: Columns, absences: Columns, time_entries: Columns, contracts: Columns, over: Sequence[Span], scope: Scope
) -> Attendance:
    """What everybody owed, missed and billed in each span, up to as_of's day."""
    first = min(span.first for span in over)
    width = (scope.periods.today - first).days + 1
    persons = {person: row for row, person in enumerate(people.texts("person"))}
    grid = _Grid(day_number(first), width, len(persons), over)
    open_ = np.zeros(width, bool)
    days = open_days(scope.project.calendars[scope.project.calendar], first.year, scope.periods.today.year) - grid.first
    open_[days[(days >= 0) & (days < width)]] = True
    start = np.where(people.given("start"), people.days("start"), grid.first) - grid.first
    end = np.where(people.given("end"), people.days("end") - grid.first, width)
    employed = (np.arange(width) >= start[:, None]) & (np.arange(width) <= end[:, None]) & open_
    fte = np.rint(np.nan_to_num(people.numbers("fte"), nan=1.0) * NANO).astype(np.int64)
    kinds = absences.codes("kind").is_(*scope.project.staff.deducted_absences)
    away = grid.filled(absences.codes("person").through(persons), absences.days("date"),
                       np.where(kinds, _nano(absences.numbers("fraction")), 0))
    noted = time_entries.days("date")
    return Attendance(
        grid.sums(employed * fte[:, None]), grid.sums(np.where(employed, away, 0)),
        grid.sums(grid.filled(time_entries.codes("person").through(persons), time_entries.days("date"),
                              _billed(time_entries, contracts))),
        [bool(((noted >= day_number(span.first)) & (noted < day_number(span.after))).any()) for span in over],
    )


@dataclass(frozen=True, slots=True)
class _Grid:
    """People × days from `first` on."""

    first: int
    width: int
    people: int
    over: Sequence[Span]

    def filled(self, person: Index, days: Index, amount: Index) -> Index:
        """Amounts on their day."""
        place = days - self.first
        inside = (person >= 0) & (place >= 0) & (place < self.width)
        flat = np.zeros(self.people * self.width, np.int64)
        np.add.at(flat, person[inside] * self.width + place[inside], amount[inside])
        return flat.reshape(self.people, self.width)

    def sums(self, daily: Index) -> Index:
        """The sum over each span."""
        running = np.concatenate([np.zeros((self.people, 1), np.int64), np.cumsum(daily, axis=1)], axis=1)
        bounds = np.array([[day_number(span.first), day_number(span.after)] for span in self.over], np.int64)
        low, high = np.clip(bounds - self.first, 0, self.width).T
        summed: Index = running[:, high] - running[:, low]
        return summed


def _billed(time_entries: Columns, contracts: Columns) -> Index:
    """Billable time in days of its contract."""
    lengths, contract = day_lengths(contracts), time_entries.codes("contract")
    hours = np.array([float(lengths[name]) for name in (*contract.names, "")])[contract.index]
    return np.where(time_entries.flags("billable"), _nano(time_entries.numbers("hours") / hours), 0)


def _nano(days: NDArray[np.float64]) -> Index:
    return np.rint(np.nan_to_num(days) * NANO).astype(np.int64)
