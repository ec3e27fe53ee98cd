"""A chart as SVG in the page, and as the Vega-Lite specification that it was drawn from."""

from __future__ import annotations

from typing import Any

from clairevoie.charts import svg
from clairevoie.charts.compiled import compiled
from clairevoie.charts.engine import paint
from clairevoie.charts.kinds import KINDS
from clairevoie.charts.sheet import Language, Sheet, Size, hatch_id
from clairevoie.charts.tokens import light
from clairevoie.portal import Chart


def draw(chart: Chart, language: Language, size: Size) -> str:
    """An `<svg class="chart">` whose label is the chart's conclusion.

    It is an image; where its marks are links it is a group of them, each with its own label.
    `Point.href` is written as it is given: relative to the page that the drawing stands on.
    Two drawings of a chart on one page must be of different sizes, so that their hatches are told apart.
    """
    sheet = _sheet(chart, language, size)
    marks, linked = svg.layers(paint(chart.kind, sheet))
    width, height = f"{sheet.left + sheet.width + sheet.right:.6g}", f"{sheet.top + sheet.height + sheet.bottom:.6g}"
    head = svg.attributes([
        ("xmlns", "http://www.w3.org/2000/svg"), ("class", f"chart chart-{chart.kind}"), ("fill", "none"),
        ("width", width), ("height", height), ("viewBox", f"0 0 {width} {height}"),
        ("role", "group" if linked else "img"), ("aria-label", chart.conclusion.in_(language)),
    ])
    hatched = svg.hatch(hatch_id(chart, size)) if chart.partial else ""
    return f'<svg{head}>{hatched}<g transform="translate({sheet.left:.4g},{sheet.top:g})">{marks}</g></svg>'


def spec(chart: Chart, language: Language) -> dict[str, Any]:
    """The Vega-Lite specification of the wide drawing with its data, in the light theme's colours."""
    sheet = _sheet(chart, language, "wide")
    filled: dict[str, Any] = {
        **compiled().grammars[chart.kind],
        "width": sheet.width, "height": sheet.height, "description": chart.conclusion.in_(language),
        "padding": {"left": sheet.left, "right": sheet.right, "top": sheet.top, "bottom": sheet.bottom},
        "datasets": _datasets(sheet),
    }
    filled["params"] = [{"name": name, "value": value} for name, value in sheet.params.items()]
    coloured = _in_light(filled)
    assert isinstance(coloured, dict)
    return coloured


def _sheet(chart: Chart, language: Language, size: Size) -> Sheet:
    if chart.kind in ("line", "bars") and len(chart.series) > 2:
        raise ValueError(f"chart {chart.id}: two series at most; a third means small multiples on one scale")
    return KINDS[chart.kind].sheet(chart, language, size)


def _datasets(sheet: Sheet) -> dict[str, list[dict[str, Any]]]:
    return {name: [dict(row) for row in rows] for name, rows in sheet.data.items()}


def _in_light(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _in_light(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_in_light(v) for v in value]
    return light(value) if isinstance(value, str) and value.startswith(("var(--", "url(#")) else value
