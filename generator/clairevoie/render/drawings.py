"""Charts on a page: drawn by `charts`, wrapped for two widths, with their table one click away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from markupsafe import Markup

from clairevoie import charts
from clairevoie.portal import Chart, Column, Hours, Portal, Table, Text

if TYPE_CHECKING:
    from clairevoie.render.site import Here


def drawn(chart: Chart, here: Here, size: charts.Size) -> Markup:
    """The SVG of `charts.draw`, which is ours: data in it is escaped there."""
    return Markup(charts.draw(chart, "fr" if here.language == "fr" else "en", size))


def tables(portal: Portal) -> dict[str, Table]:
    """Every downloadable table by id: the Portal's, and one for each chart that the Portal gives none for."""
    found = {table.id: table for table in portal.tables}
    for chart in charts_of(portal):
        found.setdefault(chart.id, table_of(chart))
    return found


def charts_of(portal: Portal) -> Iterator[Chart]:
    """The charts of all pages."""
    for page in portal.pages:
        for panel in page.panels.values():
            yield from _charts(panel)


def table_of(chart: Chart) -> Table:
    """A chart as rows: one for each x, one column for each series."""
    xs = list(dict.fromkeys(point.x for series in chart.series for point in series.points))
    values = [{point.x: point for point in series.points} for series in chart.series]
    kind: Literal["ratio", "number"] = "ratio" if chart.unit == "ratio" else "number"
    columns = [Column("x", Text("Quand", "When") if chart.kind != "hbars" else Text("Quoi", "What"))]
    columns += [Column(series.id, series.label, kind) for series in chart.series]
    rows = []
    for x in xs:
        points = [by_x.get(x) for by_x in values]
        rows.append((x, *(point.y if point else None for point in points)))
    return Table(chart.id, tuple(columns), tuple(rows), chart.conclusion)


def _charts(panel: object) -> Iterator[Chart]:
    if isinstance(panel, Chart):
        yield panel
    elif isinstance(panel, tuple):
        for part in panel:
            yield from _charts(part)
    elif isinstance(panel, Hours):
        yield from (chart for chart in (panel.burn, panel.months, panel.activities) if chart)
    else:
        for name in ("trend", "volume", "chart", "hours"):
            part = getattr(panel, name, None)
            if part is not None:
                yield from _charts(part)
