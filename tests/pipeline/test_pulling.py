"""A source that gives what is not to be believed is held at its last good data; the others go on."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest

from clairevoie import pipeline
from clairevoie.errors import ConfigurationError, Fault, SourceError
from clairevoie.pipeline.checking import load_checked
from clairevoie.pipeline.locking import locked
from clairevoie.pipeline.pulling import load_or_pull
from clairevoie.pipeline.report import Report
from clairevoie.sources import SOURCES, csv
from clairevoie.sources.pulled import Pull
from clairevoie.tables import coded
from tests.pipeline.small import DESK, HELD, LATER, NOW, TICKETS, company, outcomes, pull, rows, source, write


def snapshots(root: Path, name: str) -> int:
    return len(list((root / ".clairevoie" / "store" / "snapshots" / name).rglob("snapshot.json")))


def test_c26_a_table_that_comes_to_nothing_is_held_and_says_after_how_many(tmp_path: Path) -> None:
    root = company(tmp_path, tickets=1240)
    assert pull(root).exit_code == 0
    rows(root, 0)
    report = pull(root, LATER)
    assert (report.exit_code, outcomes(report)) == (3, HELD)
    (line,) = map(str, report.faults)
    assert line.startswith("source desk: tickets: 0 rows after 1,240; held at its data of 2026-11-02T06:00+00:00")
    assert line.endswith("if that is real: clairevoie pull --accept desk")
    assert snapshots(root, "desk") == 1


def test_c26_a_table_declared_optional_may_come_to_nothing(tmp_path: Path) -> None:
    root = company(tmp_path, desk=f"{DESK}optional: [surveys]\n")
    pull(root)
    write(root, "desk/surveys.csv", "survey,client,sent\n")
    assert pull(root, LATER).exit_code == 0
    source(root, "desk", DESK)
    write(root, "desk/surveys.csv", "survey,client,sent\nS1,acme,2026-10-02T10:00\n")
    pull(root, LATER + timedelta(hours=1))
    write(root, "desk/surveys.csv", "survey,client,sent\n")
    assert "surveys: 0 rows after 1" in str(pull(root, LATER + timedelta(hours=2)).faults[0])


def test_a_fall_beyond_what_is_declared_is_held_until_it_is_accepted(tmp_path: Path) -> None:
    root = company(tmp_path, tickets=1240)
    pull(root)
    rows(root, 459)
    report = pull(root, LATER)
    assert "tickets: \N{MINUS SIGN}63 % (1,240 → 459 rows)" in str(report.faults[0])
    accepted = pull(root, LATER, accept=("desk",))
    assert (accepted.exit_code, outcomes(accepted)) == (0, {"crm": "read", "desk": "read"})
    assert accepted.sources[1]["accepted"] == ["tickets: \N{MINUS SIGN}63 % (1,240 → 459 rows)"]
    assert pull(root, LATER + timedelta(days=1)).exit_code == 0


@pytest.mark.parametrize(("left", "said"), [(500, "50"), (899, "10"), (900, ""), (1000, ""), (1100, "")])
def test_a_fall_that_is_taken_is_told(tmp_path: Path, left: int, said: str) -> None:
    root = company(tmp_path, tickets=1000)
    assert pull(root).notices == []
    rows(root, left)
    looked = pipeline.checked(root, LATER, LATER)
    report = pull(root, LATER)
    assert report.exit_code == 0
    lines = [f"source desk: tickets: \N{MINUS SIGN}{said} % (1,000 → {left:,} rows), which is taken: hold.fall is 60 %"]
    assert report.notices == (lines if said else [])
    assert [line for line in looked.notices if "taken" in line] == report.notices


def test_the_declared_fall_decides(tmp_path: Path) -> None:
    root = company(tmp_path, desk=f"{DESK}hold: {{fall: 90%}}\n", tickets=100)
    pull(root)
    rows(root, 10)
    assert pull(root, LATER).exit_code == 0
    source(root, "desk", f"{DESK}hold: {{fall: 5%}}\n")
    rows(root, 9)
    assert pull(root, LATER + timedelta(days=1)).exit_code == 3


@pytest.mark.parametrize(("hold", "bad", "code"), [
    ("", 9, 0), ("", 10, 3), ("hold: {set_aside: 50%}\n", 19, 0), ("hold: {set_aside: 5%}\n", 2, 3),
    ("hold: {set_aside: 5%}\n", 1, 0), ("hold: {set_aside: 0%}\n", 1, 3)])
def test_a_share_of_rows_set_aside_holds_the_source(tmp_path: Path, hold: str, bad: int, code: int) -> None:
    root = company(tmp_path, desk=DESK + hold)
    pull(root)
    rows(root, 20, bad=bad)
    report = pull(root, LATER)
    assert report.exit_code == code
    assert snapshots(root, "desk") == (1 if code else 2)
    if code:
        assert f"({bad:,} of {21 + bad}), more than" in str(report.faults[0])
        assert "desk/tickets.csv:22:created: not an instant" in str(report.faults[0])


def test_rows_of_unknown_clients_count_as_set_aside(tmp_path: Path) -> None:
    root = company(tmp_path, tickets=40)
    pull(root)
    rows(root, 40, client="ACME")
    report = pull(root, LATER)
    assert (report.exit_code, outcomes(report)) == (3, HELD)
    assert "40 of them name unknown clients, as 'ACME'" in str(report.faults[0])
    assert report.sources[1]["clients_unknown"] == {"ACME": 40}


def test_spoilt_rows_are_not_accepted_with_a_fall(tmp_path: Path) -> None:
    root = company(tmp_path, tickets=40)
    pull(root)
    rows(root, 2, bad=30)
    assert pull(root, LATER, accept=("desk",)).exit_code == 3


def test_only_the_named_sources_are_read(tmp_path: Path) -> None:
    root = company(tmp_path)
    pull(root)
    report = pull(root, LATER, "desk")
    assert outcomes(report) == {"desk": "read"}
    assert (snapshots(root, "crm"), snapshots(root, "desk")) == (1, 2)


@pytest.mark.parametrize(("only", "accept", "says"), [
    (("dsk",), (), "did you mean 'desk'?"), ((), ("dsk",), "did you mean 'desk'?"),
    (("crm",), ("desk",), "only crm is pulled")])
def test_a_source_that_is_not_there_is_refused_before_any_read(
    tmp_path: Path, only: tuple[str, ...], accept: tuple[str, ...], says: str
) -> None:
    root = company(tmp_path)
    with pytest.raises(ConfigurationError, match=says.replace("?", r"\?")):
        pull(root, NOW, *only, accept=accept)
    assert not (root / ".clairevoie" / "store").exists()


@pytest.mark.parametrize("name", ["p03", "p17"])
def test_p03_p17_a_source_that_gives_up_is_held_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    class Api:
        Settings = csv.Settings
        answers = True

        def pull(self, spec: object, settings: object) -> Pull:
            if not self.answers:
                raise SourceError(Fault("source desk", f"{name}: no answer within the deadline"))
            return csv.pull(spec, settings)  # type: ignore[arg-type]

    api = Api()
    monkeypatch.setattr("clairevoie.pipeline.fetching.SOURCES", {**SOURCES, "csv": csv, "itop": api})
    monkeypatch.setattr("clairevoie.pipeline.checking.SOURCES", {**SOURCES, "csv": csv, "itop": api})
    monkeypatch.setattr("clairevoie.pipeline.settings.SOURCES", {**SOURCES, "csv": csv, "itop": api})
    root = company(tmp_path, desk=DESK.replace("csv", "itop"))
    assert pull(root).exit_code == 0
    api.answers = False
    report = pull(root, LATER)
    assert (report.exit_code, outcomes(report)) == (3, HELD)
    line = report.sources[1]
    assert line["reasons"] == [f"source desk: {name}: no answer within the deadline"]
    assert line["data_of"] == NOW.isoformat()
    api.answers = True
    assert outcomes(pull(root, LATER + timedelta(hours=1))) == {"crm": "read", "desk": "read"}


def test_the_report_holds_all_that_a_source_gave(tmp_path: Path) -> None:
    root = company(tmp_path)
    write(root, "desk/tickets.csv", TICKETS + "T1,acme,incident,P2,En cours,a,2026-10-01T10:00,\n"
          "T2,acme,incident,P2,En cours,b,2026-10-02T10:00,\nT3,acmee,incident,P2,new,c,2026-10-03T10:00,\n")
    pull(root).write(tmp_path / "report.json")
    report = json.loads((tmp_path / "report.json").read_text())
    (_, desk) = report["sources"]
    assert desk["tables"]["tickets"] == {
        "rows": 1, "set_aside": 2, "column": "created", "from": "2026-10-03", "to": "2026-10-03"}
    assert desk["unmapped"] == [{"table": "tickets", "column": "status", "value": "En cours", "rows": 2}]
    assert desk["clients_unknown"] == {"acmee": 1}
    first = report["set_aside"][0]
    assert first.pop("reason").startswith("not one of new")
    assert first == {"source": "desk", "table": "tickets", "file": "tickets.csv", "line": 2, "column": "status",
                     "value": "En cours", "client": "acme"}


def test_rows_that_a_source_gives_no_more_stay_where_that_is_declared(tmp_path: Path) -> None:
    root = company(tmp_path, desk="type: csv\ntables: {tickets: {}, surveys: {}}\nkeep_rows: [surveys]\n")
    pull(root)
    write(root, "desk/surveys.csv", "survey,client,sent,score\nS2,acme,2026-10-09T10:00,4\n")
    report = pull(root, LATER)
    assert report.sources[1]["rows"]["surveys"] == 2
    write(root, "desk/surveys.csv", "survey,client,sent,score\nS1,acme,2026-10-02T10:00,5\n")
    assert pull(root, LATER + timedelta(days=1)).sources[1]["rows"]["surveys"] == 2


@pytest.mark.parametrize(("first", "then"), [(1, 50_000), (50_000, 1)])
def test_rows_stay_whether_or_not_the_texts_of_either_reading_are_numbered(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: int, then: int) -> None:
    root = company(tmp_path, desk="type: csv\ntables: {tickets: {}, surveys: {}}\nkeep_rows: [surveys]\n")
    for many, at, row in ((first, NOW, "S1,acme,2026-10-02T10:00,5"), (then, LATER, "S2,acme,2026-10-09T10:00,4")):
        monkeypatch.setattr(coded, "MANY", many)
        write(root, "desk/surveys.csv", f"survey,client,sent,score\n{row}\n")
        report = pull(root, at)
    assert (report.exit_code, report.sources[1]["rows"]["surveys"]) == (0, 2)


@pytest.mark.parametrize(("line", "says"), [
    ("hold: {set_aside: 5}", "write a share of 0 to 100"), ("hold: {fall: 101%}", "write a share of 0 to 100"),
    ("hold: {fal: 5%}", "did you mean 'fall'"), ("freshness: {warn_after: 1}", "write hours or days"),
    ("freshness: {warn_after: 0h}", "write hours or days"),
    ("freshness: {warn_after: 7d, withhold_after: 26h}", "withhold_after is shorter"),
    ("optional: [ticket]", "did you mean 'tickets'"), ("keep_rows: [ticket_events]", "without a key"),
    ("freshnes: {warn_after: 1h}", "did you mean 'freshness'"), ("timezone: 5", "a text is expected")])
def test_a_wrong_setting_of_any_source_is_refused_with_its_line(tmp_path: Path, line: str, says: str) -> None:
    root = company(tmp_path, desk=f"{DESK}{line}\n")
    with pytest.raises(ConfigurationError, match=says) as refused:
        pull(root)
    assert str(refused.value).startswith("data_sources/desk/source.yml:3: ")


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_f10_a_pipe_or_a_folder_in_place_of_a_file_is_refused_at_once(
    tmp_path: Path, make: object
) -> None:
    root = company(tmp_path)
    (root / "data_sources" / "desk" / "tickets.csv").unlink()
    make(root / "data_sources" / "desk" / "tickets.csv")  # type: ignore[operator]
    report = pull(root)
    assert outcomes(report) == HELD
    assert "tickets.csv" in str(report.faults[0])


def test_k05_two_pulls_at_once_the_second_leaves_it_to_the_first(tmp_path: Path) -> None:
    root = company(tmp_path)
    with locked(root / ".clairevoie", private=True), pytest.raises(ConfigurationError, match="another run"):
        pull(root)


def test_a_reading_in_the_store_that_is_spoilt_is_told_to_who_runs_the_build(tmp_path: Path) -> None:
    root = company(tmp_path)
    for day in range(2):
        pull(root, NOW + timedelta(days=day))
    kept = sorted((root / ".clairevoie" / "store" / "snapshots" / "desk").glob("*/tickets.parquet"))
    said = []
    for spoilt in reversed(kept):
        spoilt.write_bytes(spoilt.read_bytes()[:10])
        report = Report(NOW)
        assert load_or_pull(load_checked(root, NOW), NOW, report, fresh=False).readings.keys() == {"crm", "desk"}
        said.append([line for line in report.notices if "is refused" in line])
    assert [len(lines) for lines in said] == [1, 2]  # of both, the source is read anew
    assert said[0][0].startswith("desk: the reading ") and said[0][0].endswith("; the one before it is used")
