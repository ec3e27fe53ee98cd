"""A folder of CSV files and workbooks, mapped to our tables by source.yml; everything is read as text."""

from __future__ import annotations

from typing import NamedTuple

from clairevoie.errors import Fault, SourceError
from clairevoie.project.model import SourceSpec
from clairevoie.sources.csv.files import located, matching, passed_over, unread, where
from clairevoie.sources.csv.joining import joined
from clairevoie.sources.csv.reading import Found, read
from clairevoie.sources.csv.settings import FileMapping, Settings
from clairevoie.sources.mapping import asked, sheet_rows
from clairevoie.sources.pulled import Pull
from clairevoie.tables.aside import SetAside
from clairevoie.tables.raw import RawTable

__all__ = ["Settings", "pull"]


class _Reading(NamedTuple):
    """What is read at once: a file (a sheet of it), perhaps with the columns of another."""

    file: str
    sheet: str
    other: str
    on: str


class _Wish(NamedTuple):
    """A table that a mapping makes; `place` is where its rows stand among the source's."""

    place: tuple[int, int]
    table: str
    mapping: FileMapping


def pull(spec: SourceSpec, settings: Settings) -> Pull:
    """Read every file that the mappings name, each once; what one column of a file proves holds for its others.

    Raises SourceError with all that is wrong at once: a file that is missing or no CSV, a column that is missing, a
    writing that is ambiguous.
    """
    raws: list[tuple[tuple[int, int], RawTable]] = []
    asides: list[SetAside] = []
    detected: dict[str, str] = {}
    wishes, faults = _wishes(spec, settings)
    needed, known = _needed(wishes), dict[tuple[str, str], Found]()
    for reading, wanted in wishes.items():
        try:
            found = _found(spec, settings, reading, needed, known)
            given = sheet_rows(spec.id, found.sheet, [(wish.table, wish.mapping) for wish in wanted], settings)
        except SourceError as error:
            faults += error.faults
            continue
        raws += zip((wish.place for wish in wanted), given.raws, strict=True)
        asides += given.set_aside
        detected[reading.file] = ", ".join((found.detected, *given.detected))
    if faults:
        raise SourceError(*sorted(set(faults)))
    last = {file: found.last for (file, _), found in known.items() if found.last is not None}
    return Pull(tuple(raw for _, raw in sorted(raws, key=lambda one: one[0])), tuple(asides), passed_over(spec),
                detected, open_lines=last, passing=_told(spec, known))


def _told(spec: SourceSpec, known: dict[tuple[str, str], Found]) -> tuple[str, ...]:
    odd = [found.odd for found in known.values() if found.odd]
    return (*odd, *unread(spec, {name for name, _ in known}))


def _wishes(spec: SourceSpec, settings: Settings) -> tuple[dict[_Reading, list[_Wish]], list[Fault]]:
    wishes: dict[_Reading, list[_Wish]] = {}
    faults: list[Fault] = []
    mappings = [(table, place, mapping) for table, several in settings.tables.items()
                for place, mapping in enumerate(several)]
    for nth, (table, place, mapping) in enumerate(mappings):
        other, on = (mapping.join.file, mapping.join.on) if mapping.join else ("", "")
        try:
            files = matching(spec.folder, mapping.file or f"{table}.csv", where(spec, table, place))
        except SourceError as error:
            faults += error.faults
            continue
        for number, file in enumerate(files):
            reading = _Reading(file.relative_to(spec.folder).as_posix(), mapping.sheet, other, on)
            wishes.setdefault(reading, []).append(_Wish((nth, number), table, mapping))
    return wishes, faults


def _needed(wishes: dict[_Reading, list[_Wish]]) -> dict[str, set[str]]:
    """File → the columns that its mappings may look at; one that takes part in a join is read whole."""
    found: dict[str, set[str]] = {}
    for reading, wanted in wishes.items():
        for wish in wanted:
            found.setdefault(reading.file, set()).update(asked(wish.table, wish.mapping))
    whole = {file for reading in wishes if reading.other for file in (reading.file, reading.other)}
    return {file: names for file, names in found.items() if file not in whole}


def _found(spec: SourceSpec, settings: Settings, reading: _Reading, needed: dict[str, set[str]],
           known: dict[tuple[str, str], Found]) -> Found:
    def read_(name: str, sheet: str) -> Found:
        if (name, sheet) not in known:
            known[name, sheet] = read(located(spec, name), name, settings.encoding, settings.separator, sheet,
                                      needed.get(name, ()))
        return known[name, sheet]

    found = read_(reading.file, reading.sheet)
    if not reading.other:
        return found
    return Found(joined(found.sheet, read_(reading.other, "").sheet, reading.on), found.detected)
