"""The relation "impacts" (itop.md §3): who falls with whom, and what is redundant."""

from __future__ import annotations

from collections.abc import Iterator

from clairevoie.sources.itop.answer import Item
from clairevoie.sources.itop.harvest import Harvest, Rows
from clairevoie.sources.itop.infrastructure import ci

# (class, its field, kind): the CI that the field names is upstream of the object.
_BY_FIELD = (
    ("Hypervisor", "server_id", "host"),
    ("VirtualMachine", "virtualhost_id", "host"),
    *((cls, "system_id", "software") for cls in ("DBServer", "WebServer", "Middleware", "OtherSoftware", "PCSoftware")),
    ("DatabaseSchema", "dbserver_id", "software"),
    ("WebApplication", "webserver_id", "software"),
    ("MiddlewareInstance", "middleware_id", "software"),
    *((cls, "enclosure_id", "enclosure")
      for cls in ("Server", "NetworkDevice", "StorageSystem", "SANSwitch", "NAS", "TapeLibrary")),
    ("PDU", "powerstart_id", "power"),
)
_DEVICES = ("Server", "NetworkDevice", "StorageSystem", "SANSwitch", "NAS", "TapeLibrary")

# (link, upstream field, downstream field, kind)
_BY_LINK = (
    ("lnkApplicationSolutionToBusinessProcess", "applicationsolution_id", "businessprocess_id", "process"),
    ("lnkSanToDatacenterDevice", "san_id", "datacenterdevice_id", "storage"),
)
# Members of a group that may be redundant: (class of the target, name of the group).
_GROUPS = {"Farm": "hypervisors", "ApplicationSolution": "members", **dict.fromkeys(_DEVICES, "power")}

Edge = tuple[Item, str, str, str, str]  # where it is written, upstream key, downstream key, kind, group


def impacts(harvest: Harvest, known: set[str]) -> Rows:
    """Upstream → downstream, between CIs that are known; a pair stands once, ungrouped where it is both."""
    rows, seen = Rows("impacts", "relation impacts"), set()
    for item, upstream, downstream, kind, group in sorted(_edges(harvest), key=lambda edge: bool(edge[4])):
        if {upstream, downstream} <= known and (upstream, downstream) not in seen:
            seen.add((upstream, downstream))
            rows.add(item, upstream=ci(upstream), downstream=ci(downstream), kind=kind, group=group)
    return rows


def redundancy(harvest: Harvest, known: set[str]) -> Rows:
    """How many members of a group, or which share ("50%"), must stay up. A disabled one is no group."""
    grouped = {downstream for _, upstream, downstream, _, group in _edges(harvest)
               if group and {upstream, downstream} <= known}
    rows = Rows("redundancy", "redundancy")
    for cls, group in sorted(_GROUPS.items()):
        for item in harvest[cls]:
            if str(item.key) in grouped:
                rows.add(item, ci=ci(str(item.key)), group=group, needs=item["redundancy"])
    return rows


def _edges(harvest: Harvest) -> Iterator[Edge]:
    for cls, field, kind in _BY_FIELD:
        for item in harvest[cls]:
            if item.ref(field):
                yield item, item[field], str(item.key), kind, ""
    for name, upstream, downstream, kind in _BY_LINK:
        for link in harvest[name]:
            yield link, link[upstream], link[downstream], kind, ""
    for link in harvest["lnkConnectableCIToNetworkDevice"]:
        if link["connection_type"] == "downlink":  # an uplink is the same cable seen from its other end
            yield link, link["networkdevice_id"], link["connectableci_id"], "network", ""
    yield from _volumes(harvest)
    yield from _members(harvest)


def _volumes(harvest: Harvest) -> Iterator[Edge]:
    """Storage → who mounts its volumes. A volume is no CI: the edge goes through it, unless it is obsolete."""
    stores = {str(v.key): v.ref("storagesystem_id") for v in harvest["LogicalVolume"]
              if v["obsolescence_flag"] != "true"}
    for name, field in (("lnkServerToVolume", "server_id"), ("lnkVirtualDeviceToVolume", "virtualdevice_id")):
        for link in harvest[name]:
            if stores.get(link["volume_id"]):
                yield link, stores[link["volume_id"]], link[field], "storage", ""


def _members(harvest: Harvest) -> Iterator[Edge]:
    """Edges into a target that has a redundancy setting; in a group unless it is disabled."""
    groups = {str(item.key): group for cls, group in _GROUPS.items() for item in harvest[cls]
              if item["redundancy"] not in ("", "disabled")}
    for item in harvest["Hypervisor"]:
        if item.ref("farm_id"):
            yield item, str(item.key), item["farm_id"], "farm", groups.get(item["farm_id"], "")
    for link in harvest["lnkApplicationSolutionToFunctionalCI"]:
        target = link["applicationsolution_id"]
        yield link, link["functionalci_id"], target, "application", groups.get(target, "")
    for cls in _DEVICES:
        for item in harvest[cls]:
            for field in ("powerA_id", "powerB_id"):
                if item.ref(field):
                    yield item, item[field], str(item.key), "power", groups.get(str(item.key), "")
