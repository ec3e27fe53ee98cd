"""From grids of numbers to figures: state, target, previous period, interval."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from math import sqrt
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from clairevoie.figures.clock import NEVER
from clairevoie.figures.columns import Columns, Index
from clairevoie.figures.primitives import By, Cells, Grid, Grouping, cells, everything, grouped
from clairevoie.figures.registry import Scope
from clairevoie.figures.zones import Seconds, zone
from clairevoie.portal import Figure, State

Fact = dict[str, Any]  # the fields of a Figure that a cell gives


def groups(table: Columns, by: Sequence[str]) -> list[Grouping]:
    """All rows together, then by each of these columns of text."""
    return [everything(len(table)), *(_group(table, name) for name in by)]


def _group(table: Columns, name: str) -> Grouping:
    grouping: Grouping = table.once(f"group {name}", lambda: grouped(len(table), **{name: table.codes(name)}))
    return grouping


def monthly(scope: Scope, table: Columns, month: str, by: Sequence[str]) -> Cells:
    """The cells of a table by a column of months ("2026-10") and by each of these columns."""
    places = scope.periods.places(table.codes(month))
    return cells(places, len(scope.periods.names), groups(table, by))


def months_of(scope: Scope, days: Index) -> Index:
    """The place of each day's month among the periods, -1 for none."""
    first = np.datetime64(scope.periods.names[0], "M").astype(np.int64)
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) - first
    return np.where((months >= 0) & (months < len(scope.periods.names)), months, -1)


def months_at(scope: Scope, at: Seconds) -> Index:
    """The place of each instant's month among the periods, in the client's zone; -1 for none."""
    first, last = int(scope.periods.names[0][:4]) - 1, scope.as_of.year + 1
    happened = at != NEVER
    days = zone(scope.periods.zone, first, last).days(np.where(happened, at, 0))
    return np.where(happened, months_of(scope, days), -1)


def figures(
    scope: Scope, labels: Sequence[By], fact: Callable[[int, int], Fact], months: int | None = None
) -> Iterator[Figure]:
    """The figures of a grid of labels × periods (the first `months`, with the one that is not shown).

    `previous` is given only where both are whole months that have a value.
    """
    kpi, unit = scope.definition.kpi, scope.definition.unit
    for group, by in enumerate(labels):
        before: int | float | Decimal | None = None
        for place, period in enumerate(scope.periods.names[:months]):
            cell = fact(group, place)
            state: State = cell.setdefault("state", "ok")
            previous = before if state == "ok" and place <= scope.periods.whole else None
            if place:
                yield Figure(kpi, period, unit, by=by, previous=previous, **cell)
            before = cell.get("value") if state == "ok" else None


def counts(scope: Scope, of: Cells, values: Grid) -> Iterator[Figure]:
    """Numbers of rows; none in the period is `no_data`."""
    grid = values.tolist()

    def fact(group: int, place: int) -> Fact:
        n = grid[group][place]
        return {"value": n, "n": n} if n else {"state": "no_data", "n": 0}

    return figures(scope, of.labels, fact)


def rates(
    scope: Scope, of: Cells, met: Grid, total: Grid, targets: Sequence[float | None],
    excluded: Mapping[str, Grid], late: Sequence[int],
) -> Iterator[Figure]:
    """Ratios met ÷ total; under the minimum only met and total are given. `late`, by label, is of now.

    A month of which a clock is excluded as `running` is not final: it is `estimated`.
    """
    mets, totals = met.tolist(), total.tolist()
    reasons = [(reason, grid.tolist()) for reason, grid in excluded.items()]
    out = np.sum(list(excluded.values()), axis=0).tolist()
    minimum = max(scope.definition.minimum, 1)

    def fact(group: int, place: int) -> Fact:
        good, n = mets[group][place], totals[group][place]
        cell: Fact = {"n": n, "met": good, "total": n, "target": targets[group]}
        if out[group][place]:
            cell["excluded"] = tuple((reason, grid[group][place]) for reason, grid in reasons if grid[group][place])
        if place >= scope.periods.whole:
            cell["beside"] = (("late_now", late[group]),)
        if n == 0:
            return cell | {"state": "no_data"}
        if n < minimum:
            return cell | {"state": "too_few"}
        state = "estimated" if dict(cell.get("excluded", ())).get("running") else "ok"
        return cell | {"state": state, "value": good / n, "interval": wilson(good, n) if n < 30 else None}

    return figures(scope, of.labels, fact)


def shares(
    scope: Scope, labels: Sequence[By], met: Grid, total: Grid, excluded: Mapping[str, Grid] = MappingProxyType({}),
    beside: Mapping[str, NDArray[Any]] = MappingProxyType({}), *, estimated: int | None = None, unknown: str = "",
) -> Iterator[Figure]:
    """Ratios met ÷ total; under the minimum only met and total are given.

    estimated: the place of the first month that is not final. unknown: the reason among `excluded` for which a month
    that has no other row is `not_measured`.
    """
    mets, totals = met.tolist(), total.tolist()
    out = [(reason, grid.tolist()) for reason, grid in excluded.items()]
    others = [(name, grid.tolist()) for name, grid in beside.items()]

    def fact(group: int, place: int) -> Fact:
        good, n = mets[group][place], totals[group][place]
        left = tuple((reason, grid[group][place]) for reason, grid in out if grid[group][place])
        cell: Fact = {"n": n, "met": good, "total": n, "target": scope.target, "excluded": left,
                      "beside": tuple((name, value) for name, grid in others
                                      if (value := grid[group][place]) == value)}  # NaN: there is none
        if n == 0:
            lost = unknown and unknown in dict(left)
            return cell | ({"state": "not_measured", "reason": unknown} if lost else {"state": "no_data"})
        if n < max(scope.definition.minimum, 1):
            return cell | {"state": "too_few"}
        cell |= {"value": good / n, "interval": wilson(good, n) if n < 30 else None}
        return cell | ({"state": "estimated"} if estimated is not None and place >= estimated else {})

    return figures(scope, labels, fact)


def means(
    scope: Scope, of: Cells, sums: NDArray[np.float64], total: Grid, beside: Mapping[str, NDArray[np.float64]]
) -> Iterator[Figure]:
    """Means sum ÷ total, with other numbers beside."""
    totals, values = total.tolist(), sums.tolist()
    others = [(name, grid.tolist()) for name, grid in beside.items()]
    minimum = max(scope.definition.minimum, 1)

    def fact(group: int, place: int) -> Fact:
        n = totals[group][place]
        if n < minimum:
            return {"state": "too_few" if n else "no_data", "n": n}
        shown = tuple((name, grid[group][place]) for name, grid in others)
        return {"value": values[group][place] / n, "n": n, "beside": shown, "target": scope.target}

    return figures(scope, of.labels, fact)


def wilson(met: int, total: int) -> tuple[float, float]:
    """The Wilson (1927) 95 % interval of a proportion, for total > 0."""
    z = 1.959963984540054
    share, spread = met / total, z * z / total
    middle = share + spread / 2
    half = z * sqrt(share * (1 - share) / total + spread / (4 * total))
    # At none and at all the bound is exact, which a sum of roots is not.
    return (middle - half) / (1 + spread) if met else 0.0, (middle + half) / (1 + spread) if met < total else 1.0
