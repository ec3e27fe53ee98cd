"""How much of the agreed time a service was there."""

from __future__ import annotations

from collections.abc import Iterator

from clairevoie.figures.columns import Columns
from clairevoie.figures.measured import Fact, figures
from clairevoie.figures.primitives import By
from clairevoie.figures.registry import Scope, kpi
from clairevoie.figures.uptime import together, uptimes
from clairevoie.figures.watching import Watch
from clairevoie.portal import Figure, Text


@kpi(
    "availability",
    label=Text("Disponibilité", "Availability"),
    sentence=Text(
        "La part du temps convenu pendant laquelle le service n'était pas interrompu.",
        "The share of the agreed time in which the service was not interrupted.",
    ),
    formula=Text(
        "(Temps de service convenu − coupures qui y tombent) ÷ temps de service convenu",
        "(Agreed service time − outages within it) ÷ agreed service time",
    ),
    unit="ratio",
    direction="up",
    fed_by="monitors",
    addends="contracts: contract client start end renewal terminated calendar; contract_services: contract service; "
            "commitments: commitment contract service metric calendar target_pct; service_cis: contract service ci "
            "group; monitors: contract service ci from to; outages: outage service ci client start end kind; "
            "cis: ci obsolete; impacts: upstream downstream group; redundancy: ci contract service group needs",
    edge_cases=(
        (
            Text("Temps convenu", "Agreed time"),
            Text(
                "Le calendrier de l'engagement, sinon celui du contrat, tant que le contrat court.",
                "The commitment's calendar, else the contract's, as long as the contract runs.",
            ),
        ),
        (
            Text("Coupures qui se recouvrent", "Outages that overlap"),
            Text("Le même temps n'est compté qu'une fois.", "The same time is counted once."),
        ),
        (Text("Service dégradé", "Degraded service"), Text("Il n'est pas interrompu.", "It is not interrupted.")),
        (
            Text("Coupure annoncée", "Planned outage"),
            Text(
                "Ce qu'elle suffit à interrompre n'est pas une coupure.",
                "What it interrupts by itself is no outage.",
            ),
        ),
        (
            Text("Coupure d'un équipement", "Outage of an item"),
            Text(
                "Elle compte pour les services qui reposent sur lui, même de loin, tant qu'aucun secours ne tient.",
                "It counts for the services that stand on it, even from afar, unless what is redundant holds.",
            ),
        ),
        (
            Text("Coupure en cours", "Outage that lasts"),
            Text("Comptée jusqu'à la date des données.", "Counted up to the date of the data."),
        ),
        (
            Text("Temps sans sonde", "Time without a probe"),
            Text(
                "Retiré du temps convenu ; un mois sans sonde n'est pas mesuré.",
                "Taken out of the agreed time; a month without a probe is not measured.",
            ),
        ),
        (
            Text("Plusieurs services", "Several services"),
            Text("Somme des temps ÷ somme des temps.", "Sum of times ÷ sum of times."),
        ),
    ),
    source=Text("Supervision : sondes et coupures", "Monitoring: probes and outages"),
)
def availability(
    contracts: Columns, contract_services: Columns, commitments: Columns, service_cis: Columns, monitors: Columns,
    outages: Columns, cis: Columns, impacts: Columns, redundancy: Columns, scope: Scope,
) -> Iterator[Figure]:
    """Of all services, each contract, each service of one; beside: outages, and in minutes longest, down, agreed."""
    watch = Watch(contracts, contract_services, commitments, service_cis, monitors, outages, cis, impacts,
                  redundancy)
    found, each = uptimes(watch, scope)
    contracts_of = sorted({line.contract for line in found})
    groups = [each, *([one for one, line in zip(each, found, strict=True) if line.contract == contract]
                      for contract in contracts_of)]
    labels: list[By] = [(), *((("contract", name),) for name in contracts_of),
                        *((("contract", line.contract), ("service", line.service)) for line in found)]
    grid = [*([together(parts) for parts in zip(*group, strict=True)] for group in groups), *each]
    promised = {row["contract"]: row["target_pct"] / 100 for row in commitments.table.to_pylist()
                if row["metric"] == "availability" and not row["service"]}
    targets = [scope.target, *(promised.get(name, scope.target) for name in contracts_of),
               *(scope.target if line.target is None else line.target / 100 for line in found)]

    def fact(group: int, place: int) -> Fact:
        return {**grid[group][place].facts(), "target": targets[group]}

    return figures(scope, labels if found else [], fact)
