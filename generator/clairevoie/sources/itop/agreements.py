"""Customer contracts, the services they hold, and what is promised on them (itop.md §4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from clairevoie.sources.itop.answer import Item
from clairevoie.sources.itop.harvest import Harvest, Rows, identifier
from clairevoie.sources.itop.parties import Parties
from clairevoie.sources.itop.settings import Settings
from clairevoie.sources.itop.vocabulary import CURRENCY, PRIORITY, REQUEST_KIND, ours

_MINUTES = {"minutes": 1, "hours": 60}
_AMOUNT = re.compile(r"[0-9]+(?:[ \u00a0\u202f][0-9]{3})*(?:[.,][0-9]{1,2})?")


def agreements(harvest: Harvest, parties: Parties, settings: Settings, notices: list[str]) -> list[Rows]:
    """contracts · services · contract_services · commitments of the clients."""
    held = {str(c.key): c for c in harvest["CustomerContract"] if c["org_id"] in parties.clients}
    return [
        _contracts(held, parties, settings, notices),
        _services(harvest, held),
        _contract_services(harvest, held),
        _commitments(harvest, held, settings),
    ]


def contract(key: str) -> str:
    """Our identifier of a customer contract."""
    return identifier("CustomerContract", key)


def service(key: str) -> str:
    """Our identifier of a service."""
    return identifier("Service", key)


def promises(harvest: Harvest) -> Iterator[tuple[Item, Item]]:
    """(link of a contract to a service, service level target), for each target of the link's agreement."""
    targets = harvest.by_key("SLT")
    by_sla: dict[str, list[Item]] = {}
    for link in harvest["lnkSLAToSLT"]:
        if link["slt_id"] in targets:
            by_sla.setdefault(link["sla_id"], []).append(targets[link["slt_id"]])
    for link in harvest["lnkCustomerContractToService"]:
        for target in by_sla.get(link.ref("sla_id"), ()):
            yield link, target


def start(item: Item, settings: Settings, notices: list[str]) -> str:
    """A contract's first day; where iTop has none, what the operator declares, said so."""
    if not item["start_date"] and settings.start_when_empty is not None:
        notices.append(f"contract {item['name']!r} has no start date in iTop: {settings.start_when_empty} is used")
        return settings.start_when_empty.isoformat()
    return item["start_date"]


def monthly_cost(item: Item, settings: Settings, notices: list[str]) -> Decimal | None:
    """The cost of a month; None where iTop's free text does not say it exactly."""
    if not item["cost"]:
        return None
    unit = item["cost_unit"].strip().casefold()
    if unit not in settings.monthly_units or not _AMOUNT.fullmatch(item["cost"].strip()):
        notices.append(f"contract {item['name']!r}: its cost is not read as an amount a month")
        return None
    return Decimal(re.sub(r"\s", "", item["cost"]).replace(",", ".")).quantize(Decimal("0.01"))


def _contracts(held: dict[str, Item], parties: Parties, settings: Settings, notices: list[str]) -> Rows:
    rows = Rows("contracts", "CustomerContract")
    for key, item in held.items():
        fee = monthly_cost(item, settings, notices)
        rows.add(item, contract=contract(key), client=parties.clients[item["org_id"]], name=item["name"],
                 kind="managed", start=start(item, settings, notices), end=item["end_date"],
                 monthly_fee="" if fee is None else str(fee), currency=CURRENCY.get(item["cost_currency"], ""),
                 calendar=settings.calendar)
    return rows


def _services(harvest: Harvest, held: dict[str, Item]) -> Rows:
    """Services that a client's contract holds or a ticket names; a catalogue nobody bought is nobody's."""
    named = {link["service_id"] for link in harvest["lnkCustomerContractToService"]
             if link["customercontract_id"] in held}
    named |= {ticket.ref("service_id") for cls in ("Incident", "UserRequest", "Problem") for ticket in harvest[cls]}
    rows = Rows("services", "Service")
    for item in harvest["Service"]:
        if str(item.key) in named:
            rows.add(item, service=service(str(item.key)), name=item["name"], family=item["servicefamily_name"])
    return rows


def _contract_services(harvest: Harvest, held: dict[str, Item]) -> Rows:
    rows = Rows("contract_services", "lnkCustomerContractToService")
    for link in harvest["lnkCustomerContractToService"]:
        if link["customercontract_id"] in held:
            rows.add(link, contract=contract(link["customercontract_id"]), service=service(link["service_id"]))
    return rows


def _commitments(harvest: Harvest, held: dict[str, Item], settings: Settings) -> Rows:
    rows = Rows("commitments", "SLT")
    for link, target in promises(harvest):
        if link["customercontract_id"] in held:
            rows.add(target, commitment=f"{contract(link['customercontract_id'])}/{service(link['service_id'])}"
                                        f"/SLT-{target.key}",
                     contract=contract(link["customercontract_id"]), service=service(link["service_id"]),
                     ticket_kind=ours(REQUEST_KIND, target["request_type"]),
                     priority=ours(PRIORITY, target["priority"]), metric=target["metric"],
                     limit=_minutes(target), calendar=settings.calendar, target_pct=f"{settings.target:g}")
    return rows


def _minutes(target: Item) -> str:
    factor = _MINUTES.get(target["unit"])
    if factor is None or not target["value"].isdigit():
        return f"{target['value']} {target['unit']}"  # not ours to guess: the check sets the row aside
    return str(int(target["value"]) * factor)
