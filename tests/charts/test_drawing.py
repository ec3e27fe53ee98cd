from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from clairevoie.charts import draw, spec
from clairevoie.portal import Chart, Point, Series
from tests.charts.samples import MONTHS, RATES, SVG, N, bars, burn_down, hbars, layer, line, same

HOSTILE = '</script><script>alert(1)</script>"><svg onload=alert(1)> \u2028 \' ${x} {{x}} javascript:x'
KINDS = {"line": line([*RATES]), "bars": bars([*N], MONTHS[-1]), "hbars": hbars({"a": 1.0}), "burn_down": burn_down()}
ALLOWED = {"svg", "g", "a", "path", "line", "circle", "text", "defs", "pattern"}


def _hostile() -> list[Chart]:
    words = same(HOSTILE)
    series = Series(HOSTILE, words, (Point(HOSTILE, 0.9, 3, label=words), Point("2026-10", 0.8, label=words)))
    whole = Chart(HOSTILE, "line", "ratio", (series, series), words, target=0.85, target_label=words, partial="2026-10")
    return [whole, replace(whole, kind="bars"), replace(whole, kind="hbars"), replace(burn_down(), conclusion=words)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_drawing_is_an_image_whose_label_is_the_conclusion(kind: str, language: str) -> None:
    root = ElementTree.fromstring(draw(KINDS[kind], language, "wide"))  # type: ignore[arg-type]
    assert (root.get("role"), root.get("aria-label")) == ("img", KINDS[kind].conclusion.in_(language))
    assert root.get("class") == f"chart chart-{kind}"
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"


@pytest.mark.parametrize("size", ["wide", "half", "narrow"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_drawing_is_as_wide_as_its_size_and_its_colours_are_the_themes(kind: str, size: str) -> None:
    svg = draw(KINDS[kind], "fr", size)  # type: ignore[arg-type]
    assert float(ElementTree.fromstring(svg).get("width", "")) == pytest.approx(
        {"wide": 1184, "half": 480, "narrow": 358}[size], abs=0.1
    )
    colours = set(re.findall(r'(?:fill|stroke)="([^"]*)"', svg))
    assert all(c == "none" or re.fullmatch(r"var\(--\w+\)|url\(#[\w-]+\)", c) for c in colours)


@pytest.mark.parametrize("chart", _hostile(), ids=lambda chart: chart.kind)
def test_hostile_words_stay_words(chart: Chart) -> None:
    svg = draw(chart, "fr", "half")
    elements = list(ElementTree.fromstring(svg).iter())
    assert {e.tag.removeprefix(SVG) for e in elements} <= ALLOWED
    names = {name for e in elements for name in e.attrib}
    assert not [n for n in names if n.startswith("on") or n in ("style", "href", "{http://www.w3.org/1999/xlink}href")]
    assert "<script" not in svg
    assert ElementTree.fromstring(svg).get("aria-label") == chart.conclusion.fr


@pytest.mark.parametrize("kind", KINDS)
def test_no_style_no_font_and_no_script_is_in_a_drawing(kind: str) -> None:
    svg = draw(KINDS[kind], "fr", "wide")
    for word in ("style", "font-family", "<script", "xlink", "href", "http://www.w3.org/1999"):
        assert word not in svg


def test_a_mark_with_an_address_is_a_link_that_says_where_it_stands() -> None:
    svg = draw(line([*RATES], href="../definitions/ttr_met/index.html"), "fr", "wide")
    root = ElementTree.fromstring(svg)
    links = list(root.iter(f"{SVG}a"))
    assert root.get("role") == "group"
    assert [a.get("href") for a in links] == [f"../definitions/ttr_met/index.html#{m}" for m in MONTHS]
    assert links[0].get("aria-label") == "oct. 2025\u00a0: 95,8\u202f% · n\u00a0=\u00a048"
    silent = [g for g in root.iter(f"{SVG}g") if g.get("class") and g.get("class") != "hits"]
    assert all(g.get("aria-hidden") == "true" for g in silent)


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "//elsewhere.example/x", "https://elsewhere.example", "/root", "a b", "\\\\host", "x:y"],
)
def test_an_address_outside_the_site_is_no_link(href: str) -> None:
    svg = draw(line([*RATES], href=href), "fr", "wide")
    assert "<a" not in svg
    assert href not in svg


def test_every_mark_says_its_month_and_value_in_a_tip() -> None:
    tips = [m.get("data-tip") for m in layer(draw(line([*RATES]), "en", "narrow"), "hits")]
    assert tips[-1] == "Oct 2026: 94.6% · n\u00a0=\u00a056"
    assert len(tips) == 13


def test_two_sizes_of_one_chart_share_no_id() -> None:
    wide, narrow = (re.findall(r' id="([^"]+)"', svg) for svg in (
        draw(KINDS["bars"], "fr", "wide"), draw(KINDS["bars"], "fr", "narrow")))
    assert len(wide) == len(narrow) == 1
    assert wide != narrow


def test_a_drawing_does_not_depend_on_what_was_drawn_before() -> None:
    first = draw(KINDS["line"], "fr", "wide")
    draw(line([None, *[0.2] * 12], target=None), "en", "narrow")
    assert draw(KINDS["line"], "fr", "wide") == first


def test_the_same_chart_gives_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    program = "from tests.charts.test_drawing import *; print([draw(c, 'fr', 'half') for c in KINDS.values()])"
    here = Path(__file__).resolve().parents[2]
    seen = set()
    for seed, zone, locale in (("0", "UTC", "C"), ("7", "Pacific/Auckland", "C.UTF-8")):
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale,
               "PYTHONIOENCODING": "utf-8", "PYTHONPATH": os.pathsep.join([str(here), str(here / "generator")])}
        seen.add(subprocess.run([sys.executable, "-c", program], cwd=tmp_path, env=env, check=True,
                                capture_output=True, timeout=120).stdout)
    assert len(seen) == 1


def test_the_specification_holds_its_data_and_no_variable_of_the_theme() -> None:
    for chart in KINDS.values():
        grammar = spec(chart, "fr")
        assert grammar["$schema"].startswith("https://vega.github.io/schema/vega-lite/v6")
        assert "var(--" not in json.dumps(grammar)
    rows = spec(KINDS["line"], "fr")["datasets"]["dots"]
    assert [row["y"] for row in rows] == RATES
