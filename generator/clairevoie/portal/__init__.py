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
from clairevoie.portal.figure import (
    Cell,
    Column,
    Definition,
    Figure,
    Sign,
    State,
    Table,
    Text,
    Unit,
)
from clairevoie.portal.isolation import (
    Isolation,
    SearchedSite,
    Spot,
)
from clairevoie.portal.panels import (
    Breach,
    Card,
    Commitments,
    Contact,
    Contacts,
    Contract,
    Hours,
    Infrastructure,
    Intervention,
    OpenTicket,
    Planning,
    Promise,
    Service,
    Tickets,
    Tile,
)
from clairevoie.portal.site import (
    Company,
    Notice,
    Page,
    Panel,
    Portal,
    Prose,
)
from clairevoie.portal.staff import (
    Alert,
    ClientLine,
    MarginLine,
    Margins,
    PersonLine,
    Portfolio,
    Quality,
    SharedChange,
    SharedPart,
    SharedRow,
    Sharing,
    SourceLine,
    Staffing,
)
from clairevoie.portal.whatif import (
    Alone,
    Node,
    Restoration,
    Several,
    WhatIf,
)

__all__ = [
    "Alert",
    "Alone",
    "Breach",
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
    "Definition",
    "Figure",
    "Hours",
    "Infrastructure",
    "Intervention",
    "Isolation",
    "MarginLine",
    "Margins",
    "Node",
    "Notice",
    "OpenTicket",
    "Page",
    "Panel",
    "PersonLine",
    "Planning",
    "Point",
    "Portal",
    "Portfolio",
    "Promise",
    "Prose",
    "Quality",
    "Restoration",
    "SearchedSite",
    "Series",
    "Service",
    "Several",
    "SharedChange",
    "SharedPart",
    "SharedRow",
    "Sharing",
    "Sign",
    "SourceLine",
    "Spot",
    "Staffing",
    "State",
    "Table",
    "Text",
    "Tickets",
    "Tile",
    "Unit",
    "WhatIf",
]
