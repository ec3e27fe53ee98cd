"""`source new`: a source.yml to fill in, that never stands in for another."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from clairevoie.cli import cli
from clairevoie.project.files import SourceFile
from clairevoie.project.strict_yaml import read
from clairevoie.sources import SOURCES, starting
from tests.demo import command
from tests.project.workspace import workspace


@pytest.mark.parametrize("name", starting.names())
def test_every_template_is_a_source_that_loads(tmp_path: Path, name: str) -> None:
    (tmp_path / "source.yml").write_text(starting.template(name), encoding="utf-8")
    said = read(tmp_path / "source.yml", "source.yml").data
    ours = {key: said.pop(key) for key in list(said) if key in SourceFile.model_fields}
    assert SourceFile.model_validate(ours).type
    if ours["type"] in SOURCES:
        SOURCES[ours["type"]].Settings.model_validate(said)


def test_a_new_source_is_written_once_and_then_left_alone(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    done = command("source", "new", "csv", "paie", "--workspace", root)
    assert (done.returncode, done.stdout.split(" ")[0]) == (0, "data_sources/paie/source.yml")
    file = root / "data_sources" / "paie" / "source.yml"
    assert file.read_text(encoding="utf-8") == starting.template("csv")
    file.write_text("type: csv\n")
    done = command("source", "new", "csv", "paie", "--workspace", root)
    assert (done.returncode, done.stderr) == (
        2, "error: data_sources/paie/source.yml: is there already; nothing is written\n")
    assert file.read_text() == "type: csv\n"


@pytest.mark.parametrize(("name", "hint"), [
    ("itopp", "did you mean 'itop'? "), ("xlsx", "did you mean 'csv'? "), ("Excel", "did you mean 'csv'? "),
    ("tsv", "did you mean 'file'? "), ("rest", "did you mean 'http'? "), ("mysql", "did you mean 'sql'? "), ("qqq", ""),
])
def test_an_unknown_preset_lists_those_that_are_known_once_and_what_is_meant(tmp_path: Path, name: str, hint: str
                                                                             ) -> None:
    done = CliRunner().invoke(cli, ["source", "new", name, "--workspace", str(workspace(tmp_path))])
    known = ", ".join(starting.names())
    assert str(done.exception) == f"source new: unknown preset {name!r}; {hint}known: {known}"
    assert not (tmp_path / "data_sources" / name).exists()


def test_what_is_said_of_a_kind_of_source_leads_to_one_that_there_is() -> None:
    assert set(starting.CALLED.values()) <= set(SOURCES)
    assert set(SOURCES) <= set(starting.names())
    assert not set(starting.CALLED) & set(starting.names())


@pytest.mark.parametrize("name", ["../x", "/abs", ".x", "a/b", "", "a\nb", "x" * 70])
def test_a_source_stands_in_its_own_folder_only(tmp_path: Path, name: str) -> None:
    root = workspace(tmp_path / "w")
    before = sorted(tmp_path.rglob("*"))
    done = command("source", "new", "csv", name or " ", "--workspace", root)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_that_is_a_link_out_of_the_workspace_is_not_written_into(tmp_path: Path) -> None:
    root = workspace(tmp_path / "w")
    (tmp_path / "outside").mkdir()
    (root / "data_sources" / "paie").symlink_to(tmp_path / "outside")
    done = CliRunner().invoke(cli, ["source", "new", "csv", "paie", "--workspace", str(root)])
    assert str(done.exception).startswith("data_sources/paie: leads outside the workspace")
    assert list((tmp_path / "outside").iterdir()) == []


def test_outside_a_workspace_nothing_is_written(tmp_path: Path) -> None:
    done = command("source", "new", "csv", "--workspace", tmp_path)
    assert done.returncode == 2
    assert "no portal.yml here" in done.stderr
    assert list(tmp_path.iterdir()) == []
