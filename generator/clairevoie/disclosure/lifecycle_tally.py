"""What happened to one thing, summed as it is told: a page keeps the newest, and counts the rest."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from clairevoie.disclosure.lifecycle_events import Happening
from clairevoie.disclosure.terms import month_of, months_before
from clairevoie.portal import Beside, Event, Lifecycle
from clairevoie.portal.lifecycle import About, Out

PAST, COMING, DRAWN = 30, 20, 120  # events that a page holds of each
AHEAD = timedelta(days=365)  # as far as the line is drawn
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
    months: Counter[str] = field(default_factory=Counter)
    coming: list[Event] = field(default_factory=list)
    recent: list[tuple[_Key, int, Event]] = field(default_factory=list)
    drawn: list[Event] = field(default_factory=list)
    seen: set[Event] = field(default_factory=set)


def add(tally: Tally, of: Happening, whose: str = "") -> None:
    """Count an event; one that several slices tell is told once."""
    event = replace(of.event, whose=whose) if whose and of.event.kind in ("ticket", "contract") else of.event
    if event.kind != "ticket":
        if event in tally.seen:
            return
        tally.seen.add(event)
        if tally.first <= _day(event.until or event.at) or event.until is None:
            tally.drawn.append(event)
    tally.work += event.kind in WORK or (event.kind in _ENDS and tally.first <= _day(event.at) <= _last(tally))
    if _instant(tally, event.at) > tally.now:
        tally.coming.append(event)
        return
    tally.happened += 1
    tally.counts[event.kind] += 1
    tally.open += of.open
    tally.lasting[event.kind] += event.kind in WORK and event.until is None
    if event.kind == "ticket":
        tally.months[month_of(_day(event.at))] += 1
    keep = heapq.heappush if len(tally.recent) < PAST else heapq.heappushpop
    keep(tally.recent, (_key(tally, event), tally.happened, event))


def life(tally: Tally, about: About, name: str, what: str, status: str, beside: Sequence[Beside] = ()) -> Lifecycle:
    """The page of it."""
    months = months_before(month_of(tally.now.date()), _months(tally))
    past = [event for _, _, event in sorted(tally.recent, reverse=True)]
    coming = sorted(tally.coming, key=lambda event: _key(tally, event))
    drawn = sorted(tally.drawn, key=lambda event: _key(tally, event))[-DRAWN:]
    counts = tally.counts["ticket"], tally.counts["change"], tally.counts["outage"] + tally.counts["degradation"]
    out: Out = "outage" if tally.lasting["outage"] else "degradation" if tally.lasting["degradation"] else ""
    return Lifecycle(about, name, what, status, tally.first, tuple(coming[:COMING]), tuple(past), tally.happened,
                     tuple(drawn), tuple((month, tally.months[month]) for month in months) if tally.months else (),
                     tally.open, out, counts, tuple(beside))


def _key(tally: Tally, event: Event) -> _Key:
    return _instant(tally, event.at), event.kind, event.ref, event.name


def _instant(tally: Tally, at: date | datetime) -> datetime:
    return at if isinstance(at, datetime) else datetime.combine(at, time(), tally.now.tzinfo)


def _day(at: date | datetime) -> date:
    return at.date() if isinstance(at, datetime) else at


def _last(tally: Tally) -> date:
    return tally.now.date() + AHEAD


def _months(tally: Tally) -> int:
    now = tally.now.date()
    return (now.year - tally.first.year) * 12 + now.month - tally.first.month + 1
