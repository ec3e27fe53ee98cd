"""Days as people write them → `2026-10-31`, by a declared format or one that the column proves; the time stands behind.

`13/04/2026` proves that the day comes first, `04/13/2026` that the month does, `03/04/2026` nothing, and `03/03/2026`
needs no proof. A year in front is followed by its month.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.sources.mapping.sheet import Bools
from clairevoie.tables import coded
from clairevoie.tables.arrow import texts, true_at
from clairevoie.tables.coded import Texts

Order = Literal["day", "month"]
Ints = npt.NDArray[np.int64]

_TWO = r"^(?P<a>\d{1,2})[/.-](?P<b>\d{1,2})[/.-](?P<y>\d{4})(?P<rest>[T, ].*)?$"
_YEAR_FIRST = r"^(?P<y>\d{4})[/.-](?P<b>\d{1,2})[/.-](?P<a>\d{1,2})(?P<rest>[T, ].*)?$"
_PARTS = {"%d": r"(?P<a>\d{1,2})", "%m": r"(?P<b>\d{1,2})", "%b": r"(?P<b>\pL{3,9}\.?)", "%Y": r"(?P<y>\d{4})",
          "%y": r"(?P<y>\d{2})"}
_CENTURY = 69  # as POSIX has it: 69 is 1969, 68 is 2068
_CLOCK = re.compile(r"[T, ]*(\d{1,2}):(\d\d)(:\d\d(?:[.,]\d+)?)? ?(?:([AaPp])\.?[Mm]\.?)?( ?(?:Z|[+-]\d\d:?\d\d))?")
_MONTHS = {name: month for month, names in enumerate((
    "jan january janv janvier", "feb february févr fév février fevr fevrier", "mar march mars", "apr april avr avril",
    "may mai", "jun june juin", "jul july juil juillet", "aug august août aout", "sep sept september septembre",
    "oct october octobre", "nov november novembre", "dec december déc décembre decembre"), 1) for name in names.split()}


@dataclass(frozen=True, slots=True)
class Days:
    """Cells that are not ISO already: `rows` are theirs; `day`, `month` as if the day came first, `year`, and the rest.

    Where `year_first`, the order is known.
    """

    rows: Ints
    day: Ints
    month: Ints
    year: Ints
    rest: pa.StringArray
    year_first: Bools

    def proves(self, order: Order) -> Bools:
        """Rows (places in `rows`) that can be read in this order only."""
        first, second = (self.day, self.month) if order == "day" else (self.month, self.day)
        proof: Bools = (first > 12) & (first <= 31) & (second <= 12) & ~self.year_first
        return proof

    @property
    def doubtful(self) -> Bools:
        """Rows that are another day in the other order."""
        doubt: Bools = (self.day <= 12) & (self.month <= 12) & (self.day != self.month) & ~self.year_first
        return doubt


def undecided(cells: Texts) -> Days:
    """The cells of a column that are days with digits and not ISO."""
    odd = np.flatnonzero(~coded.where(cells, _iso_or_empty))
    trimmed = pc.utf8_trim_whitespace(coded.plain(cells.take(odd)))
    two, year_first = pc.extract_regex(trimmed, _TWO), pc.extract_regex(trimmed, _YEAR_FIRST)
    is_two, is_year = np.asarray(pc.is_valid(two)), np.asarray(pc.is_valid(year_first))
    parts = {name: pc.if_else(pa.array(is_two), pc.struct_field(two, name), pc.struct_field(year_first, name))
             for name in ("a", "b", "y", "rest")}
    found = pa.array(is_two | is_year)
    day, month, year = (_ints(parts[name].filter(found)) for name in ("a", "b", "y"))
    return Days(odd[is_two | is_year], day, month, year, parts["rest"].filter(found), is_year[is_two | is_year])


def written(cells: Texts, days: Days, order: Order) -> Texts:
    """The column with its undecided days written our way, by the order that holds."""
    swapped = (order == "month") & ~days.year_first
    day, month = np.where(swapped, days.month, days.day), np.where(swapped, days.day, days.month)
    return _replaced(cells, days.rows, _joined(days.year, month, day, days.rest))


def declared(cells: pa.StringArray, day_format: str, typed: Bools | None) -> tuple[pa.StringArray, Bools]:
    """The column read by a format (`%d/%m/%Y`), and the rows that are not written so."""
    trimmed = pc.utf8_trim_whitespace(cells)
    parts = "".join(_PARTS.get(part, re.escape(part)) for part in re.split("(%.)", day_format))
    shaped = pc.extract_regex(trimmed, rf"^{parts}(?P<rest>[^\d\pL].*|T\d.*)?$")
    given = np.asarray(pc.not_equal(trimmed, pa.scalar("")))
    given &= True if typed is None else ~typed
    found = np.asarray(pc.is_valid(shaped)) & given
    rows, fields = np.flatnonzero(found), shaped.filter(pa.array(found))
    month = _months(pc.struct_field(fields, "b")) if "%b" in day_format else _ints(pc.struct_field(fields, "b"))
    year = _ints(pc.struct_field(fields, "y"))
    if "%y" in day_format:
        year = year + np.where(year < _CENTURY, 2000, 1900)
    ours = _joined(year, month, _ints(pc.struct_field(fields, "a")), pc.struct_field(fields, "rest"))
    bad = given & ~found
    bad[rows[month == 0]] = True
    return _replaced(cells, rows, ours), bad


def at_midnight(cells: pa.StringArray) -> pa.StringArray:
    """Days that are given with the time 00:00, as spreadsheets and databases do, without it."""
    midnight = r"^(\d{4}-\d\d-\d\d)[T ]00:00(:00([.,]0+)?)?$"
    if not true_at(pc.match_substring_regex(cells, midnight)).any():
        return cells
    day: pa.StringArray = pc.replace_substring_regex(cells, midnight, r"\1")
    return day


def _iso_or_empty(cells: pa.StringArray) -> Bools:
    """Whether each cell begins as `2026-10-` or is empty: a look at its bytes."""
    cells = pa.concat_arrays([cells]) if cells.offset else cells
    _, ends, held = cells.buffers()
    bounds = np.frombuffer(memoryview(ends or b"\0\0\0\0"), np.int32)[:len(cells) + 1]
    content = np.frombuffer(memoryview(held or b""), np.uint8)
    length = np.diff(bounds)
    iso = length >= len("2026-10-31")
    starts = bounds[:-1][iso]
    iso[iso] = (content[starts + 4] == ord("-")) & (content[starts + 7] == ord("-"))
    found: Bools = iso | (length == 0)
    return found


def _ints(digits: pa.StringArray) -> Ints:
    return np.asarray(digits.cast(pa.int64()), np.int64)


def _months(names: pa.StringArray) -> Ints:
    """1–12, 0 for what names no month, in English and French."""
    coded = names.dictionary_encode()
    numbers = [_MONTHS.get(name.casefold().rstrip("."), 0) for name in texts(coded.dictionary)]
    found: Ints = np.array(numbers, np.int64)[np.asarray(coded.indices)]
    return found


def _joined(year: Ints, month: Ints, day: Ints, rest: pa.StringArray) -> pa.StringArray:
    def padded(number: Ints, width: int) -> Any:
        return pc.utf8_lpad(pa.array(number).cast(pa.string()), width, "0")

    filled: Any = pc.fill_null(rest, pa.scalar(""))
    coded = filled.dictionary_encode()
    times = pa.array([_time(text) for text in coded.dictionary.to_pylist()], pa.string()).take(coded.indices)
    dash: Any = pa.scalar("-")
    nothing: Any = pa.scalar("")
    day_text = pc.binary_join_element_wise(padded(year, 4), padded(month, 2), padded(day, 2), dash)
    joined: pa.StringArray = pc.binary_join_element_wise(day_text, times, nothing)
    return joined


def _time(rest: str) -> str:
    """` 8:05 PM` as `T20:05`; what is no time stays, and its row is set aside."""
    match = _CLOCK.fullmatch(rest)
    if match is None:
        return rest
    hour = int(match[1])
    if match[4]:
        if not 1 <= hour <= 12:
            return rest
        hour = hour % 12 + (12 if match[4] in "Pp" else 0)
    return f"T{hour:02d}:{match[2]}{match[3] or ''}{match[5] or ''}"


def _replaced(cells: Texts, rows: Ints, ours: pa.StringArray) -> Texts:
    if not len(rows):
        return cells
    mask = np.zeros(len(cells), np.bool_)
    mask[rows] = True
    replaced: pa.StringArray = pc.replace_with_mask(coded.plain(cells), pa.array(mask), ours)
    return replaced
