"""Numbers and durations of others → hours and minutes of ours."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

HOUR = Decimal(3600)
_ISO = re.compile(r"P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d{1,6})?)S)?)?")
_CLOCK = re.compile(r"(\d{1,6}):([0-5]\d)(?::([0-5]\d))?")


def scaled(factor: Decimal) -> Callable[[str], str]:
    """A reader of numbers that are so many times larger than ours."""
    return lambda text: _plain(decimal(text) / factor)


def iso_hours(text: str) -> str:
    """`PT1H30M` as 1.5."""
    found = _ISO.fullmatch(text)
    if found is None or not any(found.groups()):
        raise ValueError("not a duration like PT1H30M")
    weeks, days, hours, minutes, seconds = (Decimal(part or 0) for part in found.groups())
    return _plain((((weeks * 7 + days) * 24 + hours) * 60 + minutes) / 60 + seconds / HOUR)


def clock_hours(text: str) -> str:
    """`1:30` as 1.5."""
    found = _CLOCK.fullmatch(text)
    if found is None:
        raise ValueError("not a duration like 1:30")
    return _plain(Decimal(found[1]) + Decimal(found[2]) / 60 + Decimal(found[3] or 0) / HOUR)


def decimal(text: str) -> Decimal:
    """A number that can be meant. Raises ValueError."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise ValueError("not a number") from None
    if not number.is_finite() or abs(number) > 10**17:
        raise ValueError("not a number that can be meant")
    return number


def _plain(number: Decimal) -> str:
    """At most six decimals, which no duration needs, and no exponent."""
    text = f"{number:.6f}"
    return text.rstrip("0").rstrip(".")
