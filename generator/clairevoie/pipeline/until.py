"""Until when a link is alive: as a person says it, and as a person reads it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from clairevoie.errors import ConfigurationError, Fault

_YEARS = 3  # that a link lives at most


def read(text: str, zone: ZoneInfo, now: datetime) -> datetime:
    """The end of a day of the zone, or an instant with its offset, in UTC.

    Raises ConfigurationError for anything else, for what is over, and for what is more than three years ahead.
    """
    last = _last(now.astimezone(zone).date())
    try:
        until = _end(min(date.fromisoformat(text), last + timedelta(days=1)), zone)
    except ValueError:
        until = _instant(text)
    if until <= now:
        raise _fault(text, "is over; a link ends in the future")
    if until > _end(last, zone):
        raise _fault(text, f"is too far ahead; a link lives {_YEARS} years at most, until {last}")
    return until.astimezone(UTC)


def said(until: datetime, zone: ZoneInfo) -> str:
    """The last day of a link where it ends with a day of the zone, else the instant."""
    local = until.astimezone(zone)
    if local.time() == time():
        return str(local.date() - timedelta(days=1))
    return local.isoformat(sep=" ", timespec="minutes")


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text).replace(microsecond=0)
    except ValueError:
        raise _fault(text, "is no day and no instant; write 2027-01-31, or 2027-01-31T18:00+01:00") from None
    if instant.tzinfo is None:
        raise _fault(text, f"has no offset; write {text}+01:00, or {text}Z for UTC")
    return instant


def _last(today: date) -> date:
    """The same day in three years; the day before where a leap year has one more."""
    try:
        return today.replace(year=today.year + _YEARS)
    except ValueError:
        return today.replace(year=today.year + _YEARS, day=28)


def _end(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), zone)


def _fault(text: str, what: str) -> ConfigurationError:
    return ConfigurationError(Fault("--until", f"{text!r} {what}"))
