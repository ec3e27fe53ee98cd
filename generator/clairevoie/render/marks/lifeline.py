"""The life of a thing on a line: a lane for each sort of event, places in per cent of the width, no words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from clairevoie.portal import Event, Lifecycle

LaneKind = Literal["contracts", "tickets", "changes", "outages", "days"]
HEAD, LANE, ROW = 24, 54, 12  # px: above the lanes, of a lane, of a further row of contracts
_ROWS = 3  # of contracts, at most
_BAR = 22  # px of the tallest month
_WITH_YEAR, _END = 80, 90  # per cent after which a month's word, longer in January, would not fit on a phone
_AHEAD = timedelta(days=365)
_DATED: tuple[LaneKind, ...] = ("changes", "outages", "days")
_LANES: dict[str, LaneKind] = {
    "change": "changes", "outage": "outages", "degradation": "outages", "planned": "outages", "notice": "days",
    "contract_end": "days", "warranty_end": "days", "renewal_date": "days", "end_of_life": "days",
    "commissioned": "days"}


@dataclass(frozen=True, slots=True)
class Spot:
    """x and width in per cent; y and height in px from the top of its lane. kind: of the event, or "month"."""

    x: float
    width: float
    y: int
    height: int
    kind: str
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Lane:
    """y: of its top."""

    kind: LaneKind
    y: int
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class Lifeline:
    """ticks: x and month, one in three; today: x."""

    lanes: tuple[Lane, ...]
    ticks: tuple[tuple[float, str], ...]
    today: float
    height: int


@dataclass(frozen=True, slots=True)
class _Window:
    first: date
    last: date
    today: date

    def x(self, at: date | datetime) -> float:
        return round(min(max((_day(at) - self.first).days / ((self.last - self.first).days or 1), 0), 1) * 100, 2)

    def holds(self, at: date | datetime) -> bool:
        return self.first <= _day(at) <= self.last


def lifeline(panel: Lifecycle, today: date) -> Lifeline | None:
    """The lanes that have anything, from `first` to a year ahead at most; None where none has."""
    known = [day for event in panel.drawn if event.kind in ("contract", *_LANES) for day in _days(event)]
    last = min(max([day for day in known if day > today], default=today), today + _AHEAD) + timedelta(days=30)
    window = _Window(panel.first, last, today)
    made: dict[LaneKind, list[Spot]] = {
        "contracts": _contracts(panel.drawn, window), "tickets": _tickets(panel, window)}
    for kind in _DATED:
        made[kind] = [_spot(event, window) for event in panel.drawn
                      if _LANES.get(event.kind) == kind and window.holds(event.at)]
    lanes, y = [], HEAD
    for kind, spots in made.items():
        if spots:
            lanes.append(Lane(kind, y, tuple(spots)))
            y += LANE + (max(spot.y for spot in spots) - LANE // 2 if kind == "contracts" else 0)
    return Lifeline(tuple(lanes), tuple(_ticks(window)), window.x(today), y) if lanes else None


def _contracts(events: Sequence[Event], window: _Window) -> list[Spot]:
    """The newest contracts, a row each: solid until today, thin after."""
    spots: list[Spot] = []
    shown = [event for event in events if event.kind == "contract"
             and _ends(event) >= window.first and window.x(event.at) < 100]
    for row, event in enumerate(shown[-_ROWS:]):
        start, now, end = window.x(event.at), window.x(window.today), window.x(_ends(event))
        y = LANE // 2 + row * ROW
        if start < now:
            spots.append(Spot(start, round(min(end, now) - start, 2), y, 6, "contract"))
        if end > now:
            begin = max(start, now)
            spots.append(Spot(begin, round(end - begin, 2), y + 2, 2, "contract", ahead=True))
    return spots


def _tickets(panel: Lifecycle, window: _Window) -> list[Spot]:
    most = max((n for _, n in panel.tickets), default=0)
    spots = []
    for month, n in panel.tickets:
        first = date.fromisoformat(f"{month}-01")
        start, end = window.x(first), window.x(min((first + timedelta(days=31)).replace(day=1), window.today))
        if n:
            height = max(round(_BAR * n / most), 2)
            spots.append(Spot(start, round(max(end - start - 0.4, 0.3), 2), LANE - 10 - height, height, "month"))
    return spots


def _spot(event: Event, window: _Window) -> Spot:
    start = window.x(event.at)
    lasts = event.kind in ("outage", "degradation", "planned")
    end = window.x(event.until or window.today) if lasts else start
    return Spot(start, round(max(end - start, 0.25), 2) if lasts else 0, LANE // 2, 16, event.kind,
                ahead=_day(event.at) > window.today)


def _ticks(window: _Window) -> Iterator[tuple[float, str]]:
    month = window.first.replace(day=1)
    while month <= window.last:
        fits = window.x(month) < (_WITH_YEAR if month.month == 1 else _END)
        if month.month % 3 == 1 and window.first <= month and fits:
            yield window.x(month), f"{month:%Y-%m}"
        month = (month + timedelta(days=31)).replace(day=1)


def _days(event: Event) -> list[date]:
    return [_day(at) for at in (event.at, event.until) if at is not None]


def _ends(event: Event) -> date:
    return date.max if event.until is None else _day(event.until)


def _day(at: date | datetime) -> date:
    return at.date() if isinstance(at, datetime) else at
