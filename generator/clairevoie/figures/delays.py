"""How long tickets take: what tto, ttr, mtta and mttr share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from clairevoie.figures.columns import Columns
from clairevoie.figures.measured import means, monthly
from clairevoie.figures.primitives import count_by, quantile_by, sum_by
from clairevoie.figures.registry import Scope
from clairevoie.figures.stopwatch import Metric
from clairevoie.portal import Figure

_MONTHS: dict[Metric, str] = {"tto": "owned_month", "ttr": "resolved_month"}


def delays(scope: Scope, tickets: Columns, metric: Metric, by: Sequence[str], kind: str = "") -> Iterator[Figure]:
    """The mean of a clock, in working minutes, in the month in which it stopped; beside: median and 90th percentile.

    kind: only the tickets of this kind. A clock that nobody recorded is not counted.
    """
    cells = monthly(scope, tickets, _MONTHS[metric], by)
    minutes = tickets.numbers(f"{metric}_minutes")
    counted = ~np.isnan(minutes)
    if kind:
        counted = counted & tickets.codes("kind").is_(kind)
    seconds = np.rint(np.nan_to_num(minutes) * 60).astype(np.int64)
    beside = {"median": quantile_by(cells, minutes, 0.5, counted), "p90": quantile_by(cells, minutes, 0.9, counted)}
    return means(scope, cells, sum_by(cells, seconds, counted) / 60, count_by(cells, counted), beside)
