"""Text → values, one function a kind of column, over a whole column at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.tables import coded
from clairevoie.tables.arrow import TYPES, Array, nothing, texts
from clairevoie.tables.coded import Texts
from clairevoie.tables.held import Held
from clairevoie.tables.instants import FIRST_YEAR, LAST_YEAR, instants
from clairevoie.tables.letters import may_hold_controls, trimmed
from clairevoie.tables.schema import Column, Kind

T = TypeVar("T")

_NUMBER = r"^-?\d{1,18}(\.\d{1,18})?([eE][+-]?\d\d?)?$"
_INTEGER = r"^-?\d{1,18}$"
_MONEY = r"^-?\d{1,15}(\.\d{1,2}0*)?$"
_CONTROLS = "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]"
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MINUTES = re.compile(r"(\d{1,6}(?:\.\d{1,4})?) ?(min|h|d|j|)")
_FLAGS = dict.fromkeys(("true", "1", "oui", "yes", "vrai"), True)
_FLAGS |= dict.fromkeys(("false", "0", "non", "no", "faux"), False)


def cells_of(column: Sequence[str]) -> Texts:
    """A column of text, stripped of outer blanks (no-break ones too), null where nothing is left."""
    return coded.each(column.array if isinstance(column, Held) else pa.array(column, pa.string()), trimmed)


def filled(cells: Texts, default: str) -> Texts:
    """The same with a default where a cell is empty."""
    if not cells.null_count:
        return cells
    texts_ = coded.plain(cells)
    return _where(pc.is_valid(texts_), texts_, default)


def convert(column: Column, cells: Texts, zone: str) -> Array:
    """The values of a column in its Arrow type; null where a cell is empty or cannot be read (`explain` says why).

    Texts that are numbered stay so.
    """
    if cells.null_count == len(cells):
        return nothing(len(cells), TYPES[column.kind])
    if not coded.is_coded(cells):
        return _CONVERSIONS[column.kind](column, cells, zone)
    if TYPES[column.kind] == pa.string():
        texts_: Array = coded.each(cells, lambda different: _CONVERSIONS[column.kind](column, different, zone))
        return texts_
    return _CONVERSIONS[column.kind](column, cells.dictionary, zone).take(cells.indices)


def explain(column: Column, text: str) -> str:
    """Why `convert` could not read this text."""
    if not text:
        return "empty, but required"
    if column.kind == "choice":
        return f"not one of {', '.join(column.choices)}"
    if column.kind in ("instant", "date") and _DAY.match(text) and not FIRST_YEAR <= int(text[:4]) <= LAST_YEAR:
        return f"year outside {FIRST_YEAR}–{LAST_YEAR}"
    if (column.kind == "date" and _DAY.fullmatch(text)) or (column.kind == "instant" and _is_no_day(text)):
        return "no such day"
    return _WANTED[column.kind]


_WANTED: dict[Kind, str] = {
    "text": "holds a NUL character",
    "instant": "not an instant (2026-10-31T18:00, with seconds or an offset if any)",
    "date": "not a date (2026-10-31)",
    "number": "not a number (12.5)",
    "integer": "not a whole number",
    "flag": "not a flag (true, false)",
    "money": "not an amount with two decimals at most (1234.50)",
    "minutes": "not a duration above 0 (240 minutes, 4h or 2d)",
}


def _is_no_day(text: str) -> bool:
    day = _DAY.match(text)
    return day is not None and _read_date(day[0]) is None


def _text(_: Column, cells: pa.StringArray, __: str) -> Array:
    """A control character, which no page and no drawing may hold, is a blank: the row is worth keeping."""
    if not may_hold_controls(cells):
        return cells
    kept = _where(pc.invert(pc.match_substring(cells, "\0")), cells)
    if not pc.any(pc.match_substring_regex(kept, _CONTROLS)).as_py():
        return kept
    return trimmed(pc.replace_substring_regex(kept, _CONTROLS, " "))


def _choice(column: Column, cells: pa.StringArray, _: str) -> Array:
    coded = cells.dictionary_encode()
    known = [text if text in column.choices else None for text in texts(coded.dictionary)]
    return cells if None not in known else pa.array(known, pa.string()).take(coded.indices)


def _instant(_: Column, cells: pa.StringArray, zone: str) -> Array:
    return instants(cells, zone)


def _date(_: Column, cells: pa.StringArray, __: str) -> Array:
    return _by_text(cells, _read_date, TYPES["date"])


def _number(_: Column, cells: pa.StringArray, __: str) -> Array:
    return _where(pc.match_substring_regex(cells, _NUMBER), cells).cast(pa.float64())


def _integer(_: Column, cells: pa.StringArray, __: str) -> Array:
    return _where(pc.match_substring_regex(cells, _INTEGER), cells).cast(pa.int64())


def _money(_: Column, cells: pa.StringArray, __: str) -> Array:
    """Cents, by decimals only: a float never holds money."""
    amounts = _where(pc.match_substring_regex(cells, _MONEY), cells).cast(pa.decimal128(20, 2))
    return pc.multiply(amounts, pa.scalar(Decimal(100))).cast(pa.int64())


def _flag(_: Column, cells: pa.StringArray, __: str) -> Array:
    return _by_text(cells, lambda text: _FLAGS.get(text.lower()), pa.bool_())


def _minutes(_: Column, cells: pa.StringArray, __: str) -> Array:
    return _by_text(cells, _read_minutes, pa.string())


_CONVERSIONS: dict[Kind, Callable[[Column, pa.StringArray, str], Array]] = {
    "text": _text,
    "choice": _choice,
    "instant": _instant,
    "date": _date,
    "number": _number,
    "integer": _integer,
    "money": _money,
    "flag": _flag,
    "minutes": _minutes,
}


def _read_date(text: str) -> date | None:
    if not _DAY.fullmatch(text) or not FIRST_YEAR <= int(text[:4]) <= LAST_YEAR:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _read_minutes(text: str) -> str | None:
    """"240" and "4h" are 240 working minutes; "2d" (and French "2j") are working days, which a calendar turns."""
    match = _MINUTES.fullmatch(text)
    if match is None:
        return None
    amount = Decimal(match[1])
    days = match[2] in ("d", "j")
    amount = amount * 60 if match[2] == "h" else amount
    if amount <= 0 or amount != amount.to_integral_value():
        return None
    return f"{int(amount)}d" if days else str(int(amount))


def _where(good: pa.BooleanArray, cells: pa.StringArray, other: str | None = None) -> pa.StringArray:
    chosen: pa.StringArray = pc.if_else(good, cells, pa.scalar(other, pa.string()))
    return chosen


def _by_text(cells: pa.StringArray, read: Callable[[str], T | None], kind: pa.DataType) -> Array:
    """Read each different text once: dates, flags and limits repeat."""
    coded = cells.dictionary_encode()
    values = pa.array([read(text) for text in texts(coded.dictionary)], kind)
    return values.take(coded.indices)


def bad_rows(cells: Texts, values: Array, *, required: bool) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Numbers of the rows whose cell holds something that could not be read, or nothing where something must be."""
    if values.null_count == (0 if required else cells.null_count):  # whatever is empty stays so
        return np.zeros(0, np.int64)
    unread = pc.is_null(values) if required else pc.and_(pc.is_null(values), pc.is_valid(cells))
    return np.flatnonzero(np.asarray(unread))
