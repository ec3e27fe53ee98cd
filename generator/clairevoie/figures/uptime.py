"""How much of the agreed time each service was there, month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from clairevoie.figures.clock import Clock, clock
from clairevoie.figures.periods import month_start
from clairevoie.figures.registry import Scope
from clairevoie.figures.spans import Span, within
from clairevoie.figures.watching import Line, Watch, lines
from clairevoie.figures.zones import epoch
from clairevoie.portal import Figure, State


@dataclass(frozen=True, slots=True)
class Uptime:
    """Of one month, in seconds of agreed time that is monitored, up to as_of."""

    agreed: int = 0
    down: int = 0
    outages: int = 0
    longest: int = 0
    running: bool = False  # the contract runs in the month
    monitored: bool = False

    def facts(self) -> dict[str, object]:
        """The state and the numbers of a figure."""
        if not self.agreed:
            lost: State = "not_measured" if self.running and not self.monitored else "no_data"
            return {"state": lost, "reason": "no_monitor" if lost == "not_measured" else "no_rows"}
        minutes = (("longest", self.longest / 60), ("down", self.down / 60), ("agreed", self.agreed / 60))
        return {"value": (self.agreed - self.down) / self.agreed, "beside": (("outages", self.outages), *minutes)}


def uptimes(watch: Watch, scope: Scope) -> tuple[tuple[Line, ...], list[list[Uptime]]]:
    """The services of every contract, and of each of them each of scope's months."""
    found = lines(watch, scope.as_of, scope.periods.zone)
    key = f"uptimes {scope.as_of} {scope.periods.zone} {scope.periods.names[0]}"
    return found, watch.outages.once(key, lambda: [_uptimes(line, _clock(line, scope), months(scope))
                                                   for line in found])


def together(parts: Sequence[Uptime]) -> Uptime:
    """Several services: Σ ÷ Σ."""
    return Uptime(
        sum(part.agreed for part in parts), sum(part.down for part in parts), sum(part.outages for part in parts),
        max((part.longest for part in parts), default=0), any(part.running for part in parts),
        any(part.monitored for part in parts))


def reaches(figure: Figure, target: float) -> bool:
    """Whether an availability reaches a target in per cent; a second of a month is far more than the tolerance."""
    return figure.value is not None and float(figure.value) * 100 >= target - 1e-9


def months(scope: Scope) -> list[Span]:
    """The bounds of scope's months, cut at as_of."""
    now = epoch(scope.as_of)
    ends = [epoch(scope.periods.end(place)) for place in range(len(scope.periods.names))]
    first = epoch(scope.periods.start(0))
    return [(start, min(end, now)) for start, end in zip([first, *ends], ends, strict=False)]


def _clock(line: Line, scope: Scope) -> Clock:
    known = line.calendar if line.calendar in scope.project.calendars else scope.project.calendar
    first = month_start(scope.periods.names[0]).year - 1
    return clock(scope.project.calendars[known], first, scope.as_of.year + 1)


def _uptimes(line: Line, of: Clock, bounds: Sequence[Span]) -> list[Uptime]:
    terms = [within([month], [line.term]) for month in bounds]
    watched = [within(line.monitored, term) for term in terms]
    agreed = _seconds(of, watched)
    cuts = _seconds(of, [within(line.broken, spans) for spans in watched])
    return [Uptime(sum(open_), sum(down), sum(cut > 0 for cut in down), max(down, default=0), bool(term), bool(spans))
            for open_, down, term, spans in zip(agreed, cuts, terms, watched, strict=True)]


def _seconds(of: Clock, spans: Sequence[Sequence[Span]]) -> list[list[int]]:
    """The open seconds of each span of each month."""
    edges = np.array([span for month in spans for span in month], np.int64).reshape(-1, 2)
    seconds = iter(of.working_seconds(edges[:, 0], edges[:, 1]).tolist())
    return [[next(seconds) for _ in month] for month in spans]
