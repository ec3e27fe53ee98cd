"""What became of every commitment line, month by month: tickets picked up or restored in time, services there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

from clairevoie.figures.columns import Columns
from clairevoie.figures.commitment import in_force_until
from clairevoie.figures.periods import month_after, month_start
from clairevoie.figures.promises import met
from clairevoie.figures.registry import REGISTRY, Scope
from clairevoie.figures.stopwatch import METRICS
from clairevoie.figures.uptime import Uptime, reaches, together, uptimes
from clairevoie.figures.watching import Watch
from clairevoie.portal import Figure
from clairevoie.project.model import FigureSettings

Outcome = Literal["held", "missed", "too_few", "no_data", "not_measured"]
Key = tuple[str, str]  # commitment, month


@dataclass(frozen=True, slots=True)
class Commitment:
    """A line with the figure of each of scope's months; None where it was not in force and nothing fell under it."""

    name: str
    contract: str
    metric: str
    target: float  # per cent
    penalty: str
    figures: tuple[Figure | None, ...]

    def outcome(self, place: int) -> Outcome | None:
        """How it came out in a month."""
        figure = self.figures[place]
        if figure is None:
            return None
        match figure.state:
            case "not_measured" | "no_data" | "too_few" as without:
                return without
        if figure.met is not None and figure.total:
            return "held" if figure.met * 100 >= self.target * figure.total else "missed"
        return "held" if reaches(figure, self.target) else "missed"


def commitments_of(tickets: Columns, watch: Watch, scope: Scope) -> tuple[Commitment, ...]:
    """Every commitment line, by contract and id; worked out once for the same tables."""
    key = f"commitments {scope.as_of} {scope.periods.zone} {scope.periods.names[0]}"
    return watch.commitments.once(key, lambda: _commitments(tickets, watch, scope))


def _commitments(tickets: Columns, watch: Watch, scope: Scope) -> tuple[Commitment, ...]:
    running = _running(watch.contracts, scope)
    found = _clocks(tickets, watch, scope) | _availabilities(watch, scope)
    rows = sorted(watch.commitments.table.to_pylist(), key=lambda row: (row["contract"], row["commitment"]))
    return tuple(Commitment(
        row["commitment"], row["contract"], row["metric"], row["target_pct"], row["penalty"] or "",
        tuple(_given(found.get((row["commitment"], month)), month in running.get(row["contract"], ()))
              for month in scope.periods.names)) for row in rows)


def _given(figure: Figure | None, running: bool) -> Figure | None:
    return figure if running or (figure and figure.total) else None


def _running(contracts: Columns, scope: Scope) -> dict[str, set[str]]:
    """The months in which each contract is in force on a day."""
    found: dict[str, set[str]] = {}
    for row in contracts.table.to_pylist():
        last = in_force_until(row["renewal"] or "", row["end"], row["terminated"]) or date.max
        found[row["contract"]] = {
            month for month in scope.periods.names
            if row["start"] <= month_after(month) - timedelta(days=1) and month_start(month) <= last}
    return found


def _clocks(tickets: Columns, watch: Watch, scope: Scope) -> dict[Key, Figure]:
    found: dict[Key, Figure] = {}
    for metric in METRICS:
        own = _scoped(scope, f"{metric}_met")
        for figure in met(own, metric, tickets, watch.commitments, watch.contracts):
            name = dict(figure.by).get("commitment")
            if name:
                found[name, figure.period] = figure if len(tickets) else own.absent(
                    figure.period, "not_measured", "no_source", figure.by)
    return found


def _scoped(scope: Scope, kpi: str) -> Scope:
    return replace(scope, definition=REGISTRY[kpi].settled(scope.project),
                   settings=scope.project.figures.get(kpi, FigureSettings()))


def _availabilities(watch: Watch, scope: Scope) -> dict[Key, Figure]:
    own = _scoped(scope, "availability")
    services, months = uptimes(watch, scope)
    found: dict[Key, Figure] = {}
    for row in watch.commitments.table.to_pylist():
        if row["metric"] == "availability":
            mine = [uptime for line, uptime in zip(services, months, strict=True)
                    if line.contract == row["contract"] and row["service"] in (None, "", line.service)]
            for place, month in enumerate(scope.periods.names):
                found[row["commitment"], month] = _figure(own, row, month, together([part[place] for part in mine]))
    return found


def _figure(scope: Scope, row: Mapping[str, Any], month: str, uptime: Uptime) -> Figure:
    by = (("commitment", row["commitment"]),)
    facts: dict[str, Any] = {"state": "ok", **uptime.facts()}
    return Figure(scope.definition.kpi, month, "ratio", by=by, target=row["target_pct"] / 100, **facts)
