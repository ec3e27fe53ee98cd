"""Every figure of the demo's sites can be worked out from the file of its rows, with the csv module and a pencil."""

from __future__ import annotations

import csv
import json
import math
import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from clairevoie.figures.kpi import KPIS
from tests.demo import CLIENTS

Row = dict[str, str]
SHOWN = ("ok", "estimated", "revised", "stale")


def _share(column: str) -> Callable[[list[Row]], float]:
    def share(rows: list[Row]) -> float:
        verdicts = [row[column] for row in rows if row[column] in ("met", "missed")]
        return verdicts.count("met") / len(verdicts)
    return share


def _mean(column: str) -> Callable[[list[Row]], float]:
    def mean(rows: list[Row]) -> float:
        times = [float(row[column]) for row in rows if row[column]]
        return math.fsum(times) / len(times)
    return mean


def _sold(rows: list[Row]) -> float:
    return math.fsum(float(row["amount"]) for row in rows if row["line"] not in ("used", "remaining"))


def _used(rows: list[Row], until: str = "9999") -> float:
    return math.fsum(float(row["amount"]) for row in rows if row["line"] == "used" and row["date"] <= until)


def _landing(rows: list[Row]) -> float:
    (estimate,) = [row for row in rows if row["line"] == "remaining"]
    return _used(rows, estimate["date"]) + float(estimate["amount"])


def _part(column: str, value: str) -> Callable[[list[Row]], float]:
    return lambda rows: sum(row[column] == value for row in rows) / len(rows)


def _satisfied(rows: list[Row]) -> float:
    scored = [row for row in rows if row["score"]]
    return sum(float(row["score"]) >= 0.8 * float(row["scale"]) for row in scored) / len(scored)


def _uptime(rows: list[Row]) -> float:
    agreed, down = (math.fsum(float(row[name]) for row in rows) for name in ("agreed", "down"))
    return (agreed - down) / agreed


FORMULAS: dict[str, Callable[[list[Row]], float]] = {
    "ticket_volume": len,
    "backlog": len,
    "tto_met": _share("tto"),
    "ttr_met": _share("ttr"),
    "tto": _mean("tto_minutes"),
    "ttr": _mean("ttr_minutes"),
    "mtta": _mean("tto_minutes"),
    "mttr": _mean("ttr_minutes"),
    "hours_consumed": lambda rows: math.fsum(float(row["hours"]) for row in rows if row["deducted"] == "true"),
    "budget_consumed": lambda rows: _used(rows) / _sold(rows),
    "budget_remaining": lambda rows: _sold(rows) - _used(rows),
    "landing": _landing,
    "csat": _satisfied,
    "checks_ok": _part("result", "ok"),
    "reopen_rate": _part("reopened", "true"),
    "source_agreement": lambda rows: sum(row["ours"] == row["source"] for row in rows) / len(rows),
    "availability": _uptime,
    "service_state": lambda rows: max(float(row["severity"]) for row in rows),
}
# Figures whose rows no file holds yet.
WITHOUT_ROWS = frozenset(("commitments_held", "penalty", "capacity_used", "first_contact", "days_consumed",
                          "hours_not_deducted"))


def figures(site: Path) -> list[dict[str, Any]]:
    """Every figure that a site shows of the whole client, or of a contract's budget, and that has a value."""
    found = json.loads((site / "data" / "figures.json").read_text(encoding="utf-8"))["figures"]
    return [one for one in found if one["state"] in SHOWN and one["value"] is not None
            and (one["by"] == {} or (one["period"] == "to_date" and set(one["by"]) == {"contract"}))]


def rows(site: Path, kpi: str) -> dict[tuple[str, str], list[Row]]:
    """The rows of a figure's file by period, and by contract where they have one and are to date."""
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    with (site / "data" / f"rows-{kpi}.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found[row["period"], row.get("contract", "") if row["period"] == "to_date" else ""].append(row)
    return found


@pytest.mark.parametrize("client", CLIENTS)
def test_the_formula_of_a_card_applied_to_its_file_gives_the_figure(demo_output: Path, client: str) -> None:
    site = demo_output / client
    compared = 0
    for figure in figures(site):
        if (site / "data" / f"rows-{figure['kpi']}.csv").is_file():
            mine = rows(site, figure["kpi"])[figure["period"], figure["by"].get("contract", "")]
            if not figure["by"] and figure["period"] == "to_date":  # of all contracts together
                mine = [row for key, some in rows(site, figure["kpi"]).items() if key[0] == "to_date" for row in some]
            told = FORMULAS[figure["kpi"]](mine) if mine else 0
            assert told == pytest.approx(figure["value"], rel=1e-9, abs=1e-9), (figure["kpi"], figure["period"])
            compared += 1
    assert compared > (0 if client != "helianthe-energie" else -1)


def test_every_figure_that_clients_may_see_has_its_rows_on_some_site(demo_output: Path) -> None:
    shown = {figure["kpi"] for client in CLIENTS for figure in figures(demo_output / client)}
    held = {kpi for kpi in KPIS for client in CLIENTS if (demo_output / client / "data" / f"rows-{kpi}.csv").is_file()}
    assert shown - held - WITHOUT_ROWS == set()
    assert held <= FORMULAS.keys()


def test_pages_lead_from_their_figures_to_their_definitions(demo_output: Path) -> None:
    followed = 0
    for client in CLIENTS:
        for page in sorted((demo_output / client).rglob("*.html")):
            for href in re.findall(r'href="([^"#]*definitions/[a-z_]+/index\.html)"', page.read_text(encoding="utf-8")):
                assert (page.parent / href).resolve().is_file(), (page, href)
                followed += 1
    assert followed > 100
    for folder, kpi in (("commitments", "ttr_met"), ("tickets", "ticket_volume"), ("contracts/c-2026-003", "landing")):
        text = (demo_output / "lefevre" / folder / "index.html").read_text(encoding="utf-8")
        assert f"definitions/{kpi}/index.html" in text


def test_every_figure_has_its_definition_and_a_state(demo_output: Path) -> None:
    for client in CLIENTS:
        site = demo_output / client
        told = json.loads((site / "data" / "figures.json").read_text(encoding="utf-8"))["figures"]
        assert all(figure["state"] for figure in told)
        for kpi in {figure["kpi"] for figure in told}:
            assert (site / "definitions" / kpi / "index.html").is_file(), (client, kpi)
