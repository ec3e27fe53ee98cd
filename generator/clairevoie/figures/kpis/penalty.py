"""What the contract's rules give on missed commitments, as an information."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from clairevoie.figures.columns import Columns
from clairevoie.figures.measured import Fact, figures
from clairevoie.figures.outcomes import Commitment, commitments_of
from clairevoie.figures.primitives import By
from clairevoie.figures.registry import Scope, kpi
from clairevoie.figures.watching import Watch
from clairevoie.portal import Figure, Text
from clairevoie.tables.penalties import Penalty
from clairevoie.tables.penalties import penalty as rule_of


@dataclass(frozen=True, slots=True)
class Ruled:
    """A commitment with its rule, the monthly fee of its contract in cents (None: not known) and its currency."""

    line: Commitment
    rule: Penalty
    fee: int | None
    currency: str


@kpi(
    "penalty",
    label=Text("Pénalités, pour information", "Penalties, as an information"),
    sentence=Text(
        "Ce que les règles du contrat donnent sur les engagements manqués du mois, hors taxes.",
        "What the contract's rules give on the month's missed commitments, without tax.",
    ),
    formula=Text(
        "Somme des règles déclarées sur les engagements manqués",
        "Sum of the declared rules over the missed commitments",
    ),
    unit="money",
    direction="down",
    fed_by="commitments",
    addends="commitments: commitment contract service ticket_kind priority metric limit calendar target_pct penalty; "
            "tickets: ticket tto ttr; contracts: contract client start end renewal terminated calendar monthly_fee "
            "currency; contract_services: contract service; service_cis: contract service ci group; "
            "monitors: contract service ci from to; outages: outage service ci client start end kind; "
            "cis: ci obsolete; impacts: upstream downstream group; redundancy: ci contract service group needs",
    edge_cases=(
        (Text("Sans règle déclarée", "Without a declared rule"), Text("Non mesuré.", "Not measured.")),
        (
            Text("Trop peu de tickets", "Too few tickets"),
            Text("Sans verdict, donc sans pénalité ; compté à côté.", "No verdict, so no penalty; counted beside."),
        ),
        (
            Text("Par ticket, par point, par heure", "Per ticket, per point, per hour"),
            Text(
                "Chaque ticket en retard ; chaque point d'écart, chaque heure de trop, commencés.",
                "Each late ticket; each point below the target, each hour too many, once begun.",
            ),
        ),
        (
            Text("Arrondi", "Rounding"),
            Text("Au centime, une fois chacun, plafond compris.", "To the cent, once a commitment, cap included."),
        ),
        (Text("Mois en cours", "Running month"), Text("Estimé.", "Estimated.")),
        (Text("Plusieurs devises", "Several currencies"), Text("Jamais additionnées.", "Never added.")),
    ),
    source=Text("Engagements du contrat, tickets, supervision", "Contract commitments, tickets, monitoring"),
)
def penalty(
    tickets: Columns, contracts: Columns, contract_services: Columns, commitments: Columns, service_cis: Columns,
    monitors: Columns, outages: Columns, cis: Columns, impacts: Columns, redundancy: Columns, scope: Scope,
) -> Iterator[Figure]:
    """Of all contracts in the client's currency, of each contract, of each commitment that has a rule.

    n: the late tickets of what was missed. Beside: missed, too_few, not_measured.
    """
    watch = Watch(contracts, contract_services, commitments, service_cis, monitors, outages, cis, impacts,
                  redundancy)
    terms = {row["contract"]: row for row in contracts.table.to_pylist()}
    ruled = [_ruled(line, rule, terms.get(line.contract, {}), scope) for line in commitments_of(tickets, watch, scope)
             if (rule := rule_of(line.penalty))]
    groups = _groups(ruled, scope)

    def fact(group: int, place: int) -> Fact:
        return _fact(groups[labels[group]], place, place > scope.periods.whole)

    labels = list(groups)
    return figures(scope, labels, fact)


def owed(one: Ruled, place: int) -> int | None:
    """What a missed commitment costs in a month, in cents; None where it takes a fee that is not known."""
    if one.rule.needs_fee and one.fee is None:
        return None
    fee, rule = Decimal(one.fee or 0), one.rule
    cents = rule.amount.cents(fee) * _times(one, place)
    if rule.most:
        cents = min(cents, rule.most.cents(fee))
    return int(cents.quantize(Decimal(1), ROUND_HALF_UP))


def _times(one: Ruled, place: int) -> Decimal:
    """How many steps of its unit are begun."""
    figure, target = one.line.figures[place], Decimal(str(one.line.target))
    assert figure is not None
    if not one.rule.unit:
        return Decimal(1)
    if one.rule.unit == "ticket":
        return _begun(Decimal((figure.total or 0) - (figure.met or 0)), one.rule.step)
    beside = {name: Decimal(str(round(value * 60))) for name, value in figure.beside if name in ("agreed", "down")}
    if one.rule.unit == "hour":
        allowed = beside["agreed"] * (100 - target) / 100
        return _begun((beside["down"] - allowed) / 3600, one.rule.step)
    good, whole = (figure.met, figure.total) if figure.total else (beside["agreed"] - beside["down"], beside["agreed"])
    return _begun((target * Decimal(whole or 1) - 100 * Decimal(good or 0)) / Decimal(whole or 1), one.rule.step)


def _begun(amount: Decimal, step: Decimal) -> Decimal:
    return (amount / step).quantize(Decimal("1e-9")).to_integral_value(ROUND_CEILING)


def _ruled(line: Commitment, rule: Penalty, terms: Mapping[str, object], scope: Scope) -> Ruled:
    fee, currency = terms.get("monthly_fee"), terms.get("currency")
    return Ruled(line, rule, fee if isinstance(fee, int) else None, str(currency or scope.currency))


def _groups(ruled: Sequence[Ruled], scope: Scope) -> dict[By, list[Ruled]]:
    found: dict[By, list[Ruled]] = {(): []}
    for one in ruled:
        found[()] += [one] if one.currency == scope.currency else []
        if one.currency != scope.currency:
            found.setdefault((("currency", one.currency),), []).append(one)
        found.setdefault((("contract", one.line.contract),), []).append(one)
        found.setdefault((("commitment", one.line.name),), []).append(one)
    return dict(sorted(found.items()))


def _fact(mine: Sequence[Ruled], place: int, running: bool) -> Fact:
    outcomes = [(one, outcome) for one in mine if (outcome := one.line.outcome(place))]
    if not outcomes:
        return {"state": "no_data" if mine else "not_measured", "reason": None if mine else "no_rule"}
    missed = [one for one, outcome in outcomes if outcome == "missed"]
    few, lost = (sum(outcome == of for _, outcome in outcomes) for of in ("too_few", "not_measured"))
    apart = tuple((of, count) for of, count in (("too_few", few), ("not_measured", lost)) if count)
    beside = (("missed", len(missed)), *apart)
    sums = [owed(one, place) for one in missed]
    if None in sums:
        return {"state": "not_measured", "reason": "no_fee", "beside": beside}
    if lost == len(outcomes):
        return {"state": "not_measured", "reason": "no_verdict", "beside": beside}
    if not any(outcome in ("held", "missed") for _, outcome in outcomes):
        return {"state": "too_few" if few else "no_data", "n": 0, "beside": beside}
    late = sum((figure.total or 0) - (figure.met or 0) for one in missed if (figure := one.line.figures[place]))
    value = Decimal(sum(cents or 0 for cents in sums)).scaleb(-2)
    return {"value": value, "n": late, "beside": beside, "currency": mine[0].currency,
            "state": "estimated" if running else "ok"}
