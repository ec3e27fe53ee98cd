"""Every figure of the demo's sites can be worked out from the files of its rows, with the csv module and a pencil."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from clairevoie.figures.kpi import KPIS
from tests.by_rows import BY_ROWS, OF_STAFF, SHOWN, file_rows, number, told
from tests.demo import CLIENTS, SITES

ROUNDED = {"contract_margin_ratio", "staffing_rate", "occupancy_rate"}  # of cents, and of days to six places


def figures(site: Path) -> list[dict[str, Any]]:
    """Every figure that a site shows."""
    found: list[dict[str, Any]] = json.loads((site / "data" / "figures.json").read_text(encoding="utf-8"))["figures"]
    return found


@pytest.mark.parametrize("name", SITES)
def test_the_formula_of_a_card_applied_to_its_file_gives_the_figure(demo_output: Path, name: str) -> None:
    site, files = demo_output / name, {}
    compared: Counter[str] = Counter()
    for figure in figures(site):
        kpi = figure["kpi"]
        if figure["value"] is not None and figure["state"] in SHOWN:
            if kpi not in files:
                files[kpi] = file_rows(site, f"rows-{kpi}"), file_rows(site, f"sums-{kpi}")
            worked_out, near = told(figure, *files[kpi]), 1e-6 if kpi in ROUNDED else 1e-9
            near = 0.00501 if kpi in OF_STAFF and figure["unit"] == "money" else near  # rows have parts of a cent
            assert worked_out == pytest.approx(number(figure["value"]), rel=1e-9, abs=near), figure
            compared[kpi] += 1
    assert compared.total() > (15 if name == "orsted" else 90)
    assert compared.keys() == files.keys()


def test_every_figure_that_clients_are_shown_has_its_rows_on_some_site(demo_output: Path) -> None:
    shown = {figure["kpi"] for client in CLIENTS for figure in figures(demo_output / client)}
    held = {kpi for kpi in KPIS for client in CLIENTS if file_rows(demo_output / client, f"rows-{kpi}")}
    assert shown - held == set()
    assert held <= BY_ROWS.keys() == {kpi for kpi, known in KPIS.items() if not known.internal} - {"activity_rate"}


def test_figures_of_people_and_of_the_company_have_their_rows_on_the_staffs_site(demo_output: Path) -> None:
    site = demo_output / "internal"
    assert all(file_rows(site, f"rows-{kpi}") for kpi in OF_STAFF)
    assert OF_STAFF.keys() == {kpi for kpi, known in KPIS.items() if known.internal}
    prices = file_rows(site, "sums-daily_cost")  # a person's price is no sum of days
    assert prices and all(line["person"] for line in prices)
    whole = {line["line"] for line in file_rows(site, "sums-contract_margin")}
    assert whole == {"", "unallocated"}  # the company's margin is no sum of its contracts'
    assert not [kpi for kpi in ("revenue", "staffing_rate", "occupancy_rate", "staffed_share")
                if file_rows(site, f"sums-{kpi}")]


def test_pages_lead_from_their_figures_to_their_definitions(demo_output: Path) -> None:
    followed = 0
    for site in SITES:
        for page in sorted((demo_output / site).rglob("*.html")):
            for href in re.findall(r'href="([^"#]*definitions/[a-z_]+/index\.html)"', page.read_text(encoding="utf-8")):
                assert (page.parent / href).resolve().is_file(), (page, href)
                followed += 1
    assert followed > 100
    for name, kpi in (("commitments", "ttr_met"), ("tickets", "ticket_volume"), ("contracts/c-2026-003", "landing")):
        text = (demo_output / "lefevre" / name / "index.html").read_text(encoding="utf-8")
        assert f"definitions/{kpi}/index.html" in text


@pytest.mark.parametrize("name", SITES)
def test_every_figure_has_a_state_and_a_definition_that_leads_to_its_rows(demo_output: Path, name: str) -> None:
    site = demo_output / name
    valued = {figure["kpi"] for figure in figures(site) if figure["value"] is not None}
    for kpi in {figure["kpi"] for figure in figures(site) if figure["state"]}:
        page = site / "definitions" / kpi / "index.html"
        files = re.findall(rf'href="(?:\.\./)+data/((?:rows|sums)-{kpi}\.csv)"', page.read_text(encoding="utf-8"))
        assert kpi not in valued or files, page
        assert all((site / "data" / file).is_file() for file in files), page
    assert all(figure["state"] for figure in figures(site))
