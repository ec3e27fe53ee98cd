"""THE WALL: all that one audience may see, and nothing else.

A `Portal` is frozen, holds no reference to a table, a slice or a grant, and is language-neutral:
words of ours come as `Text`, words of the operator's data as plain `str` (untrusted: escape them).
What is not in here cannot be rendered, because nothing behind it can reach the tables.
"""

from __future__ import annotations

from clairevoie.portal.chart import (
    Chart,
    Point,
    Series,
)
from clairevoie.portal.commitments import Breach, Commitments, Promise
from clairevoie.portal.contacts import Contact, Contacts
from clairevoie.portal.contracts import Contract, Group, Report, Reports
from clairevoie.portal.figure import (
    Cell,
    Column,
    Definition,
    Earlier,
    Figure,
    LastYear,
    Sign,
    State,
    Table,
    Text,
    Unit,
)
from clairevoie.portal.incidents import (
    Alarm,
    Alarms,
    Incident,
    Incidents,
    Touched,
)
from clairevoie.portal.infrastructure import Infrastructure, Service
from clairevoie.portal.isolation import (
    Isolation,
    SearchedSite,
    Spot,
)
from clairevoie.portal.lifecycle import (
    Beside,
    Event,
    Lifecycle,
    LifeLine,
    Lives,
)
from clairevoie.portal.margins import BillLine, Bills, MarginLine, Margins
from clairevoie.portal.panels import Card, Hours, Tile
from clairevoie.portal.planning import Intervention, Planning
from clairevoie.portal.portfolio import Alert, ClientLine, Portfolio
from clairevoie.portal.quality import Quality, SharedChange, SharedPart, SharedRow, Sharing, SourceLine
from clairevoie.portal.services import (
    Action,
    Capacity,
    Day,
    Deadline,
    Difference,
    Reconciliation,
    ServicePromise,
    ServiceRow,
    Services,
)
from clairevoie.portal.site import (
    Company,
    Notice,
    Page,
    Panel,
    Portal,
    Prose,
)
from clairevoie.portal.staffing import PersonLine, RateLine, Staffing
from clairevoie.portal.supplier import (
    CallLine,
    Exit,
    ExposedLine,
    HollowLine,
    Register,
    SingleLine,
    Suppliers,
    SupplyLine,
)
from clairevoie.portal.tickets import OpenTicket, Tickets
from clairevoie.portal.whatif import (
    Alone,
    Node,
    Past,
    Restoration,
    Several,
    WhatIf,
)

__all__ = [
    "Action",
    "Alarm",
    "Alarms",
    "Alert",
    "Alone",
    "Beside",
    "BillLine",
    "Bills",
    "Breach",
    "CallLine",
    "Capacity",
    "Card",
    "Cell",
    "Chart",
    "ClientLine",
    "Column",
    "Commitments",
    "Company",
    "Contact",
    "Contacts",
    "Contract",
    "Day",
    "Deadline",
    "Definition",
    "Difference",
    "Earlier",
    "Event",
    "Exit",
    "ExposedLine",
    "Figure",
    "Group",
    "HollowLine",
    "Hours",
    "Incident",
    "Incidents",
    "Infrastructure",
    "Intervention",
    "Isolation",
    "LastYear",
    "LifeLine",
    "Lifecycle",
    "Lives",
    "MarginLine",
    "Margins",
    "Node",
    "Notice",
    "OpenTicket",
    "Page",
    "Panel",
    "Past",
    "PersonLine",
    "Planning",
    "Point",
    "Portal",
    "Portfolio",
    "Promise",
    "Prose",
    "Quality",
    "RateLine",
    "Reconciliation",
    "Register",
    "Report",
    "Reports",
    "Restoration",
    "SearchedSite",
    "Series",
    "Service",
    "ServicePromise",
    "ServiceRow",
    "Services",
    "Several",
    "SharedChange",
    "SharedPart",
    "SharedRow",
    "Sharing",
    "Sign",
    "SingleLine",
    "SourceLine",
    "Spot",
    "Staffing",
    "State",
    "Suppliers",
    "SupplyLine",
    "Table",
    "Text",
    "Tickets",
    "Tile",
    "Touched",
    "Unit",
    "WhatIf",
]
