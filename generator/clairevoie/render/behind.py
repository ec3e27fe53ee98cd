"""Which figures stand on a page: each leads to its definition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from clairevoie.portal import Bills, Chart, Figure, Hours, Page, Table, Text, Tickets

_WHOLE = (Chart, Figure, Table, Text)


def kpis(page: Page) -> list[str]:
    """The KPIs whose figures a page shows, as they are or as a chart's points, sorted."""
    return sorted(set(_kpis(page.panels)))


def _kpis(thing: object) -> Iterator[str]:
    if isinstance(thing, Figure):
        yield thing.kpi
    elif isinstance(thing, (tuple, list)):
        for part in thing:
            yield from _kpis(part)
    elif isinstance(thing, Mapping):
        for part in thing.values():
            yield from _kpis(part)
    elif is_dataclass(thing) and not isinstance(thing, _WHOLE):
        if isinstance(thing, Tickets) and thing.volume:
            yield "ticket_volume"
        if isinstance(thing, Hours) and thing.months:
            yield "hours_consumed"
        if isinstance(thing, Bills):  # what is to be invoiced
            yield "accrued_income"
        for field in fields(thing):
            yield from _kpis(getattr(thing, field.name))
