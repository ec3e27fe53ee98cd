"""Instants and days of others → ours."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from clairevoie.sources.http.quantities import decimal

_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?")
_ZONED = re.compile(r"(?:Z|[+-]\d\d:\d\d)$")


def instant(text: str) -> str:
    """An instant as we write it: `2026-10-31T18:00:00.000+0000` → `2026-10-31T18:00:00+00:00`."""
    found = _TIME.fullmatch(text)
    if found is None:
        raise ValueError("not an instant")
    zone = found[3] or ""
    return f"{found[1]}T{found[2]}{zone if len(zone) != 5 else f'{zone[:3]}:{zone[3:]}'}"


def utc(text: str) -> str:
    """An instant that says no zone and means UTC."""
    ours = instant(text)
    return ours if _ZONED.search(ours) else f"{ours}Z"


def day(text: str, zone: str) -> str:
    """The day of an instant: as it is written, or in a zone where one is named."""
    if not re.match(r"\d{4}-\d\d-\d\d(?:[T ]|$)", text):
        raise ValueError("begins with no day")
    if not zone or len(text) == 10:
        return text[:10]
    moment = datetime.fromisoformat(instant(text))
    return f"{moment.astimezone(ZoneInfo(zone)) if moment.tzinfo else moment:%Y-%m-%d}"


def _seconds(seconds: Decimal) -> str:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=float(seconds))
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def epoch(text: str) -> str:
    """Seconds since 1970."""
    return _seconds(decimal(text).to_integral_value(rounding="ROUND_FLOOR"))


def epoch_ms(text: str) -> str:
    """Milliseconds since 1970."""
    return _seconds((decimal(text) / 1000).to_integral_value(rounding="ROUND_FLOOR"))
