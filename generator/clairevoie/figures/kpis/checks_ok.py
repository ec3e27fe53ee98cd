"""Backups, restores, patches, certificates: how many went well."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from clairevoie.figures.columns import Columns
from clairevoie.figures.measured import groups, months_at, shares
from clairevoie.figures.primitives import cells, count_by, grouped, ratio_by
from clairevoie.figures.registry import Scope, kpi
from clairevoie.portal import Figure, Text


@kpi(
    "checks_ok",
    label=Text("Contrôles réussis", "Checks passed"),
    sentence=Text(
        "La part des contrôles du mois (sauvegardes, restaurations, correctifs, certificats) qui ont réussi.",
        "The share of the month's checks (backups, restores, patches, certificates) that passed.",
    ),
    formula=Text("Contrôles réussis ÷ contrôles du mois", "Checks that passed ÷ checks of the month"),
    unit="ratio",
    direction="up",
    fed_by="checks",
    addends="checks: check kind at result",
    minimum=5,
    edge_cases=(
        (Text("Contrôle partiel", "Partial check"), Text("Non réussi ; compté à côté.", "Not passed; counted beside.")),
        (
            Text("Contrôle qui n'a pas eu lieu", "Check that did not take place"),
            Text("Inconnu de la source : il n'est pas compté.", "Unknown to the source: it is not counted."),
        ),
        (
            Text("Contrôle autour de minuit", "Check around midnight"),
            Text("Son mois est celui du fuseau du client.", "Its month is that of the client's zone."),
        ),
    ),
    source=Text("Supervision : contrôles", "Monitoring: checks"),
)
def checks_ok(checks: Columns, scope: Scope) -> Iterator[Figure]:
    """By kind, by service, by kind and service; beside: partial, failed."""
    both = grouped(len(checks), kind=checks.codes("kind"), service=checks.codes("service"))
    of = cells(months_at(scope, checks.instants("at")), len(scope.periods.names),
               [*groups(checks, ("kind", "service")), both])
    result = checks.codes("result")
    met, total = ratio_by(of, result.is_("ok"), np.ones(len(checks), bool))
    beside = {name: count_by(of, result.is_(name)) for name in ("partial", "failed")}
    return shares(scope, of.labels, met, total, beside=beside)
