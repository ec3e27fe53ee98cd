"""What is asked of iTop: a class and its named fields, never all of them (`*` holds internal notes and photos)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ask:
    """One core/get. `name`: what the answer is called here; `key`: OQL, the whole class when empty.

    parent: objects of subclasses are expected, each saying its own `finalclass`.
    needed: False where the class belongs to a module that an iTop may not have.
    """

    cls: str
    fields: tuple[str, ...]
    key: str = ""
    name: str = ""
    parent: bool = False
    needed: bool = False

    @property
    def query(self) -> str:
        """The OQL of the request."""
        return self.key or f"SELECT {self.cls}"


def ask(cls: str, fields: str, *, key: str = "", name: str = "", parent: bool = False, needed: bool = False) -> Ask:
    """An `Ask` from field names separated by spaces."""
    return Ask(cls, tuple(fields.split()), key, name or cls, parent, needed)


_TICKET = ("ref org_id caller_id_friendlyname team_name agent_id title start_date close_date status priority"
           " service_id assignment_date resolution_date")
_CLOCKED = f"{_TICKET} cumulatedpending sla_tto_passed sla_ttr_passed"
_CONTRACT = "name org_id provider_id start_date end_date cost cost_currency cost_unit"

# Read before tickets, so that a ticket that moves meanwhile is found out by its unfinished chain.
_HISTORY = "SELECT CMDBChangeOpSetAttributeScalar WHERE attcode='{}' AND objclass IN ('Incident','UserRequest')"


def history(field: str) -> Ask:
    """The dated changes of one field of incidents and requests."""
    return ask("CMDBChangeOpSetAttributeScalar", "date objclass objkey attcode oldvalue newvalue",
               key=_HISTORY.format(field), name=f"history of {field}", needed=True)


ASKS = (
    ask("Organization", "name code parent_id", needed=True),
    ask("CustomerContract", _CONTRACT, needed=True),
    ask("ProviderContract", _CONTRACT),
    ask("Person", "friendlyname org_id status email phone mobile_phone function", needed=True),
    ask("Team", "name org_id status email phone", needed=True),
    ask("lnkPersonToTeam", "person_id team_id team_name"),
    ask("lnkDeliveryModelToContact", "contact_id role_name"),
    ask("Service", "name servicefamily_name", needed=True),
    ask("SLT", "priority request_type metric value unit"),
    ask("lnkSLAToSLT", "sla_id slt_id"),
    ask("lnkCustomerContractToService", "customercontract_id service_id sla_id"),
    ask("lnkCustomerContractToProviderContract", "customercontract_id providercontract_id"),
    ask("lnkCustomerContractToFunctionalCI", "customercontract_id functionalci_id"),
    ask("lnkFunctionalCIToProviderContract", "providercontract_id functionalci_id"),
    ask("lnkFunctionalCIToService", "service_id functionalci_id"),
    ask("lnkContactToFunctionalCI", "functionalci_id contact_id"),
    ask("Incident", _CLOCKED),
    ask("UserRequest", f"{_CLOCKED} request_type"),
    ask("Problem", _TICKET),
    ask("Change", "ref org_id title status outage start_date end_date finalclass", parent=True),
    ask("lnkFunctionalCIToTicket", "ticket_id ticket_ref functionalci_id impact_code"),
    ask("FunctionalCI", "name org_id business_criticity move2production finalclass obsolescence_flag",
        parent=True, needed=True),
    ask("lnkApplicationSolutionToFunctionalCI", "applicationsolution_id functionalci_id"),
    ask("lnkApplicationSolutionToBusinessProcess", "applicationsolution_id businessprocess_id"),
    ask("lnkConnectableCIToNetworkDevice", "networkdevice_id connectableci_id connection_type"),
    ask("lnkSanToDatacenterDevice", "san_id datacenterdevice_id"),
    ask("LogicalVolume", "name storagesystem_id obsolescence_flag"),
    ask("lnkServerToVolume", "volume_id server_id"),
    ask("lnkVirtualDeviceToVolume", "volume_id virtualdevice_id"),
)

# (class, what is asked where this iTop does not have it): the enterprise flavour ties a supplier to a service.
INSTEAD = (("lnkCustomerContractToProviderContract",
            ask("lnkProviderContractToService", "service_id providercontract_id")),)

_PHYSICAL = "status end_of_warranty location_name"
_DEVICE = f"{_PHYSICAL} powerA_id powerB_id enclosure_id redundancy"

# What only the concrete class of a CI knows; asked only for classes that FunctionalCI names.
_CI_FIELDS = {
    **dict.fromkeys(("Server", "NetworkDevice", "StorageSystem", "SANSwitch", "NAS", "TapeLibrary"), _DEVICE),
    **dict.fromkeys(("Rack", "Enclosure", "PowerSource", "PC", "Printer", "Phone", "IPPhone", "MobilePhone", "Tablet",
                     "Peripheral"), _PHYSICAL),
    "PDU": f"{_PHYSICAL} powerstart_id",
    "VirtualMachine": "status virtualhost_id",
    "Hypervisor": "status farm_id server_id",
    "Farm": "status redundancy",
    **dict.fromkeys(("DBServer", "WebServer", "Middleware", "OtherSoftware", "PCSoftware"), "status system_id"),
    "DatabaseSchema": "dbserver_id",
    "WebApplication": "webserver_id",
    "MiddlewareInstance": "middleware_id",
    "ApplicationSolution": "status redundancy",
    "BusinessProcess": "status",
}


def unknown_classes(classes: set[str]) -> list[str]:
    """The concrete classes of CIs of which only what every CI has is read."""
    return sorted(classes - _CI_FIELDS.keys())


def details(classes: set[str]) -> tuple[Ask, ...]:
    """The requests for the concrete classes of CIs that are there, in the order of their names."""
    return tuple(ask(cls, _CI_FIELDS[cls]) for cls in sorted(classes & _CI_FIELDS.keys()))
