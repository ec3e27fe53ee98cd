"""The kinds of chart. To add one: a module with `sheet` and one line here, its grammar and one line in `grammars`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from clairevoie.charts import bars, burn_down, hbars, line
from clairevoie.charts.sheet import Language, Sheet, Size
from clairevoie.portal import Chart


class Kind(Protocol):
    """What a kind's module gives: the content of each drawing, for the datasets and parameters of its grammar."""

    def sheet(self, chart: Chart, language: Language, size: Size) -> Sheet:
        """Sizes, parameters and rows of one chart."""


KINDS: Mapping[str, Kind] = {"line": line, "bars": bars, "hbars": hbars, "burn_down": burn_down}
