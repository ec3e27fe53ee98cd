"""The demo's group: its parent reads the sum that its subsidiary agreed to, counted here from the CSV alone."""

from __future__ import annotations

import json
from pathlib import Path

from tests.demo import CLIENTS
from tests.e2e.foreign import rows_of


def test_the_parent_reads_the_tickets_of_its_subsidiary_as_a_number(demo_output: Path) -> None:
    rows = rows_of(demo_output.parent / "workspace" / "data_sources", "tickets")
    opened = {client: [row for row in rows if row["client"] == client and row["created"].startswith("2026-10")]
              for client in ("helianthe", "helianthe-energie")}
    figures = json.loads((demo_output / "helianthe" / "data" / "figures.json").read_text(encoding="utf-8"))["figures"]
    found = {figure["by"]["group"]: figure["value"] for figure in figures
             if figure["kpi"] == "ticket_volume" and figure["period"] == "2026-10" and "group" in figure["by"]}
    theirs, ours = len(opened["helianthe-energie"]), len(opened["helianthe"])
    assert found == {"subsidiaries": theirs, "all": theirs + ours}
    assert theirs > 5


def test_nobody_else_has_a_group(demo_output: Path) -> None:
    others = [client for client in CLIENTS if client != "helianthe"]
    assert not [client for client in others if (demo_output / client / "group").exists()]
