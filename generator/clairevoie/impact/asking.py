"""A question → its answer: what falls, whose it is, what was promised, what it is worth, whom to call."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from clairevoie.impact.answer import Agreed, Answer, Call, Effect, Exposed, Hit, Item, Promised, Served, Why, Work
from clairevoie.impact.estate import Estate
from clairevoie.impact.fall import DEGRADED, DOWN, IMPACTED, Fall, fall
from clairevoie.impact.paths import paths
from clairevoie.impact.questions import Subject, fails
from clairevoie.impact.worth import exposed, supplies

_OPEN = ("new", "assigned", "pending", "waiting_approval")
Reasons = dict[str, dict[Why, None]]  # in the order in which they were found


def down(estate: Estate, subjects: Iterable[Subject]) -> Answer:
    """What happens when all of these fail together."""
    asked = tuple(subjects)
    fallen = fall(estate.graph, set[int]().union(*(fails(estate, one) for one in asked)))
    return _answer(estate, asked, fallen, {})


def leaves(estate: Estate, subjects: Iterable[Subject]) -> Answer:
    """What happens when these leave: what they hold fails, what they feed and what they are promised ends."""
    asked = tuple(subjects)
    fallen = fall(estate.graph, set[int]().union(*(fails(estate, one) for one in asked)))
    reasons: Reasons = {}
    for one in asked:
        _ends(estate, one, reasons)
    people = {one.key for one in asked if one.kind == "person"}
    return replace(_answer(estate, asked, fallen, reasons), work=_work(estate, people),
                   tickets=_tickets(estate, people))


def _ends(estate: Estate, subject: Subject, reasons: Reasons) -> None:
    if subject.kind == "contract" and subject.key in estate.contracts:
        reasons.setdefault(subject.key, {})["leaves"] = None
    if subject.kind == "client":
        for contract, row in estate.contracts.items():
            if row["client"] == subject.key:
                reasons.setdefault(contract, {})["leaves"] = None
    for work in _work(estate, {subject.key} if subject.kind == "person" else set()):
        if work.contract in estate.contracts:
            reasons.setdefault(work.contract, {})["assigned"] = None


def _answer(estate: Estate, asked: tuple[Subject, ...], fallen: Fall, reasons: Reasons) -> Answer:
    ways = paths(fallen)
    gone, weak = _items(estate, fallen, ways, IMPACTED), _items(estate, fallen, ways, DEGRADED)
    named = _items(estate, fallen, ways, DOWN)
    services = _services(estate, fallen, ways)
    providers = {one.key for one in asked if one.kind == "provider"}
    hit = {item.ci for item in (*named, *gone)}
    contracts = _contracts(estate, services, hit, providers, reasons)
    clients = _clients(estate, (*named, *gone), contracts)
    return Answer(
        tuple(map(str, asked)), named, gone, weak, services, contracts, clients,
        _calls(estate, {one.client for one in clients}, hit, providers),
        supplies(estate, providers, {one.contract for one in contracts if "leaves" in one.why}),
        unplaced=_unplaced(estate, providers))


def _items(estate: Estate, fallen: Fall, ways: Mapping[int, tuple[int, ...]], state: int) -> tuple[Item, ...]:
    known = estate.graph.cis
    items = [Item(ci, estate.name(ci), estate.cis[ci]["client"] or "", estate.labels(ways[node]))
             for node in fallen.nodes(state) if node < len(known) for ci in (known[node],)]
    return tuple(sorted(items, key=lambda item: (item.client, item.name, item.ci)))


def _services(estate: Estate, fallen: Fall, ways: Mapping[int, tuple[int, ...]]) -> tuple[Served, ...]:
    found = []
    for node in fallen.nodes(DEGRADED, IMPACTED, DOWN):
        if node >= len(estate.graph.cis):
            contract, service = estate.graph.services[node - len(estate.graph.cis)]
            if contract in estate.contracts:
                effect: Effect = "degraded" if fallen.state[node] == DEGRADED else "interrupted"
                promised = _promised(estate, contract, service) if effect == "interrupted" else ()
                found.append(Served(contract, estate.contracts[contract]["client"], service,
                                    estate.services.get(service) or service, effect, estate.labels(ways[node]),
                                    promised))
    return tuple(sorted(found, key=lambda one: (one.client, one.contract, one.effect != "interrupted", one.name)))


def _promised(estate: Estate, contract: str, service: str) -> tuple[Promised, ...]:
    """What was promised of incidents on this service, and of its availability: the most specific that applies."""
    about = [row for row in estate.promised.get(contract, ()) if row["service"] in (None, service)]
    priorities = {row["priority"] for row in about}
    found = {row["commitment"]: row for metric in {row["metric"] for row in about} for priority in priorities
             for row in _applying([row for row in about if row["metric"] == metric], priority)}
    lines = [Promised(row["commitment"], row["priority"] or "", row["metric"], row["limit"] or "", row["calendar"],
                      row["target_pct"]) for row in found.values()]
    return tuple(sorted(lines, key=lambda one: (one.priority, one.metric, one.commitment)))


def _applying(rows: Iterable[Mapping[str, Any]], priority: str | None) -> list[Mapping[str, Any]]:
    """Of the rows that are about a priority (None: any that no row names) those that say most; equals, all of them."""
    said = [(sum(row[name] is not None for name in ("service", "ticket_kind", "priority")), row) for row in rows
            if row["priority"] in (None, priority)]
    most = max((count for count, _ in said), default=0)
    return [row for count, row in said if count == most]


def _contracts(estate: Estate, services: tuple[Served, ...], hit: set[str], providers: set[str],
               reasons: Reasons) -> tuple[Agreed, ...]:
    touched: dict[str, list[Served]] = defaultdict(list)
    for one in services:
        touched[one.contract].append(one)
        reasons.setdefault(one.contract, {})["service"] = None
    held = {contract: sum(ci in hit for ci in cis) for contract, cis in estate.held.items()}
    for contract, count in held.items():
        if count:
            reasons.setdefault(contract, {})["contract"] = None
    for supply in estate.supplied(providers):
        for contract in estate.feeders.get(supply, ()):
            reasons.setdefault(contract, {})["fed"] = None
    found = [_agreed(estate, contract, tuple(why), touched[contract], held.get(contract, 0))
             for contract, why in reasons.items()]
    return tuple(sorted(found, key=lambda one: (one.client, one.contract)))


def _agreed(estate: Estate, contract: str, why: tuple[Why, ...], services: list[Served], cis: int) -> Agreed:
    row = estate.contracts[contract]
    worth: Exposed = exposed(estate, contract, None if "leaves" in why else {one.service for one in services})
    broken = sum(one.effect == "interrupted" for one in services)
    return Agreed(contract, row["name"], row["client"], why, broken, len(services) - broken, cis, worth,
                  estate.terms[contract])


def _clients(estate: Estate, items: tuple[Item, ...], contracts: tuple[Agreed, ...]) -> tuple[Hit, ...]:
    reasons: Reasons = {}
    for item in items:
        if item.client in estate.clients:
            reasons.setdefault(item.client, {})["owner"] = None
    for one in contracts:
        reasons.setdefault(one.client, {}).update(dict.fromkeys(one.why))
    names = {client: row["name"] or client for client, row in estate.clients.items()}
    return tuple(Hit(client, names.get(client, client), tuple(why)) for client, why in
                 sorted(reasons.items(), key=lambda pair: (names.get(pair[0], pair[0]), pair[0])))


def _calls(estate: Estate, clients: set[str], hit: set[str], providers: set[str]) -> tuple[Call, ...]:
    """Who has a place in the escalation, who is named beside an item that is hit; the provider's people first."""
    beside = {row["contact"] for row in estate.rows("ci_contacts", "ci", "contact") if row["ci"] in hit}
    columns = ("contact", "client", "provider", "name", "role", "phone", "email", "hours", "escalation")
    rows = [row for row in estate.rows("contacts", *columns)
            if row["provider"] in providers or row["contact"] in beside
            or (row["client"] in clients and row["escalation"] is not None)]
    found = [Call(row["contact"], row["name"], row["role"] or "", row["phone"] or "", row["email"] or "",
                  row["hours"] or "", row["escalation"], row["client"] or "", row["provider"] or "") for row in rows]
    return tuple(sorted(found, key=lambda one: (not one.provider, one.client, one.escalation or 99, one.name,
                                                one.contact)))


def _unplaced(estate: Estate, providers: set[str]) -> tuple[str, ...]:
    """Items of clients that name no provider and stand on nothing that is known: they may stand on one that leaves."""
    if not providers:
        return ()
    graph = estate.graph
    held = {row["ci"] for row in estate.rows("provider_contract_cis", "provider_contract", "ci")
            if estate.supplies(row["provider_contract"])}
    return tuple(sorted(ci for ci, node in graph.place.items()
                        if estate.cis[ci]["client"] and not estate.cis[ci]["provider"] and not graph.obsolete[node]
                        and graph.up.start[node] == graph.up.start[node + 1] and ci not in held))


def _work(estate: Estate, people: set[str]) -> tuple[Work, ...]:
    columns = ("person", "client", "contract", "from", "to", "share")
    found = [Work(row["client"] or "", row["contract"] or "", row["from"], row["to"], row["share"])
             for row in estate.rows("assignments", *columns) if row["person"] in people and row["to"] >= estate.today]
    return tuple(sorted(found, key=lambda one: (one.start, one.end, one.client, one.contract, one.share)))


def _tickets(estate: Estate, people: set[str]) -> tuple[str, ...]:
    return tuple(sorted(row["ticket"] for row in estate.rows("tickets", "ticket", "status", "person")
                        if row["person"] in people and row["status"] in _OPEN))
