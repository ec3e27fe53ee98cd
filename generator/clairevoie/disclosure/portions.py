"""Rows that are parts of a figure itself, and are granted with it: by service, by commitment, by item."""

from __future__ import annotations

from collections.abc import Iterator

from clairevoie.disclosure.happened import Line
from clairevoie.disclosure.rows import Row, where
from clairevoie.disclosure.view import View
from clairevoie.portal import Figure

_UNJUDGED = ("too_few", "no_data", "not_measured")


def uptimes(view: View) -> Iterator[Line]:
    """A service of a contract: the minutes agreed in the month, and those in which it was down."""
    for figure, by in _parts(view, "availability", "contract", "service"):
        beside = dict(figure.beside)
        if figure.value is not None and {"agreed", "down"} <= beside.keys():
            yield (figure.period, " ".join(by), by[0], view.service(by[1]), beside["agreed"], beside["down"])


def states(view: View) -> Iterator[Line]:
    """A service of a contract and its state: 0 works, 1 is degraded, 2 is interrupted."""
    for figure, by in _parts(view, "service_state", "contract", "service"):
        if figure.value is not None:
            yield figure.period, " ".join(by), by[0], view.service(by[1]), figure.value


def promises(view: View) -> Iterator[Line]:
    """A commitment of the month: met, missed, or why there is no verdict.

    Its metric, its target and what its rate is made of (tickets, or minutes of an availability) are told where that
    rate is granted too.
    """
    lines = _commitments(view)
    for figure, (contract, name) in _parts(view, "commitments_held", "contract", "commitment"):
        beside = dict(figure.beside)
        outcome = ("met" if figure.met else "missed") if figure.total else next(
            (one for one in _UNJUDGED if beside.get(one)), None)
        if outcome:
            then = _then(view, "commitments_held", figure.period, name)
            yield figure.period, name, contract, name, outcome, *_rate(view, then or lines.get(name), figure.period)


def penalties(view: View) -> Iterator[Line]:
    """A commitment that has a rule: the tickets that were late of what was missed, and what the rule gives."""
    lines = _commitments(view)
    for figure, (name,) in _parts(view, "penalty", "commitment"):
        if figure.value is not None:
            row = _then(view, "penalty", figure.period, name) or lines.get(name, Row({}))
            yield (figure.period, name, row.text("contract") or None, name, row.text("penalty") or None, figure.n,
                   figure.value, figure.currency)


def fillings(view: View) -> Iterator[Line]:
    """An item and what is measured of it: the last value of the period, and its limit."""
    for figure, by in _parts(view, "capacity_used", "ci", "metric"):
        beside = dict(figure.beside)
        if {"value", "limit"} <= beside.keys():
            yield figure.period, " ".join(by), *by, beside["value"], beside["limit"]


def _commitments(view: View) -> dict[str, Row]:
    return {row.text("commitment"): row for row in view.facts("commitments")}


def _then(view: View, kpi: str, month: str, commitment: str) -> Row | None:
    """What a commitment was when the month was closed; None where it was not, or where that was not kept."""
    closed = view.closed.get(month)
    rows = closed.rows.get(kpi) if closed else None
    found = where(rows, "name", commitment).to_pylist() if rows is not None else []
    return Row(found[0]) if found else None


def _rate(view: View, line: Row | None, period: str) -> tuple[str | float | None, ...]:
    """metric, target, met, total. line: a commitment, or what was kept of it."""
    metric = line.text("metric") if line else ""
    if line is None or not view.figure("availability" if metric == "availability" else f"{metric}_met"):
        return None, None, None, None
    if line.number("total") is not None and metric == "availability":
        return metric, line.number("target_pct"), line.number("met"), line.number("total")
    made: tuple[float | None, float | None] = (None, None)
    if metric == "availability":
        service = {"service": line.text("service")} if line.text("service") else {}
        made = _minutes(view.ledger.one("availability", period, contract=line.text("contract"), **service))
    elif rate := view.ledger.one(f"{metric}_met", period, commitment=line.text("commitment")):
        made = rate.met, rate.total
    good, whole = (None if part is None else float(part) for part in made)
    return metric, line.number("target_pct"), good, whole


def _minutes(rate: Figure | None) -> tuple[float | None, float | None]:
    """Of an availability: the minutes there, and those agreed."""
    beside = dict(rate.beside) if rate else {}
    known = {"agreed", "down"} <= beside.keys()
    return (beside["agreed"] - beside["down"], beside["agreed"]) if known else (None, None)


def _parts(view: View, kpi: str, *by: str) -> Iterator[tuple[Figure, tuple[str, ...]]]:
    for figure in view.ledger.kpi(kpi):
        if tuple(name for name, _ in figure.by) == by:
            yield figure, tuple(value for _, value in figure.by)
