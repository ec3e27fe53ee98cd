"""Rows are cut by client before anything is counted; only facts of a single row are derived before."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from clairevoie.disclosure import Told
from clairevoie.figures.derive import derive
from clairevoie.figures.freshness import Age
from clairevoie.pipeline.ageing import ages_of, by_client
from clairevoie.pipeline.pulling import Known
from clairevoie.pipeline.tokens import write_tokens
from clairevoie.project.model import Project
from clairevoie.tables.dataset import SetAside, traced
from clairevoie.tables.ownership import remembered
from clairevoie.tables.slices import cut


@dataclass(frozen=True, slots=True)
class Cut:
    """Where the slices and the gate's tokens are, and what the internal site says of the data."""

    slices: Path
    tokens: Path
    scratch: Path  # finished sites, before they are swapped in; beside the output, so that a rename is enough
    clients: tuple[str, ...]
    set_aside: tuple[SetAside, ...]
    rows: Mapping[str, Mapping[str, int]]  # source → table → rows
    ages: tuple[Age, ...]  # what is held or too old, and whom that concerns
    ages_of: Mapping[str, tuple[Age, ...]]
    asides_of: Mapping[str, Mapping[str, int]]  # client → table → rows of its own that were set aside
    held: Mapping[str, tuple[str, ...]]  # source → why
    notices: tuple[str, ...]
    unsearched: tuple[str, ...]  # what the operator declared to be common words, for the report of the run

    def told(self, client: str) -> Told:
        """What a client is told of its own data."""
        return Told(self.ages_of.get(client, ()), self.asides_of.get(client, {}))


@remembered()
def slice_all(project: Project, known: Known, as_of: datetime, output: Path) -> Cut:
    """Merge, derive, cut, and write the token file; all in private folders that an earlier run may have left."""
    work = project.state / "work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True, mode=0o700)
    scratch = _scratch(output / ".new")
    slices, tokens = work / "slices", work / "tokens.jsonl"
    dataset = traced(reading.dataset for reading in known.readings.values())
    ages = ages_of(project, known.readings, known.held, as_of)
    common = write_tokens(dataset, tokens, project.words)
    derived = derive(dataset, project, as_of)
    cut(derived, slices, known.daily)
    names = tuple(sorted(map(str, dataset.tables["clients"].column("client").to_pylist())))
    rows = {source: {name: table.num_rows for name, table in sorted(reading.dataset.tables.items()) if table.num_rows}
            for source, reading in known.readings.items()}
    held = {source: why.reasons for source, why in known.held.items()}
    return Cut(slices, tokens, scratch, names, dataset.set_aside, rows, ages, by_client(dataset, ages),
               _asides_of(dataset.set_aside), held, (*derived.notices, *common), tuple(common))


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
