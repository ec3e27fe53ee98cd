"""Rows are cut by client before anything is counted; only facts of a single row are derived before."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from clairevoie.disclosure import Told
from clairevoie.disclosure.incident_effects import struck_by_client
from clairevoie.disclosure.incidents import Struck, are_told
from clairevoie.disclosure.planning_effects import Felt, felt_by_client
from clairevoie.disclosure.supplier_client import Depends
from clairevoie.disclosure.whatif_hidden import NOBODY, Hidden
from clairevoie.figures.derive import derive
from clairevoie.figures.freshness import Age, Short
from clairevoie.pipeline.ageing import ages_of, by_client, short_of
from clairevoie.pipeline.comparing import beyond
from clairevoie.pipeline.depending import depending
from clairevoie.pipeline.pulling import Known
from clairevoie.pipeline.tokens import write_tokens
from clairevoie.pipeline.told import between, disagreeing
from clairevoie.project.model import ClientSpec, Project
from clairevoie.tables.coded import coded_of
from clairevoie.tables.dataset import Dataset, SetAside, traced
from clairevoie.tables.ownership import remembered
from clairevoie.tables.slices import cut, keep_only

_NEW = ".new"


@dataclass(frozen=True, slots=True)
class Cut:
    """Where the slices and the gate's tokens are, and what the internal site says of the data."""

    slices: Path
    tokens: Path
    scratch: Path  # finished sites, before they are swapped in; beside the output, so that a rename is enough
    clients: tuple[str, ...]
    names: Mapping[str, str]  # client → its name
    parents: Mapping[str, str]  # client → the client that it is a subsidiary of
    set_aside: tuple[SetAside, ...]
    rows: Mapping[str, Mapping[str, int]]  # source → table → rows
    ages: tuple[Age, ...]  # what is held or too old, and whom that concerns
    ages_of: Mapping[str, tuple[Age, ...]]
    short_of: Mapping[str, tuple[Short, ...]]  # client → tables whose data ends in a month that is over
    asides_of: Mapping[str, Mapping[str, int]]  # client → table → rows of its own that were set aside
    held: Mapping[str, tuple[str, ...]]  # source → why
    notices: tuple[str, ...]
    hidden: Mapping[str, Hidden]  # client → items of others, without a name, that its graph needs
    felt: Mapping[str, Felt]  # client → what planned work does to its services
    struck: Mapping[str, Struck]  # client → what incidents of providers do to its services
    depends: Mapping[str, tuple[Depends, ...]]  # client → what its contracts owe to suppliers that it is told
    lines: tuple[str, ...]  # for the report of the run: words declared common, rows on which sources disagree

    def of(self, spec: ClientSpec) -> Path:
        """Where the slice of a client is: as it was known when what it is shown was new."""
        return late_slices(self.slices, spec.grants.delay_days)

    def told(self, client: str) -> Told:
        """What a client is told of its own data."""
        return Told(self.ages_of.get(client, ()), self.asides_of.get(client, {}), self.hidden.get(client, NOBODY),
                    self.short_of.get(client, ()), self.felt.get(client), self.depends.get(client, ()),
                    self.struck.get(client))


@remembered()
def slice_all(project: Project, known: Known, as_of: datetime, output: Path) -> Cut:
    """Merge, derive, cut, and write the token file; all in private folders that an earlier run may have left."""
    work = _work(project)
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True, mode=0o700)
    scratch = _scratch(output / _NEW)
    slices, tokens = work / "slices", work / "tokens.jsonl"
    given = [reading.dataset for reading in known.readings.values()]
    dataset = traced(given)
    ages = ages_of(project, known.readings, known.held, as_of)
    common = write_tokens(dataset, tokens, project.words)
    derived = derive(dataset, project, as_of)
    cut(derived, slices, known.daily)
    struck = _struck(project, derived, as_of, 0) | _cut_late(project, dataset, slices, known, as_of)
    clients = dataset.tables["clients"].select(["client", "name", "parent"]).to_pylist()
    names = {str(row["client"]): str(row["name"] or "") for row in clients}
    parents = {str(row["client"]): str(row["parent"]) for row in clients if row["parent"]}
    rows = {source: {name: len(table) for name, table in sorted(coded_of(reading.dataset.tables).items()) if len(table)}
            for source, reading in known.readings.items()}
    lines = (*common, *disagreeing(between(given, dataset.set_aside)))
    held = {source: why.reasons for source, why in known.held.items()}
    return Cut(slices, tokens, scratch, tuple(sorted(names)), names, parents, dataset.set_aside, rows, ages,
               by_client(dataset, ages), short_of(project, known.readings, dataset, as_of),
               _asides_of(dataset.set_aside), held, (*derived.notices, *common),
               beyond(project, derived.tables, as_of), felt_by_client(derived.tables, sorted(names)), struck,
               depending(project, derived.tables, as_of), lines)


def clear(project: Project, output: Path) -> None:
    """Delete what a run that failed has left of its own work."""
    for folder in (_work(project), output / _NEW):
        shutil.rmtree(folder, ignore_errors=True)


def late_slices(slices: Path, days: int) -> Path:
    """The folder of the slices as they were so many days ago."""
    return slices.with_name(f"{slices.name}-{days}-days-late") if days else slices


def _cut_late(project: Project, dataset: Dataset, slices: Path, known: Known, as_of: datetime) -> dict[str, Struck]:
    """For clients that are shown everything late: what was known then, derived anew, so that nothing since is in it.

    Gives what incidents of providers, as they were known then, do to their services.
    """
    struck: dict[str, Struck] = {}
    for days in sorted({spec.grants.delay_days for spec in project.clients} - {0}):
        then, folder = as_of - timedelta(days=days), late_slices(slices, days)
        derived = derive(dataset, project, then)
        cut(derived, folder, [row for row in known.daily if row.day <= then.date()])
        struck |= _struck(project, derived, then, days)
        keep_only(folder, {spec.client for spec in project.clients if spec.grants.delay_days == days})
    return struck


def _struck(project: Project, known: Dataset, then: datetime, days: int) -> dict[str, Struck]:
    """For the clients that are shown all so many days late and are told of incidents."""
    clients = [spec.client for spec in project.clients if spec.grants.delay_days == days and are_told(spec.grants)]
    return struck_by_client(known.tables, clients, then)


def _work(project: Project) -> Path:
    return project.state / "work"


def _scratch(folder: Path) -> Path:
    """A folder of this run alone: workers of a run that was killed may go on writing into theirs for a while."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Path(tempfile.mkdtemp(dir=folder))


def _asides_of(rows: Iterable[SetAside]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for (client, table), count in sorted(Counter((row.client or "", row.table) for row in rows).items()):
        found.setdefault(client, {})[table] = count
    return found
