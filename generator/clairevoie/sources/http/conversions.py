"""Words behind `|` in a field: one text of theirs → one text of ours. "" stays "" but with `default`."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from clairevoie.sources.http.moments import epoch, epoch_ms, instant, utc
from clairevoie.sources.http.quantities import HOUR, clock_hours, iso_hours, scaled

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*+)?[^<>]*+>")
_FLAGS = dict.fromkeys("true 1 yes y on oui vrai".split(), "true") \
    | dict.fromkeys("false 0 no n off non faux".split(), "false")


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


def _flag(text: str) -> str:
    found = _FLAGS.get(text.casefold())
    if found is None:
        raise ValueError("neither yes nor no")
    return found


def _not(text: str) -> str:
    return "false" if _flag(text) == "true" else "true"


CONVERSIONS: Mapping[str, Callable[[str], str]] = {
    "instant": instant,
    "utc": utc,
    "epoch": epoch,
    "epoch_ms": epoch_ms,
    "number": scaled(Decimal(1)),
    "seconds_to_hours": scaled(HOUR),
    "minutes_to_hours": scaled(Decimal(60)),
    "ms_to_hours": scaled(HOUR * 1000),
    "seconds_to_minutes": scaled(Decimal(60)),
    "ms_to_minutes": scaled(Decimal(60_000)),
    "iso_to_hours": iso_hours,
    "clock_to_hours": clock_hours,
    "html_to_text": text_of_html,
    "flag": _flag,
    "not": _not,
    "lower": str.lower,
    "upper": str.upper,
    "first_word": lambda text: text.split(maxsplit=1)[0],
    "last_segment": lambda text: text.rstrip("/").rpartition("/")[2],
    "absolute": lambda text: text.removeprefix("-"),
}
