"""The bounds of a value axis and the few round values that its hairlines stand on."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_NEAR = 0.85  # rates that come this near to 100 % are read against it
_FLAT = 0.05  # the least that an axis of rates spans
_RATE_STEPS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5)


@dataclass(frozen=True, slots=True)
class Axis:
    """From `low` to `high`; `ticks` are at most five round values between them."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def pixel(self, value: float, height: float) -> float:
        """Where `value` stands in a plot of `height` px, from its top."""
        return height * (self.high - value) / (self.high - self.low)


def rate_axis(values: Sequence[float], target: float | None, low: float | None, high: float | None) -> Axis:
    """An axis for shares: it never passes 100 % (1.0) unless a value does, reaches it where values come near, and has
    the target among its ticks where they can be round."""
    seen = [*values, *([] if target is None else [target])] or [1.0]
    top = high if high is not None else max(1.0 if max(seen) >= _NEAR else 0.0, *seen)
    bottom = low if low is not None else min(seen)
    if top - bottom < _FLAT:
        bottom, top = (top - _FLAT, top) if top >= _FLAT else (bottom, bottom + _FLAT)
    fitting = [step for step in _RATE_STEPS if _steps(bottom, top, step) <= 4] or [_nice(top - bottom, 4)]
    step = next((s for s in fitting if target is None or _multiple(target, s)), fitting[0])
    ceiling = _up(top, step) if top > 1 else min(1.0, _up(top, step))
    return _between(_down(bottom, step) if low is None else low, ceiling if high is None else high, step)


def value_axis(values: Sequence[float], low: float | None, high: float | None, *, zero: bool) -> Axis:
    """An axis for quantities, from zero where asked or where the values come near it."""
    top, bottom = max(values, default=1.0), min(values, default=0.0)
    if zero or bottom <= 0.6 * top:
        top, bottom = max(top, 0.0), min(bottom, 0.0)
    bottom, top = low if low is not None else bottom, high if high is not None else top
    if top <= bottom:
        top = bottom + 1
    step = _nice(top - bottom, 4)
    return _between(_down(bottom, step) if low is None else low, _up(top, step) if high is None else high, step)


def budget_ticks(top: float, most: int) -> tuple[float, ...]:
    """Zero and up to `most` equal parts of a budget, the last being the budget itself where parts are round."""
    for parts in range(most, 1, -1):
        if _round(top / parts):
            return tuple(top * i / parts for i in range(parts + 1))
    step = _nice(top, most)
    return tuple(step * i for i in range(int(top / step + 1e-9) + 1))


def finite(values: Iterable[float | None]) -> list[float]:
    """The values that are there."""
    return [v for v in values if v is not None]


def _between(low: float, high: float, step: float) -> Axis:
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return Axis(low, high, tuple(round(i * step, 10) for i in range(first, last + 1)))


def _nice(span: float, most: int) -> float:
    """The least of 1, 2, 2.5, 5 × 10ⁿ that cuts `span` in at most `most` parts."""
    power: float = 10.0 ** math.floor(math.log10(span / most))
    return next(f * power for f in (1, 2, 2.5, 5, 10, 20) if span / (f * power) <= most + 1e-9)


def _steps(low: float, high: float, step: float) -> int:
    return round((_up(high, step) - _down(low, step)) / step)


def _down(value: float, step: float) -> float:
    return round(math.floor(value / step + 1e-9) * step, 10)


def _up(value: float, step: float) -> float:
    return round(math.ceil(value / step - 1e-9) * step, 10)


def _multiple(value: float, step: float) -> bool:
    return abs(value / step - round(value / step)) < 1e-6


def _round(value: float) -> bool:
    """Whether a value is written with two significant digits at most."""
    return value > 0 and float(f"{value:.1e}") == value
