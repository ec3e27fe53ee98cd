"""Changes → interventions."""

from __future__ import annotations

from clairevoie.sources.itop.answer import Item
from clairevoie.sources.itop.harvest import Harvest, Rows
from clairevoie.sources.itop.infrastructure import ci
from clairevoie.sources.itop.parties import Parties
from clairevoie.sources.itop.vocabulary import CHANGE_STATUS, ours

_EFFECTS = {"yes": "outage", "no": "none"}


def interventions(harvest: Harvest, parties: Parties, notices: list[str]) -> Rows:
    """Changes with dates, of clients and of ours (which reach clients through their CIs)."""
    rows, undated, strangers = Rows("interventions", "Change"), 0, 0
    for item in harvest["Change"]:
        if item["org_id"] not in parties.clients and not parties.is_shared(item["org_id"]):
            strangers += 1
        elif not item["start_date"] or not item["end_date"]:
            undated += 1
        else:
            rows.add(item, intervention=item["ref"], client=parties.clients.get(item["org_id"], ""),
                     title=item["title"], kind="change", status=_status(item), start=item["start_date"],
                     end=item["end_date"], effect=ours(_EFFECTS, item["outage"]))
    if undated:
        notices.append(f"changes that have no dates yet: {undated}, not in the planning")
    if strangers:
        notices.append(f"changes of organisations that are no client, nor ours, nor a supplier: {strangers}, not shown")
    return rows


def intervention_cis(harvest: Harvest, planned: set[str], known: set[str]) -> Rows:
    """What a change works on, and what iTop computed that it touches."""
    keys = {str(item.key) for item in harvest["Change"]}
    rows = Rows("intervention_cis", "lnkFunctionalCIToTicket")
    for link in harvest["lnkFunctionalCIToTicket"]:
        if (link["ticket_id"] in keys and link["ticket_ref"] in planned and link["functionalci_id"] in known
                and link["impact_code"] in ("manual", "computed")):
            rows.add(link, intervention=link["ticket_ref"], ci=ci(link["functionalci_id"]))
    return rows


def _status(item: Item) -> str:
    """A routine change is approved beforehand: once planned, it is confirmed."""
    if item["finalclass"] == "RoutineChange" and item["status"] == "plannedscheduled":
        return "confirmed"
    return ours(CHANGE_STATUS, item["status"])
