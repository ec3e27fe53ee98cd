"""Names at the right end of lines: one or two lines each, moved apart so that none covers another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from clairevoie.charts.measure import fit, width
from clairevoie.charts.sheet import FONT, Row, word

_LINE = 17.0


@dataclass(frozen=True, slots=True)
class End:
    """What stands at the end of a line: `name` and `value`, from `x`, as near to `y` as the others let it."""

    name: str
    value: str
    x: float
    y: float
    fill: str
    bold: bool = True
    lines: tuple[str, ...] = ()


def room(ends: Sequence[End], most: float) -> float:
    """The px that the ends need to the right of their x: their widest line, `most` at most."""
    whole = max((width(_whole(e), FONT, bold=True) for e in ends), default=0.0)
    if whole <= most:
        return whole
    parts = [width(part, FONT, bold=True) for e in ends for part in (e.name, e.value)]
    return min(most, max(parts))


def ends(wanted: Sequence[End], space: float, low: float, high: float) -> list[Row]:
    """The rows of `labels`, between `low` and `high` px, none wider than `space`."""
    broken = [replace(e, lines=_lines(e, space)) for e in sorted(wanted, key=lambda e: (e.y, e.name))]
    middles = spread([e.y for e in broken], [len(e.lines) * _LINE for e in broken], low, high)
    return [
        word(text, end.x, middle + (i - (len(end.lines) - 1) / 2) * _LINE, fill=end.fill, bold=end.bold)
        for end, middle in zip(broken, middles, strict=True)
        for i, text in enumerate(end.lines)
    ]


def spread(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Middles as near to the sorted `wanted` ones as their heights allow, from `low` on, within `high` if they fit."""
    middles: list[float] = []
    edge = low
    for middle, height in zip(wanted, heights, strict=True):
        middles.append(max(middle, edge + height / 2))
        edge = middles[-1] + height / 2
    edge = max(high, low + sum(heights))
    for i in range(len(middles) - 1, -1, -1):
        middles[i] = min(middles[i], edge - heights[i] / 2)
        edge = middles[i] - heights[i] / 2
    return middles


def _whole(end: End) -> str:
    return f"{end.name} {end.value}".strip()


def _lines(end: End, space: float) -> tuple[str, ...]:
    if width(_whole(end), FONT, bold=True) <= space:
        return (_whole(end),)
    return tuple(fit(part, space, FONT, bold=True) for part in (end.name, end.value) if part)
