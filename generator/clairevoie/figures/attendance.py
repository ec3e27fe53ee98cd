"""Each person's days: owed, away, done; day by day, so that weeks and months are differences of running sums."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from clairevoie.figures.clock import open_days
from clairevoie.figures.columns import Columns, Flags, Index
from clairevoie.figures.effort import day_lengths
from clairevoie.figures.periods import Periods, month_after, month_start
from clairevoie.figures.primitives import By
from clairevoie.figures.registry import Scope
from clairevoie.figures.zones import day_number
from clairevoie.portal import Figure

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
    done: Index  # the time counted
    recorded: list[bool]


def spans(periods: Periods) -> list[Span]:
    """Every month (the first is not shown), then the last weeks whose working days are over ("2026-W44")."""
    months = [Span(name, month_start(name), month_after(name)) for name in periods.names]
    monday = periods.today - timedelta(days=periods.today.weekday())
    last = monday if periods.today.weekday() >= 5 else monday - timedelta(weeks=1)
    weeks = [last - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    return [*months, *(Span(monday.strftime("%G-W%V"), monday, monday + timedelta(weeks=1)) for monday in weeks)]


def attendance(
    people: Columns, absences: Columns, time_entries: Columns, contracts: Columns, over: Sequence[Span], scope: Scope,
    counted: Flags,
) -> Attendance:
    """What everybody owed, missed and did of what is counted in each span, up to as_of's day."""
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
                              _done(time_entries, contracts, counted))),
        [bool(((noted >= day_number(span.first)) & (noted < day_number(span.after))).any()) for span in over],
    )


def shares(found: Attendance, people: Columns, over: Sequence[Span], scope: Scope, done: str) -> Iterator[Figure]:
    """Days done ÷ days available, of the company, each team, each person, in each span; beside, in days: `done`,
    available_days, absent."""
    months, kpi = len(scope.periods.names), scope.definition.kpi
    for by, rows in groups(people):
        grids = [grid[rows].sum(axis=0).tolist() for grid in (found.done, found.owed, found.away)]
        before: float | None = None
        for place, span in enumerate(over):
            counted, owed, away = (grid[place] / NANO for grid in grids)
            value = counted / (owed - away) if owed - away > 1e-9 and found.recorded[place] else None
            beside = tuple((name, round(days, 6)) for name, days in
                           ((done, counted), ("available_days", owed - away), ("absent", away)))
            previous = before if value is not None and place <= scope.periods.whole else None
            if place:
                yield Figure(kpi, span.name, "ratio", "no_data" if value is None else "ok", value, by,
                             target=scope.target, previous=previous, beside=beside)
            before = value if place < months else None


def groups(people: Columns) -> Iterator[tuple[By, list[int]]]:
    """The company, the teams (employees), then everybody: the rows of each."""
    rows = list(zip(people.texts("person"), people.texts("team"), people.texts("kind"), strict=True))
    yield (), [row for row, (_, _, kind) in enumerate(rows) if kind == "employee"]
    for team in sorted({team for _, team, _ in rows if team}):
        yield (("team", team),), [row for row, (_, of, kind) in enumerate(rows) if of == team and kind == "employee"]
    for person, row in sorted((person, row) for row, (person, _, _) in enumerate(rows)):
        yield (("person", person),), [row]


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


def _done(time_entries: Columns, contracts: Columns, counted: Flags) -> Index:
    """The time counted, in days of its contract."""
    lengths, contract = day_lengths(contracts), time_entries.codes("contract")
    hours = np.array([float(lengths[name]) for name in (*contract.names, "")])[contract.index]
    return np.where(counted, _nano(time_entries.numbers("hours") / hours), 0)


def _nano(days: NDArray[np.float64]) -> Index:
    return np.rint(np.nan_to_num(days) * NANO).astype(np.int64)
