"""The demo's files as a French Excel or another tool would have written them: the sites are the same to the byte."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest

from tests.demo import build, copy_workspace, files_of
from tests.sources.writings import Way, text_of

CLIENT = "lefevre"
NUMBERS = {"amount", "days", "remaining", "monthly_fee", "price", "daily_rate", "annual_cost", "daily_cost", "Heures"}
DATES = {"date", "period_from", "period_to", "start", "end", "terminated", "from", "to", "Date", "created", "resolved"}
FILES = ("gestion/invoices.csv", "gestion/costs.csv", "gestion/estimates.csv", "gestion/budgets.csv",
         "gestion/contracts.csv", "temps/saisies-2025.csv", "temps/saisies-2026.csv")


def rewritten(file: Path, way: Way) -> None:
    with file.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), delimiter=way.separator, lineterminator="\r\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(name, cell, way) for name, cell in row.items()})
    file.write_bytes(out.getvalue().encode(way.encoding))


def _cell(name: str, cell: str, way: Way) -> str:
    if not cell:
        return cell
    if name in NUMBERS:
        return text_of(Decimal(cell), way)
    return "/".join(reversed(cell.split("-"))) if name in DATES else cell


@pytest.mark.parametrize("way", [Way("cp1252", ";", ",", "blank")], ids=repr)  # `make prove` reads all 72
def test_a_whole_build_gives_the_same_bytes(demo_output: Path, tmp_path: Path, way: Way) -> None:
    workspace = copy_workspace(tmp_path / "workspace")
    for name in FILES:
        rewritten(workspace / "data_sources" / name, way)
    build(workspace, tmp_path / "output", "--client", CLIENT)
    ours, theirs = files_of(demo_output / CLIENT), files_of(tmp_path / "output" / CLIENT)
    assert ours.keys() == theirs.keys()
    assert [name for name in ours if ours[name] != theirs[name]] == []
