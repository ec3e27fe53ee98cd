"""Everything that iTop holds → our tables, in the order they lean on each other."""

from __future__ import annotations

from clairevoie.sources.itop import chains, changes, infrastructure, people, relations, tickets
from clairevoie.sources.itop.agreements import agreements
from clairevoie.sources.itop.harvest import Harvest, Rows, raws
from clairevoie.sources.itop.parties import clients, sort_out
from clairevoie.sources.itop.settings import Settings
from clairevoie.sources.itop.suppliers import suppliers
from clairevoie.tables.raw import RawTable


def tables(harvest: Harvest, settings: Settings, zone: str, where: str) -> tuple[list[RawTable], list[str]]:
    """The raw tables, and what there is to say of what is in none of them. Raises SourceError."""
    notices = [f"class {name} is not installed in this iTop" for name in harvest.missing]
    parties = sort_out(harvest, settings.company_org, where, notices)
    statuses = chains.chains(harvest, "status", notices) if "status" in settings.history else {}
    shown = tickets.tickets(harvest, parties, statuses, people.staff(harvest, parties), notices)
    references = {cells["ticket"] for table in shown for _, cells in table.rows}
    cis = infrastructure.cis(harvest, parties, notices)
    known = {str(key) for key, _ in cis.rows}
    contacts = people.contacts(harvest, parties)
    planned = changes.interventions(harvest, parties, notices)
    events = [chains.events(statuses, "status", references)]
    if "priority" in settings.history:
        events.append(chains.events(chains.chains(harvest, "priority", notices), "priority", references))
    return raws([
        clients(harvest, parties, zone),
        *contacts,
        people.people(harvest, parties),
        *agreements(harvest, parties, settings, notices),
        *shown,
        *events,
        _among(tickets.ticket_cis(harvest, known), "ticket", references),
        cis,
        relations.impacts(harvest, known),
        relations.redundancy(harvest, known),
        infrastructure.contract_cis(harvest, parties, known),
        infrastructure.service_cis(harvest, parties, known),
        people.ci_contacts(harvest, {cells["contact"] for table in contacts for _, cells in table.rows}, known),
        planned,
        changes.intervention_cis(harvest, {cells["intervention"] for _, cells in planned.rows}, known),
        *suppliers(harvest, parties, settings, known, notices),
    ]), notices


def _among(table: Rows, column: str, values: set[str]) -> Rows:
    return Rows(table.table, table.file, [row for row in table.rows if row[1][column] in values])
