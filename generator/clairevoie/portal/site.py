"""A site: its pages, its prose, and all that it may show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from clairevoie.portal.chart import Chart
from clairevoie.portal.commitments import Commitments
from clairevoie.portal.contacts import Contacts
from clairevoie.portal.contracts import Contract, Group, Reports
from clairevoie.portal.figure import Definition, Figure, Table
from clairevoie.portal.incidents import Alarms, Incidents
from clairevoie.portal.infrastructure import Infrastructure
from clairevoie.portal.isolation import Isolation
from clairevoie.portal.lifecycle import Lifecycle, Lives
from clairevoie.portal.margins import Bills, Margins
from clairevoie.portal.panels import Card, Hours, Tile
from clairevoie.portal.planning import Intervention, Planning
from clairevoie.portal.portfolio import Portfolio
from clairevoie.portal.quality import Quality, Sharing
from clairevoie.portal.services import Action, Reconciliation, Services
from clairevoie.portal.staffing import Staffing
from clairevoie.portal.supplier import Exit, Register, Suppliers
from clairevoie.portal.tickets import Tickets
from clairevoie.portal.whatif import WhatIf

Panel = (
    Tile | Hours | Services | Reconciliation | Commitments | Tickets | Contract | Infrastructure | WhatIf | Planning
    | Reports | Group | Contacts | Card | Incidents | Alarms | Lifecycle | Lives
    | Portfolio | Margins | Bills | Staffing | Suppliers | Register | Exit | Sharing | Quality | Isolation | Chart
    | Table
    | tuple[Tile, ...] | tuple[Hours, ...] | tuple[Contract, ...] | tuple[Card, ...] | tuple[Intervention, ...]
    | tuple[Action, ...]
)


@dataclass(frozen=True, slots=True)
class Notice:
    """What a reader must know of the data behind a page.

    subjects: codes that `words` knows ("tickets"), for staff the sources. since: of when the data is; rows: how many
    are set aside; days: by how many what is shown is late, as agreed.
    """

    code: Literal["old", "withheld", "aside", "delayed"]
    subjects: tuple[str, ...]
    since: datetime | None = None
    rows: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """One page: `id` names its place in the navigation and its template (`<template>.html`).

    path: relative to the site's root, always ends in `.html` ("tickets/index.html").
    panels: by name; what is not granted is not there. subject: the contract, KPI or thing of a page about one.
    """

    id: str
    path: str
    template: str
    panels: Mapping[str, Panel] = field(default_factory=dict)
    nav: bool = True
    subject: str = ""
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown of the operator's, already read (not yet rendered): a note, a news item, a page."""

    kind: Literal["note", "page"]
    slug: str
    title: str
    language: str
    markdown: str
    author: str = ""
    date: date | None = None
    month: str = ""  # a note's month
    page: str = ""  # the id of the page it stands on, "" = a page of its own under news/


@dataclass(frozen=True, slots=True)
class Company:
    """The company that publishes."""

    id: str
    name: str
    short: str
    phone: str = ""  # on-call
    incident_url: str = ""
    logo_svg: str = ""


@dataclass(frozen=True, slots=True)
class Portal:
    """All that one audience may see."""

    site: str  # its folder in output/, and the client's id ("internal" for the staff)
    audience: Literal["client", "internal"]
    company: Company
    name: str  # the client's name, or the internal site's
    languages: tuple[str, ...]  # the first at the site's root, the others in a folder of their own
    timezone: str
    currency: str
    as_of: datetime  # with its zone
    month: str  # the last whole month, which pages report on: "2026-10"
    months: tuple[str, ...]  # the 13 months shown, oldest first, `month` last
    fingerprint: str  # of the inputs, 8 hexadecimal digits
    pages: tuple[Page, ...]
    figures: tuple[Figure, ...]  # every figure that the pages show
    definitions: tuple[Definition, ...]
    tables: tuple[Table, ...]  # every table that is downloadable
    prose: tuple[Prose, ...] = ()
    accent: str = ""
    people_shown: Literal["none", "role", "initials", "full"] = "role"
    downloads: tuple[str, ...] | None = None  # "figures" and the tables that are offered as files; None: each of them

    def offers(self, name: str) -> bool:
        """Whether this table ("figures": all figures as JSON) may be taken away as a file."""
        return self.downloads is None or name in self.downloads
