"""The figures of a client, or of the company: every KPI asked for, on a slice and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

import clairevoie.figures.kpis  # noqa: F401  # fills the registry
from clairevoie.errors import ConfigurationError, Fault, unknown
from clairevoie.figures.columns import Columns
from clairevoie.figures.periods import periods
from clairevoie.figures.registry import REGISTRY, Kpi, Scope
from clairevoie.portal import Figure
from clairevoie.project.model import FigureSettings, Project
from clairevoie.tables.slices import Slice

KPIS: Mapping[str, Kpi] = REGISTRY


def compute(
    rows: Slice, project: Project, as_of: datetime, only: Collection[str], months: int = 13
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
    columns = {name: Columns(table) for name, table in rows.tables.items()}
    return tuple(figure for name in sorted(only)
                 for figure in measure(KPIS[name], columns, project, as_of, zone, currency, months))


def measure(
    kpi: Kpi, tables: Mapping[str, Columns], project: Project, as_of: datetime, zone: str, currency: str, months: int
) -> Iterator[Figure]:
    """The figures of one KPI on some tables; `not_measured` for each period where no source feeds it."""
    definition = kpi.settled(project)
    settings = project.figures.get(definition.kpi, FigureSettings())
    scope = Scope(definition, project, as_of, periods(as_of, zone, months), currency, settings)
    if all(len(tables[name]) for name in kpi.fed_by):
        yield from kpi.count(scope=scope, **{name: tables[name] for name in kpi.needs})
    else:
        shown = scope.periods.names[1:] if kpi.grain == "month" else ("to_date",)
        yield from (scope.absent(period, "not_measured", "no_source") for period in shown)


def _home(rows: Slice, project: Project) -> tuple[str, str]:
    """The client's zone and currency."""
    for row in rows.tables["clients"].to_pylist():
        if row["client"] == rows.client:
            return row["timezone"] or project.timezone, row["currency"] or project.currency
    return project.timezone, project.currency
