"""The figures of a client, or of the company: every KPI asked for, on a slice and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

import numpy as np
import pyarrow as pa

from clairevoie.errors import ConfigurationError, Fault, unknown
from clairevoie.figures.columns import Columns, distinct
from clairevoie.figures.kpis import REGISTRY
from clairevoie.figures.periods import periods
from clairevoie.figures.registry import Kpi, Scope
from clairevoie.portal import Figure
from clairevoie.project.model import FigureSettings, Project
from clairevoie.tables.daily import By
from clairevoie.tables.schema import TABLES
from clairevoie.tables.slices import Daily, Slice

KPIS: Mapping[str, Kpi] = REGISTRY
MONTHS = 13
_GRAPH = ("cis", "impacts")


def compute(
    rows: Slice, project: Project, as_of: datetime, only: Collection[str], months: int = MONTHS
) -> tuple[Figure, ...]:
    """The client figures named in `only`, of the last `months` whole months and the running one.

    Groupings and periods: docs/kpis.md. Raises ConfigurationError for an unknown or an internal KPI.
    """
    faults = [unknown(f"client {rows.client}", "KPI", name, KPIS) for name in sorted(only) if name not in KPIS]
    faults += [Fault(f"client {rows.client}", f"{name} is internal, it cannot be granted")
               for name in sorted(only) if name in KPIS and KPIS[name].internal]
    if faults:
        raise ConfigurationError(*faults)
    zone, currency = _home(rows, project)
    tables = {name: Columns(table) for name, table in rows.tables.items()}
    return tuple(figure for name in sorted(only)
                 for figure in _measured(KPIS[name], tables, project, as_of, zone, currency, months, rows.daily))


def compute_internal(
    clients: Mapping[str, Slice], company: Slice, project: Project, as_of: datetime
) -> tuple[Figure, ...]:
    """Every figure that staff may see.

    Client KPIs of each client (under ("client", id)) and of all together (Σ ÷ Σ, medians from the rows), then internal
    KPIs.
    """
    service = [name for name, kpi in sorted(KPIS.items()) if not kpi.internal]
    of_each = [figure.under(("client", client), *figure.by)
               for client in sorted(clients) for figure in compute(clients[client], project, as_of, service)]
    tables = {name: Columns(table) for name, table in together(clients, company).items()}
    daily = _summed([rows.daily for rows in clients.values()])
    everyone = [figure for name in sorted(KPIS)
                for figure in _measured(KPIS[name], tables, project, as_of, project.timezone, project.currency, MONTHS,
                                        daily)]
    return (*of_each, *(figure for figure in everyone if KPIS[figure.kpi].internal or _of_company(figure)))


def compute_overridden(
    clients: Mapping[str, Slice], company: Slice, project: Project, as_of: datetime,
    wanted: Mapping[str, Collection[str]],
) -> dict[str, tuple[Figure, ...]]:
    """Client → its own figures of the internal KPIs that `wanted` names, as its site would show them.

    clients, company: the internal slices of all: an allocation needs them, and only the client's own figures are given.
    """
    tables = {name: Columns(table) for name, table in together(clients, company).items()}
    found: dict[str, list[Figure]] = {client: [] for client in wanted}
    for kpi in sorted({kpi for kpis in wanted.values() for kpi in kpis}):
        for figure in _measured(KPIS[kpi], tables, project, as_of, project.timezone, project.currency, MONTHS, {}):
            client = dict(figure.by).get("client", "")
            if kpi in wanted.get(client, ()):
                found[client].append(figure.under(*(pair for pair in figure.by if pair[0] != "client")))
    return {client: tuple(figures) for client, figures in found.items()}


def scope_of(kpi: Kpi, project: Project, as_of: datetime, months: int = MONTHS) -> Scope:
    """What a KPI of the company is asked for, of the last `months` whole months and the running one."""
    shown = periods(as_of, project.timezone, months)
    return Scope(kpi.settled(project), project, as_of, shown, project.currency, FigureSettings())


def zone_of(rows: Slice, project: Project) -> str:
    """The zone in which a client's days and months are taken."""
    return _home(rows, project)[0]


def _measured(
    kpi: Kpi, tables: Mapping[str, Columns], project: Project, as_of: datetime, zone: str, currency: str, months: int,
    daily: Daily,
) -> Iterator[Figure]:
    """The figures of one KPI; `not_measured` for each period where no source feeds it."""
    definition = kpi.settled(project)
    settings = project.figures.get(definition.kpi, FigureSettings())
    scope = Scope(definition, project, as_of, periods(as_of, zone, months), currency, settings, daily)
    if all(len(tables[name]) for name in kpi.feeding(project)):
        yield from kpi.count(scope=scope, **{name: tables[name] for name in kpi.needs})
    else:
        shown = scope.periods.names[1:] if kpi.grain == "month" else ("to_date",)
        yield from (scope.absent(period, "not_measured", "no_source") for period in shown)


def _of_company(figure: Figure) -> bool:
    return figure.by == () and figure.period != "to_date"


def together(clients: Mapping[str, Slice], company: Slice) -> dict[str, pa.Table]:
    """The rows of all clients and of the company; what several of them hold (people, services, shared CIs) once."""
    read = {name for kpi in KPIS.values() for name in (*kpi.needs, *kpi.fed_by)}
    found = {}
    for name in sorted(read):
        parts = [] if _held_whole(name) else [clients[client].tables[name] for client in sorted(clients)]
        whole = [table for table in (company.tables[name], *parts) if len(table)]
        rows = pa.concat_tables(whole, promote_options="default") if whole else company.tables[name]
        found[name] = _once(rows, TABLES[name].key) if name in _GRAPH else rows
    return found


def _once(rows: pa.Table, key: Sequence[str]) -> pa.Table:
    """Each row once, though several clients hold it: a link of which there are two is another graph."""
    columns = Columns(rows)
    _, same = distinct(*(columns.codes(name).index for name in key))
    return rows.take(np.unique(same, return_index=True)[1])


def _summed(clients: Sequence[Daily]) -> Daily:
    """Only what was noted of every client: a part is no sum."""
    shared = set.intersection(*(set(daily) for daily in clients)) if clients else set()
    found: dict[tuple[str, str], Counter[By]] = {key: Counter() for key in shared}
    for daily in clients:
        for key in shared:
            found[key].update(daily[key])
    return found


def _held_whole(name: str) -> bool:
    """The company's slice has every row of it."""
    return name in ("clients", "assignments") or not (TABLES[name].owner or TABLES[name].ends)


def _home(rows: Slice, project: Project) -> tuple[str, str]:
    """The client's zone and currency."""
    for row in rows.tables["clients"].to_pylist():
        if row["client"] == rows.client:
            return row["timezone"] or project.timezone, row["currency"] or project.currency
    return project.timezone, project.currency
