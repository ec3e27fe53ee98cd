"""Values of a database → text, exactly: nothing is rounded, nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from ipaddress import IPv4Address, IPv6Address
from typing import Any
from uuid import UUID

from clairevoie.sources.mapping.columns import LONGEST


def texts(values: Sequence[Any]) -> tuple[list[str], dict[int, str]]:
    """The cells of a column, "" for NULL, and why some have no text: place in the column → reason."""
    if set(map(type, values)) <= {str}:
        cells = list(values)
    else:
        cells = [_WRITERS.get(type(value), _unwritten)(value) for value in values]
    faults = {place: _reason(values[place]) for place, cell in enumerate(cells) if cell is None or len(cell) > LONGEST}
    return [cell or "" for cell in cells], faults


def _unwritten(_: Any) -> None:
    return None


def _reason(value: Any) -> str:
    if isinstance(value, str):
        return f"a text of more than {LONGEST:,} characters"
    if isinstance(value, (bytes, bytearray, memoryview)):
        return "bytes, not text"
    return f"no text, a number or an instant, but of the type {type(value).__name__}"


def _interval(value: timedelta) -> str:
    """ISO 8601, in hours: PT-838H59M59S is written -PT838H59M59S."""
    micros = value // timedelta(microseconds=1)
    minutes, rest = divmod(abs(micros), 60_000_000)
    seconds = f"{rest // 1_000_000}" + (f".{rest % 1_000_000:06}" if rest % 1_000_000 else "")
    return f"{'-' if micros < 0 else ''}PT{minutes // 60}H{minutes % 60}M{seconds}S"


_WRITERS: dict[type, Callable[[Any], str | None]] = {
    str: str,
    type(None): lambda value: "",
    bool: lambda value: "true" if value else "false",
    int: str,
    float: repr,
    Decimal: lambda value: format(value, "f"),
    datetime: datetime.isoformat,
    date: date.isoformat,
    time: time.isoformat,
    timedelta: _interval,
    UUID: str,
    IPv4Address: str,
    IPv6Address: str,
}
