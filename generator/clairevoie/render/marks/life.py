"""The life of a contract on a line: thick past, thin future, dashed where it would be renewed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from clairevoie.portal import Contract


@dataclass(frozen=True, slots=True)
class Mark:
    """A date on the line. x in per cent; anchor: start, middle or end of its words; kind: start, renewed,
    today, notice, end, renewal or terminated."""

    x: float
    day: date
    kind: str
    anchor: str
    near: bool = False  # a notice that is close: filled


@dataclass(frozen=True, slots=True)
class Life:
    """marks from left to right; today, end and last: x in per cent of what is past, sure and possible."""

    marks: tuple[Mark, ...]
    today: float
    end: float
    last: float
    dashed: bool


def life(contract: Contract, today: date, *, near_days: int = 60) -> Life | None:
    """Where the dates of a contract stand; None where it has no end to draw to."""
    end = contract.terminated or contract.end
    if end is None or end <= contract.start:
        return None
    renewed = contract.renewal_until if contract.terminated is None else None
    last = max(end, renewed or end, today)
    width = (last - contract.start).days

    def place(day: date) -> float:
        return round(min(max((day - contract.start).days / width, 0), 1) * 98 + 1, 2)

    dates = _dates(contract, end, renewed, today)
    marks = tuple(
        Mark(place(day), day, kind, _anchor(index, dates, place), kind == "notice" and (day - today).days <= near_days)
        for index, (day, kind) in enumerate(dates)
    )
    return Life(marks, place(min(today, last)), place(end), place(last), renewed is not None)


def _dates(contract: Contract, end: date, renewed: date | None, today: date) -> list[tuple[date, str]]:
    dates = [(contract.start, "start"), (end, "terminated" if contract.terminated else "end")]
    if contract.notice and contract.notice >= today and not contract.terminated:
        dates.append((contract.notice, "notice"))
    if renewed:
        dates.append((renewed, "renewal"))
    return sorted(dates)


def _anchor(index: int, dates: list[tuple[date, str]], place: Callable[[date], float]) -> str:
    """The first and last turn inwards; of two that are close, each turns away from the other."""
    xs = [place(day) for day, _ in dates]
    if index == 0:
        return "start"
    if index == len(dates) - 1:
        return "end"
    if xs[index] - xs[index - 1] < 14 and index > 1:
        return "start"
    return "end" if xs[index + 1] - xs[index] < 14 else "middle"
