"""What a reader must know of the data behind a page: that it is old, or that rows are missing from it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from clairevoie.disclosure.incidents import Struck
from clairevoie.disclosure.planning_effects import Felt
from clairevoie.disclosure.supplier_client import Depends
from clairevoie.disclosure.walking import standing
from clairevoie.disclosure.whatif_hidden import NOBODY, Hidden
from clairevoie.figures.freshness import Age, Short, Standing, tables_of
from clairevoie.portal import Figure, Notice, Page, Panel

_Code = Literal["old", "withheld"]
# A table's rows in a client's words (words.labels: subject). What is not here is no client's business.
_SUBJECTS = {
    "tickets": "tickets ticket_events ticket_cis surveys",
    "time": "time_entries",
    "contracts": "clients contracts budgets estimates services contract_services commitments",
    "inventory": "cis impacts redundancy service_cis contract_cis ci_contacts",
    "watch": "monitors outages checks capacity",
    "works": "interventions intervention_cis assignments",
    "contacts": "contacts",
    "whatif": "cis impacts redundancy service_cis contract_services",
    "actions": "actions",
}
_SUBJECT_OF = {table: subject for subject, tables in _SUBJECTS.items() for table in tables.split()}
# The tables whose rows stand in a panel, beside those of its figures.
_PANELS = {
    "commitments": "tickets ticket_events commitments contracts", "tickets": "tickets ticket_events",
    "hours": "time_entries budgets estimates contracts", "contracts": "contracts budgets contract_services",
    "contract": "contracts budgets contract_services time_entries estimates commitments tickets",
    "infrastructure": "cis services service_cis contract_cis", "planning": "interventions intervention_cis assignments",
    "contacts": "contacts", "reports": "time_entries contracts",
    "actions": "actions", "incidents": "outages cis impacts redundancy service_cis",
    "register": "cis impacts redundancy service_cis contract_services contracts",
    "lifecycle": "tickets interventions intervention_cis outages cis service_cis contracts",
    "services": "monitors outages service_cis contract_services cis impacts redundancy",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of the data of one audience. asides: table → rows of its own that were set aside; hidden: items of
    others, without a name, that its graph needs; short: tables whose data ends in a month that is over; felt, struck:
    what planned work and incidents of providers do to its services, by all links together (None: by those of its
    slice); depends: what its own contracts owe to suppliers that it is told."""

    ages: tuple[Age, ...] = ()
    asides: Mapping[str, int] = field(default_factory=dict)
    hidden: Hidden = NOBODY
    short: tuple[Short, ...] = ()
    felt: Felt | None = None
    depends: tuple[Depends, ...] = ()
    struck: Struck | None = None


NOTHING = Told()


def told(pages: Iterable[Page], of: Told) -> tuple[Page, ...]:
    """A client's pages, each with what is to be known of the tables that feed it."""
    gone = any(age.table == "tickets" and age.standing == "withheld" for age in of.ages)
    return tuple(replace(page, notices=_notices(_fed_by(page), of), panels=_standing(page) if gone else page.panels)
                 for page in pages)


def told_to_staff(pages: Iterable[Page], ages: Iterable[Age]) -> tuple[Page, ...]:
    """The staff's pages: each source by its name, on every page that shows anything."""
    oldest: dict[tuple[Standing, str], datetime] = {}
    for age in ages:
        oldest[age.standing, age.source] = min(age.since, oldest.get((age.standing, age.source), age.since))
    notices = _together((_code(standing), source, since) for (standing, source), since in oldest.items())
    return tuple(replace(page, notices=notices) if page.panels else page for page in pages)


def _standing(page: Page) -> Mapping[str, Panel]:
    """The home judges no ticket that nobody knows any more; the pages about them still list what was known."""
    judging = ("tickets", "commitments") if page.id == "overview" else ()
    return {name: panel for name, panel in page.panels.items() if name not in judging}


def _fed_by(page: Page) -> set[str]:
    figures = (thing.kpi for thing in standing(page.panels) if isinstance(thing, Figure))
    of_panels = (table for name in page.panels for table in _PANELS.get(name, "").split())
    return {*of_panels, *(table for kpi in set(figures) for table in tables_of(kpi))}


def _notices(tables: Collection[str], of: Told) -> tuple[Notice, ...]:
    """By subject, the oldest of its tables; what is withheld says more than that it is old."""
    old: dict[str, tuple[_Code, str, datetime]] = {}
    for age in of.ages:
        subject = _SUBJECT_OF.get(age.table)
        if subject and age.table in tables:
            line = (_code(age.standing), subject, age.since)
            old[subject] = min(old.get(subject, line), line, key=lambda one: (one[0] != "withheld", one[2]))
    aside: dict[str, int] = {}
    for table, rows in of.asides.items():
        subject = _SUBJECT_OF.get(table)
        if subject and table in tables:
            aside[subject] = aside.get(subject, 0) + rows
    missing = (Notice("aside", (subject,), rows=rows) for subject, rows in sorted(aside.items()))
    return (*_together(old.values()), *missing)


def _code(standing: Standing) -> _Code:
    return "withheld" if standing == "withheld" else "old"


def _together(lines: Iterable[tuple[_Code, str, datetime]]) -> tuple[Notice, ...]:
    """One notice for all that is of the same instant; what is withheld first."""
    subjects: dict[tuple[_Code, datetime], list[str]] = {}
    for code, subject, since in lines:
        subjects.setdefault((code, since), []).append(subject)
    return tuple(Notice(code, tuple(sorted(subjects[code, since])), since)
                 for code, since in sorted(subjects, key=lambda key: (key[0] != "withheld", key[1])))
