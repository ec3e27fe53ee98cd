"""A folder of CSV files as an operator drops them, and what a pull makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from clairevoie.project.model import SourceSpec
from clairevoie.sources import SOURCES, Pull
from clairevoie.tables.dataset import Dataset, check

TICKETS = {"tickets": {"columns": {"ticket": "N° ticket"}}}
HEADER = "N° ticket,client,kind,priority,status,created"
ROW = "T-1,a,incident,P1,new,2026-10-01T08:00"


def pulled(folder: Path, files: Mapping[str, str | bytes], **settings: Any) -> Pull:
    """Write the files and read the source; `tables` is the mapping of TICKETS unless given."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    spec = SourceSpec("itsm", "csv", folder, "Europe/Paris", {"tables": TICKETS} | settings,
                      {"tables": 3, "tables.tickets": 4, "tables.tickets.file": 5})
    source = SOURCES["csv"]
    return source.pull(spec, source.Settings.model_validate(dict(spec.settings)))


def read(folder: Path, files: Mapping[str, str | bytes], **settings: Any) -> Dataset:
    """The same, checked; what was set aside on reading comes first."""
    found = pulled(folder, files, **settings)
    checked = check("itsm", found.raws, "Europe/Paris")
    return replace(checked, set_aside=found.set_aside + checked.set_aside, notices=found.notices + checked.notices)


def asides(dataset: Dataset) -> list[tuple[int, str, str]]:
    """Where and why rows were set aside."""
    return [(aside.line, aside.column, aside.reason) for aside in dataset.set_aside]
