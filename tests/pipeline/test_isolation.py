"""What the gate found, as the staff's page and the private state say it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from clairevoie import pipeline
from clairevoie.disclosure.isolation import isolation as panel
from clairevoie.gate import Hit, Report, SiteReport
from clairevoie.pipeline.isolation import FILE, isolation, record
from clairevoie.pipeline.report import Site
from clairevoie.project.declared import Declared, SharedWord
from clairevoie.project.model import Project
from clairevoie.render.theme import ours
from tests.isolation.ground import cheaply
from tests.pipeline.small import NOW, company, pull, write
from tests.project.workspace import PORTAL

AS_OF = datetime(2026, 11, 1, 8, tzinfo=UTC)
HIT = Hit("news/a.html", "encoded", 12, "ticket", "lefevre")
DOUBTFUL = Hit("a.csv", "content", 1, "id", "lefevre")
FOUND = Report((SiteReport("lefevre", "ab", 3, 900, 40, 12, 9, (("Nuageo", 2),)),
                SiteReport("orsted", "cd", 2, 800, 45, 7, 7, (), (HIT,), (DOUBTFUL,))),
               (("orsted", "host", "main"),))
SITES = [Site("orsted", "refused"), Site("lefevre", "built"), Site("nova", "held"), Site("internal", "built")]
WORDS = Declared(("messagerie",), (SharedWord("Nuageo", ("lefevre", "nova"), "both are hosted there"),))


def test_the_page_has_a_line_a_site_and_every_spot() -> None:
    shown = panel(isolation(FOUND, SITES), cast(Project, SimpleNamespace(words=WORDS)))
    assert [(row[0], row[1], row[5], row[8]) for row in shown.sites.rows] == [
        ("lefevre", "passed", 0, 9), ("nova", "held", None, None), ("orsted", "refused", 1, 7)]
    assert shown.hits.rows == (("orsted", "news/a.html", "encoded", 12, "ticket", "lefevre"),)
    assert [row[0] for row in shown.doubtful.rows] == ["orsted"]
    assert shown.shared.rows == (("messagerie", "", "", 0, 0),
                                 ("Nuageo", "lefevre, nova", "both are hosted there", 1, 2))
    assert shown.passed.rows == (("main", "host", "orsted"),)
    assert (shown.sign, shown.refused, shown.held) == ("down", ("orsted",), ("nova",))
    assert (shown.searched, shown.bytes) == (2, 1700)


def test_the_private_file_keeps_what_was_searched_last_of_each_site(tmp_path: Path) -> None:
    record(FOUND, tmp_path, AS_OF)
    record(Report((SiteReport("orsted", "ef", 2, 810, 45),)), tmp_path, AS_OF.replace(hour=9))
    said = _said(tmp_path)
    assert [(site["site"], site["digest"], site["as_of"][11:13], len(site["hits"])) for site in said["sites"]] == [
        ("lefevre", "ab", "08", 0), ("orsted", "ef", "09", 0)]
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
    assert {"base64", "escapes", "gzip"} <= set(said["forms"])


def test_a_file_that_cannot_be_read_is_written_anew(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"sites": 3')
    record(FOUND, tmp_path, None)
    assert [site["site"] for site in _said(tmp_path)["sites"]] == ["lefevre", "orsted"]
    assert _said(tmp_path)["sites"][1]["hits"] == [
        {"file": "news/a.html", "place": "encoded", "offset": 12, "kind": "ticket", "owner": "lefevre"}]


def test_a_clients_name_in_the_operators_own_theme_refuses_the_sites_of_the_others(tmp_path: Path) -> None:
    root = company(tmp_path, portal=PORTAL + "theme: look\n")
    write(root, "crm/clients.csv", "client,name\nacme,Acme\nbeta,Verdancourt\n")
    (root / "look/templates").mkdir(parents=True)
    page = (ours() / "templates/base.html").read_text(encoding="utf-8").replace("</body>", "<p>Verdancourt</p></body>")
    (root / "look/templates/base.html").write_text(page, encoding="utf-8")
    with cheaply():
        pull(root)
        report = pipeline.build(root, NOW, NOW, root / "output")
    assert {site.site: site.outcome for site in report.sites if site.site != "internal"} == {
        "acme": "refused", "beta": "built"}
    assert report.exit_code == 5


def _said(state: Path) -> Any:
    return json.loads((state / FILE).read_text(encoding="utf-8"))
