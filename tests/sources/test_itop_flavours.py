"""An iTop with simple tickets and changes, and the enterprise flavour of contracts, after iTop's own data model files.

No such iTop was recorded: a server on loopback has the recorded objects in the classes, fields and states that those
modules (itop-request-mgmt, itop-change-mgmt, itop-service-mgmt) declare.
"""

from __future__ import annotations

import copy
from typing import Any

import pytest

from clairevoie.sources.itop import pull
from clairevoie.sources.pulled import Pull
from clairevoie.tables.dataset import check
from tests.sources.replayed import ANSWERS, recorded, replay, settings, source

PROVIDERS = ("lnkCustomerContractToProviderContract", "lnkCustomerContractToFunctionalCI")


def query(cls: str) -> tuple[str, str]:
    """How the recording names a class read whole."""
    return cls, f"SELECT {cls}"


def converted(one: dict[str, Any], cls: str, **fields: str) -> dict[str, Any]:
    """An object in another class."""
    return {**one, "class": cls, "fields": {**one["fields"], **fields}}


def simple() -> Any:
    """The recording as an iTop with simple modules would answer."""
    recording = replay.Recording(ANSWERS)
    objects = recording._objects
    incidents = copy.deepcopy(objects.pop(query("Incident")))
    objects.pop(query("Problem"))
    objects[query("UserRequest")] += [converted(one, "UserRequest", request_type="incident") for one in incidents]
    objects[query("Change")] = [converted(one, "Change", finalclass="Change", status={
        "plannedscheduled": "planned", "implemented": "approved", "monitored": "closed", "validated": "assigned",
        "notapproved": "rejected"}.get(one["fields"]["status"], one["fields"]["status"]))
        for one in copy.deepcopy(objects[query("Change")])]
    history = next(key for key in objects if key[0] == "CMDBChangeOpSetAttributeScalar")
    objects[history] = [converted(one, one["class"], objclass="UserRequest") for one in copy.deepcopy(objects[history])]
    return recording


def enterprise() -> Any:
    """The recording as an iTop with the enterprise flavour of contracts would answer."""
    recording = replay.Recording(ANSWERS)
    for cls in PROVIDERS:
        del recording._objects[query(cls)]
    suppliers = [one["key"] for one in recorded("ProviderContract")]
    service = recorded("lnkCustomerContractToService")[0]["service_id"]
    recording._objects[query("lnkProviderContractToService")] = [
        {"code": 0, "message": "", "class": "lnkProviderContractToService", "key": str(number),
         "fields": {"service_id": service, "providercontract_id": key}} for number, key in enumerate(suppliers, 1)]
    return recording


def answered(recording: Any) -> tuple[Pull, dict[str, list[dict[str, Any]]]]:
    """What is read of it, as it came and once checked."""
    recording._exact = {}
    with pytest.MonkeyPatch.context() as patch, replay.serving(recording) as url:
        patch.setenv("ITOP_USER", replay.USER)
        patch.setenv("ITOP_PASSWORD", replay.PASSWORD)
        pulled = pull(source(), settings(url))
    checked = check("itop", pulled.raws, "Europe/Paris")
    return pulled, {name: table.to_pylist() for name, table in checked.tables.items()}


def test_simple_tickets_are_the_same_tickets() -> None:
    pulled, rows = answered(simple())
    _, itil = answered(replay.Recording(ANSWERS))
    wanted = {row["ticket"]: row for row in itil["tickets"] if row["kind"] != "problem"}
    got = {row["ticket"]: row for row in rows["tickets"]}
    assert got.keys() == wanted.keys() and sum(row["kind"] == "incident" for row in got.values()) == 31
    same = ("kind", "client", "status", "priority", "created", "owned", "resolved", "closed", "pending_minutes")
    assert {key: [row[name] for name in same] for key, row in got.items()} == {
        key: [row[name] for name in same] for key, row in wanted.items()}
    causes = {(row["ticket"], row["ci"]) for row in itil["ticket_cis"] if row["role"] == "cause"} & {
        (ticket, row["ci"]) for row in itil["ticket_cis"] for ticket in [row["ticket"]] if ticket in wanted}
    assert {(row["ticket"], row["ci"]) for row in rows["ticket_cis"] if row["role"] == "cause"} == causes
    assert [notice for notice in pulled.notices if "not installed" in notice] == [
        "class Incident is not installed in this iTop", "class Problem is not installed in this iTop"]


def test_a_simple_change_that_is_planned_is_to_be_confirmed() -> None:
    _, rows = answered(simple())
    assert {row["intervention"]: row["status"] for row in rows["interventions"]} == {
        "C-000070": "done", "C-000071": "done", "C-000072": "confirmed", "C-000073": "to_confirm",
        "C-000074": "to_confirm", "C-000076": "confirmed"}


def test_in_the_enterprise_flavour_a_supplier_feeds_the_contracts_that_hold_its_service() -> None:
    pulled, rows = answered(enterprise())
    links = recorded("lnkCustomerContractToService")
    holders = {f"CustomerContract-{link['customercontract_id']}" for link in links
               if link["service_id"] == links[0]["service_id"]}
    bought = {row["provider_contract"] for row in rows["provider_contracts"]}
    assert {(row["contract"], row["provider_contract"]) for row in rows["contract_providers"]} == {
        (holder, key) for holder in holders for key in bought}
    assert rows["contract_cis"] == [] and rows["tickets"]
    assert [notice for notice in pulled.notices if "not installed" in notice] == [
        f"class {cls} is not installed in this iTop" for cls in PROVIDERS]


def test_a_class_of_somebodys_own_is_told() -> None:
    recording = replay.Recording(ANSWERS)
    cis = recording._objects[query("FunctionalCI")]
    cis.append(converted({**cis[0], "key": "9001"}, "Drone", finalclass="Drone"))
    pulled, rows = answered(recording)
    assert "CIs of class Drone: it is not one of iTop's own, so their status and links are not read" in pulled.notices
    assert next(row for row in rows["cis"] if row["ci"] == "FunctionalCI-9001")["class"] == "Drone"
