"""Contacts of clients and suppliers, our teams that they may call, and our own people."""

from __future__ import annotations

from clairevoie.sources.itop.harvest import Harvest, Rows, identifier
from clairevoie.sources.itop.infrastructure import ci
from clairevoie.sources.itop.parties import Parties
from clairevoie.sources.itop.tickets import CLASSES

_ACTIVE = "active"


def contacts(harvest: Harvest, parties: Parties) -> list[Rows]:
    """Active persons of clients and suppliers, and our teams that deliver (a contact of theirs is nobody's own)."""
    persons = Rows("contacts", "Person")
    for item in harvest["Person"]:
        client, provider = parties.clients.get(item["org_id"], ""), parties.suppliers.get(item["org_id"], "")
        if item["status"] == _ACTIVE and (client or provider):
            persons.add(item, contact=identifier("Person", str(item.key)), client=client, provider=provider,
                        name=item["friendlyname"], role=item["function"], email=item["email"],
                        phone=item["phone"] or item["mobile_phone"])
    return [persons, _teams(harvest, parties)]


def ci_contacts(harvest: Harvest, known_contacts: set[str], known_cis: set[str]) -> Rows:
    """Whom to call for a CI."""
    rows = Rows("ci_contacts", "lnkContactToFunctionalCI")
    for link in harvest["lnkContactToFunctionalCI"]:
        for cls in ("Person", "Team"):
            contact = identifier(cls, link["contact_id"])
            if contact in known_contacts and link["functionalci_id"] in known_cis:
                rows.add(link, ci=ci(link["functionalci_id"]), contact=contact)
    return rows


def staff(harvest: Harvest, parties: Parties) -> set[str]:
    """The keys of our people, those who left included, and of of any other agent who is no client's."""
    agents = {item["agent_id"] for cls in CLASSES for item in harvest[cls]}
    return {str(item.key) for item in harvest["Person"] if item["org_id"] == parties.ours
            or (str(item.key) in agents and item["org_id"] not in {*parties.clients, *parties.suppliers})}


def people(harvest: Harvest, parties: Parties) -> Rows:
    """Our own people, with the first team of each."""
    ours = staff(harvest, parties)
    teams: dict[str, str] = {}
    for link in harvest["lnkPersonToTeam"]:
        teams.setdefault(link["person_id"], link["team_name"])
    rows = Rows("people", "Person")
    for item in harvest["Person"]:
        if str(item.key) in ours:
            rows.add(item, person=identifier("Person", str(item.key)), name=item["friendlyname"],
                     role=item["function"], team=teams.get(str(item.key), ""), email=item["email"],
                     phone=item["phone"] or item["mobile_phone"])
    return rows


def _teams(harvest: Harvest, parties: Parties) -> Rows:
    """Teams of ours that a delivery model names; those of another provider in the same iTop are not for our clients."""
    roles: dict[str, str] = {}
    for link in harvest["lnkDeliveryModelToContact"]:
        roles.setdefault(link["contact_id"], link["role_name"])
    rows = Rows("contacts", "Team")
    for item in harvest["Team"]:
        if str(item.key) in roles and item["org_id"] == parties.ours and item["status"] == _ACTIVE:
            rows.add(item, contact=identifier("Team", str(item.key)), client="", provider="", name=item["name"],
                     role=roles[str(item.key)], email=item["email"], phone=item["phone"])
    return rows
