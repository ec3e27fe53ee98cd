"""Days, instants and months as they are written in French and in English (LOOK §6).

Instants come in the zone they are read in: nothing here converts or reads a clock.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from clairevoie.words.typography import FIXED

_MONTH = re.compile(r"[12][0-9]{3}-(0[1-9]|1[0-2])")
_MONTHS = {
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
_SHORT = {
    "fr": ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}
_WEEKDAYS = {
    "fr": ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
}
_WEEKDAYS_SHORT = {
    "fr": ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."],
    "en": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
}
_NEAR = {"fr": {-1: "hier", 0: "aujourd’hui", 1: "demain"}, "en": {-1: "yesterday", 0: "today", 1: "tomorrow"}}


def day(value: date, language: str) -> str:
    """`12/03/2026` or `12 Mar 2026`."""
    if language == "en":
        return f"{value.day}{FIXED}{_SHORT['en'][value.month - 1]}{FIXED}{value.year}"
    return f"{value:%d/%m}/{value.year:04}"


def day_long(value: date, language: str, *, year: bool = False) -> str:
    """`1er mars`, `12 mars` or `12 March`, with the year when asked."""
    first = "1er" if value.day == 1 and language != "en" else str(value.day)
    name = _MONTHS[language][value.month - 1]
    return f"{first}{FIXED}{name}" + (f" {value.year}" if year else "")


def day_month(value: date, language: str) -> str:
    """`12/03` or `12 Mar`."""
    return f"{value.day}{FIXED}{_SHORT['en'][value.month - 1]}" if language == "en" else f"{value:%d/%m}"


def day_near(value: date, language: str, today: date) -> str:
    """`sam. 14/03` or `Sat 14 Mar`; the whole day when its year is not today's."""
    week = _WEEKDAYS_SHORT[language][value.weekday()]
    if value.year != today.year:
        return day(value, language)
    if language == "en":
        return f"{week} {value.day}{FIXED}{_SHORT['en'][value.month - 1]}"
    return f"{week}{FIXED}{value:%d/%m}"


def clock(value: datetime) -> str:
    """`14:05`."""
    return f"{value:%H:%M}"


def instant(value: datetime, language: str) -> str:
    """`12/03/2026 14:05` or `12 Mar 2026, 14:05`."""
    return day(value, language) + ("," if language == "en" else "") + f" {clock(value)}"


def is_near(value: datetime, now: datetime) -> bool:
    """Whether an instant is written with a word: yesterday, today or tomorrow."""
    return abs((value.date() - now.date()).days) <= 1


def instant_short(value: datetime, language: str, now: datetime) -> str:
    """`12/03 11:20`, with its year when it is another one."""
    if value.year != now.year:
        return instant(value, language)
    short = f"{value.day}{FIXED}{_SHORT['en'][value.month - 1]}," if language == "en" else f"{value:%d/%m}"
    return f"{short} {clock(value)}"


def instant_near(value: datetime, language: str, now: datetime) -> str:
    """`demain 09:20`, `11/03 14:10` or, in another year, the whole instant."""
    if is_near(value, now):
        return f"{_NEAR[language][(value.date() - now.date()).days]} {clock(value)}"
    return instant_short(value, language, now)


def weekday(value: date, language: str, *, short: bool = False) -> str:
    """`samedi`, or `sam.` when short."""
    return (_WEEKDAYS_SHORT if short else _WEEKDAYS)[language][value.weekday()]


def month(value: str, language: str, *, year: bool = False) -> str:
    """`octobre` or `octobre 2026` from `2026-10`; English months keep their capital."""
    name = _MONTHS[language][int(value[5:7]) - 1]
    return f"{name} {value[:4]}" if year else name


def month_short(value: str, language: str) -> str:
    """`oct.` or `Oct` from `2026-10`."""
    return _SHORT[language][int(value[5:7]) - 1]


def month_of(value: str, language: str) -> str:
    """`d’octobre`, `de mars`, `of March`: what belongs to a month."""
    name = month(value, language)
    if language == "en":
        return f"of {name}"
    return f"d’{name}" if name[0] in "aeiouyéhâ" else f"de {name}"


def period(value: str, language: str) -> str:
    """A figure's period: `octobre 2026`, `31/10/2026`, `de janvier à octobre 2026`, `à ce jour`."""
    start, _, end = value.partition("..")
    if end:
        first, last = month(start, language, year=start[:4] != end[:4]), month(end, language, year=True)
        return f"{first} to {last}" if language == "en" else f"de {first} à {last}"
    if is_month(value):
        return month(value, language, year=True)
    if len(value) == 10:
        return day(date.fromisoformat(value), language)
    return "to date" if language == "en" else "à ce jour"


def month_before(value: str) -> str:
    """`2026-09` from `2026-10`."""
    last = date(int(value[:4]), int(value[5:7]), 1) - timedelta(days=1)
    return f"{last.year:04}-{last.month:02}"


def is_month(period: str) -> bool:
    """Whether a period is a month: "2026-10", not "2026-10-31" nor "to_date" (which is as long)."""
    return _MONTH.fullmatch(period) is not None
