"""Local times of a zone as instants, all at once.

A local time that does not exist (spring) is shifted forward to the first that does; one that occurs twice (autumn) is
its first occurrence.
"""

from __future__ import annotations

import functools
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
_DAY = 86_400
_SPARE = 2 * _DAY  # no zone is further from UTC


class _Changes(NamedTuple):
    """Where a zone's offset changes: the instants, what its clocks show then by the old offset, and the offsets in
    seconds: before the first change, and after each."""

    instants: Ints
    shown: Ints
    offsets: Ints


def utc_of(local: Ints, zone: str) -> Ints:
    """Epoch seconds of local times, given as seconds counted as if in UTC."""
    if not len(local):
        return local
    first, last = (int(when) // _DAY for when in (local.min() - _SPARE, local.max() + _SPARE))
    changes = _changes(zone, first // 366, last // 365 + 1)
    if not len(changes.instants):
        return local - int(changes.offsets[0])
    passed = np.searchsorted(changes.shown, local, "right")
    floor = np.append(np.iinfo(np.int64).min, changes.instants)
    epoch: Ints = np.maximum(local - changes.offsets[passed], floor[passed])
    return epoch


@functools.lru_cache(maxsize=64)
def _changes(zone: str, first: int, last: int) -> _Changes:
    """From year `first` to year `last`, counted from 1970 and rounded outward. No zone changes twice in a day."""
    clock = ZoneInfo(zone)
    days = range(first * 365, last * 366 + 1)
    known = [_offset(clock, day * _DAY) for day in days]
    found = [_change(clock, day * _DAY, (day + 1) * _DAY) for day, before, after in
             zip(days, known, known[1:], strict=False) if before != after]
    offsets = np.array([known[0], *(_offset(clock, at) for at in found)], np.int64)
    instants = np.array(found, np.int64)
    return _Changes(instants, instants + offsets[:-1], offsets)


def _change(clock: ZoneInfo, low: int, high: int) -> int:
    """The first second after `low`, `high` at the latest, at which the offset is that of `high`."""
    new = _offset(clock, high)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _offset(clock, middle) == new else (middle, high)
    return high


def _offset(clock: ZoneInfo, epoch: int) -> int:
    offset = (datetime.fromtimestamp(0, UTC) + timedelta(seconds=epoch)).astimezone(clock).utcoffset()
    assert offset is not None  # a zone has one at every instant
    return int(offset.total_seconds())
