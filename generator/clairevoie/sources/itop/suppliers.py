"""Suppliers, their contracts with us, and what those feed."""

from __future__ import annotations

from clairevoie.sources.itop.agreements import contract, monthly_cost, start
from clairevoie.sources.itop.harvest import Harvest, Rows, identifier
from clairevoie.sources.itop.infrastructure import ci
from clairevoie.sources.itop.parties import Parties
from clairevoie.sources.itop.settings import Settings


def suppliers(harvest: Harvest, parties: Parties, settings: Settings, known: set[str],
              notices: list[str]) -> list[Rows]:
    """providers · provider_contracts · provider_contract_cis · contract_providers."""
    bought = {str(c.key) for c in harvest["ProviderContract"] if c["provider_id"] in parties.suppliers}
    providers = Rows("providers", "Organization")
    for org in harvest["Organization"]:
        if str(org.key) in parties.suppliers:
            providers.add(org, provider=parties.suppliers[str(org.key)], name=org["name"])
    return [providers, _contracts(harvest, parties, settings, bought, notices), _cis(harvest, bought, known),
            _feeds(harvest, parties, bought)]


def _contracts(harvest: Harvest, parties: Parties, settings: Settings, bought: set[str], notices: list[str]) -> Rows:
    rows = Rows("provider_contracts", "ProviderContract")
    for item in harvest["ProviderContract"]:
        if str(item.key) in bought:
            month = monthly_cost(item, settings, notices)
            rows.add(item, provider_contract=identifier("ProviderContract", str(item.key)),
                     provider=parties.suppliers[item["provider_id"]], name=item["name"],
                     start=start(item, settings, notices), end=item["end_date"],
                     annual_cost="" if month is None else str(month * 12))
    return rows


def _cis(harvest: Harvest, bought: set[str], known: set[str]) -> Rows:
    rows = Rows("provider_contract_cis", "lnkFunctionalCIToProviderContract")
    for link in harvest["lnkFunctionalCIToProviderContract"]:
        if link["providercontract_id"] in bought and link["functionalci_id"] in known:
            rows.add(link, provider_contract=identifier("ProviderContract", link["providercontract_id"]),
                     ci=ci(link["functionalci_id"]))
    return rows


def _feeds(harvest: Harvest, parties: Parties, bought: set[str]) -> Rows:
    held = {str(c.key) for c in harvest["CustomerContract"] if c["org_id"] in parties.clients}
    rows = Rows("contract_providers", "lnkCustomerContractToProviderContract")
    for link in harvest["lnkCustomerContractToProviderContract"]:
        if link["customercontract_id"] in held and link["providercontract_id"] in bought:
            rows.add(link, contract=contract(link["customercontract_id"]),
                     provider_contract=identifier("ProviderContract", link["providercontract_id"]))
    return rows if rows.rows else _feeds_by_service(harvest, held, bought)


def _feeds_by_service(harvest: Harvest, held: set[str], bought: set[str]) -> Rows:
    """In the enterprise flavour a supplier's contract feeds a service, and so every contract that holds it."""
    sold: dict[str, list[str]] = {}
    for link in harvest["lnkCustomerContractToService"]:
        if link["customercontract_id"] in held:
            sold.setdefault(link["service_id"], []).append(link["customercontract_id"])
    rows, seen = Rows("contract_providers", "lnkProviderContractToService"), set()
    for link in harvest["lnkProviderContractToService"]:
        for key in sold.get(link["service_id"], ()):
            pair = (key, link["providercontract_id"])
            if link["providercontract_id"] in bought and pair not in seen:
                seen.add(pair)
                rows.add(link, contract=contract(key), provider_contract=identifier("ProviderContract", pair[1]))
    return rows
