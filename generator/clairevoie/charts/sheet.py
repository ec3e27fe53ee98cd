"""What one drawing gives to the template of its kind: sizes, parameters and rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from clairevoie.charts.tokens import INK3
from clairevoie.portal import Chart

Language = Literal["fr", "en"]
Size = Literal["wide", "half", "narrow"]
Value = str | float | None
Row = dict[str, Value]

WIDTH: Mapping[Size, int] = {"wide": 1184, "half": 480, "narrow": 358}
FONT = 13.0  # px of a chart's words, as the pages' captions


@dataclass(frozen=True, slots=True)
class Sheet:
    """A template's content. `width` and `height` are the plot's, in px; the margins stand around it.

    `params` are the template's parameters, `data` its datasets by name; a dataset not named is empty.
    """

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    params: Mapping[str, float | list[str] | list[float]]
    data: Mapping[str, Sequence[Row]]


def word(
    text: str, x: float, y: float, *, fill: str = INK3, bold: bool = False, size: float = FONT, align: str = "left"
) -> Row:
    """A row of the `words` and `labels` datasets: text at a place of the plot, in px from its top left."""
    weight = 600 if bold else 400
    return {"text": text, "x": x, "y": y, "fill": fill, "weight": weight, "size": size, "align": align}


def hatch_id(chart: Chart, size: Size) -> str:
    """The id of a drawing's hatch: one a chart and a size."""
    return re.sub(r"[^A-Za-z0-9]+", "-", f"hatch {chart.id} {size}")
