"""Everything dated that a client's slice tells of its services, items and people, each as granted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from clairevoie.disclosure.contracts import notice
from clairevoie.disclosure.incidents import NEEDS
from clairevoie.disclosure.infrastructure import ci_labels
from clairevoie.disclosure.planning_effects import Felt, felt
from clairevoie.disclosure.rows import Row
from clairevoie.disclosure.view import View, end_of
from clairevoie.figures.cuts import DEGRADED, Cut, cuts
from clairevoie.figures.zones import epoch
from clairevoie.portal import Event
from clairevoie.portal.lifecycle import EventKind

DAYS: tuple[EventKind, ...] = ("commissioned", "warranty_end", "renewal_date", "end_of_life")
_TICKET = ["ticket", "created", "resolved", "title", "status", "kind", "service", "person", "requester", "open"]
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Happening:
    """An event and what it is about, by identifier: nothing of it but the event leaves here. requester: by name."""

    event: Event
    services: frozenset[str] = _NONE
    cis: frozenset[str] = _NONE
    people: frozenset[str] = _NONE
    requester: str = ""
    open: bool = False  # a ticket that is not resolved
    felt: bool = False  # what these services feel of an outage, or of planned work, that is told by itself


@dataclass(frozen=True, slots=True)
class Ties:
    """Who stands on what, in the slice; a tie that is not granted is not there."""

    of_contract: Mapping[str, frozenset[str]] = field(default_factory=dict)  # contract → services
    of_item: Mapping[str, frozenset[str]] = field(default_factory=dict)  # item → services of contracts in force
    held: Mapping[str, frozenset[str]] = field(default_factory=dict)  # contract → items


def happenings(view: View, known: Felt | None = None) -> list[Happening]:
    """Contracts, tickets, planned work, outages, dates of items and assignments, in no order.

    known: what planned work does to services, as all links together have it; None: as those of the slice do.
    """
    ties = ties_of(view)
    found = list(_changes(view, ties, known))
    for make in _MAKERS:
        found += make(view, ties)
    return found


def known(view: View, tie: Literal["service", "ci"], *, is_watched: bool) -> frozenset[str]:
    """The kinds of events of which a page about a service, or an item, is told all there are: of what nobody watches,
    no outage is recorded, and that says nothing."""
    tied = view.sees("tickets", "service") if tie == "service" else view.sees("ticket_cis", "ticket", "ci")
    tickets = view.sees("tickets", "ticket", "created") and not view.by_month("tickets") and tied
    outages = is_watched and view.sees("outages", *NEEDS, "ci") and (tie == "ci" or view.sees("outages", "service"))
    return frozenset({*(["ticket"] if tickets else []), *(["change"] if _plans(view) else []),
                      *(["outage", "degradation"] if outages else [])})


def watched(view: View, ties: Ties) -> tuple[frozenset[str], frozenset[str]]:
    """The services and the items of which outages are recorded: that a monitor names, or an outage did."""
    named = [*view.facts("monitors"), *view.facts("outages")]
    cis = frozenset(row.text("ci") for row in named if row.text("ci"))
    services = frozenset(row.text("service") for row in named if row.text("service"))
    return services | _under(ties, cis), cis


def ties_of(view: View) -> Ties:
    """The services of each contract and item, and the items of each contract."""
    running = view.in_force(view.today, view.today)
    of_contract: dict[str, set[str]] = {}
    of_item: dict[str, set[str]] = {}
    held: dict[str, set[str]] = {}
    for row in (*view.facts("contract_services"), *view.facts("service_cis")):
        of_contract.setdefault(row.text("contract"), set()).add(row.text("service"))
        if row.text("ci"):
            held.setdefault(row.text("contract"), set()).add(row.text("ci"))
            if row.text("contract") in running:
                of_item.setdefault(row.text("ci"), set()).add(row.text("service"))
    for row in view.facts("contract_cis"):
        held.setdefault(row.text("contract"), set()).add(row.text("ci"))
    return Ties(*({key: frozenset(names) for key, names in found.items()} for found in (of_contract, of_item, held)))


def _contracts(view: View, ties: Ties) -> Iterator[Happening]:
    if not view.page("contracts"):
        return
    for row in view.rows("contracts", "contract", "name", "start", "terminated"):
        name, whole = row.text("contract"), _whole(view, row.text("contract"))
        start = row.day("start")
        end = (row.day("terminated") or end_of(whole, view.today)) if view.sees("contracts", "end") else None
        last = notice(whole, end) if view.sees("contracts", "end", "notice") else None
        about = ties.of_contract.get(name, _NONE), ties.held.get(name, _NONE)
        if start:
            yield Happening(Event("contract", start, end, row.text("name"), name), *about)
        if last:
            yield Happening(Event("notice", last, None, row.text("name"), name), *about)
        if end:
            yield Happening(Event("contract_end", end, None, row.text("name"), name), *about)


def _whole(view: View, contract: str) -> Row:
    return view.facts("contracts", of=view.of_contract("contracts", contract))[0]


def _tickets(view: View, _: Ties) -> Iterator[Happening]:
    if not view.sees("tickets", "ticket", "created"):
        return
    touched: dict[str, set[str]] = {}
    for row in view.facts("ticket_cis") if view.sees("ticket_cis", "ticket", "ci") else ():
        touched.setdefault(row.text("ticket"), set()).add(row.text("ci"))
    for row in view.rows("tickets", "open", of=_recent(view)):
        created = row.instant("created")
        if created:
            event = Event("ticket", created, row.instant("resolved"), row.text("title"), row.text("ticket"), "",
                          row.text("status"), row.text("kind"))
            yield Happening(event, _one(row.text("service")), frozenset(touched.get(row.text("ticket"), ())),
                            _one(row.text("person")), row.text("requester"), bool(row.flag("open")))


def _recent(view: View) -> pa.Table:
    """The tickets of the granted months, and those that are open, as far as they are told: there may be many."""
    tickets = view.slice.tables["tickets"].select(_TICKET)
    first = pa.scalar(datetime.combine(view.since, time(), view.zone), pa.timestamp("s", "UTC"))
    return tickets.filter(pc.or_kleene(pc.greater_equal(tickets["created"], first), tickets["open"]))


def _changes(view: View, ties: Ties, known: Felt | None) -> Iterator[Happening]:
    if not _plans(view):
        return
    running = view.in_force(view.today, view.today)
    done = {} if not view.sees("interventions", "effect") else felt(view.slice.tables) if known is None else known
    touched: dict[str, set[str]] = {}
    for row in view.facts("intervention_cis"):
        touched.setdefault(row.text("intervention"), set()).add(row.text("ci"))
    for row in view.rows("interventions", "intervention", "start", "end", "status"):
        start, name = row.instant("start"), row.text("intervention")
        if start and start.date() >= view.since and row.text("status") != "cancelled":
            cis = frozenset(touched.get(name, ()))
            event = Event("change", start, row.instant("end"), row.text("title"), name, "", row.text("status"),
                          row.text("kind"), row.text("effect"))
            cut, slow = (frozenset(service for contract, service in served if contract in running)
                         for served in done.get(name, ((), ())))
            yield from _of_change(event, cis, (cut, slow - cut, _under(ties, cis) - cut - slow))


def _of_change(event: Event, cis: frozenset[str], services: tuple[frozenset[str], ...]) -> Iterator[Happening]:
    """Each service is told what it feels of it. services: those cut, those slowed, and others on what it touches."""
    cut, slow, others = services
    if event.effect not in ("outage", "degraded"):
        yield Happening(event, cut | slow | others, cis)
        return
    yield Happening(event, cut if event.effect == "outage" else cut | slow, cis)
    if event.effect == "outage" and slow:
        yield Happening(replace(event, effect="degraded"), slow, felt=True)
    if others:
        yield Happening(replace(event, effect="none"), others, felt=True)


def _plans(view: View) -> bool:
    return view.page("planning") and view.sees("interventions", "title") and not view.by_month("interventions")


def _outages(view: View, ties: Ties) -> Iterator[Happening]:
    """What is planned beside what is not: of services, of items, and what those of items do to services."""
    if not view.sees("outages", *NEEDS):
        return
    kinds: dict[str, EventKind] = {"outage": "outage", "degradation": "degradation", "planned": "planned"}
    rows = {row.text("outage"): row for row in view.rows("outages", "outage", "service", "ci")}
    for row in rows.values():
        start, kind = row.instant("start"), kinds.get(row.text("kind"))
        services = _one(row.text("service")) if view.sees("outages", "service") else _NONE
        cis = _one(row.text("ci")) if view.sees("outages", "ci") else _NONE
        if kind and start and (start.date() >= view.since or row.instant("end") is None):
            yield Happening(Event(kind, start, row.instant("end"), row.text("title")), services, cis)
    if view.sees("outages", "ci"):
        yield from _stopped(view, ties, rows)


def _stopped(view: View, ties: Ties, rows: Mapping[str, Row]) -> Iterator[Happening]:
    """What outages of items did to services, as figures judge it; what its own outage tells is not told again."""
    running = view.in_force(view.today, view.today)
    clients = {(contract, service): view.slice.client for contract, services in ties.of_contract.items()
               if contract in running for service in services}
    whole = cuts(view.slice.tables, clients, epoch(view.as_of)) if clients and len(rows) else {}
    for (_, service), found in sorted(whole.items()):
        own = [cut for cut in found if rows[cut.outage].text("service") == service]
        for cut in found:
            told = view.sees("outages", "service") and any(_covers(one, cut) for one in own)
            start, end = _instant(view, cut.start), None if cut.end is None else _instant(view, cut.end)
            if cut not in own and not told and (end is None or start.date() >= view.since):
                kind: EventKind = "planned" if cut.planned else "degradation" if cut.severity == DEGRADED else "outage"
                yield Happening(Event(kind, start, end, rows[cut.outage].text("title")), _one(service), felt=True)


def _covers(own: Cut, cut: Cut) -> bool:
    """Whether it tells as much, for as long."""
    return (own.severity >= cut.severity and own.start <= cut.start
            and (own.end is None or (cut.end is not None and cut.end <= own.end)))


def _instant(view: View, at: int) -> datetime:
    return datetime.fromtimestamp(at, view.zone)


def _dates(view: View, ties: Ties) -> Iterator[Happening]:
    """Of the client's own items that it may name; those that are gone have no date to come."""
    labels, granted = ci_labels(view), [kind for kind in DAYS if view.sees("cis", kind)]
    for row in view.facts("cis") if granted else ():
        if row.text("client") and (label := labels.get(row.text("ci"), "")):
            yield from days_of(row, label, granted, view.today, ties)


def days_of(row: Row, label: str, kinds: Iterable[EventKind], today: date, ties: Ties) -> Iterator[Happening]:
    """The days of an item; of one that is gone, those that are over."""
    for kind in kinds:
        day = row.day(kind)
        if day and not (row.flag("obsolete") and day > today):
            yield Happening(Event(kind, day, name=label), ties.of_item.get(row.text("ci"), _NONE),
                            frozenset({row.text("ci")}))


def _assignments(view: View, ties: Ties) -> Iterator[Happening]:
    if not view.sees("assignments", "person", "contract", "from", "to"):
        return
    for row in view.rows("assignments", "person", "contract", "from", "to"):
        start, name = row.day("from"), view.person(row.text("person"))
        if start and name and (row.day("to") or date.max) >= view.since:
            contract = row.text("contract")
            yield Happening(Event("assignment", start, row.day("to"), name, contract),
                            ties.of_contract.get(contract, _NONE), people=_one(row.text("person")))


def _under(ties: Ties, cis: frozenset[str]) -> frozenset[str]:
    """The services that stand directly on these items."""
    return frozenset[str]().union(*(ties.of_item.get(ci, _NONE) for ci in cis))


def _one(text: str) -> frozenset[str]:
    return frozenset({text}) if text else _NONE


_MAKERS: tuple[Callable[[View, Ties], Iterator[Happening]], ...] = (
    _contracts, _tickets, _outages, _dates, _assignments)
