"""Contracts on a line of time when a supplier leaves: what runs, the last day of a notice, what runs without it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clairevoie.portal import Exit

ROW, TOP, LEFT, WIDTH, ASIDE = 26, 26, 330, 1180, 270  # ASIDE: for the words after a bar
_MOST_MONTHS = 48


@dataclass(frozen=True, slots=True)
class Line:
    """A contract: its row, its bar, its hatched bar (bare: where it begins), its diamond; x in units of the drawing."""

    y: int
    end: float
    bare: float | None
    notice: float | None
    supply: bool
    at: int  # its place among the supplies, or among the contracts with clients


@dataclass(frozen=True, slots=True)
class Tick:
    """The first day of a quarter."""

    x: float
    day: date


@dataclass(frozen=True, slots=True)
class Exits:
    """height of the drawing; gone: where the supplier is gone; heads: rows of the two headings."""

    height: int
    today: float
    lines: tuple[Line, ...]
    ticks: tuple[Tick, ...]
    gone: float | None
    gone_on: date | None
    heads: tuple[int, int]


def exits(panel: Exit) -> Exits | None:
    """Where everything stands; None where no contract has an end."""
    first = panel.today.replace(day=1)
    ends = [day for line in panel.supplies for day in (line.end, line.gone)] + [line.end for line in panel.exposed]
    ends += [_later(line.bare_from, 6) for line in panel.exposed if line.bare_from and line.end is None]
    days = [day for day in ends if day]
    if not days:
        return None
    last = min(max(days), _later(first, _MOST_MONTHS))
    span = max((last - first).days, 90)

    def place(day: date) -> float:
        share: float = min(max((day - first).days / span, 0.0), 1.0)
        return round(LEFT + share * (WIDTH - LEFT - ASIDE), 1)

    gone = min((line.gone for line in panel.supplies if line.gone), default=None)
    below = TOP + ROW * (len(panel.supplies) + 1)
    supplies = [Line(TOP + ROW * (row + 1), place(one.gone or one.end or last), None,
                     place(one.notice) if one.notice and one.notice >= panel.today else None, supply=True, at=row)
                for row, one in enumerate(panel.supplies)]
    contracts = [Line(below + ROW * (row + 1), place(one.end or last), place(one.bare_from) if one.bare_from else None,
                      None, supply=False, at=row) for row, one in enumerate(panel.exposed)]
    ticks = tuple(Tick(place(day), day) for day in _quarters(first, last))
    return Exits(below + ROW * (len(contracts) + 1), place(panel.today), (*supplies, *contracts), ticks,
                 place(gone) if gone else None, gone, (TOP, below))


def _quarters(first: date, last: date) -> list[date]:
    found, day = [], _later(first, (3 - (first.month - 1) % 3) % 3)
    while day <= last:
        found.append(day)
        day = _later(day, 3)
    step = len(found) // 8 + 1
    return found[::step]


def _later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)
