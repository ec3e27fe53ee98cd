"""Sources → the store. A source that cannot be trusted is held at its last good snapshot."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from clairevoie.errors import Fault, SourceError
from clairevoie.pipeline.checking import source_settings
from clairevoie.pipeline.report import Report
from clairevoie.project.model import Project, SourceSpec
from clairevoie.sources import SOURCES
from clairevoie.tables.dataset import Dataset, check, merge
from clairevoie.tables.store import Store


def pull(project: Project, read_at: datetime, report: Report) -> None:
    """Read every source into the store, dated `read_at`; what fails is blamed in the report, and the run goes on."""
    store = Store(project.state / "store")
    for spec in project.sources:
        try:
            dataset = _read(spec)
        except SourceError as error:
            report.blame(error)
            report.sources.append({"source": spec.id, "type": spec.type, "outcome": "held"})
            continue
        store.save(spec.id, dataset, read_at)
        report.sources.append(_line(spec, dataset))


def dry_read(project: Project, report: Report) -> None:
    """Read every source and merge them, as a run would, without writing; every row set aside is a notice."""
    datasets = []
    for spec in project.sources:
        try:
            datasets.append(_read(spec))
        except SourceError as error:
            report.blame(error)
            report.sources.append({"source": spec.id, "type": spec.type, "outcome": "refused"})
        else:
            report.sources.append(_line(spec, datasets[-1]))
    merged = merge(datasets)
    report.notices += merged.notices
    report.notices += [f"{row.file}:{row.line}:{row.column}: {row.reason}" for row in merged.set_aside]


def load_or_pull(project: Project, read_at: datetime, report: Report, *, fresh: bool) -> dict[str, Dataset]:
    """The newest good data of every source; reads the sources first when asked, or where the store has none."""
    store = Store(project.state / "store")
    names = [spec.id for spec in project.sources]
    if fresh or store.missing(names):
        pull(project, read_at, report)
    lost = store.missing(names)
    if lost:
        report.faults += [Fault(f"source {name}", "no good snapshot yet: its tables are empty") for name in lost]
        report.exit_code = max(report.exit_code, 3)
    return store.readings([name for name in names if name not in lost])


def _read(spec: SourceSpec) -> Dataset:
    pulled = SOURCES[spec.type].pull(spec, source_settings(spec))
    dataset = check(spec.id, pulled.raws, spec.timezone)
    return replace(dataset, set_aside=(*pulled.set_aside, *dataset.set_aside),
                   notices=(*pulled.notices, *dataset.notices))


def _line(spec: SourceSpec, dataset: Dataset) -> dict[str, object]:
    rows = {name: table.num_rows for name, table in sorted(dataset.tables.items()) if table.num_rows}
    return {"source": spec.id, "type": spec.type, "outcome": "read", "rows": rows, "set_aside": len(dataset.set_aside),
            "notices": list(dataset.notices)}

