"""A schedule in a sentence: `Du lundi au vendredi, à 06:15`, `Every day, every 15 minutes from 08:00 to 18:59`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import product

from clairevoie.words import dates
from clairevoie.words.typography import FIXED, capital, pick

_FEW, _MANY = 6, 12  # times that are listed one by one, where a step says them as well, and where nothing else does
_MONDAY = date(2024, 1, 1)


def schedule(language: str, *, minutes: Sequence[int], hours: Sequence[int], days: Sequence[int],
             months: Sequence[int], weekdays: Sequence[int], either: bool) -> str:
    """The days, the months and the times of a schedule, from the sorted numbers that its fields match.

    weekdays: 0 is Monday. either: a day of the month or of the week is enough; else a day must be both.
    """
    all_days, all_weekdays = len(days) == 31, len(weekdays) == 7
    if either and (all_days or all_weekdays):
        all_days = all_weekdays = True
    of = "" if all_days or (either and not all_weekdays) or len(months) > 1 else _month(language, months[0])
    when = [_days(language, () if all_days else days, () if all_weekdays else weekdays, of, either=either)]
    if len(months) < 12 and not of:
        when.append(_months(language, months))
    return capital(", ".join([*when, _time(language, minutes, hours)]))


def _days(language: str, days: Sequence[int], weekdays: Sequence[int], of: str, *, either: bool) -> str:
    """No days, or no weekdays: all of them. of: the one month, else every month is meant."""
    if not days:
        return _weekdays(language, weekdays) if weekdays else pick(language, "tous les jours", "every day")
    dated = _dated(language, days, of)
    if not weekdays:
        return dated
    if either:
        return f"{dated} {pick(language, 'ou', 'or')} {_weekdays(language, weekdays)}"
    article = pick(language, "un ", "a ")
    named = [article + _weekday(language, day) for day in weekdays]
    return f"{dated} {pick(language, 'si c’est', 'if it is')} {_joined(language, named, pick(language, 'ou', 'or'))}"


def _weekdays(language: str, weekdays: Sequence[int]) -> str:
    names = [_weekday(language, day) for day in weekdays]
    if _is_run(weekdays):
        return pick(language, f"du {names[0]} au {names[-1]}", f"{names[0]} to {names[-1]}")
    if language == "en":
        return f"on {_joined(language, [f'{name}s' for name in names])}"
    return _joined(language, [f"le {name}" for name in names])


def _dated(language: str, days: Sequence[int], of: str) -> str:
    if language == "en":
        names = [f"the {day}{_ordinal(day)}" for day in days]
        listed = f"from {names[0]} to {names[-1]}" if _is_run(days) else f"on {_joined(language, names)}"
        return f"{listed} of {of or 'the month'}"
    names = ["1er" if day == 1 else str(day) for day in days]
    listed = f"du {names[0]} au {names[-1]}" if _is_run(days) else _joined(language, [f"le {name}" for name in names])
    return f"{listed}{FIXED}{of}" if of else f"{listed} du mois"


def _months(language: str, months: Sequence[int]) -> str:
    names = [_month(language, month) for month in months]
    if _is_run(months):
        first = dates.month_of(f"2024-{months[0]:02}", "fr")
        return pick(language, f"{first} à {names[-1]}", f"from {names[0]} to {names[-1]}")
    return f"{pick(language, 'en', 'in')} {_joined(language, names)}"


def _time(language: str, minutes: Sequence[int], hours: Sequence[int]) -> str:
    if len(minutes) * len(hours) <= (_FEW if _step(minutes) else _MANY):
        listed = [f"{hour:02}:{minute:02}" for hour, minute in product(hours, minutes)]
        return f"{pick(language, 'à', 'at')} {_joined(language, listed)}"
    if len(hours) == 1 and _is_run(minutes):
        first, last = (f"{hours[0]:02}:{minute:02}" for minute in (minutes[0], minutes[-1]))
        return pick(language, f"toutes les minutes de {first} à {last}", f"every minute from {first} to {last}")
    if _step(minutes) and len(hours) == 24:
        return _minutes(language, minutes)
    return f"{_minutes(language, minutes)} {_hours(language, hours, every=not _step(minutes))}"


def _minutes(language: str, minutes: Sequence[int]) -> str:
    if step := _step(minutes):
        every = pick(language, "toutes les minutes", "every minute")
        return every if step == 1 else pick(language, f"toutes les {step} minutes", f"every {step} minutes")
    listed = _listed(language, minutes)
    if len(minutes) == 1:
        return pick(language, f"à la minute {listed}", f"at minute {listed}")
    return pick(language, f"aux minutes {listed}", f"at minutes {listed}")


def _step(minutes: Sequence[int]) -> int:
    """15 from 0, 15, 30, 45: minutes that go round the hour evenly; else 0."""
    step = 60 // len(minutes)
    return step if len(minutes) > 1 and tuple(minutes) == tuple(range(0, 60, step)) and 60 % step == 0 else 0


def _hours(language: str, hours: Sequence[int], *, every: bool) -> str:
    """every: what is said before comes once or more an hour, at its own minutes."""
    of = pick(language, "de chaque heure", "of every hour")
    if len(hours) == 24:
        return of
    if hours[-1] - hours[0] == len(hours) - 1 and (len(hours) > 1 or not every):
        first, last = f"{hours[0]:02}:00", f"{hours[-1]:02}:59"
        said = pick(language, f"de {first} à {last}", f"from {first} to {last}")
        return f"{of}, {said}" if every else said
    listed = _listed(language, hours)
    if len(hours) == 1:
        return pick(language, f"de l'heure {listed}", f"of hour {listed}")
    return pick(language, f"des heures {listed}", f"of hours {listed}")


def _listed(language: str, numbers: Sequence[int]) -> str:
    if _is_run(numbers):
        return pick(language, f"{numbers[0]} à {numbers[-1]}", f"{numbers[0]} to {numbers[-1]}")
    return _joined(language, [str(number) for number in numbers])


def _joined(language: str, names: Sequence[str], last: str = "") -> str:
    """`a`, `a et b`, `a, b et c`."""
    word = last or pick(language, "et", "and")
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {word} {names[-1]}"


def _is_run(numbers: Sequence[int]) -> bool:
    return len(numbers) > 2 and numbers[-1] - numbers[0] == len(numbers) - 1


def _month(language: str, month: int) -> str:
    return dates.month(f"2024-{month:02}", language)


def _weekday(language: str, day: int) -> str:
    return dates.weekday(_MONDAY.replace(day=day + 1), language)


def _ordinal(day: int) -> str:
    return {1: "st", 2: "nd", 3: "rd"}.get(day % 10 if day not in (11, 12, 13) else 0, "th")
