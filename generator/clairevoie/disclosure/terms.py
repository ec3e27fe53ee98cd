"""Calendar terms: P3M, P90D, P1Y. A month has no length, so it is added by the calendar."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

_TERM = re.compile(r"P(?:(\d{1,3})Y)?(?:(\d{1,3})M)?(?:(\d{1,3})W)?(?:(\d{1,4})D)?")


def shifted(day: date, term: str, sign: int = 1) -> date | None:
    """`day` plus (sign 1) or minus (sign -1) a term, or several (sign 3), clamped to the month's end.

    None when the term is none, or leads out of the calendar.
    """
    match = _TERM.fullmatch(term)
    if match is None or not any(match.groups()):
        return None
    years, months, weeks, days = (int(part or 0) for part in match.groups())
    try:
        return _by_months(day, sign * (12 * years + months)) + timedelta(days=sign * (7 * weeks + days))
    except (ValueError, OverflowError):
        return None


def term_end(end: date | None, renewal: str, term: str, terminated: date | None, today: date) -> date | None:
    """The end of the term that runs on `today`, or that ran last: tacit renewals add terms until a termination.

    None where there is no end, or where what is renewed does not say for how long.
    """
    if end is None or renewal != "tacit":
        return end
    until, times, last = min(today, terminated or today), 0, end
    while last < until:
        times += 1
        later = shifted(end, term, times)
        if later is None or later <= last:
            return terminated
        last = later
    return last


def month_of(day: date) -> str:
    """The month of a day: "2026-10"."""
    return f"{day:%Y-%m}"


def last_day(month: str) -> date:
    """The last day of a month "2026-10"."""
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, calendar.monthrange(year, number)[1])


def months_before(month: str, count: int) -> tuple[str, ...]:
    """`count` months, oldest first, `month` last."""
    first = date.fromisoformat(f"{month}-01")
    return tuple(month_of(_by_months(first, -back)) for back in reversed(range(count)))


def _by_months(day: date, months: int) -> date:
    year, index = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, index + 1, min(day.day, calendar.monthrange(year, index + 1)[1]))
