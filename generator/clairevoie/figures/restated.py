"""Figures as published against as they are known now: what was restated, and what it was said to be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from clairevoie.figures.periods import month_after
from clairevoie.portal import Earlier, Figure
from clairevoie.tables.published import Published, Value
from clairevoie.words.dates import is_month

Key = tuple[str, str, tuple[tuple[str, str], ...]]


def restated(figures: Iterable[Figure], published: Iterable[Published], zone: str) -> tuple[Figure, ...]:
    """The figures; a month's value that was once published as another one is `revised`, with all that was said of it.

    Only what was said after the month's end counts, and not what was called an estimate: a running month changes every
    day, and an estimate is meant to. zone: the client's, in which its months end.
    """
    said = _said(published, ZoneInfo(zone))
    return tuple(_restated(figure, said.get(_key(figure), ())) for figure in figures) if said else tuple(figures)


def _restated(figure: Figure, said: Iterable[Earlier]) -> Figure:
    if figure.state != "ok" or all(_is_same(figure.value, one.value) for one in said):
        return figure
    return replace(figure, state="revised", earlier=tuple(said))


def _said(published: Iterable[Published], zone: ZoneInfo) -> dict[Key, list[Earlier]]:
    """Every value of a month, once for each time in a row, the first ahead."""
    found: dict[Key, list[Earlier]] = defaultdict(list)
    for row in _of_ended_months(published, zone):
        said = found[row.kpi, row.period, tuple(sorted(row.by))]
        value = _value(row.value)
        if value is not None and not (said and _is_same(said[-1].value, value)):
            said.append(Earlier(value, datetime.fromisoformat(row.at)))
    return found


def _of_ended_months(published: Iterable[Published], zone: ZoneInfo) -> Iterator[Published]:
    for row in sorted(published, key=lambda row: row.at):
        if row.state in ("ok", "revised") and is_month(row.period):
            end = datetime.combine(month_after(row.period), datetime.min.time(), zone)
            if datetime.fromisoformat(row.at) >= end:
                yield row


def _value(said: Value) -> int | float | Decimal | None:
    """A value as it was written; money is "4850.00 EUR"."""
    return Decimal(said.partition(" ")[0]) if isinstance(said, str) else said


def _is_same(one: float | Decimal | None, other: float | Decimal) -> bool:
    return one is not None and one == other


def _key(figure: Figure) -> Key:
    return figure.kpi, figure.period, tuple(sorted(figure.by))
