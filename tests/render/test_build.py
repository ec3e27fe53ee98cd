"""A whole site: pages in = pages out, the same bytes everywhere, nothing that runs or loads from elsewhere."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from clairevoie.errors import ConfigurationError
from clairevoie.portal import Figure, Page, Portal
from clairevoie.render import build
from clairevoie.render.pages import pages_of
from tests.render import sample, staff_sample
from tests.render import test_say_definitions as told
from tests.render.test_say import plain

ROOT = Path(__file__).parents[2]
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)


class Tags(HTMLParser):
    """Every start tag with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.fixture(scope="module", params=["client", "internal"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Portal, Path]:
    portal = sample.client() if request.param == "client" else staff_sample.internal()
    output = tmp_path_factory.mktemp(request.param)
    build(portal, output)
    return portal, output


def pages(output: Path) -> Iterator[tuple[str, str]]:
    """(path, text) of every page."""
    for path in sorted(output.rglob("*.html")):
        yield path.relative_to(output).as_posix(), path.read_text(encoding="utf-8")


def test_every_page_of_the_portal_is_there_in_each_language(site: tuple[Portal, Path]) -> None:
    portal, output = site
    wanted = {prefix + page.path for prefix in ("", "en/") for page in pages_of(portal)}
    assert {path for path, _ in pages(output)} == wanted


def test_every_page_is_in_its_language_under_a_strict_policy(site: tuple[Portal, Path]) -> None:
    for path, text in pages(site[1]):
        tags = Tags(text).tags
        assert dict(tags)["html"]["lang"] == ("en" if path.startswith("en/") else "fr")
        metas = [attributes for tag, attributes in tags if tag == "meta"]
        assert any(m.get("http-equiv") == "Content-Security-Policy" and m["content"] == POLICY for m in metas), path
        assert any(m.get("name") == "robots" and "noindex" in (m["content"] or "") for m in metas), path
        assert not any(m.get("name") == "generator" for m in metas), path
        assert sum(tag == "h1" for tag, _ in tags) == 1, path


def test_no_page_holds_an_inline_style_a_script_of_its_own_or_a_handler(site: tuple[Portal, Path]) -> None:
    for path, text in pages(site[1]):
        for tag, attributes in Tags(text).tags:
            assert "style" not in attributes, (path, tag)
            assert not any(name.startswith("on") for name in attributes), (path, tag)
            assert tag not in {"style", "iframe", "object", "embed", "form"}, (path, tag)
            assert tag != "script" or attributes.get("src", ""), path


def test_nothing_is_loaded_from_elsewhere_and_no_link_is_broken(site: tuple[Portal, Path]) -> None:
    output = site[1]
    for path, text in pages(output):
        for tag, attributes in Tags(text).tags:
            for name in ("src", "href", "xlink:href"):
                value = attributes.get(name)
                if not value or value.startswith(("#", "mailto:", "tel:")):
                    continue
                if value.startswith("https://"):
                    assert tag == "a" and set((attributes["rel"] or "").split()) == {"noreferrer", "noopener"}, (
                        path,
                        value,
                    )
                elif (
                    not value.startswith("../lefevre")
                    and "helianthe" not in value
                    and "orsted" not in value
                    and "/lefevre/" not in value
                ):
                    assert (output / path).parent.joinpath(value.split("#")[0]).resolve().is_file(), (path, value)


def test_hostile_words_are_inert_text(tmp_path: Path) -> None:
    """A ticket title, a name: what is typed in them is read, never run."""
    portal = sample.client()
    build(replace(portal, name=sample.HOSTILE, company=replace(portal.company, name=sample.HOSTILE)), tmp_path)
    for path, text in pages(tmp_path):
        for tag, attributes in Tags(text).tags:
            assert not (tag == "img" and attributes.get("src") == "x"), path
            assert "onerror" not in attributes and "onload" not in attributes, path


def test_prose_keeps_its_words_and_loses_its_dangers(tmp_path: Path) -> None:
    build(sample.client(), tmp_path)
    text = (tmp_path / "news/2026-02/index.html").read_text(encoding="utf-8")
    assert "Je propose d’en décider" in text
    for lost in ("alert(1)", "secret", 'href="\\', "evil.example", "javascript:", 'href="{', 'href="%7B'):
        assert lost not in text
    assert '<a href="https://example.org/" rel="noreferrer noopener">' in text


def test_prose_in_another_language_says_which(tmp_path: Path) -> None:
    build(sample.client(), tmp_path)
    assert 'lang="fr"' in (tmp_path / "en/news/2026-01/index.html").read_text(encoding="utf-8")
    assert "February was busier" in (tmp_path / "en/index.html").read_text(encoding="utf-8")


def test_pages_are_light(site: tuple[Portal, Path]) -> None:
    output = site[1]
    for path in output.rglob("*.html"):
        assert len(gzip.compress(path.read_bytes(), mtime=0)) <= 30_000, path
    sizes = {p.suffix: len(gzip.compress(p.read_bytes(), mtime=0)) for p in (output / "theme").iterdir() if p.is_file()}
    assert sizes[".css"] <= 10_000 and sizes[".js"] <= 6_000
    assert sum(p.stat().st_size for p in (output / "theme/fonts").glob("*.woff2")) <= 50_000


def test_a_site_is_the_same_bytes_on_any_path_zone_and_hash_seed(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from clairevoie.render import build; from tests.render import sample;"
        "build(sample.client(), Path(sys.argv[1]))"
    )
    for name, zone, seed in (("a", "UTC", "1"), ("b/deeper", "Asia/Tokyo", "2")):
        (tmp_path / name).mkdir(parents=True)
        environment = {
            **os.environ,
            "TZ": zone,
            "PYTHONHASHSEED": seed,
            "LC_ALL": "C",
            "PYTHONPATH": f"{ROOT / 'generator'}:{ROOT}",
        }
        subprocess.run([sys.executable, "-c", code, str(tmp_path / name)], check=True, env=environment, cwd=tmp_path)
    one, other = (
        {p.relative_to(f).as_posix(): p.read_bytes() for p in f.rglob("*") if p.is_file()}
        for f in (tmp_path / "a", tmp_path / "b/deeper")
    )
    assert one == other
    assert not any(str(tmp_path).encode() in body or str(ROOT).encode() in body for body in one.values())


def test_two_sites_of_one_process_hold_nothing_of_one_another(tmp_path: Path) -> None:
    for name in ("alone", "first", "second"):
        (tmp_path / name).mkdir()
    build(staff_sample.internal(), tmp_path / "alone")
    build(sample.client(), tmp_path / "first")
    build(staff_sample.internal(), tmp_path / "second")
    assert {p.name: p.read_bytes() for p in (tmp_path / "alone").rglob("*.html")} == {
        p.name: p.read_bytes() for p in (tmp_path / "second").rglob("*.html")
    }


def test_figures_are_written_as_numbers_and_money_with_its_currency(site: tuple[Portal, Path]) -> None:
    portal, output = site
    whole = json.loads((output / "data/figures.json").read_text(encoding="utf-8"))
    assert len(whole["figures"]) == len(portal.figures)
    by_kpi = {figure["kpi"]: figure for figure in whole["figures"]}
    if portal.audience == "client":
        assert by_kpi["monthly_fee"]["value"] == "4850.00 EUR"
        october = [f for f in whole["figures"] if f["kpi"] == "ttr_met" and not f["by"] and f["period"] == "2026-02"]
        assert october[0]["value"] == 53 / 56 and october[0]["met"] == 53 and october[0]["target"] == 0.95


def test_a_table_s_file_has_all_its_rows_and_no_formula(tmp_path: Path) -> None:
    build(sample.client(), tmp_path)
    lines = (tmp_path / "data/odd.csv").read_bytes().decode("utf-8").split("\r\n")
    assert lines == ["a,m_EUR,n,w", "'=1+1,-3.50,-12.5,été", ""]
    assert (tmp_path / "data/tickets.csv").read_bytes().count(b"\r\n") == 84
    assert "2026-03-11T16:05:00+01:00" in (tmp_path / "data/tickets.csv").read_text(encoding="utf-8")
    page = (tmp_path / "tickets/index.html").read_text(encoding="utf-8")
    assert "CSV, 83\u00a0lignes" in page and page.count('<td role="cell" class="k-id c-ticket"') == 50


def test_a_page_that_cannot_be_made_stops_the_site_and_names_its_place(tmp_path: Path) -> None:
    portal = sample.client()
    broken = replace(portal, pages=(*portal.pages, Page("x", "x/index.html", "no-such-template")))
    with pytest.raises(ConfigurationError, match=r"site lefevre, fr: a page cannot be made: TemplateNotFound"):
        build(broken, tmp_path)


def test_the_operator_s_theme_stands_before_ours_file_by_file(tmp_path: Path) -> None:
    own, output = tmp_path / "own", tmp_path / "out"
    (own / "templates").mkdir(parents=True)
    (own / "static").mkdir()
    output.mkdir()
    (own / "templates/contacts.html").write_text(
        "{% extends 'base.html' %}{% block main %}<h1>À nous</h1>{% endblock %}", encoding="utf-8"
    )
    (own / "static/sign.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    build(sample.client(), output, own)
    assert "<h1>À nous</h1>" in (output / "contacts/index.html").read_text(encoding="utf-8")
    assert (output / "theme/sign.svg").read_text(encoding="utf-8") == "<svg xmlns='http://www.w3.org/2000/svg'/>"
    assert "<h1>" in (output / "tickets/index.html").read_text(encoding="utf-8")


def test_each_empty_panel_has_its_sentence(tmp_path: Path) -> None:
    portal = sample.client()
    bare = replace(
        portal,
        pages=tuple(
            Page(p.id, p.path, p.template) for p in portal.pages if p.template not in {"contract", "definition"}
        ),
        prose=(),
        tables=(),
        figures=(),
    )
    build(bare, tmp_path)
    said = {path: re.sub(r"<[^>]+>", "", re.findall(r"<h1>(.*?)</h1>", text)[0]) for path, text in pages(tmp_path)}
    assert said["commitments/index.html"] == "Aucun engagement n’est enregistré."
    assert said["en/tickets/index.html"] == "Open tickets are not known."
    assert said["news/index.html"] == "Aucune note n’est encore publiée."
    assert all(said.values())


def test_a_closed_month_says_so_and_lists_apart_what_came_later(tmp_path: Path) -> None:
    portal = sample.client()
    closed = told.card(closed=(("2026-02", told.SECOND),), late=told.LATE)
    pages = tuple(replace(page, panels={"card": closed}) if page.subject == "ttr_met" else page
                  for page in portal.pages)
    build(replace(portal, pages=pages, tables=(*portal.tables, told.ROWS, told.LATE)), tmp_path)
    text = plain((tmp_path / "en" / "definitions" / "ttr_met" / "index.html").read_text(encoding="utf-8"))
    assert "month closed on 9 Mar 2026" in text
    assert "One row came or changed; the figure stays as it was closed." in text
    assert (tmp_path / "data" / "late-ttr_met.csv").read_bytes() == (
        b"period,change,changed,ticket,ttr_minutes,ttr_minutes_published,ttr,ttr_published\r\n"
        b"2026-02,changed,ttr_minutes ttr,I-9,95.0,30.0,missed,met\r\n")
    assert "30 min1 h 35 min" in text.replace("\u00a0", " ")


def test_a_rate_that_is_of_no_delay_speaks_of_none(tmp_path: Path) -> None:
    portal = sample.client()
    again = Figure("reopen_rate", "2026-02", "ratio", "ok", 0.1, n=20, met=2, total=20, excluded=(("no_history", 3),))
    said = replace(told.card(), definition=replace(told.card().definition, kpi="reopen_rate"), figures=(again,))
    pages = tuple(replace(page, panels={"card": said}) if page.subject == "ttr_met" else page for page in portal.pages)
    build(replace(portal, pages=pages, tables=(*portal.tables, told.ROWS)), tmp_path)
    text = plain((tmp_path / "en" / "definitions" / "ttr_met" / "index.html").read_text(encoding="utf-8"))
    assert "3 excluded: 3 " in text
    assert not re.search(r"\d in time|\d late|tickets are excluded", text)
