"""Words behind `|` in a field: one text of theirs → one text of ours. "" stays "" but with `default`."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from zoneinfo import ZoneInfo

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)?[^<>]*>")
_ISO = re.compile(r"P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d{1,6})?)S)?)?")
_CLOCK = re.compile(r"(\d{1,6}):([0-5]\d)(?::([0-5]\d))?")
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?")
_ZONED = re.compile(r"(?:Z|[+-]\d\d:\d\d)$")
_FLAGS = dict.fromkeys("true 1 yes y on oui vrai".split(), "true") \
    | dict.fromkeys("false 0 no n off non faux".split(), "false")
_HOUR = Decimal(3600)


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


def text_of_html(text: str) -> str:
    """What a reader sees of HTML, on one line; in linear time, whatever is sent."""
    first, *rest = text.split("<!--")
    text = first + "".join(part.partition("-->")[2] for part in rest)
    parts: list[str] = []
    hidden, at = "", 0
    for tag in _TAG.finditer(text):
        if not hidden:
            parts.append(text[at: tag.start()])
        name = (tag[2] or "").lower()
        if name in ("script", "style"):
            hidden = "" if tag[1] else name
        at = tag.end()
    parts.append("" if hidden else text[at:])
    return " ".join(html.unescape(" ".join(parts)).split())


def _seconds(seconds: Decimal) -> str:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=float(seconds))
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _epoch(text: str) -> str:
    return _seconds(_decimal(text).to_integral_value(rounding="ROUND_FLOOR"))


def _epoch_ms(text: str) -> str:
    return _seconds((_decimal(text) / 1000).to_integral_value(rounding="ROUND_FLOOR"))


def _scaled(factor: Decimal) -> Callable[[str], str]:
    return lambda text: _plain(_decimal(text) / factor)


def _iso_hours(text: str) -> str:
    found = _ISO.fullmatch(text)
    if found is None or not any(found.groups()):
        raise ValueError("not a duration like PT1H30M")
    weeks, days, hours, minutes, seconds = (Decimal(part or 0) for part in found.groups())
    return _plain((((weeks * 7 + days) * 24 + hours) * 60 + minutes) / 60 + seconds / _HOUR)


def _clock_hours(text: str) -> str:
    found = _CLOCK.fullmatch(text)
    if found is None:
        raise ValueError("not a duration like 1:30")
    return _plain(Decimal(found[1]) + Decimal(found[2]) / 60 + Decimal(found[3] or 0) / _HOUR)


def _flag(text: str) -> str:
    found = _FLAGS.get(text.casefold())
    if found is None:
        raise ValueError("neither yes nor no")
    return found


def _not(text: str) -> str:
    return "false" if _flag(text) == "true" else "true"


def day(text: str, zone: str) -> str:
    """The day of an instant: as it is written, or in a zone where one is named."""
    if not re.match(r"\d{4}-\d\d-\d\d(?:[T ]|$)", text):
        raise ValueError("begins with no day")
    if not zone or len(text) == 10:
        return text[:10]
    moment = datetime.fromisoformat(instant(text))
    return f"{moment.astimezone(ZoneInfo(zone)) if moment.tzinfo else moment:%Y-%m-%d}"


def _decimal(text: str) -> Decimal:
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


CONVERSIONS: Mapping[str, Callable[[str], str]] = {
    "instant": instant,
    "utc": utc,
    "epoch": _epoch,
    "epoch_ms": _epoch_ms,
    "number": _scaled(Decimal(1)),
    "seconds_to_hours": _scaled(_HOUR),
    "minutes_to_hours": _scaled(Decimal(60)),
    "ms_to_hours": _scaled(_HOUR * 1000),
    "seconds_to_minutes": _scaled(Decimal(60)),
    "ms_to_minutes": _scaled(Decimal(60_000)),
    "iso_to_hours": _iso_hours,
    "clock_to_hours": _clock_hours,
    "html_to_text": text_of_html,
    "flag": _flag,
    "not": _not,
    "lower": str.lower,
    "upper": str.upper,
    "first_word": lambda text: text.split(maxsplit=1)[0],
    "last_segment": lambda text: text.rstrip("/").rpartition("/")[2],
    "absolute": lambda text: text.removeprefix("-"),
}
