"""The estate's rows and links: impacts, redundancy, what serves which contract, whom to call."""

from __future__ import annotations

from collections.abc import Iterator

from contracts import BY_ID
from estate import ITEMS, Item

Row = dict[str, str]

_NEEDS = {"noeuds": "2"}  # two of the three hypervisors; any other group lives with one member
_CALL = {"lefevre": "ct-lef-2", "castelbourg": "ct-cas-2", "helianthe": "ct-hel-2", "helianthe-energie": "ct-hen-1",
         "orsted": "ct-ors-2"}
_FED = {"NUA-2024-118": ("pf-paris", "lnk-nuageo-paris"), "NUA-2025-301": ("lef-mel-01", "hel-mel-01", "ors-mel-01"),
        "FIB-77120": ("lnk-fibralia-lyon", "lef-rtr-01", "hen-vpn-01")}
_CONTRACT_PROVIDERS = (
    ("C-2024-009", "NUA-2024-118"), ("C-2026-003", "FIB-77120"), ("C-2026-003", "NUA-2025-301"),
    ("C-2024-002", "FIB-77120"), ("C-2024-030", "NUA-2024-118"), ("C-2024-030", "NUA-2025-301"),
    ("C-2025-006", "FIB-77120"), ("C-2025-006", "NUA-2024-118"), ("C-2025-010", "NUA-2025-301"),
)


def tables() -> dict[str, list[Row]]:
    """cis, impacts, redundancy, service_cis, contract_cis, ci_contacts and what the providers feed."""
    return {
        "cis": [_ci(item) for item in ITEMS],
        "impacts": [row for item in ITEMS for row in _impacts(item)],
        "redundancy": [row for item in ITEMS for row in _redundancy(item)] + _service_redundancy(),
        "service_cis": [{"contract": contract, "service": service, "ci": item.ci, "group": group}
                        for item in ITEMS for contract, service, group in _served(item)],
        "contract_cis": _contract_cis(),
        "ci_contacts": [{"ci": item.ci, "contact": _CALL[item.client]} for item in ITEMS
                        if item.client and item.criticality == "high"],
        "provider_contract_cis": [{"provider_contract": contract, "ci": ci}
                                  for contract, cis in _FED.items() for ci in cis],
        "contract_providers": [{"contract": contract, "provider_contract": provider}
                               for contract, provider in _CONTRACT_PROVIDERS],
    }


def items_of(client: str, contract: str, service: str) -> list[str]:
    """The client's items that serve a service of a contract."""
    return [item.ci for item in ITEMS if item.client == client
            and any(served[:2] == (contract, service) for served in _served(item))]


def _ci(item: Item) -> Row:
    return {"ci": item.ci, "client": item.client, "name": item.name, "class": item.kind, "status": item.status,
            "criticality": item.criticality, "provider": item.provider, "location": item.location,
            "commissioned": item.commissioned, "warranty_end": item.warranty_end, "renewal_date": item.renewal_date,
            "end_of_life": item.end_of_life, "obsolete": "true" if item.obsolete else "false"}


def _impacts(item: Item) -> Iterator[Row]:
    for need in item.needs:
        upstream, _, group = need.partition(":")
        yield {"upstream": upstream, "downstream": item.ci, "kind": "depends", "group": group}


def _redundancy(item: Item) -> Iterator[Row]:
    groups = {need.partition(":")[2] for need in item.needs} - {""}
    for group in sorted(groups):
        yield {"ci": item.ci, "group": group, "needs": _NEEDS.get(group, "1")}


def _served(item: Item) -> Iterator[tuple[str, str, str]]:
    for served in item.serves:
        path, _, group = served.partition(":")
        contract, _, service = path.partition("/")
        yield contract, service, group


def _service_redundancy() -> list[Row]:
    groups = {served for item in ITEMS for served in _served(item) if served[2]}
    return [{"contract": contract, "service": service, "group": group, "needs": "1"}
            for contract, service, group in sorted(groups)]


def _contract_cis() -> list[Row]:
    own = {(contract, item.ci) for item in ITEMS for contract, _, _ in _served(item)}
    hosted = {(contract, "pf-paris") for contract in ("C-2024-009", "C-2025-010")} | {("C-2024-009", "pf-lyon")}
    return [{"contract": contract, "ci": ci} for contract, ci in sorted(own | hosted) if contract in BY_ID]
