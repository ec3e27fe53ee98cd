"""Figures whose source is too old: their state says so, and after a while they have no value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from clairevoie.figures.kpi import KPIS
from clairevoie.portal import Figure

Standing = Literal["held", "stale", "withheld"]  # known to be old · past the first limit · past the second
Short = tuple[str, str]  # a table, and the month in which its data ends though that month is over
_RANK: tuple[Standing, ...] = ("held", "stale", "withheld")
_VALUED = ("ok", "estimated", "revised")


@dataclass(frozen=True, slots=True)
class Age:
    """A table of a source that is not what it should be: of when its rows are, and what follows."""

    source: str
    table: str
    since: datetime
    standing: Standing


def aged(figures: Iterable[Figure], ages: Iterable[Age]) -> tuple[Figure, ...]:
    """The figures as they may be shown, by the worst age of the tables that each is counted from."""
    worst: dict[str, Standing] = {}
    for age in ages:
        worst[age.table] = max(age.standing, worst.get(age.table, "held"), key=_RANK.index)
    return tuple(_aged(figures, worst)) if worst else tuple(figures)


def tables_of(kpi: str) -> frozenset[str]:
    """The tables that a figure is counted from."""
    return frozenset((*KPIS[kpi].needs, *KPIS[kpi].fed_by))


def _aged(figures: Iterable[Figure], worst: Mapping[str, Standing]) -> Iterator[Figure]:
    for figure in figures:
        standings = [worst[table] for table in tables_of(figure.kpi) if table in worst]
        standing = max(standings, key=_RANK.index, default="held")
        yield _withheld(figure) if standing == "withheld" else _stale(figure) if standing == "stale" else figure


def _stale(figure: Figure) -> Figure:
    """Of old data, the value stays; that there was nothing is not known any more."""
    if figure.state in _VALUED:
        return replace(figure, state="stale", previous=None)
    return _withheld(figure) if figure.state == "no_data" else figure


def _withheld(figure: Figure) -> Figure:
    if figure.state == "not_measured":
        return figure
    return Figure(figure.kpi, figure.period, figure.unit, "stale", by=figure.by, target=figure.target,
                  currency=figure.currency, reason="stale")
