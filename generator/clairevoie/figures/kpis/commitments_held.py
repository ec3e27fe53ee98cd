"""How many promises were kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from clairevoie.figures.columns import Columns
from clairevoie.figures.measured import Fact, figures
from clairevoie.figures.outcomes import Outcome, commitments_of
from clairevoie.figures.primitives import By
from clairevoie.figures.registry import Scope, kpi
from clairevoie.figures.watching import Watch
from clairevoie.portal import Figure, Text


@kpi(
    "commitments_held",
    label=Text("Engagements tenus", "Commitments held"),
    sentence=Text(
        "La part des engagements du mois qui ont atteint leur objectif.",
        "The share of the month's commitments that reached their target.",
    ),
    formula=Text(
        "Engagements dont le taux atteint l'objectif ÷ engagements qui ont un verdict",
        "Commitments whose rate reaches the target ÷ commitments with a verdict",
    ),
    unit="ratio",
    direction="up",
    fed_by="commitments",
    addends="commitments: commitment contract service ticket_kind priority metric limit calendar target_pct; "
            "tickets: ticket tto ttr; contracts: contract client start end renewal terminated calendar; "
            "contract_services: contract service; service_cis: contract service ci group; "
            "monitors: contract service ci from to; outages: outage service ci client start end kind; "
            "cis: ci obsolete; impacts: upstream downstream group; redundancy: ci contract service group needs",
    edge_cases=(
        (
            Text("Exactement à l'objectif", "Exactly at the target"),
            Text("L'engagement est tenu.", "The commitment is held."),
        ),
        (
            Text("Trop peu de tickets, non mesuré", "Too few tickets, not measured"),
            Text("Sans verdict : comptés à côté.", "No verdict: counted beside."),
        ),
        (
            Text("Aucun ticket dans le mois", "No ticket in the month"),
            Text("Sans verdict non plus : ni tenu, ni manqué.", "No verdict either: neither held nor missed."),
        ),
        (
            Text("Contrat qui ne court pas", "Contract that is not in force"),
            Text(
                "Ses engagements ne comptent que si un ticket y fut jugé.",
                "Its commitments count only if a ticket was judged on them.",
            ),
        ),
        (Text("Disponibilité", "Availability"), Text("Comprise.", "Included.")),
    ),
    source=Text("Tickets, supervision, engagements du contrat", "Tickets, monitoring, contract commitments"),
)
def commitments_held(
    tickets: Columns, contracts: Columns, contract_services: Columns, commitments: Columns, service_cis: Columns,
    monitors: Columns, outages: Columns, cis: Columns, impacts: Columns, redundancy: Columns, scope: Scope,
) -> Iterator[Figure]:
    """By contract; beside: too_few, no_data, not_measured."""
    watch = Watch(contracts, contract_services, commitments, service_cis, monitors, outages, cis, impacts,
                  redundancy)
    found = commitments_of(tickets, watch, scope)
    labels: list[By] = [(), *((("contract", name),) for name in sorted({line.contract for line in found}))]
    counts: dict[By, list[Counter[Outcome]]] = {label: [Counter() for _ in scope.periods.names] for label in labels}
    for line in found:
        for place in range(len(scope.periods.names)):
            if outcome := line.outcome(place):
                counts[()][place][outcome] += 1
                counts[(("contract", line.contract),)][place][outcome] += 1

    def fact(group: int, place: int) -> Fact:
        return _fact(counts[labels[group]][place]) | {"target": scope.target}

    return figures(scope, labels, fact)


def _fact(count: Counter[Outcome]) -> Fact:
    total = count["held"] + count["missed"]
    beside = tuple((name, count[name]) for name in ("too_few", "no_data", "not_measured") if count[name])
    cell: Fact = {"n": total, "met": count["held"], "total": total, "beside": beside}
    if total:
        return cell | {"value": count["held"] / total}
    lost = count["not_measured"] and not count["no_data"] and not count["too_few"]
    return cell | ({"state": "not_measured", "reason": "no_verdict"} if lost else {"state": "no_data"})
