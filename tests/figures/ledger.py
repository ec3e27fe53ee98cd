"""Small companies written out by hand: tables from rows of plain text, typed by the schema."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa

from clairevoie.project.model import Calendar, Company, FigureSettings, Project, Staff
from clairevoie.tables.arrow import schema_of
from clairevoie.tables.dataset import Dataset
from clairevoie.tables.schema import TABLES, Column

PARIS = ZoneInfo("Europe/Paris")
AS_OF = datetime(2026, 11, 1, 8, tzinfo=PARIS)
OFFICE = Calendar("office", "", "", "Europe/Paris", tuple((day, "08:00", "18:00") for day in range(5)), holidays="FR")
ALWAYS = Calendar("always", "", "", "Europe/Paris", always=True)


def project(figures: dict[str, FigureSettings] | None = None, **more: object) -> Project:
    """A workspace with two calendars, office hours by default."""
    settings: dict[str, object] = {"calendar": "office", "calendars": {"office": OFFICE, "always": ALWAYS},
                                   "staff": Staff(), **more}
    return Project(
        root=Path(), company=Company("us", "Us", "Us"), timezone="Europe/Paris", currency="EUR",
        internal_languages=("fr",), sources=(), clients=(), targets={}, figures=figures or {},
        **settings,  # type: ignore[arg-type]
    )


def dataset(**tables: list[dict[str, str]]) -> Dataset:
    """Every table of the schema, with these rows; cells are text ("2026-10-05 09:00" is Paris time, money "12.50")."""
    return Dataset({name: table(name, tables.get(name, [])) for name in TABLES})


def table(name: str, rows: list[dict[str, str]]) -> pa.Table:
    """One table from rows of text."""
    columns = TABLES[name].columns
    assert not {key for row in rows for key in row} - {column.name for column in columns}
    cells = {c.name: [_cell(c, row.get(c.name, c.default or "")) for row in rows] for c in columns}
    return pa.table(cells, schema=schema_of(name))


def rows(text: str) -> list[dict[str, str]]:
    """Rows from a table in text: a header, then a line a row, cells between bars."""
    header, *lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return [dict(zip(header, line, strict=True)) for line in lines]


def at(text: str) -> datetime:
    """Paris time."""
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


def _cell(column: Column, text: str) -> object:
    if text == "":
        return None
    match column.kind:
        case "instant":
            return at(text)
        case "date":
            return date.fromisoformat(text)
        case "number":
            return float(text)
        case "integer":
            return int(text)
        case "money":
            return round(float(text) * 100)
        case "flag":
            return text in ("yes", "true")
        case _:
            return text
