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
    weight: float = 1  # how firmly it stays at y
    lines: tuple[str, ...] = ()


def room(ends: Sequence[End], most: float) -> float:
    """The px that the ends need to the right of their x: their widest line, `most` at most."""
    whole = max((width(_whole(e), FONT, bold=True) for e in ends), default=0.0)
    if whole <= most:
        return whole
    parts = [width(part, FONT, bold=True) for e in ends for part in (*_folded(e.name, most), e.value)]
    return min(most, max(parts))


def ends(wanted: Sequence[End], space: float, low: float) -> list[Row]:
    """The rows of `labels`, from `low` px on, none wider than `space`."""
    broken = [replace(e, lines=_lines(e, space)) for e in sorted(wanted, key=lambda e: e.y)]
    heights = [len(e.lines) * _LINE for e in broken]
    middles = spread([e.y for e in broken], heights, [e.weight for e in broken], low)
    return [
        word(text, end.x, middle + (i - (len(end.lines) - 1) / 2) * _LINE, fill=end.fill, bold=end.bold)
        for end, middle in zip(broken, middles, strict=True)
        for i, text in enumerate(end.lines)
    ]


def spread(wanted: Sequence[float], heights: Sequence[float], weights: Sequence[float], low: float) -> list[float]:
    """Middles in the order of the sorted `wanted` ones, none over another, none above `low`, and as near to what was
    wanted as their weights ask: neighbours that touch move together (pool adjacent violators)."""
    blocks: list[list[int]] = []
    tops: list[float] = []
    for i in range(len(wanted)):
        blocks.append([i])
        tops.append(max(low, wanted[i] - heights[i] / 2))
        while len(blocks) > 1 and tops[-2] + sum(heights[j] for j in blocks[-2]) > tops[-1]:
            blocks[-2:] = [blocks[-2] + blocks[-1]]
            tops[-2:] = [max(low, _top(blocks[-1], wanted, heights, weights))]
    return [middle for block, top in zip(blocks, tops, strict=True) for middle in _middles(block, top, heights)]


def _top(block: Sequence[int], wanted: Sequence[float], heights: Sequence[float], weights: Sequence[float]) -> float:
    """Where a block would begin to have its members, one under another, nearest to what they want."""
    offsets = _middles(block, 0, heights)
    pull = sum(weights[i] * (wanted[i] - offset) for i, offset in zip(block, offsets, strict=True))
    return pull / sum(weights[i] for i in block)


def _middles(block: Sequence[int], top: float, heights: Sequence[float]) -> list[float]:
    found = []
    for i in block:
        found.append(top + heights[i] / 2)
        top += heights[i]
    return found


def _whole(end: End) -> str:
    return f"{end.name} {end.value}".strip()


def _lines(end: End, space: float) -> tuple[str, ...]:
    if width(_whole(end), FONT, bold=True) <= space:
        return (_whole(end),)
    return tuple(fit(part, space, FONT, bold=True) for part in (*_folded(end.name, space), end.value) if part)


def _folded(name: str, space: float) -> tuple[str, ...]:
    """A name in one line, or in two between words, the second as long as it is."""
    lines: list[str] = []
    for part in name.split(" "):
        grown = f"{lines[-1]} {part}" if lines else part
        if lines and (len(lines) == 2 or width(grown, FONT, bold=True) <= space):
            lines[-1] = grown
        else:
            lines.append(part)
    return tuple(lines)
