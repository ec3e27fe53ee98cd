"""C28 where a file reads well though it is cut: its last line used to end."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.pipeline.small import DESK, HELD, LATER, NOW, TICKETS, company, outcomes, pull, source, write
from tests.sources.workbooks import workbook


@pytest.mark.parametrize("cut", [1, 2, 4, 7, 10, 13, 17, 18, 30, 60])
def test_c28_a_file_whose_last_line_used_to_end_is_held_wherever_it_is_cut(tmp_path: Path, cut: int) -> None:
    root = company(tmp_path)
    file = root / "data_sources" / "desk" / "tickets.csv"
    whole = file.read_bytes() + b"T20,acme,incident,P2,resolved,Last,2026-10-02T10:00,2026-10-02T10:45\n"
    file.write_bytes(whole)
    pull(root)
    file.write_bytes(whole[:-cut])
    report = pull(root, LATER)
    assert (report.exit_code, outcomes(report)) == (3, HELD)
    assert all("tickets.csv:22: " in str(fault) for fault in report.faults)
    every_cell = cut < 18  # of the last row: only the missing end tells
    if every_cell:
        assert "22: its last line has no end, which it had at the last reading: it may be cut" in str(report.faults[0])
    accepted = pull(root, LATER, accept=("desk",))
    assert accepted.exit_code == (0 if every_cell else 3)
    assert pull(root, LATER + timedelta(hours=1)).exit_code == accepted.exit_code


def test_c28_a_file_whose_last_line_never_ended_is_read_and_check_says_so(tmp_path: Path) -> None:
    root = company(tmp_path)
    file = root / "data_sources" / "desk" / "tickets.csv"
    file.write_bytes(file.read_bytes()[:-1])
    for at in (NOW, LATER):
        report = pull(root, at)
        assert report.exit_code == 0
    detected = {line["source"]: line["detected"] for line in report.sources}
    assert detected["desk"]["tickets.csv"].startswith("utf-8, ',' between cells, no end of its last line")
    assert "no end" not in detected["desk"]["surveys.csv"]


def test_c28_a_new_file_beside_others_that_all_ended_is_held_without_its_end(tmp_path: Path) -> None:
    desk = "type: csv\ntables: {tickets: {file: 'tickets*.csv'}, surveys: {}}\n"
    root = company(tmp_path, desk=desk)
    pull(root)
    write(root, "desk/tickets-2.csv", f"{TICKETS}N1,acme,incident,P2,new,New,2026-10-01T10:00,")
    report = pull(root, LATER)
    assert outcomes(report) == HELD
    assert "tickets-2.csv:2: its last line has no end, which every file had at the last" in str(report.faults[0])
    write(root, "desk/tickets-2.csv", f"{TICKETS}N1,acme,incident,P2,new,New,2026-10-01T10:00,\n")
    assert pull(root, LATER).exit_code == 0


@pytest.mark.parametrize("clients", ["client,name\nacme,Acme", "client,name\n"])
def test_c28_a_source_of_clients_that_is_held_holds_no_other(tmp_path: Path, clients: str) -> None:
    root = company(tmp_path)
    pull(root)
    write(root, "crm/clients.csv", clients)
    assert outcomes(pull(root, LATER)) == {"crm": "held", "desk": "read"}


def test_c28_a_workbook_says_nothing_of_how_lines_end(tmp_path: Path) -> None:
    desk = "type: csv\ntables: {tickets: {file: tickets.xlsx}}\n"
    root = company(tmp_path, desk=desk)
    cells = [line.split(",") for line in (root / "data_sources" / "desk" / "tickets.csv").read_text().splitlines()]
    (root / "data_sources" / "desk" / "tickets.xlsx").write_bytes(workbook({"a": cells}))
    assert pull(root).exit_code == 0
    source(root, "desk", desk.replace("}}", "}, surveys: {}}"))
    write(root, "desk/surveys.csv", "survey,client,sent\nS1,acme,2026-10-02T10:00")
    assert pull(root, LATER).exit_code == 0


def test_c28_what_is_known_of_last_lines_is_in_the_store_which_a_fresh_machine_has(tmp_path: Path) -> None:
    root = company(tmp_path)
    pull(root)
    file = root / "data_sources" / "desk" / "tickets.csv"
    file.write_bytes(file.read_bytes()[:-1])
    assert {path.name for path in (root / ".clairevoie").iterdir()} == {"store", ".lock"}
    assert outcomes(pull(root, LATER)) == HELD


def test_c28_a_header_alone_has_no_last_line_that_could_be_cut(tmp_path: Path) -> None:
    root = company(tmp_path, desk=f"{DESK}optional: true\n")
    pull(root)
    write(root, "desk/surveys.csv", "survey,client,sent")
    assert pull(root, LATER).exit_code == 0
