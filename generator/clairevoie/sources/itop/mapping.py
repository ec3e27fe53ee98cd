"""Everything that iTop holds → our tables, in the order they lean on each other."""

from __future__ import annotations

from clairevoie.sources.itop import changes, infrastructure, people, relations
from clairevoie.sources.itop.agreements import agreements
from clairevoie.sources.itop.chains import chains, events
from clairevoie.sources.itop.harvest import Harvest, Rows, raws
from clairevoie.sources.itop.parties import Parties, clients, sort_out
from clairevoie.sources.itop.settings import Settings
from clairevoie.sources.itop.suppliers import suppliers
from clairevoie.sources.itop.tickets import ticket_cis, tickets
from clairevoie.tables.raw import RawTable


def tables(harvest: Harvest, settings: Settings, zone: str, where: str) -> tuple[list[RawTable], list[str]]:
    """The raw tables, and what there is to say of what is in none of them. Raises SourceError."""
    notices = [f"class {name} is not installed in this iTop" for name in harvest.missing]
    parties = sort_out(harvest, settings.company_org, where, notices)
    cis = infrastructure.cis(harvest, parties, notices)
    known = {str(key) for key, _ in cis.rows}
    return raws([
        clients(harvest, parties, zone),
        people.people(harvest, parties),
        *agreements(harvest, parties, settings, notices),
        *_tickets(harvest, parties, settings, known, notices),
        cis,
        relations.impacts(harvest, known),
        relations.redundancy(harvest, known),
        infrastructure.contract_cis(harvest, parties, known),
        infrastructure.service_cis(harvest, parties, known),
        *_contacts(harvest, parties, known),
        *_changes(harvest, parties, known, notices),
        *suppliers(harvest, parties, settings, known, notices),
    ]), notices


def _tickets(harvest: Harvest, parties: Parties, settings: Settings, known: set[str],
             notices: list[str]) -> list[Rows]:
    whole = {field: chains(harvest, field, notices) for field in settings.history}
    shown = tickets(harvest, parties, whole.get("status", {}), people.staff(harvest, parties), notices)
    references = {reference for table in shown for reference in table.column("ticket")}
    return [*shown, *(events(found, field, references) for field, found in whole.items()),
            ticket_cis(harvest, references, known)]


def _contacts(harvest: Harvest, parties: Parties, known: set[str]) -> list[Rows]:
    tables = people.contacts(harvest, parties)
    return [*tables, people.ci_contacts(harvest, {name for table in tables for name in table.column("contact")}, known)]


def _changes(harvest: Harvest, parties: Parties, known: set[str], notices: list[str]) -> list[Rows]:
    planned = changes.interventions(harvest, parties, notices)
    return [planned, changes.intervention_cis(harvest, planned.column("intervention"), known)]
