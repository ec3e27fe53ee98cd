"""A sparkline: a line with gaps, its target, the months under it, the last point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clairevoie.portal import Figure


@dataclass(frozen=True, slots=True)
class Dot:
    """A marked point. kind: `miss`, `lone`, `last`, `open` (estimated)."""

    x: float
    y: float
    kind: str
    missed: bool


@dataclass(frozen=True, slots=True)
class Spark:
    """paths: SVG path data, one for each unbroken run; target: its y, None without one."""

    width: int
    height: int
    paths: tuple[str, ...]
    dots: tuple[Dot, ...]
    target: float | None


def spark(series: Sequence[Figure], *, down: bool = False, width: int = 150, height: int = 34) -> Spark:
    """Coordinates for `series`, oldest first. down: whether a value above its target is the bad side."""
    values = [None if f.value is None else float(f.value) for f in series]
    target = next((f.target for f in reversed(series) if f.target is not None), None)
    known = [v for v in values if v is not None] + ([target] if target is not None else [])
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    span = (high - low) or 1.0
    margin, step = 6.0, (width - 12.0) / max(len(values) - 1, 1)

    def place(index: int, value: float) -> tuple[float, float]:
        return _round(margin + index * step), _round(height - 7 - (value - low) / span * (height - 14))

    points = [None if v is None else place(i, v) for i, v in enumerate(values)]
    bad = [
        v is not None and f.target is not None and (v > f.target if down else v < f.target)
        for v, f in zip(values, series, strict=True)
    ]
    dots = _dots(points, bad, series)
    flat = place(0, target)[1] if target is not None else (height / 2 if not any(points) else None)
    return Spark(width, height, _paths(points), dots, flat)


def _paths(points: Sequence[tuple[float, float] | None]) -> tuple[str, ...]:
    runs: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return tuple("M" + "L".join(f"{x:g} {y:g}" for x, y in run) for run in runs if len(run) > 1)


def _dots(points: Sequence[tuple[float, float] | None], bad: list[bool], series: Sequence[Figure]) -> tuple[Dot, ...]:
    dots = []
    for index, point in enumerate(points):
        if point is None:
            continue
        alone = (index == 0 or points[index - 1] is None) and (index + 1 >= len(points) or points[index + 1] is None)
        if index == len(points) - 1:
            dots.append(Dot(*point, "open" if series[index].state == "estimated" else "last", bad[index]))
        elif bad[index]:
            dots.append(Dot(*point, "miss", missed=True))
        elif alone:
            dots.append(Dot(*point, "lone", missed=False))
    return tuple(dots)


def _round(value: float) -> float:
    return round(value, 1)
