"""Every bad CSV of the list, by its id: the same result, a row set aside, or the source held in one line."""

from __future__ import annotations

import gzip
import time
from pathlib import Path

import pytest

from clairevoie.errors import SourceError
from clairevoie.tables.dataset import merge
from clairevoie.tables.slices import cut, open_slice
from tests.sources.folders import HEADER, ROW, asides, read
from tests.sources.workbooks import workbook

CLEAN = f"{HEADER}\n{ROW}\nT-2,b,request,P2,closed,2026-10-02T08:00\n"
OWN = "ticket,client,kind,priority,status,created"
HOURS = "entry,client,date,person,hours,billable\n"

LIMIT = "not a CSV row: a cell above the limit of 131,072 characters, perhaps by a quote that is never closed"


def held(folder: Path, content: str | bytes, name: str = "tickets.csv", **settings: object) -> str:
    """The one line that holds the source; within ten seconds, whatever it is."""
    start = time.monotonic()
    with pytest.raises(SourceError) as error:
        read(folder, {name: content}, **settings)
    assert time.monotonic() - start < 10
    assert len(error.value.faults) == 1
    return str(error.value)


def same_as_clean(folder: Path, content: bytes) -> None:
    expected = read(folder / "clean", {"tickets.csv": CLEAN})
    found = read(folder / "other", {"tickets.csv": content})
    assert found.tables["tickets"] == expected.tables["tickets"]
    assert found.set_aside == ()


def hours(folder: Path, *cells: str) -> list[tuple[int, str, str]]:
    rows = "".join(f"{n},,2026-10-01,p,{cell},1\n" for n, cell in enumerate(cells))
    return asides(read(folder, {"time_entries.csv": HOURS + rows}, tables={"time_entries": {}}))


def test_c05_a_french_excel_is_equal_to_the_cent(tmp_path: Path) -> None:
    header = "invoice;client;date;kind;amount\n"
    rows = [("56,10", "31/10/2026"), ("1 234,5", "01/02/2026"), ("-0,1", "13/02/2026")]
    french = header + "".join(f"{n};a;{day};services;{amount}\n" for n, (amount, day) in enumerate(rows))
    plain = ("invoice,client,date,kind,amount\n0,a,2026-10-31,services,56.10\n"
             "1,a,2026-02-01,services,1234.5\n2,a,2026-02-13,services,-0.1\n")
    tables: dict[str, dict[str, str]] = {"invoices": {}}
    expected = read(tmp_path / "en", {"invoices.csv": plain}, tables=tables).tables["invoices"]
    found = read(tmp_path / "fr", {"invoices.csv": french.encode("cp1252")}, tables=tables)
    assert found.tables["invoices"] == expected


def test_c07_a_first_line_may_say_the_separator(tmp_path: Path) -> None:
    same_as_clean(tmp_path, ("sep=;\r\n" + CLEAN.replace(",", ";")).encode())


def test_c09_a_row_with_more_or_fewer_cells_is_set_aside(tmp_path: Path) -> None:
    found = read(tmp_path, {"tickets.csv": f"{HEADER}\n{ROW},more\nT-2,b\n{ROW}\n"})
    assert asides(found) == [(2, "", "7 cells under 6 columns"), (3, "", "2 cells under 6 columns")]
    assert found.tables["tickets"]["ticket"].to_pylist() == ["T-1"]


def test_c10_a_header_in_the_middle_is_one_row_set_aside(tmp_path: Path) -> None:
    found = read(tmp_path, {"tickets.csv": f"{HEADER}\n{ROW}\n{HEADER}\n{ROW.replace('T-1', 'T-2')}\n"})
    assert asides(found) == [(3, "", "the header once more")]
    assert len(found.tables["tickets"]) == 2


def test_c11_two_columns_of_one_name_are_named_with_their_places(tmp_path: Path) -> None:
    assert held(tmp_path, "a,Client,client\u00a0\n") == "tickets.csv:1: columns 2 and 3 are both called 'client'"


def test_c11_a_row_of_data_in_place_of_the_header_is_one_line_that_shows_little_of_it(tmp_path: Path) -> None:
    name = "Société " * 40
    assert held(tmp_path, f"{name},0,0,{name},0,0,0\n") == (
        "tickets.csv:1: 5 columns are called as another is: columns 2 and 3 are both called '0'; is that the header?")
    assert len(held(tmp_path / "b", f"{name},{name}\n")) < 140


def test_c12_a_renamed_column_is_told_with_what_was_found_and_the_nearest(tmp_path: Path) -> None:
    tables = {"time_entries": {"columns": {"hours": "heures"}}}
    text = HOURS.replace("hours", "Heures passées") + "1,,2026-10-01,p,1,1\n"
    assert held(tmp_path, text, "time_entries.csv", tables=tables) == (
        "time_entries.csv:1: column 'heures' expected for time_entries, found: entry, client, date, person,"
        " Heures passées, billable; did you mean 'Heures passées'?")


def test_c13_columns_in_another_order_and_letter_case_with_blanks_around(tmp_path: Path) -> None:
    turned = "\n".join(",".join(line.split(",")[::-1]) for line in CLEAN.splitlines())
    same_as_clean(tmp_path / "order", turned.encode())
    same_as_clean(tmp_path / "case", CLEAN.replace("client", "Client\u00a0").replace("kind", " KIND").encode())


def test_c15_an_empty_client_belongs_to_nobody_or_to_the_company(tmp_path: Path) -> None:
    found = read(tmp_path / "tickets", {"tickets.csv": f"{HEADER}\n{ROW.replace(',a,', ', ,')}\n"})
    assert [(aside.column, aside.reason, aside.client) for aside in found.set_aside] == [
        ("client", "empty, but required", None)]
    assert hours(tmp_path / "time", "7") == []


def three_clients(folder: Path) -> dict[str, str]:
    clients = "client,name\nacme,A\nacme-corp,B\nacme2,C\n"
    rows = [ROW.replace("T-1,a", f"T-{n},{client}") for n, client in enumerate(("acme", "acme-corp", "acme2", "acm"))]
    return {"clients.csv": clients, "tickets.csv": "\n".join([HEADER, *rows]) + "\n"}


def test_c16_a_row_of_an_unknown_client_is_set_aside_and_makes_no_folder(tmp_path: Path) -> None:
    tables = {"clients": {}, "tickets": {"columns": {"ticket": "N° ticket"}}}
    merged = merge([read(tmp_path / "in", three_clients(tmp_path), tables=tables)])
    assert [(str(aside), aside.client) for aside in merged.set_aside] == [
        ("itsm/tickets.csv:5:client: unknown client 'acm'", None)]
    cut(merged, tmp_path / "slices")
    made = {path.relative_to(tmp_path / "slices") for path in (tmp_path / "slices").rglob("ac*")}
    assert {path.name for path in made} == {"acme", "acme-corp", "acme2"}
    assert {path.name for path in made if path.parent.name == "rows"} == {"acme", "acme-corp", "acme2"}


def test_c19_a_client_that_begins_like_another_gets_its_own_rows_only(tmp_path: Path) -> None:
    tables = {"clients": {}, "tickets": {"columns": {"ticket": "N° ticket"}}}
    cut(merge([read(tmp_path / "in", three_clients(tmp_path), tables=tables)]), tmp_path / "slices")
    assert [open_slice(tmp_path / "slices", client).tables["tickets"]["ticket"].to_pylist()
            for client in ("acme", "acme-corp", "acme2")] == [["T-0"], ["T-1"], ["T-2"]]


def test_c21_the_same_ticket_twice_is_one_ticket_and_one_notice(tmp_path: Path) -> None:
    found = read(tmp_path, {"tickets.csv": f"{HEADER}\n{ROW}\n{ROW}\n"})
    assert len(found.tables["tickets"]) == 1
    assert found.notices == (
        "tickets: 1 row says again what an earlier row says, counted once (first: itsm/tickets.csv:3)",)


def test_c23_identifiers_stay_text(tmp_path: Path) -> None:
    names = ["000123", "123", "9007199254740993", ""]
    rows = "".join(f"{ROW.replace('T-1', f'T-{n}')},{name}\n" for n, name in enumerate(names))
    found = read(tmp_path, {"tickets.csv": f"{HEADER},requester\n{rows}"})
    assert found.tables["tickets"]["requester"].to_pylist() == ["000123", "123", "9007199254740993", None]


def test_c24_hours_that_nobody_works_are_set_aside_each_with_its_reason(tmp_path: Path) -> None:
    cells = ["7.5", "-8", "25", "NaN", "inf", "1e400", "#DIV/0!", "-"]
    assert hours(tmp_path, *cells) == [(3, "hours", "outside 0–24"), (4, "hours", "outside 0–24")] + [
        (line, "hours", "not a number (12.5)") for line in range(5, 10)]


def test_c25_ten_thousand_times_ten_cents_is_a_thousand(tmp_path: Path) -> None:
    rows = "".join(f"{n};a;2026-10-01;services;0,1\n" for n in range(10_000))
    found = read(tmp_path, {"invoices.csv": "invoice;client;date;kind;amount\n" + rows}, tables={"invoices": {}})
    assert sum(int(str(cents)) for cents in found.tables["invoices"]["amount"].to_pylist()) == 100_000


@pytest.mark.parametrize("content", ["", "\ufeff", "\n\n", "\r\n"])
def test_c26_an_empty_file_holds_the_source(content: str, tmp_path: Path) -> None:
    assert held(tmp_path, content) == "tickets.csv:1: no header: the file is empty"


def test_c26_a_header_alone_is_no_row_and_the_store_compares_it_with_the_last_reading(tmp_path: Path) -> None:
    found = read(tmp_path, {"tickets.csv": f"{HEADER}\n"})
    assert (len(found.tables["tickets"]), found.set_aside) == (0, ())


@pytest.mark.parametrize(("content", "line"), [
    (f"{HEADER}\n{ROW}\nT-2,b,req".encode(), "3: the file ends in the middle of a row"),
    (f"{OWN}\n{ROW}\nT-2,é".encode()[:-1], "3: the file ends in the middle of a character"),
    (f"{HEADER}\n{ROW}\n\"T-2,b\n".encode(), "3: not a CSV row: a quote that opens here is never closed"),
])
def test_c28_a_file_that_was_cut_names_its_last_line(content: bytes, line: str, tmp_path: Path) -> None:
    assert held(tmp_path, content) == f"tickets.csv:{line}"


def test_c29_an_unclosed_quote_names_the_line_on_which_it_opens(tmp_path: Path) -> None:
    rows = "".join(f"{ROW.replace('T-1', f'T-{n}')}\n" for n in range(2, 10_000))
    assert held(tmp_path / "few", f'{HEADER}\n{ROW}\n"T-X,b,request\n{rows[:5000]}') == (
        "tickets.csv:3: not a CSV row: a quote that opens here is never closed")
    assert held(tmp_path / "many", f'{HEADER}\n{ROW}\n"T-X,b,request\n{rows}') == f"tickets.csv:3: {LIMIT}"
    assert held(tmp_path / "cell", f'{HEADER}\n{ROW}\n"T-2"x,b,request,P1,new,2026\n') == (
        "tickets.csv:3: not a CSV row: ',' expected after '\"'")


def test_c30_a_nul_in_a_cell_sets_its_row_aside_with_its_client(tmp_path: Path) -> None:
    found = read(tmp_path, {"tickets.csv": f"{HEADER},title\n{ROW},a\0b\n"})
    assert [(aside.line, aside.column, aside.client) for aside in found.set_aside] == [(2, "title", "a")]


@pytest.mark.parametrize("content", [
    CLEAN.replace("\n", "\r\n"), CLEAN.replace("\n", "\r"), CLEAN.replace("\n", "\r\n", 1),
    CLEAN.replace("\n", "\r", 2)])
def test_c31_lines_may_end_in_any_way_also_in_several(content: str, tmp_path: Path) -> None:
    same_as_clean(tmp_path, content.encode())


def test_c32_a_file_above_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    tmp_path.joinpath("tickets.csv").touch()
    with tmp_path.joinpath("tickets.csv").open("r+b") as file:
        file.truncate(1_000_000_000)  # of no block on the disk
    with pytest.raises(SourceError, match=r"1,000,000,000 bytes, more than the limit of 536,870,912; split the export"):
        read(tmp_path, {})


def test_c33_a_cell_of_20_mb_or_100_000_columns_name_their_limit(tmp_path: Path) -> None:
    assert held(tmp_path / "cell", f"{HEADER}\n{'x' * 20_000_000},a,b,c,d,e\n") == (
        f"tickets.csv:2: {LIMIT}")
    wide = ",".join(f"c{n}" for n in range(100_000))
    assert held(tmp_path / "columns", f"{wide}\n{wide}\n") == (
        "tickets.csv:1: 100,000 columns, more than the limit of 2,000")


@pytest.mark.parametrize(("content", "why"), [
    (b"<!DOCTYPE html><html>Please log in</html>", " a web page or XML, not a CSV"),
    (b"  \n<html>", " a web page or XML, not a CSV"),
    (b'{"error": "denied"}', " JSON, not a CSV"),
    (b"version https://git-lfs.github.com/spec/v1\n", " a Git LFS pointer, not the CSV itself"),
    (f"<<<<<<< HEAD\n{CLEAN}".encode(), " marks of a merge conflict; settle it"),
    (f"{HEADER}\n{ROW}\n<<<<<<< HEAD\n{ROW}\n".encode(), "3: marks of a merge conflict; settle it"),
])
def test_c34_what_is_called_csv_and_is_none(content: bytes, why: str, tmp_path: Path) -> None:
    assert held(tmp_path, content) == f"tickets.csv:{why}"


def test_c35_a_workbook_or_an_archive_called_csv_and_a_bomb(tmp_path: Path) -> None:
    assert held(tmp_path / "a", workbook({"s": [["a"]]})) == (
        "tickets.csv: a spreadsheet or an archive, not a CSV; save it as CSV")
    assert held(tmp_path / "b", gzip.compress(CLEAN.encode())) == "tickets.csv: compressed, not a CSV; unpack it"
    tables = {"tickets": {"file": "t.csv.gz"}}
    bomb = gzip.compress(b"0" * 50_000_000)
    assert held(tmp_path / "c", bomb, "t.csv.gz", tables=tables) == (
        "t.csv.gz: unpacks to more than 200 times its size, which is the limit")
    assert held(tmp_path / "d", gzip.compress(CLEAN.encode())[:-20], "t.csv.gz", tables=tables) == (
        "t.csv.gz: the compressed file ends in the middle")
    assert held(tmp_path / "e", CLEAN, "t.csv.gz", tables=tables) == "t.csv.gz: called .gz, and not compressed by gzip"


def test_c35_a_csv_that_is_packed_is_the_same_csv(tmp_path: Path) -> None:
    tables = {"tickets": {"file": "t.csv.gz", "columns": {"ticket": "N° ticket"}}}
    found = read(tmp_path / "gz", {"t.csv.gz": gzip.compress(CLEAN.encode())}, tables=tables)
    assert found.tables["tickets"] == read(tmp_path / "csv", {"tickets.csv": CLEAN}).tables["tickets"]


def test_c36_leftovers_beside_the_files_are_passed_over_and_told_once(tmp_path: Path) -> None:
    tables = {"tickets": {"file": "*.csv*", "columns": {"ticket": "N° ticket"}}}
    names = ["~$t.csv", "Copie de t.csv", "t.csv.part", "t.csv"]
    found = read(tmp_path, dict.fromkeys(names, f"{HEADER}\n{ROW}\n"), tables=tables)
    assert len(found.tables["tickets"]) == 1
    assert found.notices == ("itsm: passed over Copie de t.csv, t.csv.part, ~$t.csv",)


@pytest.mark.parametrize("title", ['<script>alert("x")</script>', "</script>", '"><img src=x onerror=alert(1)>'])
def test_c38_a_script_in_a_title_is_a_title(title: str, tmp_path: Path) -> None:
    quoted = title.replace('"', '""')
    found = read(tmp_path, {"tickets.csv": f'{HEADER},title\n{ROW},"{quoted}"\n'})
    assert found.tables["tickets"]["title"].to_pylist() == [title]


def test_t07_an_excel_serial_an_epoch_and_a_word_are_no_instants(tmp_path: Path) -> None:
    rows = "".join(f"T-{n},a,incident,P1,new,{cell}\n" for n, cell in enumerate(["46000", "1790000000000", "hier"]))
    found = read(tmp_path, {"tickets.csv": HEADER + "\n" + rows})
    assert [line for line, column, _ in asides(found) if column == "created"] == [2, 3, 4]


def test_f10_a_folder_or_a_pipe_in_place_of_a_file_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "tickets.csv").mkdir()
    with pytest.raises(SourceError, match=r"tickets\.csv: not a regular file"):
        read(tmp_path, {})
