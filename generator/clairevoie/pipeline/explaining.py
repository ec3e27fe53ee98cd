"""Where one figure comes from, as its page says it, for a client's eyes or for the staff's."""

from __future__ import annotations

import tempfile
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from clairevoie import disclosure
from clairevoie.disclosure import Told
from clairevoie.disclosure.behind import columns_of
from clairevoie.errors import ConfigurationError, Fault, unknown
from clairevoie.figures.derive import derive
from clairevoie.figures.freshness import Age, aged
from clairevoie.figures.frozen import as_closed
from clairevoie.figures.kpi import KPIS, compute, compute_overridden, zone_of
from clairevoie.figures.restated import restated
from clairevoie.pipeline.ageing import ages_of, by_client, short_of
from clairevoie.pipeline.checking import load_checked
from clairevoie.pipeline.locking import locked
from clairevoie.pipeline.pulling import load_or_pull
from clairevoie.pipeline.report import Report
from clairevoie.pipeline.stating import NEVER, Said, stated
from clairevoie.portal import Card, Figure, Portal
from clairevoie.project.model import ClientSpec, Grants, Project
from clairevoie.tables.dataset import traced
from clairevoie.tables.private import private_folder
from clairevoie.tables.slices import cut, open_company, open_internal, open_slice


def explain(root: Path, client: str, kpi: str, as_of: datetime, read_at: datetime, *, internal: bool = False
            ) -> tuple[Portal, Card]:
    """The card of a figure with its rows, and the Portal that it stands in.

    internal: what staff may know of this client's figure, whatever it is granted. Raises ConfigurationError for a
    client or a figure that is not there, or that the client is not shown.
    """
    project = load_checked(root, as_of)
    spec = _asked(project, client, kpi, internal=internal)
    with locked(project.state, private=True):
        known = load_or_pull(project, read_at, Report(as_of), fresh=False)
        said = stated(project, [spec], Report(as_of)).get(client, NEVER)
    shown_at = as_of - timedelta(days=spec.grants.delay_days)
    dataset = traced(reading.dataset for reading in known.readings.values())
    ages = by_client(dataset, ages_of(project, known.readings, known.held, as_of)).get(client, ())
    derived = derive(dataset, project, shown_at)
    private_folder(project.state)
    with tempfile.TemporaryDirectory(dir=project.state) as scratch:
        slices = Path(scratch) / "slices"
        cut(derived, slices, [row for row in known.daily if row.day <= shown_at.date()])
        short = short_of(project, known.readings, dataset, as_of).get(client, ())
        portal = _portal(project, spec, kpi, slices, shown_at, ages, said, Told(short=short))
    card = next((page.panels["card"] for page in portal.pages if (page.id, page.subject) == ("definitions", kpi)), None)
    if not isinstance(card, Card):
        raise ConfigurationError(Fault(f"client {client}", f"{kpi} has no value and no state for this client"))
    return portal, card


def _asked(project: Project, client: str, kpi: str, *, internal: bool) -> ClientSpec:
    """The client as its grants are, or as staff may look at it; what was asked for that is not there is refused."""
    specs = {spec.client: spec for spec in project.clients}
    if client not in specs:
        raise ConfigurationError(unknown("explain", "client", client, specs))
    if kpi not in KPIS:
        raise ConfigurationError(unknown("explain", "KPI", kpi, KPIS))
    spec = specs[client]
    if internal:
        return replace(spec, grants=_all(spec.grants, kpi))
    if kpi not in spec.grants.figures:
        why = "is internal by nature" if KPIS[kpi].internal else "is not granted"
        raise ConfigurationError(Fault(f"client {client}", f"{kpi} {why}; --internal explains it to the staff"))
    if "definitions" not in spec.grants.pages:
        return replace(spec, grants=replace(spec.grants, pages=(*spec.grants.pages, "definitions")))
    return spec


def _all(grants: Grants, kpi: str) -> Grants:
    """Every row of a figure and every column that its rows may have."""
    tables = {table: (*columns, *columns_of(kpi, table)) for table, columns in KPIS[kpi].addends.items()}
    tables["cis"] = (*tables.get("cis", ()), "ci", "name")  # what an item's figure cannot be told without
    return Grants(pages=("commitments", "definitions"), figures=(kpi,), tables=tables, people="full",
                  months=grants.months, downloads=("all",))


def _portal(project: Project, spec: ClientSpec, kpi: str, slices: Path, at: datetime, ages: Collection[Age],
            said: Said, told: Told) -> Portal:
    rows = open_slice(slices, spec.client)
    if KPIS[kpi].internal:
        figures = _internal(project, spec.client, kpi, slices, at)
    else:  # all that the client is shown: what is withheld of one figure may cover another's few rows
        figures = compute(rows, project, at, spec.grants.figures, months=spec.grants.months)
    figures = restated(as_closed(aged(figures, ages), said.closed), said.published, zone_of(rows, project))
    definitions = (KPIS[kpi].settled(project),)
    return disclosure.client_portal(rows, figures, definitions, project, spec, (), at, "", told, said.closed)


def _internal(project: Project, client: str, kpi: str, slices: Path, at: datetime) -> tuple[Figure, ...]:
    names: Collection[str] = [path.name for path in sorted(slices.iterdir()) if not path.name.startswith("_")]
    clients = {name: open_internal(slices, name) for name in names}
    found = compute_overridden(clients, open_company(slices), project, at, {client: [kpi]})[client]
    if not found:
        raise ConfigurationError(Fault(f"client {client}", f"{kpi} is of the company or of its people, of no client"))
    return found


def chosen(portal: Portal, card: Card, period: str | None) -> tuple[Figure, ...]:
    """The figures of a period; without one, of the reporting month, else of the newest that there is."""
    periods = {figure.period for figure in card.figures}
    if period is not None and period not in periods:
        raise ConfigurationError(unknown("explain", "period", period, sorted(periods)))
    wanted = period or (portal.month if portal.month in periods else max(periods))
    return tuple(figure for figure in card.figures if figure.period == wanted)
