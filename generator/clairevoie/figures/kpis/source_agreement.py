"""What the source says, and what we say."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from clairevoie.figures.agreement import verdicts
from clairevoie.figures.columns import Columns
from clairevoie.figures.measured import shares
from clairevoie.figures.primitives import By, Grid, cells, count_by, everything
from clairevoie.figures.registry import Scope, kpi
from clairevoie.figures.stopwatch import METRICS
from clairevoie.portal import Figure, Text

_MONTHS = {"tto": "owned_month", "ttr": "resolved_month"}


@kpi(
    "source_agreement",
    label=Text("Accord avec l'outil de tickets", "Agreement with the ticket tool"),
    sentence=Text(
        "La part des verdicts du mois sur lesquels l'outil de tickets et nous disons la même chose.",
        "The share of the month's verdicts on which the ticket tool and we say the same.",
    ),
    formula=Text("Verdicts égaux ÷ verdicts que les deux donnent", "Equal verdicts ÷ verdicts that both give"),
    unit="ratio",
    direction="up",
    fed_by="tickets",
    addends="tickets: ticket tto ttr source_tto_met source_ttr_met",
    minimum=5,
    edge_cases=(
        (
            Text("Deux horloges", "Two clocks"),
            Text(
                "La prise en charge et le rétablissement d'un ticket sont deux verdicts, chacun à son mois.",
                "A ticket's pick-up and its restoration are two verdicts, each in its month.",
            ),
        ),
        (
            Text("Sans engagement", "Without commitment"),
            Text("Ce que l'outil en dit n'est pas un verdict.", "What the tool says of it is no verdict."),
        ),
        (
            Text("L'outil ne dit rien", "The tool says nothing"),
            Text("Exclu, et compté comme tel.", "Left out, and counted as such."),
        ),
    ),
    source=Text("Verdicts de l'outil de tickets", "Verdicts of the ticket tool"),
)
def source_agreement(tickets: Columns, scope: Scope) -> Iterator[Figure]:
    """Of both clocks, then of each metric; beside: source_met and met, of what both judge."""
    found: dict[str, list[Grid]] = {}
    for metric in METRICS:
        places = scope.periods.places(tickets.codes(_MONTHS[metric]))
        of, both = cells(places, len(scope.periods.names), [everything(len(tickets))]), verdicts(tickets, metric)
        for name, rows in (
            ("agree", both.compared & ~both.differ), ("total", both.compared), ("no_commitment", both.alone),
            ("source_silent", both.silent), ("source_met", both.compared & both.source),
            ("met", both.compared & both.ours),
        ):
            found.setdefault(name, []).append(count_by(of, rows))
    labels: list[By] = [(), *((("metric", metric),) for metric in METRICS)]
    grids = {name: np.concatenate([sum(parts[1:], parts[0]), *parts]) for name, parts in found.items()}
    return shares(scope, labels, grids["agree"], grids["total"],
                  {name: grids[name] for name in ("no_commitment", "source_silent")},
                  {name: grids[name] for name in ("source_met", "met")}, unknown="source_silent")
