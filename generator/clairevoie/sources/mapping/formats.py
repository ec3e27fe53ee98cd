"""Numbers and days as a file writes them → as ours are written; what is written otherwise is set aside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.errors import Fault, SourceError
from clairevoie.sources.mapping.columns import Mapped
from clairevoie.sources.mapping.days import Days, Order, at_midnight, declared, undecided, written
from clairevoie.sources.mapping.marks import Place, marks_of, read, said
from clairevoie.sources.mapping.numbers import hours, numbers
from clairevoie.sources.mapping.settings import Writing
from clairevoie.sources.mapping.sheet import Bools
from clairevoie.tables import coded
from clairevoie.tables.coded import Texts
from clairevoie.tables.schema import TABLES, Kind

_DAYS: tuple[Kind, ...] = ("date", "instant")
_NUMBERS: tuple[Kind, ...] = ("number", "integer", "money")
_ORDERS: dict[Order, str] = {"day": "day before month", "month": "month before day"}
Columns = dict[str, Texts]
Faults = dict[int, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Localised:
    """For each table given: its columns in our writing, and row -> (column, reason) of what cannot be read so."""

    tables: tuple[tuple[Columns, Faults], ...]
    detected: tuple[str, ...]


def localised(given: Sequence[Mapped], writing: Writing) -> Localised:
    """All tables that one file feeds. Raises SourceError naming file, line and column of what is truly ambiguous."""
    tables = [(dict(one.columns), dict(one.broken)) for one in given]
    faults: list[Fault] = []
    detected: list[str] = []
    for step in (_numbers, _days):
        try:
            detected += step(given, tables, writing)
        except SourceError as error:
            faults += error.faults
    if faults:
        raise SourceError(*dict.fromkeys(faults))
    return Localised(tuple(tables), tuple(detected))


def _numbers(given: Sequence[Mapped], tables: list[tuple[Columns, Faults]], writing: Writing) -> list[str]:
    _clocks(tables, given)
    if writing.decimal == "." and writing.thousands == "none":
        return []
    places = list(_of_kinds(given, _NUMBERS))
    found = [numbers(tables[one][0][name], given[one].typed.get(name)) for one, name in places]
    stand = [_place(given[one], name) for one, name in places]
    marks = marks_of(list(zip(stand, found, strict=True)), writing)
    for (one, name), column, mark in zip(places, found, marks, strict=True):
        texts, bad = read(column, mark, writing)
        columns, faults = tables[one]
        typed = given[one].typed.get(name)
        if typed is None and coded.is_coded(columns[name]):
            columns[name] = coded.numbered(pa.array(column.indices), texts)
        else:
            ours = texts.take(column.indices)
            columns[name] = ours if typed is None else pc.if_else(pa.array(typed), coded.plain(columns[name]), ours)
        for mask, reason in bad:
            if mask.any():
                _blame(faults, mask[column.indices], name, reason)
    return said(list(zip(marks, found, strict=True)), writing)


def _clocks(tables: list[tuple[Columns, Faults]], given: Sequence[Mapped]) -> None:
    """Time spent is written `1:30` as often as 1.5."""
    for one, (columns, _) in zip(given, tables, strict=True):
        if one.table == "time_entries" and "hours" in columns:
            columns["hours"], clocks = hours(columns["hours"])
            if clocks.any():
                one.typed["hours"] = clocks | one.typed.get("hours", False)


def _days(given: Sequence[Mapped], tables: list[tuple[Columns, Faults]], writing: Writing) -> list[str]:
    places = list(_of_kinds(given, _DAYS))
    orders: set[Order] = set()
    if writing.date_format == "detect":
        orders = _detected(given, tables, places)
    elif writing.date_format != "%Y-%m-%d":
        for one, name in places:
            columns, faults = tables[one]
            columns[name], bad = declared(coded.plain(columns[name]), writing.date_format, given[one].typed.get(name))
            _blame(faults, bad, name, f"not a day written {writing.date_format}")
    for one, name in _of_kinds(given, ("date",)):
        tables[one][0][name] = coded.each(tables[one][0][name], at_midnight)
    return [_ORDERS[order] for order in sorted(orders)]


def _detected(given: Sequence[Mapped], tables: list[tuple[Columns, Faults]], places: list[tuple[int, str]]
              ) -> set[Order]:
    found = [undecided(tables[one][0][name]) for one, name in places]
    proved: set[Order] = {order for days in found for order in _ORDERS if days.proves(order).any()}
    faults = [fault for (one, name), days in zip(places, found, strict=True)
              if (fault := _doubt(_place(given[one], name), tables[one][0][name], days, proved))]
    if faults:
        raise SourceError(*faults)
    for (one, name), days in zip(places, found, strict=True):
        own = [order for order in _ORDERS if days.proves(order).any()] or [*proved] or ["day"]
        tables[one][0][name] = written(tables[one][0][name], days, own[0])
    return proved


def _doubt(place: Place, cells: Texts, days: Days, proved: set[Order]) -> Fault | None:
    """Why nobody can say which comes first in this column, the day or the month."""
    own = [order for order in _ORDERS if days.proves(order).any()]
    doubtful = days.rows[days.doubtful]
    hint = "say date_format in source.yml"
    if len(own) > 1:
        rows = [int(days.rows[days.proves(order)][0]) for order in own]
        texts = [f"{cells[row].as_py().strip()!r} (line {place.lines[row].as_py()})" for row in rows]
        what = f"{texts[0]} has the day before the month, {texts[1]} the month before the day"
        return Fault(f"{place.file}:{place.lines[min(rows)].as_py()}", f"column {place.name!r}: {what}; {hint}")
    if own or not len(doubtful) or len(proved) == 1:
        return None
    row = int(doubtful[0])
    what = f"{cells[row].as_py().strip()!r} may be day/month or month/day, and nothing in the file proves which"
    return Fault(f"{place.file}:{place.lines[row].as_py()}", f"column {place.name!r}: {what}; {hint}")


def _of_kinds(given: Sequence[Mapped], kinds: tuple[Kind, ...]) -> Iterator[tuple[int, str]]:
    for place, one in enumerate(given):
        for column in TABLES[one.table].columns:
            if column.kind in kinds and column.name in one.columns:
                yield place, column.name


def _place(given: Mapped, name: str) -> Place:
    return Place(given.name, given.theirs.get(name, name), given.lines)


def _blame(faults: Faults, bad: Bools, column: str, reason: str) -> None:
    for row in np.flatnonzero(bad).tolist():
        faults.setdefault(row, (column, reason))
