"""What happened to one thing, summed as it is told: a page keeps the newest, and counts the rest."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from clairevoie.disclosure.lifecycle_events import Happening
from clairevoie.portal import Beside, Event, Lifecycle
from clairevoie.portal.lifecycle import About, EventKind, Out

PAST, COMING, DRAWN = 30, 20, 120  # events that a page holds of each
AHEAD = timedelta(days=365)  # as far as the line is drawn
COUNTED: tuple[EventKind, ...] = ("ticket", "change", "outage", "degradation")
WORK = ("ticket", "change", "outage", "degradation", "planned")
_ENDS = ("warranty_end", "renewal_date", "end_of_life")
_Key = tuple[datetime, str, str, str]


@dataclass(slots=True)
class Tally:
    """Of one thing at `now`, of what was since `first`. work: how much speaks for a page of its own."""

    first: date
    now: datetime
    work: int = 0
    open: int = 0
    happened: int = 0
    lasting: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    months: Counter[int] = field(default_factory=Counter)
    coming: list[Event] = field(default_factory=list)
    recent: list[tuple[_Key, int, Event]] = field(default_factory=list)
    drawn: list[Event] = field(default_factory=list)
    seen: set[Event] = field(default_factory=set)


def add(tally: Tally, of: Happening) -> None:
    """Count an event; one that several slices tell is told once."""
    event, at = of.event, _instant(tally, of.event.at)
    if event.kind == "ticket":
        tally.months[at.year * 12 + at.month - 1] += 1  # numbers: this is done for each ticket of a company
    elif event in tally.seen:
        return
    else:
        tally.seen.add(event)
        if event.until is None or tally.first <= _day(event.until):
            tally.drawn.append(event)
    tally.work += event.kind in WORK or (event.kind in _ENDS and tally.first <= _day(event.at) <= _last(tally))
    if at > tally.now:
        tally.coming.append(event)
        return
    tally.happened += 1
    tally.counts[event.kind] += 1
    tally.open += of.open
    tally.lasting[event.kind] += event.kind in WORK and event.until is None
    if len(tally.recent) < PAST:
        heapq.heappush(tally.recent, (_key(tally, event), tally.happened, event))
    elif at >= tally.recent[0][0][0]:
        heapq.heappushpop(tally.recent, (_key(tally, event), tally.happened, event))


def life(tally: Tally, about: About, called: tuple[str, str, str], beside: Sequence[Beside] = (),
         known: Collection[str] = COUNTED) -> Lifecycle:
    """The page of it. called: its name, what it is, its status; known: the kinds of events that its reader is told."""
    past = [event for _, _, event in sorted(tally.recent, reverse=True)]
    coming = sorted(tally.coming, key=lambda event: _key(tally, event))
    drawn = sorted(tally.drawn, key=lambda event: _key(tally, event))[-DRAWN:]
    tickets, changes, outages, slow = (tally.counts[kind] if kind in known else None for kind in COUNTED)
    out: Out = "outage" if tally.lasting["outage"] else "degradation" if tally.lasting["degradation"] else ""
    return Lifecycle(about, *called, tally.first, tuple(coming[:COMING]), tuple(past), tally.happened, tuple(drawn),
                     _months(tally), tally.open, out, (tickets, changes, outages, slow), tuple(beside))


def _months(tally: Tally) -> tuple[tuple[str, int], ...]:
    """The tickets of each month; none where there was none at all."""
    first, last = (day.year * 12 + day.month - 1 for day in (tally.first, tally.now))
    return tuple((f"{month // 12}-{month % 12 + 1:02}", tally.months[month])
                 for month in range(first, last + 1)) if tally.months else ()


def _key(tally: Tally, event: Event) -> _Key:
    return _instant(tally, event.at), event.kind, event.ref, event.name


def _instant(tally: Tally, at: date | datetime) -> datetime:
    return at if isinstance(at, datetime) else datetime.combine(at, time(), tally.now.tzinfo)


def _day(at: date | datetime) -> date:
    return at.date() if isinstance(at, datetime) else at


def _last(tally: Tally) -> date:
    return tally.now.date() + AHEAD
