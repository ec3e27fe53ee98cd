"""The YAML table of bad inputs as a run meets it: refused with file and line before any write, secrets unrepeated.

Y02, Y04 to Y07 are decided by a file alone: tests/project/test_strict_yaml.py. Y11 and Y12 are of private state:
tests/publish/test_guessable.py.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from clairevoie.errors import ConfigurationError
from clairevoie.pipeline import build
from clairevoie.pipeline.checking import load_checked
from tests.project.workspace import PORTAL, workspace

AS_OF = datetime(2026, 11, 1, tzinfo=UTC)
ITOP = "type: itop\nurl: https://itop.example\n"


def _refusals(root: Path) -> list[str]:
    with pytest.raises(ConfigurationError) as refused:
        load_checked(root, AS_OF)
    return [str(fault) for fault in refused.value.faults]


@pytest.mark.parametrize(("portal", "says"), [
    (PORTAL + "clinets: {}\n", "portal.yml:9: unknown key 'clinets'"),
    (PORTAL.replace("calendar: ", "calender: "), "portal.yml:2: unknown key 'calender'; did you mean 'calendar'?"),
])
def test_y01_an_unknown_key_is_refused_with_its_line(tmp_path: Path, portal: str, says: str) -> None:
    assert any(said.startswith(says) for said in _refusals(workspace(tmp_path, portal=portal)))


def test_y01_an_unknown_setting_of_a_source_is_refused_with_its_line(tmp_path: Path) -> None:
    said = _refusals(workspace(tmp_path, source=ITOP + "page_sise: 5\n"))
    assert len(said) == 1 and said[0].startswith("data_sources/itsm/source.yml:3: ") and "page_sise" in said[0]


@pytest.mark.parametrize(("line", "says"), [
    ("figures: {ttr_met: {minimum: 010}}", "a whole number"), ("figures: {ttr_met: {minimum: NO}}", "a whole number"),
    ("figures: {ttr_met: {target: 1e3}}", "a number is"), ("figures: {ttr_met: {target: 12:30:45}}", "a number is"),
    ("figures: {ttr_met: {minimum: 1.10}}", "a whole number is"), ("currency: 1.10", "a text is expected"),
    ("currency: NO", "three capital letters"), ("without_clients: NO", "write true or false"),
    ("staff: {productive_days: \"218\"}", "a whole number is"),
])
def test_y03_a_value_of_the_wrong_type_is_refused_with_its_line(tmp_path: Path, line: str, says: str) -> None:
    said = _refusals(workspace(tmp_path, portal=f"{PORTAL}{line}\n"))
    assert len(said) == 1 and said[0].startswith("portal.yml:9: ") and says in said[0]


@pytest.mark.parametrize(("line", "says"), [
    ("timeout: 30s", "timeout: a number is expected, like 30"),
    ("timeout: -1", "timeout: a number above 0 is expected"),
    ("attempts: 20", "attempts: a number of at most 10 is expected"),
    ("history: [stat]", "history.0: write one of status, priority"),
])
def test_y03_a_wrong_setting_of_a_source_is_said_in_words(tmp_path: Path, line: str, says: str) -> None:
    (said,) = _refusals(workspace(tmp_path, source=f"{ITOP}{line}\n"))
    assert said.startswith(f"data_sources/itsm/source.yml:3: {says}")


@pytest.mark.parametrize(("line", "says"), [
    ("encoding: latin-1", "encoding: write one of detect, utf-8, cp1252, utf-16, utf-16-le, utf-16-be"),
    ('separator: ";;"', r"separator: write one of 'detect', ',', ';', '\t', '|'"),
    ("decimal: ;", "decimal: write one of 'detect', '.', ','"),
])
def test_y03_a_word_that_a_setting_does_not_have_is_told_with_its_own(tmp_path: Path, line: str, says: str) -> None:
    said = _refusals(workspace(tmp_path, source=f"type: csv\n{line}\ntables: {{clients: {{}}}}\n"))
    assert said == [f"data_sources/itsm/source.yml:2: {says}"]


def test_y03_a_day_that_does_not_exist_is_refused_with_its_line(tmp_path: Path) -> None:
    portal = PORTAL.replace("holidays: FR\n", "holidays: FR\n    closures: [2026-02-30]\n")
    assert _refusals(workspace(tmp_path, portal=portal))[0].startswith("portal.yml:8: calendars.ouvre.closures.0: ")


def test_y08_no_file_is_written_for_a_client_that_is_no_safe_name(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w", client="client: ../x\n")
    with pytest.raises(ConfigurationError):
        build(root, AS_OF, AS_OF, tmp_path / "output")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["w"]
    assert not (root / ".clairevoie").exists()


@pytest.mark.parametrize(("source", "line"), [
    (f"{ITOP}password: hunter2secret\n", 3), (f"{ITOP}user_env: hunter2secret\n", 3),
    (f"{ITOP}password_env: hunter2secret\n", 3), (f"{ITOP}password_env: HUNTER2SECRET\n", 3),
    (f"{ITOP}password: ${{hunter2secret}}\n", 3), (f"{ITOP}password_env: ${{HUNTER2SECRET}}\n", 3),
    ("type: itop\nurl: https://u:hunter2secret@itop.example\n", 2), (f"{ITOP}password: !hunter2secret x\n", 3),
    ("type: sql\nurl: postgresql://u:hunter2secret@h/d\ntables: {clients: {query: SELECT 1}}\n", 2),
    ("type: sql\nurl_env: postgresql://u:hunter2secret@h/d\ntables: {clients: {query: SELECT 1}}\n", 2),
    (f"{ITOP}password:\n  api_key: hunter2secret\n", 4), ("type: itop\nurl: [hunter2secret]\n", 2),
])
def test_y13_a_secret_in_a_source_is_refused_with_its_line_and_not_repeated(
        tmp_path: Path, source: str, line: int) -> None:
    said = _refusals(workspace(tmp_path, source=source))
    assert any(one.startswith(f"data_sources/itsm/source.yml:{line}: ") for one in said), said
    assert "hunter2secret" not in " ".join(said).lower()


def test_y13_a_secret_in_portal_yml_is_refused_with_its_line_and_not_repeated(tmp_path: Path) -> None:
    portal = f"{PORTAL}targets:\n  site:\n    type: s3\n    bucket: b\n    secret_access_key: hunter2secret\n"
    said = _refusals(workspace(tmp_path, portal=portal))
    assert any(one.startswith("portal.yml:13: targets.site.secret_access_key: a secret does not stand") for one in said)
    assert "hunter2secret" not in " ".join(said)


@pytest.mark.parametrize("figure", ["contract_margin", "daily_rate"])
def test_y15_an_internal_figure_is_granted_to_no_client(tmp_path: Path, figure: str) -> None:
    said = _refusals(workspace(tmp_path, client=f"client: acme\ngrants:\n  figures: [{figure}]\n"))
    assert len(said) == 1
    assert said[0].startswith("content/clients/acme/client.yml:3: ") and "internal" in said[0]


def test_y17_a_workspace_that_lost_all_its_clients_is_refused_unless_that_is_meant(tmp_path: Path) -> None:
    (workspace(tmp_path) / "content/clients/acme/client.yml").unlink()
    (tmp_path / "content/clients/acme").rmdir()
    [said] = _refusals(tmp_path)
    assert said.startswith("content/clients: no client is left, and every published site would go stale")
    workspace(tmp_path, portal=f"{PORTAL}without_clients: true\n")
    (tmp_path / "content/clients/acme/client.yml").unlink()
    (tmp_path / "content/clients/acme").rmdir()
    assert load_checked(tmp_path, AS_OF).clients == ()


@pytest.mark.parametrize("target", ["0", "100.1", '"99,9"', "-5", "99,9"])
def test_y18_a_target_that_cannot_be_met_or_read_is_refused(tmp_path: Path, target: str) -> None:
    said = _refusals(workspace(tmp_path, portal=f"{PORTAL}figures:\n  ttr_met:\n    target: {target}\n"))
    assert len(said) == 1 and said[0].startswith(("portal.yml:11: ", "portal.yml:10: ")) and "target" in said[0]


def test_y18_a_target_in_another_unit_may_be_above_a_hundred(tmp_path: Path) -> None:
    root = workspace(tmp_path, portal=f"{PORTAL}figures: {{mttr: {{target: 240}}}}\n")
    assert load_checked(root, AS_OF).figures["mttr"].target == 240
