"""What is old is said on the pages that it feeds, then not shown as a value: never as 0, never as 100 %."""

from __future__ import annotations

import json
import re
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from clairevoie import pipeline
from clairevoie.pipeline import Report
from tests.pipeline.small import DESK, NOW, company, pull, rows, write

FRESH = f"{DESK}freshness: {{warn_after: 26h, withhold_after: 7d}}\n"
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def pulled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A company whose desk has limits, read at NOW, with what a build makes once (fonts)."""
    root = company(tmp_path_factory.mktemp("old") / "w", desk=FRESH)
    write(root, "crm/works.csv", "intervention,client,title,kind,status,start,end\n"
          "I1,acme,Switch,change,confirmed,2026-11-04T10:00,2026-11-04T12:00\n")
    (root / "data_sources" / "crm" / "source.yml").write_text(
        "type: csv\ntables: {clients: {}, interventions: {file: works.csv}}\n")
    pull(root)
    pipeline.build(root, NOW, NOW, root / "output")
    return root


@pytest.fixture
def root(pulled: Path, tmp_path: Path) -> Path:
    shutil.copytree(pulled, tmp_path / "w")
    return tmp_path / "w"


def build(root: Path, as_of: datetime, **more: Any) -> Report:
    return pipeline.build(root, as_of, more.pop("read_at", as_of), root / "output", **more)


def figures(root: Path, site: str = "acme") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((root / "output" / site / "data" / "figures.json").read_bytes())["figures"]
    return found


def told(root: Path, page: str = "index.html", site: str = "acme") -> list[str]:
    html = (root / "output" / site / page).read_text(encoding="utf-8")
    found = re.search(r'<ul class="told".*?</ul>', html, re.DOTALL)
    lines = re.findall(r"<li>(.*?)</li>", found[0], re.DOTALL) if found else []
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", line)).strip() for line in lines]


def test_fresh_data_says_nothing(root: Path) -> None:
    build(root, NOW + 25 * HOUR)
    assert told(root) == []
    assert {figure["state"] for figure in figures(root)} <= {"ok", "no_data", "not_measured", "too_few"}


def test_past_the_first_limit_figures_are_stale_and_pages_say_since_when(root: Path) -> None:
    build(root, NOW + 27 * HOUR)
    shown = {figure["kpi"]: figure for figure in figures(root) if figure["period"] in ("2026-10", "2026-11-03")}
    assert (shown["ticket_volume"]["state"], shown["ticket_volume"]["value"]) == ("stale", 10)
    assert told(root) == ["Tickets : données du 02/11/2026 07:00, sans mise à jour depuis."]
    assert told(root, "planning/index.html") == []


def test_what_was_nothing_is_not_known_any_more_once_data_is_old(root: Path) -> None:
    before = {(f["kpi"], f["period"]) for f in figures(root) if f["state"] == "no_data"}
    build(root, NOW + 27 * HOUR)
    after = {(f["kpi"], f["period"]): f for f in figures(root)}
    assert before
    assert all(after[key]["state"] == "stale" and after[key]["value"] is None for key in before & set(after))


def test_past_the_second_limit_there_is_no_value_anywhere(root: Path) -> None:
    build(root, NOW + timedelta(days=8))
    assert {(f["state"], f["value"], f["n"]) for f in figures(root)} == {("stale", None, None)}
    assert not [f for f in figures(root) if f.get("met") is not None or f.get("beside")]
    (line,) = told(root)
    assert line.startswith("Tickets : aucune donnée depuis le 02/11/2026 07:00")
    assert line.endswith("les chiffres qui en dépendent ne sont plus montrés.")
    home = (root / "output" / "acme" / "index.html").read_text(encoding="utf-8")
    assert "Les données ne sont plus à jour." in home
    assert not re.search(r">\s*(0|100)[\u202f\xa0]?%", home)
    assert 'class="figure' not in home
    volume = (root / "output" / "acme" / "data" / "ticket-volume.csv").read_text() if (
        root / "output" / "acme" / "data" / "ticket-volume.csv").is_file() else ""
    assert all(line.split(",")[1] == "" for line in volume.splitlines()[1:])


def test_the_staff_are_told_which_source_and_why_on_their_pages(root: Path) -> None:
    rows(root, 0)
    report = build(root, NOW + 27 * HOUR, fresh=True)
    assert report.exit_code == 3
    assert told(root, "quality/index.html", "internal") == [
        "Source desk : données du 02/11/2026 07:00, sans mise à jour depuis."]
    assert "0 rows after 20" in (root / "output" / "internal" / "quality" / "index.html").read_text(encoding="utf-8")


def test_a_held_source_is_told_though_its_data_is_young_and_its_figures_stand(root: Path) -> None:
    rows(root, 0)
    build(root, NOW + HOUR, fresh=True)
    assert told(root) == ["Tickets : données du 02/11/2026 07:00, sans mise à jour depuis."]
    assert {figure["state"] for figure in figures(root)} <= {"ok", "no_data", "not_measured", "too_few"}
    rows(root, 20)
    build(root, NOW + 2 * HOUR, fresh=True)
    assert told(root) == []


def test_an_export_that_died_is_old_however_often_it_is_read(root: Path) -> None:
    died = NOW - timedelta(days=3)
    for name in ("tickets", "surveys"):
        file = root / "data_sources" / "desk" / f"{name}.csv"
        write(root, f"desk/{name}.csv", file.read_text(), died)
    build(root, NOW + HOUR, fresh=True)
    assert told(root) == ["Tickets : données du 30/10/2026 07:00, sans mise à jour depuis."]


def test_a_client_reads_of_its_own_rows_that_were_set_aside_and_of_no_others(root: Path) -> None:
    rows(root, 20, bad=3)
    build(root, NOW + HOUR, fresh=True)
    assert told(root, "tickets/index.html") == [
        "Tickets : 3 lignes écartées : impossible à lire, dans aucun chiffre."]
    assert told(root, "tickets/index.html", "beta") == []
    assert told(root, "planning/index.html") == []


def test_a_client_that_another_source_feeds_is_told_nothing(root: Path) -> None:
    write(root, "other/source.yml", "type: csv\ntables: {tickets: {}, surveys: {}}\n")
    desk = (root / "data_sources" / "desk" / "tickets.csv").read_text().splitlines(keepends=True)
    write(root, "desk/tickets.csv", "".join(line for line in desk if ",beta," not in line))
    write(root, "other/tickets.csv", desk[0] + "".join("U" + line for line in desk if ",beta," in line))
    write(root, "other/surveys.csv", "survey,client,sent\nS9,beta,2026-10-02T10:00\n")
    pull(root, NOW + HOUR)
    pull(root, NOW + 30 * HOUR, "other", "crm")
    report = build(root, NOW + 31 * HOUR)
    assert (report.exit_code, [str(f) for f in report.faults]) == (0, [])
    assert told(root) == ["Tickets : données du 02/11/2026 08:00, sans mise à jour depuis."]
    assert told(root, site="beta") == []
    assert "stale" in {f["state"] for f in figures(root)}
    assert "stale" not in {f["state"] for f in figures(root, "beta")}


def test_k06_a_client_that_fails_is_held_and_the_others_are_built(root: Path) -> None:
    write(root, "crm/clients.csv", "client,name\nbeta,Beta\n")
    rows(root, 20, client="beta")
    for name in ("desk/surveys.csv", "crm/works.csv"):  # nothing names acme, whose departure would hold its source
        file = root / "data_sources" / name
        file.write_text(file.read_text("utf-8").replace("acme", "beta"), "utf-8")
    report = build(root, NOW + HOUR, fresh=True)
    assert report.exit_code == 3
    assert {site.site: site.outcome for site in report.sites} == {
        "acme": "held", "beta": "built", "internal": "built"}
    assert any(str(fault).startswith("client acme: ") for fault in report.faults)


def test_f09_a_source_that_changes_while_it_is_built_from_changes_nothing(root: Path) -> None:
    (snapshot,) = (root / ".clairevoie" / "store" / "snapshots" / "desk").iterdir()
    before = {path.name: path.read_bytes() for path in snapshot.iterdir()}
    build(root, NOW)
    first = figures(root)
    rows(root, 3)
    build(root, NOW)
    assert figures(root) == first
    assert {path.name: path.read_bytes() for path in snapshot.iterdir()} == before
    assert set(json.loads(before["snapshot.json"])["content"]["files"]) == {"tickets.parquet", "surveys.parquet"}
