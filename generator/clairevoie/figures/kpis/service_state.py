"""How services are doing now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from clairevoie.figures.columns import Columns
from clairevoie.figures.cuts import DEGRADED, INTERRUPTED, WORKS
from clairevoie.figures.registry import Scope, kpi
from clairevoie.figures.watching import Line, Watch, lines
from clairevoie.portal import Figure, Text


@kpi(
    "service_state",
    label=Text("État des services", "State of services"),
    sentence=Text(
        "L'état de chaque service à la date des données.", "The state of each service at the date of the data."
    ),
    formula=Text(
        "La pire des coupures en cours : 0 fonctionne, 1 ralenti, 2 interrompu",
        "The worst of the outages that last: 0 works, 1 slow, 2 interrupted",
    ),
    unit="state",
    direction="down",
    fed_by="monitors",
    addends="contracts: contract client start end renewal terminated; contract_services: contract service; "
            "service_cis: contract service ci group; monitors: contract service ci from to; "
            "outages: outage service ci client start end kind; "
            "cis: ci obsolete; impacts: upstream downstream group; redundancy: ci contract service group needs",
    grain="to_date",
    edge_cases=(
        (
            Text("Sans sonde", "Without a probe"),
            Text("Non mesuré, jamais « fonctionne ».", "Not measured, never \"works\"."),
        ),
        (
            Text("Équipement qui a un secours", "Item with something redundant to it"),
            Text(
                "Sa coupure ralentit le service tant que le secours tient.",
                "Its outage makes the service slow as long as what is redundant to it holds.",
            ),
        ),
        (
            Text("Équipement en amont", "Item upstream"),
            Text(
                "Sa coupure est celle de ce qui repose sur lui, de proche en proche.",
                "Its outage is one of all that stands on it, step by step.",
            ),
        ),
        (
            Text("Coupure annoncée en cours", "Planned outage that lasts"),
            Text("Le service est interrompu, et c'était prévu.", "The service is interrupted, as planned."),
        ),
        (
            Text("Contrat fini", "Contract that is over"),
            Text("Ses services ne sont plus montrés.", "Its services are gone."),
        ),
    ),
    source=Text("Supervision : sondes et coupures", "Monitoring: probes and outages"),
)
def service_state(
    contracts: Columns, contract_services: Columns, commitments: Columns, service_cis: Columns, monitors: Columns,
    outages: Columns, cis: Columns, impacts: Columns, redundancy: Columns, scope: Scope,
) -> Iterator[Figure]:
    """Of all services, the worst, with their numbers beside; then of each contract and service."""
    watch = Watch(contracts, contract_services, commitments, service_cis, monitors, outages, cis, impacts,
                  redundancy)
    found = [line for line in lines(watch, scope.as_of, scope.periods.zone) if line.term[0] <= line.now < line.term[1]]
    states = {(line.contract, line.service): severity(line) for line in found}
    seen = Counter(states.values())
    measured = [state for state in states.values() if state is not None]
    beside = (("working", seen[WORKS]), ("degraded", seen[DEGRADED]), ("interrupted", seen[INTERRUPTED]),
              ("not_measured", seen[None]))
    if not measured:
        yield scope.absent("to_date", "not_measured", "no_monitor")
    else:
        yield Figure("service_state", "to_date", "state", "ok", max(measured), n=len(measured), beside=beside)
    yield from _each(scope, found)


def severity(line: Line) -> int | None:
    """0 works, 1 degraded, 2 interrupted; None where no monitor watches it."""
    if not line.is_watched:
        return None
    worst = line.worst()
    return worst.severity if worst else WORKS


def _each(scope: Scope, found: Sequence[Line]) -> Iterator[Figure]:
    for line in found:
        state, worst = severity(line), line.worst()
        by = (("contract", line.contract), ("service", line.service))
        if state is None:
            yield scope.absent("to_date", "not_measured", "no_monitor", by)
        else:
            planned = (("planned", 1),) if worst and worst.planned else ()
            yield Figure("service_state", "to_date", "state", "ok", state, by, 1, beside=planned)
