"""How full things are, and when they would be full."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from math import floor, isnan

from clairevoie.figures.columns import Columns
from clairevoie.figures.measured import Fact, figures, months_at
from clairevoie.figures.primitives import By
from clairevoie.figures.registry import Scope, kpi
from clairevoie.figures.zones import DAY, epoch
from clairevoie.portal import Figure, Text

WINDOW, LEAST, SPREAD, FARTHEST = 180, 5, 28, 1095  # days of measures, their number, the days between first and last
Measure = tuple[int, float, float | None]  # at (epoch seconds), value, limit
_NONE: Measure = (0, 0.0, None)


@kpi(
    "capacity_used",
    label=Text("Capacité utilisée", "Capacity used"),
    sentence=Text(
        "La part de la capacité d'un équipement qui est prise à la dernière mesure.",
        "The share of an item's capacity that is taken at the last measure.",
    ),
    formula=Text("Dernière valeur mesurée ÷ limite", "Last value measured ÷ limit"),
    unit="ratio",
    direction="down",
    fed_by="capacity",
    addends="capacity: ci metric at value limit",
    edge_cases=(
        (Text("Sans limite connue", "Without a known limit"), Text("Non mesuré.", "Not measured.")),
        (Text("Au-delà de la limite", "Over the limit"), Text("Le taux dépasse 100 %.", "The rate goes over 100%.")),
        (
            Text("Tendance", "Trend"),
            Text(
                "Moindres carrés sur les mesures des 180 derniers jours : 5 au moins, sur 28 jours au moins.",
                "Least squares over the measures of the last 180 days: 5 at least, over 28 days at least.",
            ),
        ),
        (
            Text("Date de remplissage", "Date when it is full"),
            Text(
                "Estimée : la dernière valeur, prolongée par la tendance ; au-delà de trois ans elle n'est pas dite.",
                "Estimated: the last value, carried on by the trend; beyond three years it is not said.",
            ),
        ),
    ),
    source=Text("Supervision : capacités", "Monitoring: capacity"),
)
def capacity_used(capacity: Columns, scope: Scope) -> Iterator[Figure]:
    """By CI and metric: the last value of each month, then of as_of's day.

    Beside: value, limit; at as_of's day per_month (the trend, a ratio a 30 days) and days_left until it is full.
    """
    found = _measures(capacity)
    months = months_at(scope, capacity.instants("at")).tolist()
    last: dict[tuple[By, int], Measure] = {}
    for by, measures in found.items():
        for row, measure in measures:
            last[by, months[row]] = max(last.get((by, months[row]), _NONE), measure, key=lambda one: one[0])

    def fact(group: int, place: int) -> Fact:
        known = last.get((labels[group], place))
        return _fact(known) | {"target": scope.target} if known else {"state": "no_data"}

    labels = sorted(found)
    yield from figures(scope, labels, fact)
    for by in labels:
        series = [measure for _, measure in found[by]]
        now = _fact(series[-1])
        now["beside"] = (*now.get("beside", ()), *trend(series, epoch(scope.as_of)))
        yield Figure("capacity_used", scope.periods.today.isoformat(), "ratio", now.pop("state", "ok"), by=by,
                     target=scope.target, **now)


def trend(measures: Sequence[Measure], now: int) -> tuple[tuple[str, float | int], ...]:
    """per_month, and days_left where the line reaches the limit within three years of `now`; nothing where too little
    is known."""
    at, value, limit = measures[-1]
    recent = [((when - at) / DAY, taken) for when, taken, _ in measures if when > at - WINDOW * DAY]
    if not limit or limit < 0 or len(recent) < LEAST or recent[-1][0] - recent[0][0] < SPREAD:
        return ()
    middle, mean = sum(x for x, _ in recent) / len(recent), sum(y for _, y in recent) / len(recent)
    slope = sum((x - middle) * (y - mean) for x, y in recent) / sum((x - middle) ** 2 for x, _ in recent)
    grows = (("per_month", slope * 30 / limit),)
    if value >= limit:
        return (*grows, ("days_left", 0))
    left = (limit - value) / slope - (now - at) / DAY if slope > 0 else FARTHEST + 1.0
    return (*grows, ("days_left", max(floor(left), 0))) if left <= FARTHEST else grows


def _measures(capacity: Columns) -> dict[By, list[tuple[int, Measure]]]:
    """Row and measure of each CI and metric, oldest first."""
    found: dict[By, list[tuple[int, Measure]]] = defaultdict(list)
    columns = (capacity.texts("ci"), capacity.texts("metric"), capacity.instants("at").tolist(),
               capacity.numbers("value").tolist(), capacity.numbers("limit").tolist())
    for row, (ci, metric, at, value, limit) in enumerate(zip(*columns, strict=True)):
        found[("ci", ci), ("metric", metric)].append((row, (at, value, None if isnan(limit) else limit)))
    return {by: sorted(measures, key=lambda one: (one[1][0], one[0])) for by, measures in found.items()}


def _fact(measure: Measure) -> Fact:
    _, value, limit = measure
    if not limit or limit < 0:
        return {"state": "not_measured", "reason": "no_limit"}
    return {"value": value / limit, "beside": (("value", value), ("limit", limit))}
