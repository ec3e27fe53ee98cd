"""Configuration items, whose they are, and the contracts and services that hold them."""

from __future__ import annotations

from collections.abc import Iterable

from clairevoie.sources.itop.agreements import contract, service
from clairevoie.sources.itop.answer import Item
from clairevoie.sources.itop.ask import unknown_classes
from clairevoie.sources.itop.harvest import Harvest, Rows, identifier
from clairevoie.sources.itop.parties import Parties
from clairevoie.sources.itop.vocabulary import CI_STATUS, ours


def cis(harvest: Harvest, parties: Parties, notices: list[str]) -> Rows:
    """Every CI of a client, and those of ours and of suppliers, which are shared.

    A CI of anybody else (a client that left) is not shared: nobody sees it, and it is counted.
    """
    supplied = _supplied(harvest, parties)
    details = {(item.cls, item.key): item for item in _details(harvest)}
    rows, strangers = Rows("cis", "FunctionalCI"), 0
    for item in harvest["FunctionalCI"]:
        if item["org_id"] not in parties.clients and not parties.is_shared(item["org_id"]):
            strangers += 1
            continue
        own = details.get((item.cls, item.key))
        more = own.fields if own else {}
        rows.add(item, ci=ci(str(item.key)), client=parties.clients.get(item["org_id"], ""), name=item["name"],
                 **{"class": item["finalclass"]}, status=_status(item, more.get("status", "")),
                 criticality=item["business_criticity"],
                 provider=parties.suppliers.get(item["org_id"], supplied.get(str(item.key), "")),
                 location=more.get("location_name", ""), commissioned=item["move2production"],
                 warranty_end=more.get("end_of_warranty", ""), obsolete=item["obsolescence_flag"])
    notices += [f"CIs of class {cls}: it is not one of iTop's own, so their status and links are not read"
                for cls in unknown_classes({item.cls for item in harvest["FunctionalCI"]})]
    if strangers:
        notices.append(f"CIs of organisations that are no client, nor ours, nor a supplier: {strangers}, not shown")
    return rows


def ci(key: str) -> str:
    """Our identifier of a CI."""
    return identifier("FunctionalCI", key)


def contract_cis(harvest: Harvest, parties: Parties, known: set[str]) -> Rows:
    """The CIs that a client's contract names."""
    held = {str(c.key) for c in harvest["CustomerContract"] if c["org_id"] in parties.clients}
    rows = Rows("contract_cis", "lnkCustomerContractToFunctionalCI")
    for link in harvest["lnkCustomerContractToFunctionalCI"]:
        if link["customercontract_id"] in held and link["functionalci_id"] in known:
            rows.add(link, contract=contract(link["customercontract_id"]), ci=ci(link["functionalci_id"]))
    return rows


def service_cis(harvest: Harvest, parties: Parties, known: set[str]) -> Rows:
    """What a service stands on, for each contract that holds it: shared CIs, and the contract's client's own."""
    owners = {str(item.key): item["org_id"] for item in harvest["FunctionalCI"]}
    holders = {str(c.key): c["org_id"] for c in harvest["CustomerContract"] if c["org_id"] in parties.clients}
    sold: dict[str, list[str]] = {}
    for link in harvest["lnkCustomerContractToService"]:
        if link["customercontract_id"] in holders:
            sold.setdefault(link["service_id"], []).append(link["customercontract_id"])
    rows = Rows("service_cis", "lnkFunctionalCIToService")
    for link in harvest["lnkFunctionalCIToService"]:
        for key in sold.get(link["service_id"], ()):
            if link["functionalci_id"] in known and (
                    parties.is_shared(owners[link["functionalci_id"]])
                    or owners[link["functionalci_id"]] == holders[key]):
                rows.add(link, contract=contract(key), service=service(link["service_id"]),
                         ci=ci(link["functionalci_id"]))
    return rows


def _details(harvest: Harvest) -> Iterable[Item]:
    return (item for cls in {item.cls for item in harvest["FunctionalCI"]} for item in harvest[cls])


def _status(item: Item, status: str) -> str:
    """A class without a status (a schema, a web application) is in production unless iTop marks it obsolete."""
    return "obsolete" if item["obsolescence_flag"] == "true" else ours(CI_STATUS, status)


def _supplied(harvest: Harvest, parties: Parties) -> dict[str, str]:
    """CI → the supplier whose contract holds it; the first by key where several do."""
    by_contract = {str(c.key): parties.suppliers.get(c["provider_id"], "") for c in harvest["ProviderContract"]}
    found: dict[str, str] = {}
    for link in harvest["lnkFunctionalCIToProviderContract"]:
        found.setdefault(link["functionalci_id"], by_contract.get(link["providercontract_id"], ""))
    return found
