"""Who and what has a life, by the names that staff read: clients, services, people of ours and theirs, items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from clairevoie.disclosure.house import House
from clairevoie.portal import Beside
from clairevoie.portal.lifecycle import About

Key = tuple[About, str]  # a user's: client and name, on two lines


@dataclass(frozen=True, slots=True)
class Thing:
    """What has a life. whose: the client's name, of what is one client's. beside: subject is the key of its thing."""

    name: str
    what: str = ""
    status: str = ""
    whose: str = ""
    beside: tuple[Beside, ...] = ()


def names_of(house: House) -> dict[str, str]:
    """Each client by name."""
    return {row.text("client"): row.text("name") or row.text("client") for row in house.own("clients")
            if row.text("client") in house.slices}


def things_of(house: House) -> dict[Key, Thing]:
    """Everything that may have a page."""
    return dict([*_clients(house), *_services(house), *_people(house), *_users(house), *_items(house)])


def _clients(house: House) -> Iterator[tuple[Key, Thing]]:
    named = names_of(house)
    people: dict[str, list[Beside]] = defaultdict(list)
    for client, row in house.all("contacts", "client", "name", "role"):
        if row.text("client") == client and client:
            people[client].append(Beside("user", row.text("name"), row.text("role"), f"{client}\n{row.text('name')}"))
    for row in house.own("clients"):
        if (client := row.text("client")) in named:
            yield ("client", client), Thing(named[client], row.text("sector"), beside=tuple(people[client]))


def _services(house: House) -> Iterator[tuple[Key, Thing]]:
    named, users = names_of(house), defaultdict[str, set[str]](set)
    for client, row in house.all("contract_services", "service"):
        users[row.text("service")].add(client)
    found = {row.text("service"): row for _, row in house.all("services", "service", "name", "family")}
    for service, row in found.items():
        clients = sorted((named[client], client) for client in users[service] if client in named)
        beside = tuple(Beside("client", name, subject=client) for name, client in clients)
        yield ("service", service), Thing(row.text("name") or service, row.text("family"), beside=beside)


def _people(house: House) -> Iterator[tuple[Key, Thing]]:
    named, owner = names_of(house), {row.text("contract"): client for client, row in house.all("contracts", "contract")}
    posts: dict[str, set[str]] = defaultdict(set)
    for row in house.own("assignments"):
        if (row.day("from") or house.today) <= house.today <= (row.day("to") or house.today):
            posts[row.text("person")].add(row.text("client") or owner.get(row.text("contract"), ""))
    for row in house.own("people"):
        clients = sorted((named[client], client) for client in posts[row.text("person")] if client in named)
        beside = tuple(Beside("client", name, subject=client) for name, client in clients)
        yield ("person", row.text("person")), Thing(row.text("name"), row.text("role"), whose=row.text("team"),
                                                    beside=beside)


def _users(house: House) -> Iterator[tuple[Key, Thing]]:
    """Those who asked for something, and those who are named as contacts."""
    named = names_of(house)
    for client, row in house.all("tickets", "requester"):
        if client in named and (name := row.text("requester")):
            yield ("user", f"{client}\n{name}"), Thing(name, whose=named[client])
    for client, row in house.all("contacts", "client", "name", "role"):
        if client in named and row.text("client") == client:
            yield ("user", f"{client}\n{row.text('name')}"), Thing(row.text("name"), row.text("role"),
                                                                   whose=named[client])


def _items(house: House) -> Iterator[tuple[Key, Thing]]:
    named, services = names_of(house), _services_of_items(house)
    for _, row in house.all("cis", "ci", "client", "name", "class", "status"):
        ci = row.text("ci")
        yield ("item", ci), Thing(row.text("name") or ci, row.text("class"), row.text("status"),
                                  named.get(row.text("client"), ""), services.get(ci, ()))


def _services_of_items(house: House) -> Mapping[str, tuple[Beside, ...]]:
    called = {row.text("service"): row.text("name") for _, row in house.all("services", "service", "name")}
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for _, row in house.all("service_cis", "service", "ci"):
        service = row.text("service")
        found[row.text("ci")].add((called.get(service) or service, service))
    return {ci: tuple(Beside("service", name, subject=service) for name, service in sorted(pairs))
            for ci, pairs in found.items()}
