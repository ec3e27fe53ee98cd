"""Rows are cut by client before anything is counted; only facts of a single row are derived before."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from clairevoie.figures.derive import derive
from clairevoie.project.model import Project
from clairevoie.tables.dataset import Dataset, SetAside, merge
from clairevoie.tables.identifiers import identifiers
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
    notices: tuple[str, ...]
    unsearched: tuple[str, ...]  # what the operator declared to be common words, for the report of the run


def slice_all(project: Project, readings: Mapping[str, Dataset], as_of: datetime, output: Path) -> Cut:
    """Merge, derive, cut, and write the token file; all in private folders that an earlier run may have left."""
    work = project.state / "work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True, mode=0o700)
    scratch = _scratch(output / ".new")
    slices, tokens = work / "slices", work / "tokens.jsonl"
    dataset = merge(readings.values())
    common = _write_tokens(dataset, tokens, {word.casefold() for word in project.common_words})
    derived = derive(dataset, project, as_of)
    cut(derived, slices)
    names = tuple(sorted(map(str, dataset.tables["clients"].column("client").to_pylist())))
    rows = {source: {name: table.num_rows for name, table in sorted(reading.tables.items()) if table.num_rows}
            for source, reading in readings.items()}
    return Cut(slices, tokens, scratch, names, dataset.set_aside, rows, (*derived.notices, *common),
               tuple(common))


def _scratch(folder: Path) -> Path:
    """A folder of this run alone: workers of a run that was killed may go on writing into theirs for a while."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Path(tempfile.mkdtemp(dir=folder))


def _write_tokens(dataset: Dataset, file: Path, common: set[str]) -> list[str]:
    """All identifiers but those that the operator declared to be common words; gives a notice for each of these."""
    passed = []
    with file.open("w", encoding="utf-8") as out:
        for token in identifiers(dataset):
            if token.text.casefold() in common:
                passed.append(f"the gate does not search {token.text!r} ({token.kind} of {token.owner}): a common word")
                continue
            out.write(json.dumps({"owner": token.owner, "kind": token.kind, "text": token.text}, ensure_ascii=False))
            out.write("\n")
    file.chmod(0o600)
    return passed
