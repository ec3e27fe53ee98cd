"""Incidents, requests, problems, and the CIs they touch."""

from __future__ import annotations

from clairevoie.sources.itop.agreements import promises, service
from clairevoie.sources.itop.answer import Item
from clairevoie.sources.itop.chains import Chain
from clairevoie.sources.itop.harvest import Harvest, Rows, identifier
from clairevoie.sources.itop.parties import Parties
from clairevoie.sources.itop.vocabulary import PRIORITY, REQUEST_KIND, TICKET_STATUS, ours

CLASSES = ("Incident", "UserRequest", "Problem")
_KINDS = {"Incident": "incident", "Problem": "problem"}
_ROLES = {"manual": "cause", "computed": "impacted"}
_STOPPED = ("resolved", "closed")


def tickets(harvest: Harvest, parties: Parties, chains: dict[tuple[str, str], Chain], people: set[str],
            notices: list[str]) -> list[Rows]:
    """One table of tickets for each class; those whose organisation is no client are counted, not shown."""
    promised = _promised(harvest)
    tables, strangers = [], 0
    for cls in CLASSES:
        rows = Rows("tickets", cls)
        for item in harvest[cls]:
            if item["org_id"] not in parties.clients:
                strangers += 1
                continue
            rows.add(item, **_ticket(item, parties, chains.get((cls, str(item.key))), people, promised))
        tables.append(rows)
    if strangers:
        notices.append(f"tickets of organisations that are no client: {strangers}, not shown")
    return tables


def ticket_cis(harvest: Harvest, shown: set[str], known: set[str]) -> Rows:
    """What each ticket that is `shown` touches. A CI named by hand is the cause, a computed one is impacted.

    A request has no cause: what it names is what it is about. CIs ruled out (`not_impacted`) are no link.
    """
    kinds = {str(item.key): kind(item) for cls in CLASSES for item in harvest[cls] if item["ref"] in shown}
    rows = Rows("ticket_cis", "lnkFunctionalCIToTicket")
    for link in harvest["lnkFunctionalCIToTicket"]:
        role = _ROLES.get(link["impact_code"])
        if role and link["ticket_id"] in kinds and link["functionalci_id"] in known:
            about = kinds[link["ticket_id"]] == "request"
            rows.add(link, ticket=link["ticket_ref"], ci=identifier("FunctionalCI", link["functionalci_id"]),
                     role="impacted" if about else role)
    return rows


def kind(item: Item) -> str:
    """What a ticket is, in our words; where iTop has no incidents, a request says that it is one."""
    return _KINDS.get(item.cls) or ours(REQUEST_KIND, item["request_type"] or "service_request")


def _ticket(item: Item, parties: Parties, chain: Chain | None, people: set[str],
            promised: set[tuple[str, ...]]) -> dict[str, str]:
    status = ours(TICKET_STATUS, item["status"])
    owned = (chain and chain.owned) or item["assignment_date"]
    resolved = item["resolution_date"] if status in _STOPPED else ""
    stopped = {"tto": bool(owned or resolved) and status != "cancelled", "ttr": bool(resolved)}
    return {
        "ticket": item["ref"], "client": parties.clients[item["org_id"]], "service": service(item.ref("service_id")),
        "kind": kind(item), "priority": ours(PRIORITY, item["priority"]), "status": status, "title": item["title"],
        "created": item["start_date"], "owned": owned, "resolved": resolved,
        "closed": item["close_date"] if status == "closed" else "",
        "requester": item["caller_id_friendlyname"], "team": item["team_name"],
        "person": identifier("Person", item["agent_id"]) if item["agent_id"] in people else "",
        "pending_minutes": _pending(item),
        "source_tto_met": _verdict(item, "tto", stopped, promised),
        "source_ttr_met": _verdict(item, "ttr", stopped, promised),
    }


def _pending(item: Item) -> str:
    seconds = item.fields.get("cumulatedpending", "")
    return repr(int(seconds) / 60) if seconds.isdigit() else ""


def _verdict(item: Item, metric: str, stopped: dict[str, bool], promised: set[tuple[str, ...]]) -> str:
    """iTop's own verdict. It says "not passed" of a running clock and of a ticket without target: none there."""
    passed = item.fields.get(f"sla_{metric}_passed", "")
    goal = (item["org_id"], item["service_id"], kind(item), item["priority"], metric)
    if not stopped[metric] or goal not in promised:
        return ""
    return {"yes": "false", "no": "true"}.get(passed, "")


def _promised(harvest: Harvest) -> set[tuple[str, ...]]:
    """(organisation, service, kind, priority, metric) of every target, whatever the contract's dates (itop.md §4)."""
    holders = {str(c.key): c["org_id"] for c in harvest["CustomerContract"]}
    return {(holders.get(link["customercontract_id"], ""), link["service_id"],
             ours(REQUEST_KIND, target["request_type"]), target["priority"], target["metric"])
            for link, target in promises(harvest)}
