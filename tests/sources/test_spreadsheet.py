"""A sheet of a workbook gives what its cells mean: typed ones in our writing, texts as a CSV's."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from clairevoie.errors import SourceError
from tests.sources.folders import asides, pulled, read
from tests.sources.workbooks import Cell, workbook

HEADER: list[Cell] = ["invoice", "client", "date", "kind", "amount", "days"]
TABLES = {"invoices": {"file": "f.xlsx"}}


def row(invoice: Cell = "F-1", day: Cell = ("date", "46326"), amount: Cell = ("n", "1234.5"), days: Cell = ("n", "1")
        ) -> list[Cell]:
    return [invoice, "a", day, "services", amount, days]


def test_numbers_and_dates_of_typed_cells_are_what_they_are(tmp_path: Path) -> None:
    rows = [HEADER, row(), row(("n", "123"), amount=("n", "0.30000000000000004"), days=("formula", "12.125"))]
    found = read(tmp_path, {"f.xlsx": workbook({"Feuil1": rows})}, tables=TABLES)
    assert found.set_aside == ()
    rows_ = found.tables["invoices"].to_pylist()
    assert [(one["invoice"], one["date"], one["amount"], one["days"]) for one in rows_] == [
        ("F-1", date(2026, 10, 31), 123450, 1.0), ("123", date(2026, 10, 31), 30, 12.125)]


def test_a_typed_number_is_not_read_by_the_mark_of_the_texts_beside_it(tmp_path: Path) -> None:
    rows = [HEADER, row(days=("n", "1.234")), row("F-2", days="1 234,5"), row("F-3", days="1,234")]
    found = read(tmp_path, {"f.xlsx": workbook({"Feuil1": rows})}, tables=TABLES)
    assert found.tables["invoices"]["days"].to_pylist() == [1.234, 1234.5, 1.234]


def test_an_error_cell_sets_its_row_aside_with_its_line(tmp_path: Path) -> None:
    rows = [HEADER, row(), [], row("F-2", days=("error", "#DIV/0!")), [*row("F-3"), "", "more"]]
    found = read(tmp_path, {"f.xlsx": workbook({"Feuil1": rows})}, tables=TABLES)
    assert asides(found) == [(4, "", "the error #DIV/0! in the column 'days'"),
                             (5, "", "cells beyond the 6 columns of the header")]
    assert found.tables["invoices"]["invoice"].to_pylist() == ["F-1"]


def test_durations_and_instants_of_excel_are_read(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["entry", "date", "person", "hours", "billable"],
                              ["1", ("datetime", "46326"), "p", ("duration", "0.3125"), ("bool", "1")],
                              ["2", ("datetime", "46326.75"), "p", ("n", "7.5"), "oui"]]
    tables = {"time_entries": {"file": "f.xlsx"}}
    found = read(tmp_path, {"f.xlsx": workbook({"Feuil1": rows})}, tables=tables)
    assert found.tables["time_entries"]["hours"].to_pylist() == [7.5]
    assert asides(found) == [(3, "date", "not a date (2026-10-31)")]  # it has a time of day, and which day is meant?


def test_one_of_several_sheets_is_declared(tmp_path: Path) -> None:
    book = workbook({"Aide": [["x"]], "Export": [HEADER, row()]})
    with pytest.raises(SourceError, match=r"f\.xlsx: 2 sheets; say sheet in source\.yml: Aide, Export"):
        pulled(tmp_path, {"f.xlsx": book}, tables=TABLES)
    found = pulled(tmp_path, {}, tables={"invoices": {"file": "f.xlsx", "sheet": "Export"}})
    assert found.detected == {"f.xlsx": "sheet 'Export'"}
    with pytest.raises(SourceError, match="unknown sheet 'Exprot'; did you mean 'Export'"):
        pulled(tmp_path, {}, tables={"invoices": {"file": "f.xlsx", "sheet": "Exprot"}})


@pytest.mark.parametrize(("content", "why"), [
    (b"a,b\n1,2\n", "not an Excel workbook"),
    (b"\xd0\xcf\x11\xe0 an old .xls", "not an Excel workbook"),
    (workbook({"s": [HEADER, row()]})[:-60], "not an Excel workbook"),
    (workbook({"s": []}), "1: no header: the sheet is empty"),
    (workbook({"s": [["a", "A "]]}), "1: columns 1 and 2 are both called 'A'"),
])
def test_what_is_no_workbook_is_refused_in_one_line(content: bytes, why: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=rf"^f\.xlsx: ?{why}"):
        pulled(tmp_path, {"f.xlsx": content}, tables=TABLES)


def test_c24_a_formula_that_nobody_computed_sets_its_row_aside_and_is_no_empty_cell(tmp_path: Path) -> None:
    rows = [HEADER, row(days=("formula", "2")), row("F-2", days=("formula", "")), row("F-3", days="")]
    found = read(tmp_path, {"f.xlsx": workbook({"Feuil1": rows})}, tables=TABLES)
    assert found.tables["invoices"]["days"].to_pylist() == [2.0, None]
    assert [(aside.line, aside.reason) for aside in found.set_aside] == [
        (3, "a formula that was never computed (open the workbook and save it) in the column 'days'")]
