"""Words behind `|` that need another place of the same row: `solved | met_by(due)`, `begin | term(months)`."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta

from clairevoie.sources.http.moments import instant


def met_by(text: str, due: str) -> str:
    """Whether an instant is not after another, both as one system writes them; "" where it says none."""
    if not due:
        return ""
    first, last = (datetime.fromisoformat(instant(one)) for one in (text, due))
    if (first.tzinfo is None) != (last.tzinfo is None):
        raise ValueError("one instant says its zone, the other does not")
    return "true" if first <= last else "false"


def term(text: str, months: str) -> str:
    """The last day of a term of so many months that begins on this day; "" where it is none."""
    if not months or not months.isdigit() or len(months) > 4:
        if months in ("", "-1"):
            return ""
        raise ValueError(f"{months[:20]!r} is no number of months")
    if int(months) == 0:
        return ""
    begin = date.fromisoformat(text[:10])
    years, month = divmod(begin.month - 1 + int(months), 12)
    year = begin.year + years
    if year > 9999:
        raise ValueError("ends after the year 9999")
    after = date(year, month + 1, min(begin.day, calendar.monthrange(year, month + 1)[1]))
    return (after - timedelta(days=1)).isoformat()


BETWEEN: Mapping[str, Callable[[str, str], str]] = {"met_by": met_by, "term": term}
