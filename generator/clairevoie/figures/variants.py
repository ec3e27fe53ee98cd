"""By which month a rate counts a ticket: as its contract declares, else as portal.yml does."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from clairevoie.figures.columns import Codes, Columns, Flags
from clairevoie.figures.stopwatch import Metric
from clairevoie.project.model import FigureSettings, Project
from clairevoie.tables.slices import Slice

CREATION, BY_CONTRACT = "creation", "by_contract"
RATES: tuple[Metric, ...] = ("tto", "ttr")
_STOPS: dict[Metric, str] = {"tto": "owned_month", "ttr": "resolved_month"}  # where the clock stopped


def stops(metric: Metric) -> str:
    """The derived column of the month in which a clock stopped."""
    return _STOPS[metric]


def declare(contracts: Columns) -> bool:
    """Whether a contract declares a variant of its own."""
    return bool(contracts.codes("counted_by").names) and bool((contracts.codes("counted_by").index >= 0).any())


def by_creation(metric: Metric, tickets: Columns, commitments: Columns, contracts: Columns, declared: str) -> Flags:
    """The tickets that are counted in the month of their creation: those of a contract that says so, where a ticket
    names none of the contract whose commitment applies; the others as portal.yml declares."""
    said = {name: of for name, of in zip(contracts.texts("contract"), contracts.texts("counted_by"), strict=True) if of}
    lines = list(zip(commitments.texts("commitment"), commitments.texts("contract"), strict=True))
    contract, line = tickets.codes("contract"), tickets.codes(f"{metric}_commitment")

    def of(variant: str) -> Flags:
        mine = [name for name, one in said.items() if one == variant]
        named = line.is_(*(name for name, under in lines if under in mine))
        return contract.is_(*mine) | ((contract.index < 0) & named)

    return of(CREATION) | (~of("stop") if declared == CREATION else np.zeros(len(tickets), bool))


def apart(rows: Slice, project: Project) -> tuple[str, ...]:
    """The rates of which some ticket of a client is counted by another variant than portal.yml's."""
    tickets, commitments, contracts = (Columns(rows.tables[name]) for name in ("tickets", "commitments", "contracts"))
    if not declare(contracts):
        return ()
    found = []
    for metric in RATES:
        declared = project.figures.get(f"{metric}_met", FigureSettings()).variant
        created = by_creation(metric, tickets, commitments, contracts, declared)
        if (created != (declared == CREATION)).any():
            found.append(f"{metric}_met")
    return tuple(found)


def months_of(metric: Metric, tickets: Columns, created: Flags) -> Codes:
    """The month in which each ticket is counted."""
    first, then = tickets.codes("created_month"), tickets.codes(_STOPS[metric])
    index = np.where(created, first.index, np.where(then.index >= 0, then.index + len(first.names), -1))
    return Codes(index, (*first.names, *then.names))


def variant_of(metric: Metric, tickets: Columns, created: Flags, months: Collection[str], declared: str) -> str:
    """The one variant by which the tickets of these months that have a commitment are counted, else BY_CONTRACT."""
    inside = months_of(metric, tickets, created).is_(*months) & (tickets.codes(f"{metric}_commitment").index >= 0)
    ways = {bool(way) for way in np.unique(created[inside])}
    if len(ways) > 1:
        return BY_CONTRACT
    stop = {"tto": "ownership", "ttr": "resolution"}[metric]
    return {True: CREATION, False: stop}[ways.pop()] if ways else declared
