"""Where one figure comes from, as its page says it, for a client's eyes or for the staff's."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from clairevoie import disclosure
from clairevoie.disclosure import Told
from clairevoie.disclosure.behind import asked_of, columns_of
from clairevoie.errors import ConfigurationError, Fault, unknown
from clairevoie.figures.columns import Columns
from clairevoie.figures.derive import derive
from clairevoie.figures.freshness import Age, Short, aged
from clairevoie.figures.frozen import as_closed
from clairevoie.figures.kpi import KPIS, compute, compute_overridden, scope_of, together, zone_of
from clairevoie.figures.restated import restated
from clairevoie.pipeline.ageing import ages_of, by_client, short_of
from clairevoie.pipeline.checking import load_checked
from clairevoie.pipeline.locking import locked
from clairevoie.pipeline.pulling import load_or_pull
from clairevoie.pipeline.report import Report
from clairevoie.pipeline.stating import NEVER, Stated, stated
from clairevoie.portal import Card, Figure, Portal
from clairevoie.project.model import ClientSpec, Grants, Project
from clairevoie.tables.dataset import traced
from clairevoie.tables.private import private_folder
from clairevoie.tables.slices import Slice, clients_of, cut, open_company, open_internal, open_slice


@dataclass(frozen=True, slots=True)
class Known:
    """All that figures are explained from. slices: delay in days → the slices as clients with that delay see them."""

    project: Project
    as_of: datetime
    slices: Mapping[int, Path]
    ages: Mapping[str, tuple[Age, ...]]
    short: Mapping[str, tuple[Short, ...]]
    said: Stated


@contextmanager
def knowing(root: Path, as_of: datetime, read_at: datetime, clients: Collection[str] = ()) -> Iterator[Known]:
    """What is known of these clients (none: of all), for as long as it is asked."""
    project = load_checked(root, as_of)
    specs = [spec for spec in project.clients if not clients or spec.client in clients]
    with locked(project.state, private=True):
        known = load_or_pull(project, read_at, Report(as_of), fresh=False)
        said = stated(project, specs, Report(as_of))
    dataset = traced(reading.dataset for reading in known.readings.values())
    ages = by_client(dataset, ages_of(project, known.readings, known.held, as_of))
    short = short_of(project, known.readings, dataset, as_of)
    private_folder(project.state)
    with tempfile.TemporaryDirectory(dir=project.state) as scratch:
        slices = {}
        for days in {spec.grants.delay_days for spec in specs}:
            shown_at, slices[days] = as_of - timedelta(days=days), Path(scratch) / str(days)
            cut(derive(dataset, project, shown_at), slices[days],
                [row for row in known.daily if row.day <= shown_at.date()])
        yield Known(project, as_of, slices, ages, short, said)


def explain(root: Path, client: str, kpi: str, as_of: datetime, read_at: datetime, *, internal: bool = False
            ) -> tuple[Portal, Card]:
    """The card of a figure with its rows, and the Portal that it stands in.

    internal: what staff may know of this client's figure, whatever it is granted. Raises ConfigurationError for a
    client or a figure that is not there, or that the client is not shown.
    """
    _asked(load_checked(root, as_of), client, kpi, internal=internal)
    with knowing(root, as_of, read_at, [client]) as known:
        portal = portal_of(known, client, [kpi], internal=internal)
        card = cards_of(portal).get(kpi)
        if card and internal and KPIS[kpi].internal:
            card = with_staff_rows(known, client, card)
            sums = () if card.rows else (f"sums-{kpi}",)
            portal = replace(portal, tables=tuple(table for table in portal.tables if table.id in sums))
    if card is None:
        raise ConfigurationError(Fault(f"client {client}", f"{kpi} has no value and no state for this client"))
    return portal, card


def with_staff_rows(known: Known, client: str, card: Card) -> Card:
    """The card of an internal figure of a client with its rows, which only staff may see."""
    (spec,) = (spec for spec in known.project.clients if spec.client == client)
    slices, kpi = known.slices[spec.grants.delay_days], card.definition.kpi
    tables = {name: Columns(table) for name, table in together(_every(slices), open_company(slices)).items()}
    scope = scope_of(KPIS[kpi], known.project, known.as_of - timedelta(days=spec.grants.delay_days))
    return replace(card, rows=disclosure.staff_rows(kpi, client, card.figures, tables, scope))


def portal_of(known: Known, client: str, kpis: Collection[str], *, internal: bool = False) -> Portal:
    """What a client is shown, with a card for each of these KPIs; internal: as staff may know them.

    Raises ConfigurationError for one that is not there, or that it is not shown.
    """
    spec = known.project.clients[0]
    for kpi in kpis:
        spec = _asked(known.project, client, kpi, internal=internal)
    if internal:
        spec = replace(spec, grants=_all(spec.grants, kpis))
    at = known.as_of - timedelta(days=spec.grants.delay_days)
    slices, said = known.slices[spec.grants.delay_days], known.said.get(client, NEVER)
    rows = open_slice(slices, client)
    ours = [kpi for kpi in kpis if KPIS[kpi].internal]
    # All that the client is shown: what is withheld of one figure may cover another's few rows.
    theirs = [kpi for kpi in spec.grants.figures if not KPIS[kpi].internal]
    figures = compute(rows, known.project, at, theirs, months=spec.grants.months)
    if ours:
        figures = (*figures, *_internal(known.project, client, ours, slices, at))
    figures = as_closed(aged(figures, known.ages.get(client, ())), said.closed)
    figures = restated(figures, said.published, zone_of(rows, known.project))
    definitions = tuple(KPIS[kpi].settled(known.project) for kpi in sorted(kpis))
    return disclosure.client_portal(rows, figures, definitions, known.project, spec, (), at, "",
                                    Told(short=known.short.get(client, ())), said.closed)


def cards_of(portal: Portal) -> dict[str, Card]:
    """The card of each KPI that has one."""
    cards = (page.panels.get("card") for page in portal.pages if page.id == "definitions")
    return {card.definition.kpi: card for card in cards if isinstance(card, Card)}


def _asked(project: Project, client: str, kpi: str, *, internal: bool) -> ClientSpec:
    """The client as its grants are; what was asked for that is not there, or not shown, is refused."""
    specs = {spec.client: spec for spec in project.clients}
    if client not in specs:
        raise ConfigurationError(unknown("explain", "client", client, specs))
    if kpi not in KPIS:
        raise ConfigurationError(unknown("explain", "KPI", kpi, KPIS))
    spec = specs[client]
    if internal:
        return spec
    if kpi not in spec.grants.figures:
        why = "is internal by nature" if KPIS[kpi].internal else "is not granted"
        raise ConfigurationError(Fault(f"client {client}", f"{kpi} {why}; --internal explains it to the staff"))
    if "definitions" not in spec.grants.pages:
        return replace(spec, grants=replace(spec.grants, pages=(*spec.grants.pages, "definitions")))
    return spec


def _all(grants: Grants, kpis: Collection[str]) -> Grants:
    """Every row of these figures and every column that their rows may have."""
    tables: dict[str, tuple[str, ...]] = {"cis": ("ci", "name")}  # what an item's figure cannot be told without
    for kpi in kpis:
        for table, columns in (*KPIS[kpi].addends.items(), *asked_of(kpi)):
            tables[table] = tuple(dict.fromkeys((*tables.get(table, ()), *columns, *columns_of(kpi, table))))
    return Grants(pages=("commitments", "definitions"), figures=tuple(kpis), tables=tables, people="full",
                  months=grants.months, downloads=("all",), delay_days=grants.delay_days)


def _internal(project: Project, client: str, kpis: Collection[str], slices: Path, at: datetime) -> tuple[Figure, ...]:
    found = compute_overridden(_every(slices), open_company(slices), project, at, {client: kpis})[client]
    if unsaid := set(kpis) - {figure.kpi for figure in found}:
        raise ConfigurationError(*(Fault(f"client {client}", f"{kpi} is of the company or of its people, of no client")
                                   for kpi in sorted(unsaid)))
    return found


def _every(slices: Path) -> dict[str, Slice]:
    """The internal slice of every client."""
    return {name: open_internal(slices, name) for name in clients_of(slices)}


def chosen(portal: Portal, card: Card, period: str | None) -> tuple[Figure, ...]:
    """The figures of a period; without one, of the reporting month, else of the newest that there is."""
    periods = {figure.period for figure in card.figures}
    if period is not None and period not in periods:
        raise ConfigurationError(unknown("explain", "period", period, sorted(periods)))
    wanted = period or (portal.month if portal.month in periods else max(periods))
    return tuple(figure for figure in card.figures if figure.period == wanted)
