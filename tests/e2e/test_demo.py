"""The demo: five client sites and the internal one, each whole; what the command says and leaves."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tests.demo import AS_OF, CLIENTS, SITES, command, files_of


def test_each_site_has_its_home_and_its_figures(demo_output: Path) -> None:
    assert sorted(p.name for p in demo_output.iterdir() if p.is_dir() and p.name[0] != ".") == sorted(SITES)
    for site in SITES:
        assert (demo_output / site / "index.html").stat().st_size > 2000
        figures = json.loads((demo_output / site / "data" / "figures.json").read_text(encoding="utf-8"))["figures"]
        assert figures
        for figure in figures:
            assert {"kpi", "period", "by", "value", "unit", "n", "state", "target"} <= figure.keys()
            if figure["unit"] == "ratio" and figure["value"] is not None and figure["kpi"] in ("tto_met", "ttr_met"):
                assert 0 <= figure["value"] <= 1
            if figure["unit"] == "money" and figure["value"] is not None:
                assert re.fullmatch(r"-?[0-9]+\.[0-9]{2} EUR", figure["value"])


def test_no_internal_figure_is_in_a_clients_file(demo_output: Path) -> None:
    internal = {"revenue", "daily_rate", "daily_cost", "contract_margin", "contract_margin_ratio", "staffing_rate"}
    for client in CLIENTS:
        text = (demo_output / client / "data" / "figures.json").read_text(encoding="utf-8")
        assert not internal & {figure["kpi"] for figure in json.loads(text)["figures"]}


def test_every_link_and_every_asset_leads_to_a_file_of_the_same_site(demo_output: Path) -> None:
    for site in SITES:
        root = (demo_output / site).resolve()
        for file in sorted(root.rglob("*.html")):
            for link in _links(file.read_text(encoding="utf-8")):
                parts = urlsplit(link)
                if parts.scheme in ("https", "mailto", "tel"):
                    continue
                assert not parts.scheme and not parts.netloc, f"{file}: {link}"
                target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
                assert target.is_file(), f"{file}: {link}"
                assert target.is_relative_to(root), f"{file}: {link}"


def test_every_page_has_one_h1_and_says_the_instant_of_its_data(demo_output: Path) -> None:
    for site in SITES:
        for file in sorted((demo_output / site).rglob("*.html")):
            text = file.read_text(encoding="utf-8")
            assert text.count("<h1") == 1, file
            assert "01/11/2026" in text or "1 Nov 2026" in text.replace("\u00a0", " "), file
            assert " style=" not in text, file
            assert "generator" not in text.lower().split("<body")[0], file


def test_the_store_the_slices_and_the_sites_are_whole_and_private(demo_output: Path) -> None:
    state = demo_output.parent / "workspace" / ".clairevoie"
    assert all(folder.stat().st_mode & 0o077 == 0 for folder in (state, state / "store", state / "work"))
    assert not any(name.startswith("internal/") for name in files_of(demo_output / "lefevre"))


def test_publishing_to_a_folder_switches_whole_and_the_second_time_changes_nothing(
    demo_output: Path, demo_workspace: Path
) -> None:
    words = ("publish", "local", "--workspace", demo_workspace, "--output", demo_output)
    first, second = command(*words), command(*words)
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert [line.split(":")[0] for line in first.stdout.splitlines()] == sorted(SITES)
    assert second.stdout.count("unchanged") == len(SITES)
    keys = sorted((demo_workspace / "published" / "sites").iterdir())
    assert len(keys) == len(SITES)
    for key in keys:
        shown = json.loads((key / "pointer.json").read_text(encoding="utf-8"))["folder"]
        assert len(key.name) == 32 and (key / "releases" / shown / "index.html").is_file()


def test_a_wrong_word_is_answered_in_one_line_before_any_write(demo_workspace: Path, tmp_path: Path) -> None:
    done = command("build", "--workspace", demo_workspace, "--output", tmp_path / "o", "--as-of", AS_OF,
                   "--client", "lefevr")
    assert done.returncode == 2
    assert done.stderr == "error: --client: unknown client 'lefevr'; did you mean 'lefevre'?\n"
    assert not (tmp_path / "o").exists()


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in ("href", "src", "xlink:href") and value]


def _links(text: str) -> list[str]:
    parser = _Links()
    parser.feed(text)
    return parser.found
