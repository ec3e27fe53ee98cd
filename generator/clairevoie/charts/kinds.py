"""The kinds of chart. To add one: a module with `template` and `sheet`, and one line here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import altair as alt

from clairevoie.charts import bars, burn_down, hbars, line
from clairevoie.charts.sheet import Language, Sheet, Size
from clairevoie.portal import Chart


class Kind(Protocol):
    """What a kind's module gives: its grammar, built once, and the content of each drawing."""

    def template(self) -> alt.LayerChart:
        """The layers, on named datasets and parameters that have no value yet."""

    def sheet(self, chart: Chart, language: Language, size: Size) -> Sheet:
        """Sizes, parameters and rows of one chart."""


KINDS: Mapping[str, Kind] = {"line": line, "bars": bars, "hbars": hbars, "burn_down": burn_down}
