"""What was so at the end of a day and cannot be worked out later: `history/<day>.json` in the store.

A row a day, client, figure and grouping; the first that is written for a day stays.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from operator import attrgetter
from typing import Any

from clairevoie.blobs import Blobs
from clairevoie.tables.sealed import DamagedError, seal, unseal

By = tuple[tuple[str, str], ...]
_TRIES = 5  # others that write the same day meanwhile


@dataclass(frozen=True, slots=True)
class Noted:
    """One number of one client at the end of a day; by: (("priority", "P2"),)."""

    day: date
    client: str
    figure: str
    by: By
    value: int


_ALL = attrgetter(*(field.name for field in fields(Noted)))


def arranged(rows: Iterable[Noted]) -> list[Noted]:
    """By day, client, figure and grouping; a comparison of two rows that the class itself made would take longer."""
    return sorted(rows, key=_ALL)


def note(blobs: Blobs, rows: Iterable[Noted]) -> list[str]:
    """Keep the rows of days, clients and figures that were not noted yet; gives a line for each file that was spoilt
    and is begun anew. Several may note at once."""
    days: dict[date, list[Noted]] = {}
    for row in rows:
        days.setdefault(row.day, []).append(row)
    return [line for day in sorted(days) if (line := _note(blobs, day, days[day]))]


def noted(blobs: Blobs, days: Collection[date]) -> tuple[tuple[Noted, ...], list[str]]:
    """All that was noted of these days, sorted, and a line for each file that is refused."""
    found: list[Noted] = []
    lines = []
    for day in sorted(days):
        blob = blobs.get(_name(day))
        try:
            found += _read(blob.data, day) if blob else []
        except DamagedError as error:
            lines.append(f"store: history of {day}: {error}; nothing of that day is used")
    return tuple(arranged(found)), lines


def _note(blobs: Blobs, day: date, rows: list[Noted]) -> str:
    for _ in range(_TRIES):
        blob, line = blobs.get(_name(day)), ""
        try:
            known = _read(blob.data, day) if blob else []
        except DamagedError as error:
            known, line = [], f"store: history of {day}: {error}; it is begun anew"
        seen = {(row.client, row.figure) for row in known}
        new = [row for row in rows if (row.client, row.figure) not in seen]
        if not new:
            return line
        if blobs.put_if(_name(day), _sealed(day, [*known, *new]), blob.tag if blob else None):
            return line
    return f"store: history of {day}: others write it all the time; the day is left to them"


def _sealed(day: date, rows: list[Noted]) -> bytes:
    said: list[list[Any]] = [[row.client, row.figure, [list(pair) for pair in row.by], row.value]
                             for row in arranged(rows)]
    return seal("history", day.isoformat(), {"rows": said})


def _read(data: bytes, day: date) -> list[Noted]:
    said: Mapping[str, Any] = unseal(data, "history", day.isoformat(), _name(day))
    try:
        return [Noted(day, str(client), str(figure), tuple((str(name), str(of)) for name, of in by), int(value))
                for client, figure, by, value in said["rows"]]
    except (KeyError, TypeError, ValueError):
        raise DamagedError(f"{_name(day)} cannot be read") from None


def _name(day: date) -> str:
    return f"history/{day}.json"
