"""Opening hours as portal.yml writes them."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from clairevoie.errors import Fault, unknown
from clairevoie.project.files import PortalFile
from clairevoie.project.model import Calendar
from clairevoie.project.strict_yaml import Document

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WINDOW = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-(([01][0-9]|2[0-3]):([0-5][0-9])|24:00)")


def calendars(portal: PortalFile, document: Document, faults: list[Fault]) -> dict[str, Calendar]:
    """Every calendar by its name; what is wrong with one is added to `faults`."""
    result = {}
    for name, body in portal.calendars.items():
        where = document.where(("calendars", name))
        zone = portal.timezone if body.timezone is None else body.timezone
        if body.timezone is not None:
            check_zone(zone, document.where(("calendars", name, "timezone")), faults)
        if body.holidays:
            _check_holidays(body.holidays, document.where(("calendars", name, "holidays")), faults)
        if body.always == bool(body.windows):
            faults.append(Fault(where, f"calendar {name!r} needs either windows or always: true"))
        if body.always and body.openings:
            faults.append(Fault(where, f"calendar {name!r} is always open: it has no openings"))
        windows = tuple(sorted(w for days, spans in body.windows.items() for w in _windows(days, spans, where, faults)))
        openings = tuple(sorted((day, *span) for day, spans in body.openings.items()
                                for span in _spans(spans, where, faults)))
        result[name] = Calendar(name, body.label.fr, body.label.en, zone, windows, body.always, body.holidays,
                                tuple(sorted(body.closures)), openings)
    return result


def _windows(days: str, spans: list[str], where: str, faults: list[Fault]) -> list[tuple[int, str, str]]:
    first, _, last = days.partition("-")
    if first not in _DAYS or (last or first) not in _DAYS:
        faults.append(Fault(where, f"days {days!r}: write mon, or mon-fri (mon tue wed thu fri sat sun)"))
        return []
    week = range(_DAYS.index(first), _DAYS.index(last or first) + 1)
    return [(day, start, end) for start, end in _spans(spans, where, faults) for day in week]


def _spans(spans: list[str], where: str, faults: list[Fault]) -> list[tuple[str, str]]:
    found = []
    for span in spans:
        start, _, end = span.partition("-")
        if not _WINDOW.fullmatch(span) or start >= end:
            faults.append(Fault(where, f"window {span!r}: write 08:00-18:00 (24:00 ends a day)"))
            continue
        found.append((start, end))
    return found


def check_zone(name: str, where: str, faults: list[Fault]) -> None:
    """A zone that this machine knows, or a fault."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        faults.append(Fault(where, f"unknown time zone {name!r}; write one like 'Europe/Paris'"))


def _check_holidays(name: str, where: str, faults: list[Fault]) -> None:
    """A country that the library knows, and a part of it, or a fault."""
    import holidays  # late: it takes 0.1 s, and not every portal has some

    country, dash, part = name.partition("-")
    try:
        known = holidays.country_holidays(country) if re.fullmatch("[A-Z]{2,3}", country) else None
    except (NotImplementedError, TypeError):
        known = None
    if known is None or not type(known).__module__.startswith("holidays.countries."):
        faults.append(Fault(where, f"holidays: unknown country {country!r}; write its code in capitals, like FR,"
                                   " or FR-57 with a part of it"))
    elif dash and part not in known.subdivisions and part not in known.subdivisions_aliases:
        faults.append(unknown(f"{where}: holidays", f"part of {country}", part, known.subdivisions))
