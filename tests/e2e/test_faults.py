"""What goes wrong in a run: said in one line, with its exit code, and nothing good is lost."""

from __future__ import annotations

import fcntl
import json
import shutil
from pathlib import Path

from tests.demo import AS_OF, command, copy_workspace, files_of
from tests.e2e.conftest import CLIENT


def _again(workspace: Path, output: Path, *more: str) -> tuple[int, list[str]]:
    done = command("build", "--workspace", workspace, "--output", output, "--as-of", AS_OF, *CLIENT, *more)
    return done.returncode, [line for line in done.stderr.splitlines() if line.startswith("error: ")]


def test_a_source_that_answers_with_a_web_page_is_held_at_its_last_good_rows(small: tuple[Path, Path]) -> None:
    workspace, output = small
    before = files_of(output / "orsted")
    (workspace / "data_sources" / "itsm" / "tickets.csv").write_text("<!DOCTYPE html><title>Login</title>\n",
                                                                      encoding="utf-8")
    code, errors = _again(workspace, output, "--pull")
    assert code == 3
    assert len(errors) == 1
    assert "tickets.csv" in errors[0]
    after = files_of(output / "orsted")
    assert after["data/figures.json"] == before["data/figures.json"]
    told = {name for name in after if name.endswith(".html") and b", not updated since." in after[name]}
    assert "index.html" in told
    assert "contacts/index.html" not in told


def test_a_site_that_quotes_another_clients_ticket_is_refused_and_the_old_one_stands(small: tuple[Path, Path]) -> None:
    workspace, output = small
    before = files_of(output / "orsted")
    note = workspace / "content" / "clients" / "orsted" / "news" / "leak.md"
    note.write_text("Title: Leak\nDate: 2026-10-30\nLanguage: en\n\nAs at Transports Lefèvre in October.\n",
                    encoding="utf-8")
    code, errors = _again(workspace, output)
    assert code == 5
    assert any("lefevre" in error and "news/leak" in error for error in errors)
    recorded = json.loads((workspace / ".clairevoie" / "isolation.json").read_text(encoding="utf-8"))["sites"][0]
    assert {(hit["owner"], hit["kind"]) for hit in recorded["hits"]} >= {("lefevre", "name")}
    assert files_of(output / "orsted") == before
    note.unlink()
    assert _again(workspace, output) == (0, [])


def test_a_host_with_an_everyday_name_refuses_others_until_it_is_declared_common(small: tuple[Path, Path]) -> None:
    workspace, output = small
    file = workspace / "data_sources" / "cmdb" / "cis.csv"
    rows = file.read_text(encoding="utf-8")
    file.write_text(rows.replace("vm-lef-tms-01", "Shared mailbox", 1), encoding="utf-8")
    code, errors = _again(workspace, output, "--pull")
    assert code == 5
    assert all("a host of lefevre" in error for error in errors)
    portal = workspace / "portal.yml"
    portal.write_text(portal.read_text(encoding="utf-8") + "common_words: [shared mailbox]\n", encoding="utf-8")
    report = output.with_name("said.json")
    assert _again(workspace, output, "--report", str(report)) == (0, [])
    said = json.loads(report.read_text(encoding="utf-8"))
    assert "'Shared mailbox' pass (host of lefevre)" in " ".join(said["notices"])
    assert said["gate"]["sites"][0]["declared"][0][0] == "shared mailbox"


def test_a_client_that_left_the_configuration_is_named_by_a_build(small: tuple[Path, Path]) -> None:
    workspace, output = small
    state = {"target": "local", "places": {"lefevre": {"key": "Zk3vR8wQx1Lp9TnBf5Ymc2Hd7GsJq4Ae"}}}
    (workspace / ".clairevoie" / "targets").mkdir(parents=True)
    (workspace / ".clairevoie" / "targets" / "local.json").write_text(json.dumps(state), encoding="utf-8")
    shutil.rmtree(workspace / "content" / "clients" / "lefevre")
    report = output.with_name("said.json")
    assert _again(workspace, output, "--report", str(report)) == (0, [])
    assert ("target local: client lefevre left the configuration; its last release stands; remove it with "
            "`clairevoie access revoke lefevre --all`") in json.loads(report.read_text(encoding="utf-8"))["notices"]


def test_a_client_that_left_the_data_keeps_its_site_and_is_named(small: tuple[Path, Path]) -> None:
    workspace, output = small
    file = workspace / "data_sources" / "gestion" / "clients.csv"
    rows = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join(row for row in rows if not row.startswith("orsted")), encoding="utf-8")
    code, errors = _again(workspace, output, "--pull")
    assert (code, len(errors)) == (3, 1)
    assert errors[0].startswith("error: source gestion: clients: 'orsted', known at the last reading, is not there, and")
    assert command("pull", "--workspace", workspace, "--accept", "gestion").returncode == 0
    code, errors = _again(workspace, output)
    assert code == 3
    assert errors == ["error: client orsted: is configured but is not in the data; no site is built"]
    assert (output / "orsted" / "index.html").is_file()


def test_k05_a_second_build_in_the_same_folder_is_refused_at_once(small: tuple[Path, Path]) -> None:
    workspace, output = small
    with (output / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        code, errors = _again(workspace, output)
    assert code == 2
    assert errors == ["error: output: another run is using this folder; try again when it is over"]


def test_f05_what_a_stopped_run_left_does_not_change_the_next_ones_bytes(small: tuple[Path, Path]) -> None:
    workspace, output = small
    before = files_of(output / "orsted")
    shutil.rmtree(output / "orsted")
    (output / ".new" / "orsted").mkdir(parents=True)
    (output / ".new" / "orsted" / "half.html").write_text("half", encoding="utf-8")
    (workspace / ".clairevoie" / "work" / "slices" / "rows" / "orsted").write_bytes(b"half")
    assert _again(workspace, output) == (0, [])
    assert files_of(output / "orsted") == before
    assert not (output / ".new").exists()


def test_a_damaged_store_falls_back_on_the_reading_before_or_says_so(small: tuple[Path, Path], tmp_path: Path
                                                                       ) -> None:
    workspace, output = small
    for file in (workspace / ".clairevoie" / "store").rglob("tickets.parquet"):
        file.write_bytes(file.read_bytes()[:100])
    code, errors = _again(workspace, output)
    assert (code, errors) == (0, [])  # the only reading is refused, so the source is read anew
    report = tmp_path / "report.json"
    command("pull", "--workspace", workspace, "--report", report)
    assert {source["outcome"] for source in json.loads(report.read_text(encoding="utf-8"))["sources"]} == {"read"}


def test_check_names_the_rows_that_would_be_set_aside_and_writes_nothing(tmp_path: Path) -> None:
    workspace = copy_workspace(tmp_path / "workspace", fonts=False)
    done = command("check", "--workspace", workspace, "--as-of", AS_OF)
    assert done.returncode == 0
    asides = [line for line in done.stderr.splitlines() if "saisies-2026.csv" in line]
    assert len(asides) == 2
    assert not (workspace / ".clairevoie").exists()


def test_an_accent_that_would_be_taken_for_a_warning_is_told_to_the_operator(tmp_path: Path) -> None:
    workspace = copy_workspace(tmp_path / "workspace")
    file = workspace / "content" / "clients" / "orsted" / "client.yml"
    file.write_text(file.read_text(encoding="utf-8") + 'accent: "#b3261e"\n', encoding="utf-8")
    done = command("build", "--workspace", workspace, "--output", tmp_path / "output", "--as-of", AS_OF, *CLIENT)
    assert done.returncode == 0
    assert "note: client orsted: accent #b3261e is too near a warning colour" in done.stderr
