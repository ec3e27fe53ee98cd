"""What stands on pages: every figure, chart and table inside their panels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import TypeVar

from clairevoie.disclosure.charting import behind
from clairevoie.disclosure.ledger import Ledger
from clairevoie.portal import Chart, Figure, Hours, Page, Table, Text, Tickets

T = TypeVar("T")
_WHOLE = (Figure, Chart, Table, Text)  # not looked into: they hold none of the others


def standing(thing: object) -> Iterator[object]:
    """Every dataclass inside a page, a panel or a tuple of them, in the order in which it stands."""
    if isinstance(thing, tuple):
        for part in thing:
            yield from standing(part)
    elif isinstance(thing, Mapping):
        for name in thing:
            yield from standing(thing[name])
    elif is_dataclass(thing):
        yield thing
        if not isinstance(thing, _WHOLE):
            for field in fields(thing):
                yield from standing(getattr(thing, field.name))


def shown(pages: tuple[Page, ...], ledger: Ledger) -> tuple[tuple[Figure, ...], tuple[Table, ...]]:
    """Every figure that the pages show (itself, or as a point of a chart), and every table, those behind charts too.

    Once each; figures by KPI, grouping and period, tables by id.
    """
    things = list(standing(pages))
    # A panel may show a figure in another unit (hours of a share): what is listed is the figure itself.
    figures = {(figure.kpi, tuple(sorted(figure.by)), figure.period): ledger.itself(figure)
               for figure in (*_of(Figure, things), *_drawn(things, ledger))}
    charts = {chart.id: chart for chart in _of(Chart, things)}
    tables = {table.id: table for table in _of(Table, things)} | {name: behind(chart) for name, chart in charts.items()}
    return tuple(figures[key] for key in sorted(figures)), tuple(tables[name] for name in sorted(tables))


def _drawn(things: Iterable[object], ledger: Ledger) -> Iterator[Figure]:
    """The figures behind charts by month."""
    for thing in things:
        if isinstance(thing, Chart) and thing.id == "commitments-by-month":
            yield from (figure for series in thing.series for figure in _over(ledger, f"{series.id}_met", thing))
        elif isinstance(thing, Tickets) and thing.volume:
            yield from _over(ledger, "ticket_volume", thing.volume)
        elif isinstance(thing, Hours) and thing.months:
            yield from _over(ledger, "hours_consumed", thing.months, contract=thing.contract)


def _over(ledger: Ledger, kpi: str, chart: Chart, **by: str) -> tuple[Figure, ...]:
    return ledger.over(kpi, [point.x for series in chart.series for point in series.points], **by)


def _of(kind: type[T], things: Iterable[object]) -> Iterator[T]:
    return (thing for thing in things if isinstance(thing, kind))
