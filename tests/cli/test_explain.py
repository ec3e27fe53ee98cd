"""`explain` says where a figure comes from, to whom it is asked for."""

from __future__ import annotations

import csv
import io
import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from clairevoie.blobs import Folder
from clairevoie.cli import cli
from clairevoie.errors import ConfigurationError
from clairevoie.tables.published import record
from tests.ledger.reading import AS_OF, COMPANY

GRANTS = """client: mairie
languages: [en]
grants:
  pages: [overview]
  figures: [ttr_met, mttr]
  tables: {tickets: [ticket, ttr]}
"""


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("explained") / "company"
    shutil.copytree(COMPANY, place)
    with (place / "portal.yml").open("a", encoding="utf-8") as portal:
        portal.write("targets: {local: {type: folder, path: published}}\n")
    (place / "content" / "clients" / "mairie" / "client.yml").write_text(GRANTS, encoding="utf-8")
    return place


def said(company: Path, *words: str) -> Result:
    return CliRunner().invoke(cli, ["explain", *words, "--workspace", str(company), "--as-of", AS_OF.isoformat()])


def told(company: Path, *words: str) -> dict[str, Any]:
    done = said(company, *words, "--format", "json")
    assert done.exit_code == 0, done.exception
    found: dict[str, Any] = json.loads(done.output)
    return found


def test_the_staff_are_told_every_number_of_a_figure_and_its_rows(company: Path) -> None:
    found = told(company, "bois", "ttr_met", "2026-10", "--internal")
    (figure,) = found["figures"]
    assert (figure["met"], figure["total"], figure["excluded"]) == (6, 9, {"no_commitment": 1})
    verdicts = [row[found["rows"]["columns"].index("ttr")] for row in found["rows"]["rows"]]
    assert sorted(verdicts) == ["met"] * 6 + ["missed"] * 3 + ["no_commitment"]
    assert [calendar["en"] for calendar in found["calendars"]] == [
        "24 hours a day, 7 days a week", "8:00–18:00, Monday to Friday, except public holidays"]


def test_text_says_the_same_and_ends_with_the_rows_as_csv(company: Path) -> None:
    done = said(company, "bois", "ttr_met", "--internal")
    assert "66.7% = 6 ÷ 9" in done.output
    assert "1 without a commitment" in done.output
    rows = list(csv.DictReader(io.StringIO(done.output[done.output.index("period,ticket"):])))
    assert {row["ticket"] for row in rows if row["ttr"] == "missed"} == {"B03", "B06", "B07"}


def test_a_client_is_told_what_it_is_granted(company: Path) -> None:
    found = told(company, "mairie", "ttr_met", "2026-10")
    assert found["rows"]["columns"] == ["period", "ticket", "ttr_minutes", "ttr_limit", "ttr", "commitment"]
    found = told(company, "mairie", "mttr", "2026-10")
    assert found["rows"] is None  # its rows need the kind, which is not granted
    assert found["sums"]["columns"] == ["period", "n", "minutes"]
    assert "No row is shared.\n\nperiod,n,minutes\n2026-10," in said(company, "mairie", "mttr", "2026-10").output


def test_an_internal_figure_of_a_client_is_explained_to_the_staff(company: Path) -> None:
    found = told(company, "mairie", "contract_margin", "2026-10", "--internal")
    (figure,) = found["figures"]
    assert figure["value"] == "4479.75 EUR"
    place = {name: column for column, name in enumerate(found["rows"]["columns"])}
    amounts = {line: sum(Decimal(row[place["amount"]]) for row in found["rows"]["rows"] if row[place["line"]] == line)
               for line in ("revenue", "time", "purchase", "providers")}
    left = amounts["revenue"] - amounts["time"] - amounts["purchase"] - amounts["providers"]
    assert round(left, 2) == Decimal("4479.75")


def test_how_full_an_item_is_is_explained_to_the_staff(company: Path) -> None:
    (figure,) = told(company, "bois", "capacity_used", "2026-10", "--internal")["figures"]
    assert (figure["value"], figure["beside"]) == (0.88, {"value": 440.0, "limit": 500.0})


def test_what_was_published_as_another_number_is_said_with_its_date(company: Path) -> None:
    store = Folder(company / ".clairevoie" / "store", folder_mode=0o700, file_mode=0o600)
    shown = {"kpi": "ttr_met", "period": "2026-10", "by": {}, "value": 0.8, "state": "ok"}
    record(store, "local", "mairie", [shown], AS_OF, "release")
    (figure,) = told(company, "mairie", "ttr_met", "2026-10")["figures"]
    assert (figure["state"], figure["value"]) == ("revised", 1.0)
    assert figure["earlier"] == [{"value": 0.8, "at": "2026-11-02T07:00:00+00:00"}]
    assert "80.0%, 2 Nov 2026, 08:00" in said(company, "mairie", "ttr_met").output.replace("\xa0", " ")


def test_what_others_wrote_moves_no_terminal(company: Path, tmp_path: Path) -> None:
    place = tmp_path / "company"
    shutil.copytree(company, place, ignore=shutil.ignore_patterns(".clairevoie"))
    office = place / "data_sources" / "office"
    for file in sorted(office.glob("*.csv")):
        file.write_text(file.read_text(encoding="utf-8").replace("M1", "M1\u202e"), encoding="utf-8")
    done = said(place, "mairie", "landing", "--internal")
    assert "contract M1\\u202e" in done.output
    assert "\u202e" not in done.output


def test_what_a_minimum_count_withholds_on_the_page_is_withheld_here(company: Path, tmp_path: Path) -> None:
    place = tmp_path / "company"
    shutil.copytree(company, place, ignore=shutil.ignore_patterns(".clairevoie"))
    (place / "content" / "clients" / "mairie" / "client.yml").write_text(
        "client: mairie\nlanguages: [en]\ngrants: {pages: [overview], figures: [hours_consumed, budget_consumed],"
        " minimum_count: 3, months: 3}\n", encoding="utf-8")
    alone = place.parent / "alone"
    shutil.copytree(place, alone)
    spec = alone / "content" / "clients" / "mairie" / "client.yml"
    spec.write_text(spec.read_text(encoding="utf-8").replace(", budget_consumed", ""), encoding="utf-8")
    states = [{figure["state"] for figure in told(root, "mairie", "hours_consumed", "2026-10")["figures"]}
              for root in (place, alone)]
    assert states == [{"withheld"}, {"ok"}]  # the budget adds September's single row up


@pytest.mark.parametrize(("words", "why"), [
    (("mairi", "ttr_met"), "unknown client 'mairi'; did you mean 'mairie'?"),
    (("mairie", "ttr_mett"), "unknown KPI 'ttr_mett'; did you mean 'ttr_met'?"),
    (("mairie", "ttr_met", "2026-13"), "unknown period '2026-13'"),
    (("mairie", "backlog"), "backlog is not granted; --internal explains it"),
    (("mairie", "contract_margin"), "contract_margin is internal by nature"),
    (("mairie", "staffing_rate", "--internal"), "of the company or of its people"),
])
def test_what_is_not_there_is_said_in_one_line(company: Path, words: tuple[str, ...], why: str) -> None:
    done = said(company, *words)
    assert isinstance(done.exception, ConfigurationError)
    (fault,) = done.exception.faults
    assert why in str(fault)
