"""The exports of examples/exports, read beside the recorded data that they are written for."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from clairevoie.pipeline.settings import source_settings
from clairevoie.project.load import load
from clairevoie.sources import SOURCES
from clairevoie.tables.dataset import Dataset, check, merge
from tests.conftest import SHARED
from tests.demo import REPOSITORY
from tests.project.workspace import workspace

EXPORTS = REPOSITORY / "examples" / "exports"


def loaded(folder: Path, name: str) -> Dataset:
    """The source, checked and merged alone; what was set aside on reading comes first."""
    root = workspace(folder / "w")
    place = root / "data_sources" / name
    place.mkdir(parents=True)
    for entry in sorted((SHARED / name).iterdir()):
        (shutil.copytree if entry.is_dir() else shutil.copy)(entry, place / entry.name)
    (place / "source.yml").write_bytes((EXPORTS / name / "source.yml").read_bytes())
    (spec,) = [one for one in load(root).sources if one.id == name]
    found = SOURCES[spec.type].pull(spec, source_settings(spec))
    checked = check(spec.id, found.raws, spec.timezone)
    merged = merge([replace(checked, set_aside=found.set_aside + checked.set_aside)])
    return replace(merged, notices=(*found.notices, *found.detected.values(), *merged.notices))


def rows(dataset: Dataset) -> dict[str, int]:
    """How many rows each table has, where it has some."""
    return {name: table.num_rows for name, table in dataset.tables.items() if table.num_rows}


def total(dataset: Dataset, table: str, column: str) -> float:
    """The sum of a column."""
    return sum(float(str(value)) for value in dataset.tables[table][column].to_pylist() if value is not None)


def reasons(dataset: Dataset) -> list[tuple[str, str, str]]:
    """Table, column and reason of what was set aside, each once."""
    found: Sequence[tuple[str, str, str]] = [(aside.table, aside.column, aside.reason) for aside in dataset.set_aside]
    return sorted(set(found))
