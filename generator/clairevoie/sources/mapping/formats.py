"""Numbers and days as one country writes them → as ours are written; what is written otherwise is set aside."""

from __future__ import annotations

import re
from collections.abc import Callable

from clairevoie.sources.mapping.settings import Writing
from clairevoie.tables.raw import RawTable
from clairevoie.tables.schema import TABLES, Kind

_DAYS: tuple[Kind, ...] = ("date", "instant")
_NUMBERS: tuple[Kind, ...] = ("number", "integer", "money")
_COMMA_NUMBER = re.compile(r"[+-]?\d+(?:,\d+)?")
_BLANKS = dict.fromkeys(map(ord, " \u00a0\u202f\u2009"))
_PARTS = {"%d": r"(?P<d>\d{1,2})", "%m": r"(?P<m>\d{1,2})", "%Y": r"(?P<Y>\d{4})"}

Reader = Callable[[str], str | None]


def localised(raw: RawTable, writing: Writing) -> tuple[RawTable, dict[int, tuple[str, str]]]:
    """The same rows in our writing, and what the declared formats could not read: row -> (column, reason)."""
    faults: dict[int, tuple[str, str]] = {}
    columns = dict(raw.columns)
    for column in TABLES[raw.table].columns:
        read, wanted = _reader(column.kind, writing)
        if read is not None and column.name in columns:
            columns[column.name] = _read(columns[column.name], read, column.name, wanted, faults)
    return RawTable(raw.table, columns, raw.file, raw.lines), faults


def _reader(kind: Kind, writing: Writing) -> tuple[Reader | None, str]:
    if kind in _NUMBERS and writing.decimal == ",":
        return _number, "not a number written with a decimal comma (1 234,50)"
    if kind in _DAYS and writing.date_format != "%Y-%m-%d":
        return _day_reader(writing.date_format), f"not a day written {writing.date_format}"
    return None, ""


def _read(cells: list[str], read: Reader, column: str, wanted: str, faults: dict[int, tuple[str, str]]) -> list[str]:
    result = []
    for row, cell in enumerate(cells):
        text = cell.strip()
        ours = read(text) if text else ""
        if ours is None:
            faults.setdefault(row, (column, wanted))
        result.append(cell if ours is None else ours)
    return result


def _number(text: str) -> str | None:
    plain = text.translate(_BLANKS)
    return plain.replace(",", ".") if _COMMA_NUMBER.fullmatch(plain) else None


def _day_reader(day_format: str) -> Reader:
    """A reader of days so written, with whatever time stands behind."""
    parts = [_PARTS.get(part, re.escape(part)) for part in re.split("(%.)", day_format)]
    shape = re.compile("".join(parts) + r"(?P<rest>\D.*)?")

    def read(text: str) -> str | None:
        match = shape.fullmatch(text)
        if match is None:
            return None
        return f"{match['Y']}-{match['m']:0>2}-{match['d']:0>2}{match['rest'] or ''}"

    return read
