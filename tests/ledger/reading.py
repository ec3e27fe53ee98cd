"""The small company of this folder, read as any workspace is, and what was worked out of it by hand."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa

from clairevoie.figures.derive import derive
from clairevoie.figures.kpi import compute_internal
from clairevoie.pipeline.settings import source_settings
from clairevoie.portal import Figure
from clairevoie.project.load import load
from clairevoie.project.model import Project
from clairevoie.sources import SOURCES
from clairevoie.tables.dataset import check, merge
from clairevoie.tables.slices import cut, open_company, open_internal

HERE = Path(__file__).parent
COMPANY = HERE / "company"
CLIENTS = ("bois", "mairie", "york")
AS_OF = datetime(2026, 11, 2, 8, tzinfo=ZoneInfo("Europe/Paris"))
By = tuple[tuple[str, str], ...]
Key = tuple[str, str, By]


@dataclass(frozen=True, slots=True)
class Expected:
    """A row of expected.csv."""

    key: Key
    cells: dict[str, str]


def expected() -> list[Expected]:
    """Every figure worked out by hand."""
    with (HERE / "expected.csv").open(encoding="utf-8", newline="") as lines:
        return [Expected((row["kpi"], row["period"], _by(row["by"])), row)
                for row in csv.DictReader(lines, delimiter=";")]


def tickets_by_hand() -> dict[str, tuple[str, ...]]:
    """Ticket → tto minutes, verdict, ttr minutes, verdict; "–" for none."""
    return {cells[0]: (cells[2], cells[3], cells[5], cells[6]) for cells in _lines_of_tickets(7)}


def running_by_hand() -> dict[str, tuple[str, ...]]:
    """Open ticket → clock, minutes elapsed, limit, due (UTC)."""
    return {cells[0]: tuple(cells[1:5]) for cells in _lines_of_tickets(6)}


def _lines_of_tickets(width: int) -> list[list[str]]:
    """The cells of the tables of WORKING.md that begin with a ticket."""
    text = (HERE / "WORKING.md").read_text(encoding="utf-8")
    lines = [[cell.strip() for cell in line.strip("| ").split("|")] for line in text.splitlines()]
    return [cells for cells in lines if len(cells) == width and len(cells[0]) == 3 and cells[0][1:].isdigit()]


def project() -> Project:
    """Its settings."""
    return load(COMPANY)


def computed(project: Project, folder: Path) -> tuple[pa.Table, dict[Key, Figure]]:
    """The derived tickets, and every figure that staff may see."""
    datasets = [check(spec.id, SOURCES[spec.type].pull(spec, source_settings(spec)).raws, spec.timezone)
                for spec in project.sources]
    assert not [fault for dataset in datasets for fault in dataset.set_aside]
    derived = derive(merge(datasets), project, AS_OF)
    cut(derived, folder)
    slices = {client: open_internal(folder, client) for client in CLIENTS}
    figures = compute_internal(slices, open_company(folder), project, AS_OF)
    return derived.tables["tickets"], {(f.kpi, f.period, f.by): f for f in figures}


def _by(text: str) -> By:
    pairs = (part.partition("=") for part in text.split(",") if part)
    return tuple((name, value) for name, _, value in pairs)
