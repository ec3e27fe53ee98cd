"""Marks along one line, in per cent of its width: clocks, rates, hours, margins, weeks, counted rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clairevoie.portal import Figure


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of the line. kind names its look; start and length in per cent."""

    start: float
    length: float
    kind: str


@dataclass(frozen=True, slots=True)
class Line:
    """bars, ticks and a dot (None: no dot), in per cent; missed: the dot is on the wrong side."""

    bars: tuple[Bar, ...]
    tick: float | None = None
    dot: float | None = None
    missed: bool = False


def clock(elapsed: float, limit: float, *, stopped: bool) -> Line:
    """An SLA clock: the track to the limit, what has run, what is over it."""
    whole = max(limit, elapsed) or 1.0
    end = limit / whole * 100
    run = Bar(0, _round(min(elapsed, limit) / whole * 100), "stopped" if stopped else "run")
    over = Bar(_round(end), _round(100 - end), "over")
    return Line(
        (Bar(0, _round(end), "track"), run, over) if elapsed > limit else (Bar(0, 100, "track"), run), _round(end)
    )


def rate(figure: Figure, *, low: float = 0.6, minimum: int = 5) -> Line:
    """A rate on a line from 60 to 100 %: its target, its interval where n is small, its dot unless too few."""

    def place(value: float) -> float:
        return _round((min(max(value, low), 1.0) - low) / (1 - low) * 100)

    bars = [Bar(0, 100, "track")]
    shown = figure.value is not None and figure.state != "too_few" and (figure.n or 0) >= minimum
    if shown and figure.interval:
        start, end = place(figure.interval[0]), place(figure.interval[1])
        bars.append(Bar(start, _round(end - start), "interval"))
    target = None if figure.target is None else place(figure.target)
    value = float(figure.value) if shown and figure.value is not None else None
    missed = value is not None and figure.target is not None and value < figure.target
    return Line(tuple(bars), target, None if value is None else place(value), missed)


def bullet(sold: float, consumed: float, landing: float | None) -> Line:
    """Hours consumed against hours sold, dashed to where they land."""
    whole = max(sold, consumed, landing or 0.0) * 1.04 or 1.0
    sold_at, now = _round(sold / whole * 100), _round(consumed / whole * 100)
    bars = [Bar(0, sold_at, "track"), Bar(0, now, "run")]
    end = None if landing is None else _round(landing / whole * 100)
    if end is not None and end > now:
        bars.append(Bar(now, _round(end - now), "dash"))
    return Line(tuple(bars), sold_at, end, landing is not None and landing > sold)


def level(value: float, threshold: float, high: float) -> Line:
    """A share on a line from 0 to `high` with its threshold: margins."""

    def place(share: float) -> float:
        return _round(min(max(share / high, 0.0), 1.0) * 100)

    at = place(value)
    return Line((Bar(0, 100, "track"), Bar(0, at, "stem")), place(threshold), at, value < threshold)


def slats(weeks: Sequence[tuple[str, float | None, float]]) -> tuple[tuple[Bar, ...], ...]:
    """One set of slats a week: its height is the billed share; start and length in per cent of the height."""
    return tuple(_week(billed, absent) for _, billed, absent in weeks)


def days(states: Sequence[str]) -> tuple[Bar, ...]:
    """One slat a day on a line of three units a day: start is its x, kind its state."""
    return tuple(Bar(3 * place, 2, state) for place, state in enumerate(states))


def counted(excluded: Sequence[tuple[str, int]], met: int, total: int) -> tuple[tuple[Bar, ...], ...]:
    """Three bars on one scale: all rows, those that count (and why the others do not), those that are met."""
    left_out = sum(count for _, count in excluded)
    whole = (total + left_out) or 1
    bars, at = [Bar(0, _share(total, whole), "counted")], total
    for index, (_, count) in enumerate(excluded):
        bars.append(Bar(_share(at, whole), _share(count, whole), "hatch" if index == 0 else "blank"))
        at += count
    held = (Bar(0, _share(met, whole), "met"), Bar(_share(met, whole), _share(total - met, whole), "missed"))
    return (Bar(0, 100, "counted"),), tuple(bars), held


def _week(billed: float | None, absent: float) -> tuple[Bar, ...]:
    if billed is None:
        return ()
    full = min(billed, 1.0) * 100
    away = min(absent, 1.0) * 100
    if full == 0 and away == 0:
        return (Bar(0, 100, "idle"),)
    bars = [Bar(0, 100, "track"), Bar(_round(100 - full), _round(full), "run")]
    if away:
        bars.append(Bar(_round(max(100 - full - away, 0)), _round(min(away, 100 - full)), "hatch"))
    return tuple(bar for bar in bars if bar.length > 0)


def _share(part: int, whole: int) -> float:
    return _round(part / whole * 100)


def _round(value: float) -> float:
    return round(value, 2)
