"""Tickets whose clock stopped in time: what tto_met and ttr_met share."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from clairevoie.figures.columns import Columns, Flags
from clairevoie.figures.measured import groups, rates
from clairevoie.figures.primitives import By, Cells, Grouping, cells, count_by, ratio_by
from clairevoie.figures.registry import Scope
from clairevoie.figures.stopwatch import Metric
from clairevoie.figures.variants import BY_CONTRACT, CREATION, by_creation, months_of, stops
from clairevoie.portal import Figure


def month_of(metric: Metric, variant: str) -> str:
    """The derived column that says in which month a ticket is counted: that of its creation in this variant."""
    return "created_month" if variant == CREATION else stops(metric)


def left_out(variant: str) -> tuple[str, ...]:
    """Why a ticket of the month has no verdict: by creation, its clock may not have stopped yet."""
    return ("no_commitment", "cancelled", *(("running", "not_recorded") if variant in (CREATION, BY_CONTRACT) else ()))


def met(scope: Scope, metric: Metric, tickets: Columns, commitments: Columns, contracts: Columns
        ) -> Iterator[Figure]:
    """The rate of a metric by contract, by priority, and by commitment line, in the variant that scope's card names, or
    that their contract declares; a sum over contracts of several variants is withheld.

    Its targets: of a line its own; else portal.yml's; else the one on which all its tickets' commitments agree.
    """
    verdict, why = tickets.codes(f"{metric}_verdict"), tickets.codes(f"{metric}_why")
    lines = _lines(metric, tickets, commitments)
    created = by_creation(metric, tickets, commitments, contracts, scope.definition.variant)
    places = scope.periods.places(months_of(metric, tickets, created))
    groupings = [*groups(tickets, ("contract", "priority")), lines]
    of = cells(places, len(scope.periods.names), groupings)
    good, total = ratio_by(of, verdict.is_("met"), verdict.index >= 0)
    excluded = {reason: count_by(of, why.is_(reason)) for reason in left_out(BY_CONTRACT if created.any() else "")}
    own = dict(zip(commitments.texts("commitment"), commitments.numbers("target_pct").tolist(), strict=True))
    common = _common(of, tickets.numbers(f"{metric}_target"))
    targets = [_target(scope, label, own, common[group]) for group, label in enumerate(of.labels)]
    judged = tickets.codes(f"{metric}_commitment").index >= 0
    early, then = (_with_any(of, judged & which) for which in (created, ~created))
    figures = rates(scope, of, good, total, targets, excluded, _late(groupings, tickets, metric))
    return withheld((replace(figure, way=CREATION) if figure.by in early else figure for figure in figures),
                    early & then)


def withheld(figures: Iterable[Figure], mixed: Collection[By]) -> Iterator[Figure]:
    """The figures, without the value of those whose contracts are counted by several variants."""
    for figure in figures:
        yield Figure(figure.kpi, figure.period, figure.unit, "withheld", by=figure.by, target=figure.target,
                     reason="variants") if figure.by in mixed else figure


def _with_any(of: Cells, which: Flags) -> set[By]:
    return {of.labels[group] for group in np.flatnonzero(count_by(of, which).any(axis=1)).tolist()}


def _lines(metric: Metric, tickets: Columns, commitments: Columns) -> Grouping:
    """A group for every line of the metric, those of which no ticket speaks too."""
    named = zip(commitments.texts("commitment"), commitments.texts("metric"), strict=True)
    names = sorted(commitment for commitment, of in named if of == metric)
    place = tickets.codes(f"{metric}_commitment").through({name: i for i, name in enumerate(names)})
    return Grouping(tuple((("commitment", name),) for name in names), place)


def _late(groupings: list[Grouping], tickets: Columns, metric: Metric) -> list[int]:
    """What is late at as_of, in each group."""
    now = cells(np.where(tickets.flags(f"{metric}_late"), 0, -1), 1, groupings)
    return [count for (count,) in count_by(now).tolist()]


def _common(of: Cells, target: NDArray[np.float64]) -> list[float | None]:
    """For each group, the one target of all its tickets, None where they differ or there is none."""
    value = target[of.row]
    group, value = (of.cell // of.width)[~np.isnan(value)], value[~np.isnan(value)]
    least, most = np.full(len(of.labels), np.inf), np.full(len(of.labels), -np.inf)
    np.minimum.at(least, group, value)
    np.maximum.at(most, group, value)
    return [low if low == high else None for low, high in zip(least.tolist(), most.tolist(), strict=True)]


def _target(scope: Scope, label: By, own: dict[str, float], common: float | None) -> float | None:
    if label and label[0][0] == "commitment":
        return own[label[0][1]] / 100
    if scope.target is not None:
        return scope.target
    return None if common is None else common / 100
