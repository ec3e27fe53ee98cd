"""Internal figures that a client is shown by exception: computed here, since its worker holds no internal row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from clairevoie.disclosure import in_force
from clairevoie.errors import Fault
from clairevoie.figures.freshness import aged
from clairevoie.figures.kpi import compute_overridden
from clairevoie.pipeline.slicing import Cut
from clairevoie.portal import Figure
from clairevoie.project.model import ClientSpec, Project
from clairevoie.tables.slices import open_company, open_internal


def overridden(project: Project, cut: Cut, specs: Iterable[ClientSpec], as_of: datetime
               ) -> Mapping[str, tuple[Figure, ...]]:
    """Client → the internal figures that are shown to it until a day that is not over."""
    day = local_day(project, as_of)
    wanted = {spec.client: [one.figure for one in in_force(spec.grants, day)] for spec in specs}
    wanted = {client: figures for client, figures in wanted.items() if figures}
    if not wanted:
        return {}
    clients = {client: open_internal(cut.slices, client) for client in cut.clients}
    found = compute_overridden(clients, open_company(cut.slices), project, as_of, wanted)
    return {client: aged(figures, cut.ages) for client, figures in found.items()}


def expired(project: Project, as_of: datetime) -> list[str]:
    """A line for each override whose last day is over: its figure is not shown any more."""
    day = local_day(project, as_of)
    return [str(Fault(spec.where("internal_overrides"), f"the override of {one.figure} ended on {one.until}: the figure"
                      f" is withheld from {spec.client}; take it out, or have it allowed anew"))
            for spec in project.clients for one in spec.grants.overrides if one not in in_force(spec.grants, day)]


def local_day(project: Project, instant: datetime) -> date:
    """The day of an instant in the portal's zone."""
    return instant.astimezone(ZoneInfo(project.timezone)).date()
