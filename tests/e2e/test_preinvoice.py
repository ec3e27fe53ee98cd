"""The command prints the file that the staff's site offers; asked for what there is not, it says so in a line."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from clairevoie.cli import cli
from clairevoie.errors import ConfigurationError
from tests.demo import AS_OF, CLIENTS

FILE = "data/preinvoice-2026-09.csv"


def asked(place: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["preinvoice", *words, "--workspace", str(place), "--as-of", AS_OF])


def test_the_command_prints_what_the_staffs_site_offers(
    demo_output: Path, demo_workspace: Path, tmp_path: Path
) -> None:
    done, one = asked(demo_workspace, "2026-09"), tmp_path / "one.csv"
    assert (done.exit_code, done.stdout_bytes) == (0, (demo_output / "internal" / FILE).read_bytes())
    assert not asked(demo_workspace, "2026-09", "--client", "lefevre", "--file", str(one)).exit_code
    rows = list(csv.DictReader(one.read_text(encoding="utf-8").splitlines()))
    assert {row["client"] for row in rows} == {"lefevre"}
    for total in (row for row in rows if row["line"] == "total"):
        lines = [Decimal(row["amount"]) for row in rows if row["contract"] == total["contract"] and row["amount"]]
        assert sum(lines, Decimal()) == Decimal(total["produced"])


def test_a_month_that_runs_is_said_to_be_so_and_is_no_part_of_the_file(demo_workspace: Path) -> None:
    running, over = asked(demo_workspace, "2026-11", "--client", "lefevre"), asked(demo_workspace, "2026-10")
    assert running.exit_code == 0
    assert running.stderr == "note: 2026-11 is not over: its lines are what it earned up to 2026-11-01 08:00\n"
    assert "not over" not in running.stdout + over.output


def test_no_client_has_a_pre_invoice(demo_output: Path) -> None:
    assert not [client for client in CLIENTS if list((demo_output / client).rglob("*preinvoice*"))]


@pytest.mark.parametrize(("words", "said"), [
    (["2026-12"], "is after the data's 2026-11"), (["2026-10", "--client", "lefevr"], "did you mean 'lefevre'?"),
])
def test_what_there_is_not_is_said_in_a_line(demo_workspace: Path, words: list[str], said: str) -> None:
    error = asked(demo_workspace, *words).exception
    assert isinstance(error, ConfigurationError)
    assert said in str(error)


def test_a_file_that_cannot_be_written_is_said_in_a_line(tmp_path: Path, demo_workspace: Path) -> None:
    (tmp_path / "there").write_text("", encoding="utf-8")
    error = asked(demo_workspace, "2026-09", "--file", str(tmp_path / "there" / "one.csv")).exception
    assert isinstance(error, ConfigurationError)
    assert "cannot be written" in str(error)


def test_what_is_no_month_is_a_wrong_use() -> None:
    done = CliRunner().invoke(cli, ["preinvoice", "2026-13"])
    assert (done.exit_code, "is no month; write 2026-10" in done.output) == (2, True)
