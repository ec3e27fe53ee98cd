"""Sources that do not agree: what a build and `check` say of the rows of which one stands."""

from __future__ import annotations

from pathlib import Path

from clairevoie import pipeline
from tests.pipeline.small import LATER, NOW, TICKETS, company, outcomes, pull, source, write


def _two_desks(root: Path) -> Path:
    """Of 20 tickets, a second desk gives 3 again: one alike, one of another priority, one of the other client; and one
    whose client nobody knows."""
    company(root)
    source(root, "other", "type: csv\ntables: {tickets: {}}\n")
    write(root, "other/tickets.csv", TICKETS + "".join(f"{line}\n" for line in (
        "T0,acme,incident,P2,new,Ticket 0,2026-10-01T10:00,", "T1,beta,incident,P1,new,Ticket 1,2026-10-02T10:00,",
        "T2,beta,incident,P2,new,Ticket 2,2026-10-03T10:00,", "T99,nobody,incident,P2,new,X,2026-10-03T10:00,")))
    return root


def test_rows_on_which_sources_disagree_are_told_by_a_build_with_what_stands(tmp_path: Path) -> None:
    root = _two_desks(tmp_path)
    report = pipeline.build(root, NOW, NOW, root / "output")
    (line,) = (line for line in report.notices if "put together" in line)
    assert line == (
        "3 rows set aside when sources were put together (tickets 3); first: other/tickets.csv:3:ticket: says otherwise"
        " than desk/tickets.csv:3 under the same ticket; clairevoie check lists them")


def test_check_counts_what_is_left_of_a_source_once_all_are_put_together(tmp_path: Path) -> None:
    root = _two_desks(tmp_path)
    report = pipeline.checked(root, NOW, NOW)
    (line,) = (line for line in report.sources if line["source"] == "other")
    assert (line["rows"], line["set_aside"]) == ({"tickets": 1}, 3)
    assert line["tables"]["tickets"] == {"rows": 1, "set_aside": 3, "column": "created", "from": "2026-10-01",
                                         "to": "2026-10-03"}
    assert len([notice for notice in report.notices if notice.startswith("other/tickets.csv")]) == 3


def test_check_judges_by_the_last_good_rows_of_a_source_that_cannot_be_read(tmp_path: Path) -> None:
    root = company(tmp_path)
    pull(root)
    (root / "data_sources" / "crm" / "clients.csv").unlink()
    report = pipeline.checked(root, LATER, LATER)
    assert outcomes(report) == {"crm": "refused", "desk": "read"}
    assert not [notice for notice in report.notices if "unknown client" in notice]


def test_check_goes_on_where_the_last_reading_of_a_source_that_cannot_be_read_is_spoilt(tmp_path: Path) -> None:
    root = company(tmp_path)
    pull(root)
    (root / "data_sources" / "crm" / "clients.csv").unlink()
    (file,) = (root / ".clairevoie" / "store").rglob("crm/*/clients.parquet")
    file.chmod(0o600)
    file.write_bytes(bytes(file.stat().st_size))
    report = pipeline.checked(root, LATER, LATER)
    assert (report.exit_code, outcomes(report)) == (3, {"crm": "refused", "desk": "read"})
    assert "is refused (clients.parquet is not what was written)" in report.notices[0]


def test_the_span_of_a_source_is_told_in_its_own_days(tmp_path: Path) -> None:
    root = company(tmp_path, tickets=0)
    rest = "incident,P2,new,X"
    write(root, "desk/tickets.csv", f"{TICKETS}A,acme,{rest},2026-10-02T00:30,\nB,acme,{rest},2026-10-31T23:30,\n")
    (line,) = (line for line in pipeline.checked(root, NOW, NOW).sources if line["source"] == "desk")
    assert (line["tables"]["tickets"]["from"], line["tables"]["tickets"]["to"]) == ("2026-10-02", "2026-10-31")
