"""The two stopwatches of every ticket, in the calendar of the commitment that applies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from clairevoie.figures.clock import NEVER, Clock, clock
from clairevoie.figures.columns import Codes, Columns, Flags, Index
from clairevoie.figures.commitment import Line, applying, lines
from clairevoie.figures.history import ASSIGNED, CANCELLED, NEW, History, has_status, value_at
from clairevoie.figures.zones import Seconds
from clairevoie.project.model import Project

Metric = Literal["tto", "ttr"]
METRICS: tuple[Metric, ...] = ("tto", "ttr")
_RUNNING: dict[Metric, tuple[int, ...]] = {"tto": (NEW,), "ttr": (NEW, ASSIGNED)}


@dataclass(frozen=True, slots=True, eq=False)
class Desk:
    """All that a measure needs."""

    project: Project
    tables: Mapping[str, Columns]
    places: dict[str, int]  # ticket id -> its row
    past: History
    pool: Codes  # the contracts whose commitments may apply
    now: int
    years: tuple[int, int]

    @property
    def tickets(self) -> Columns:
        """The tickets as read."""
        return self.tables["tickets"]

    def priority(self, at: Seconds) -> Codes:
        """The priority of each ticket at an instant, today's where none was recorded by then."""
        events, today = self.tables["ticket_events"], self.tickets.codes("priority")
        return value_at(events, "priority", self.places, at, today)

    def clock(self, calendar: str) -> Clock:
        """The clock of a calendar of portal.yml."""
        return clock(self.project.calendars[calendar], *self.years)


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """Stretches in which a stopwatch ran, by ticket then time. ahead: working seconds before it; worked: in it."""

    ticket: Index
    start: Seconds
    ahead: Seconds
    worked: Seconds


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """One stopwatch of every ticket."""

    stop: Seconds
    seconds: Seconds  # run so far, or until the stop
    line: Index  # the place in `lines` of the commitment that applies, -1 for none
    lines: tuple[Line, ...]
    limit: NDArray[np.float64]  # working minutes, NaN for none
    calendar: Codes  # whose working time it counts
    runs: Runs

    @property
    def over(self) -> Flags:
        """What has run for longer than its limit; exactly at the limit is within it."""
        beyond: Flags = self.seconds > self.limit * 60
        return beyond


def measure(metric: Metric, desk: Desk) -> Measure:
    """The stopwatch `metric` of every ticket."""
    past, tickets = desk.past, desk.tickets
    stop = past.owned if metric == "tto" else np.where(past.status == CANCELLED, NEVER, past.resolved)
    at = np.minimum(stop, desk.now)
    commitments = desk.tables["commitments"]
    chosen = commitments.once(f"lines {metric}", lambda: lines(commitments, metric, desk.project.calendars))
    line = applying(chosen, desk.pool, tickets.codes("service"), tickets.codes("kind"), desk.priority(at))
    limit = np.array([*(c.limit for c in chosen), np.nan])[line]
    calendar = _calendars(desk, chosen, line)
    runs = _runs(desk, metric, at, calendar)
    seconds = np.bincount(runs.ticket, runs.worked, len(at)).astype(np.int64)  # exact: sums far below 2**53
    if metric == "ttr":
        waited = np.round(np.nan_to_num(tickets.numbers("pending_minutes")) * 60).astype(np.int64)
        seconds = np.where(past.logged, seconds, np.maximum(seconds - waited, 0))
    return Measure(stop, seconds, line, chosen, limit, calendar, runs)


def due(watch: Measure, desk: Desk, wanted: Flags) -> Seconds:
    """When the limit of the tickets `wanted` falls, or fell, if nothing stops the clock from now on; else NEVER.

    It falls in the first run that reaches it, or in the last one, which goes on.
    """
    runs, at = watch.runs, np.full(len(wanted), NEVER)
    waited = np.where(desk.past.logged, 0, np.bincount(runs.ticket, runs.worked, len(wanted)) - watch.seconds)
    goal = watch.limit * 60 + waited
    last = np.append(runs.ticket[1:] != runs.ticket[:-1], True)[: len(runs.ticket)]
    able = np.flatnonzero(wanted[runs.ticket] & (last | (runs.ahead + runs.worked >= goal[runs.ticket])))
    run = np.full(len(wanted), -1)
    run[runs.ticket[able[::-1]]] = able[::-1]  # of several, the last assignment stays: the first run
    for place, name in enumerate(watch.calendar.names):
        mine = np.flatnonzero((run >= 0) & (watch.calendar.index == place))
        left = np.maximum(goal[mine] - runs.ahead[run[mine]], 0) / 60
        at[mine] = desk.clock(name).due(runs.start[run[mine]], left)
    return at


def _calendars(desk: Desk, chosen: tuple[Line, ...], line: Index) -> Codes:
    """The commitment's calendar; without one, the contract's, else the company's."""
    place = {name: i for i, name in enumerate(sorted(desk.project.calendars))}
    contracts, default = desk.tables["contracts"], place[desk.project.calendar]
    named = zip(contracts.texts("contract"), contracts.texts("calendar"), strict=True)
    fallback = desk.tickets.codes("contract").through({c: place.get(own, default) for c, own in named})
    fallback = np.where(fallback < 0, default, fallback)
    by_line = np.array([*(place[c.calendar] for c in chosen), -1], np.int64)[line]
    return Codes(np.where(line >= 0, by_line, fallback), tuple(place))


def _runs(desk: Desk, metric: Metric, until: Seconds, calendar: Codes) -> Runs:
    """The spells in whose statuses the clock runs, up to `until`."""
    spells = desk.past.spells
    runs = has_status(spells.status, _RUNNING[metric])
    ticket, start = spells.ticket[runs], spells.start[runs]
    end = np.minimum(spells.end[runs], until[ticket])
    worked = np.zeros(len(ticket), np.int64)
    for place, name in enumerate(calendar.names):
        mine = calendar.index[ticket] == place
        if mine.any():
            worked[mine] = desk.clock(name).working_seconds(start[mine], end[mine])
    total = np.cumsum(worked) - worked
    first = np.append(True, ticket[1:] != ticket[:-1])[: len(ticket)]
    ahead = total - np.maximum.accumulate(np.where(first, total, 0))
    return Runs(ticket, start, ahead, worked)
