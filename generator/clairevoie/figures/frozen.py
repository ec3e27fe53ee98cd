"""Figures of closed months: as they were when the month was closed, whatever has come in since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

from clairevoie.figures.periods import month_after
from clairevoie.portal import Figure
from clairevoie.tables.closed import Closed

_MONEY = "money:"
_OF_NOW = ("earlier", "last_year", "now")


def frozen(figure: Figure) -> dict[str, Any]:
    """A figure as plain data; money as text, to the cent."""
    return {field.name: _plain(getattr(figure, field.name)) for field in fields(Figure) if field.name not in _OF_NOW}


def thawed(said: Mapping[str, Any]) -> Figure:
    """The figure that was frozen."""
    return Figure(**{name: _whole(value) for name, value in said.items()})


def as_closed(figures: Iterable[Figure], closed: Iterable[Closed]) -> tuple[Figure, ...]:
    """The figures, those of closed months as they were then; what is known now only (of a new contract) is left out,
    what was known then only (of a commitment that went) is there.

    The month after a closed one changed from the closed value. A closed figure says what it would be now where that is
    another value, counted by the same variant.
    """
    figures = tuple(figures)
    shown = {(figure.kpi, figure.period) for figure in figures}
    kept = {month.month: {(f.kpi, f.by): f for f in map(thawed, month.figures) if (f.kpi, month.month) in shown}
            for month in closed}
    before = {month_after(month).isoformat()[:7]: month for month in kept}
    return tuple(_as_closed(figures, kept, before)) if kept else figures


def _as_closed(figures: Iterable[Figure], kept: Mapping[str, Mapping[Any, Figure]], before: Mapping[str, str]
               ) -> Iterator[Figure]:
    then = {month: dict(held) for month, held in kept.items()}
    for figure in figures:
        if figure.period in kept:
            held = then[figure.period].pop((figure.kpi, figure.by), None)
            if held is not None:
                alike = held.value == figure.value or held.way != figure.way
                yield held if alike else replace(held, now=figure.value)
        elif figure.period in before and figure.previous is not None:
            held = kept[before[figure.period]].get((figure.kpi, figure.by))
            yield replace(figure, previous=held.value) if held else figure
        else:
            yield figure
    for held_only in then.values():
        yield from held_only.values()


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{_MONEY}{value}"
    return [_plain(part) for part in value] if isinstance(value, tuple) else value


def _whole(value: object) -> Any:
    if isinstance(value, str) and value.startswith(_MONEY):
        return Decimal(value.removeprefix(_MONEY))
    return tuple(_whole(part) for part in value) if isinstance(value, list) else value
