"""Instants written as text → epoch seconds, all at once.

ISO 8601 with `T` or a space, with or without seconds (a fraction is cut off), with `Z`, an offset, or none: then the
local time of the source's zone. A local time that does not exist (spring) is shifted forward to the first that does;
one that occurs twice (autumn) is its first occurrence.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.tables.arrow import Array, texts, true_at
from clairevoie.tables.letters import letters
from clairevoie.tables.zone import utc_of

FIRST_YEAR, LAST_YEAR = 1970, 2200
_SHAPE = r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:[0-5]\d([.,]\d+)?)?( ?(Z|[+-](0\d|1[0-4]):?[0-5]\d))?$"
_TAIL = re.compile(r"(?::(\d\d)(?:[.,]\d+)?)? ?(?:Z|([+-])(\d\d):?(\d\d))?")
_HEAD = len("2026-10-31T18:00")
_FULL = len("2026-10-31T18:00:30")
_NAIVE = np.iinfo(np.int64).min

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


def instants(cells: pa.StringArray, zone: str) -> Array:
    """`timestamp[s, UTC]`, null where a cell is empty or is no instant between 1970 and 2200."""
    quick = _quick(cells, zone)
    if quick is not None:
        return quick
    simple = _simple(cells)
    if simple is not None:
        local, valid = simple
        return _stamped(utc_of(local, zone), valid, true_at(pc.is_valid(cells)))
    shaped = true_at(pc.match_substring_regex(cells, _SHAPE))
    whole = cells if shaped.all() else cells.filter(pa.array(shaped))
    local, valid = _local_seconds(whole)
    seconds, offsets = _tails(pc.utf8_slice_codeunits(whole, _HEAD))
    naive = offsets == _NAIVE
    epoch = local + seconds - np.where(naive, 0, offsets)
    epoch[naive] = utc_of(epoch[naive], zone)
    return _stamped(epoch, valid, shaped)


def _stamped(epoch: Ints, valid: Bools, given: Bools) -> Array:
    """`epoch` and `valid` are of the rows `given`; the others are empty."""
    result = np.zeros(len(given), np.int64)
    known = given.copy()
    result[given], known[given] = epoch, valid
    return pa.array(result, mask=~known).cast(pa.timestamp("s")).cast(pa.timestamp("s", "UTC"))


def _quick(cells: pa.StringArray, zone: str) -> Array | None:
    """Where every cell that is not empty is written "2026-10-31T18:00:30" and exists; else None."""
    empty = cells.null_count > 0
    sizes = np.diff(letters(cells)[0])
    if not (sizes == (np.where(pc.is_valid(cells), _FULL, 0) if empty else _FULL)).all():
        return None
    try:
        local = cells.cast(pa.timestamp("s"))
    except pa.ArrowInvalid:
        return None
    span: Any = pc.min_max(local).as_py()
    if span["min"] is None or span["min"].year < FIRST_YEAR or span["max"].year > LAST_YEAR:
        return None
    known: Any = local.fill_null(span["min"]) if empty else local  # no year is looked at that is not there
    epoch = utc_of(np.asarray(known.view(pa.int64())), zone)
    mask = true_at(pc.is_null(local)) if empty else None
    return pa.array(epoch, mask=mask).view(pa.timestamp("s", "UTC"))


def _simple(cells: pa.StringArray) -> tuple[Ints, Bools] | None:
    """As `_local_seconds`, with the seconds, where every cell that is not empty is written "2026-10-31T18:00:30": their
    bytes are rows of equal length. None where one is written otherwise."""
    bounds, content = letters(cells)
    sizes = np.diff(bounds)
    if not np.array_equal(sizes, np.where(pc.is_valid(cells), _FULL, 0)):
        return None
    rows = content[bounds[0]:bounds[-1]].reshape(-1, _FULL) if len(cells) else np.zeros((0, _FULL), np.uint8)
    marks = ((4, b"-"), (7, b"-"), (10, b"T "), (13, b":"), (16, b":"))
    if not all(np.isin(rows[:, place], np.frombuffer(mark, np.uint8)).all() for place, mark in marks):
        return None
    digits = np.ascontiguousarray(rows.T)[[p for p in range(_FULL) if p not in dict(marks)]] - ord("0")
    if not (digits <= 9).all() or not (digits[12] <= 5).all():
        return None
    year, month, day, hour, minute, second = (_sum(digits[a:b]) for a, b in pairwise((0, 4, 6, 8, 10, 12, 14)))
    local, valid = _seconds(year, month, day, hour, minute)
    return local + second, valid


def _sum(digits: npt.NDArray[np.uint8]) -> Ints:
    result = np.zeros(digits.shape[1], np.int64)
    for row in digits:
        result = result * 10 + row
    return result


def _local_seconds(whole: pa.StringArray) -> tuple[Ints, Bools]:
    """Seconds of "2026-10-31T18:00…" counted as if in UTC, and where that day and that time exist."""
    bounds, content = letters(whole)
    starts = bounds[:-1].astype(np.int64)
    return _seconds(*(_number(content, starts, *span) for span in ((0, 4), (5, 7), (8, 10), (11, 13), (14, 16))))


def _seconds(year: Ints, month: Ints, day: Ints, hour: Ints, minute: Ints) -> tuple[Ints, Bools]:
    first = _month(year, np.clip(month, 1, 12))
    date = first.astype("datetime64[D]") + (day - 1)
    valid = (month >= 1) & (month <= 12) & (date.astype("datetime64[M]") == first)
    valid &= (hour < 24) & (minute < 60) & (year >= FIRST_YEAR) & (year <= LAST_YEAR)
    local = date.astype("datetime64[s]").astype(np.int64) + hour * 3600 + minute * 60
    return np.where(valid, local, 0), valid


def _number(content: npt.NDArray[np.uint8], starts: Ints, first: int, stop: int) -> Ints:
    result = np.zeros(len(starts), np.int64)
    for position in range(first, stop):
        result = result * 10 + (content[starts + position] - ord("0"))
    return result


def _month(year: Ints, month: Ints) -> npt.NDArray[np.datetime64]:
    return ((year - 1970) * 12 + month - 1).astype("datetime64[M]")


def _tails(tails: pa.StringArray) -> tuple[Ints, Ints]:
    """Seconds of the minute and seconds of the offset of each ":30+02:00"; there are few different ones."""
    coded = tails.dictionary_encode()
    parsed = np.array([_tail(text) for text in texts(coded.dictionary)], np.int64).reshape(-1, 2)
    chosen = parsed[coded.indices.to_numpy()]
    return chosen[:, 0], chosen[:, 1]


def _tail(text: str) -> tuple[int, int]:
    match = _TAIL.fullmatch(text)
    assert match is not None  # the shape was checked
    second = int(match[1] or 0)
    if match[2]:
        return second, int(match[2] + "1") * (int(match[3]) * 3600 + int(match[4]) * 60)
    return second, 0 if text.endswith("Z") else _NAIVE
