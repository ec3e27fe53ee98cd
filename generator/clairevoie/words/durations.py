"""Durations and limits of working time as they are written in French and in English (LOOK §6)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from clairevoie.words.numbers import number
from clairevoie.words.plurals import plural
from clairevoie.words.typography import FIXED, MINUS


def duration(minutes: float, language: str, *, signed: bool = False) -> str:
    """`38 min`, `4 h 52` or `4 h 52 min`, `4 h`: to the nearest minute."""
    whole = int(Decimal(str(abs(minutes))).quantize(Decimal(1), ROUND_HALF_UP))
    sign = (MINUS if minutes < 0 else "+" if signed else "") if whole else ""
    return sign + _written(whole, language)


def late(minutes: float, language: str) -> str:
    """How far over a limit: `+52 min`, or `moins d’une minute` where rounding would show none."""
    if round(minutes) < 1:
        return "under a minute" if language == "en" else "moins d’une minute"
    return duration(minutes, language, signed=True)


def limit(code: str, day_minutes: int, language: str) -> str:
    """A commitment's limit: `4 h` from "240", `2 jours ouvrés (20 h)` from "2d", a dash from ""."""
    if not code:
        return "–"
    if not code.endswith("d"):
        return duration(float(code), language)
    days = Decimal(code[:-1])
    text = number(days, language, 0 if days == days.to_integral_value() else 1)
    unit = plural(float(days), language, ("jour ouvré", "jours ouvrés"), ("working day", "working days"))
    return f"{text}{FIXED}{unit} ({duration(float(days * day_minutes), language)})"


def age(days: int, language: str) -> str:
    """`3 jours` or `3 days`."""
    return f"{number(days, language)}{FIXED}{plural(days, language, ('jour', 'jours'), ('day', 'days'))}"


def _written(minutes: int, language: str) -> str:
    whole, rest = divmod(minutes, 60)
    if not whole:
        return f"{rest}{FIXED}min"
    head = f"{number(whole, language)}{FIXED}h"
    if not rest:
        return head
    return f"{head}{FIXED}{rest:02}" + (f"{FIXED}min" if language == "en" else "")
