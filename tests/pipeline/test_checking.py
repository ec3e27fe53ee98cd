"""Names in the operator's files against what is known."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from clairevoie import pipeline
from clairevoie.errors import ConfigurationError
from clairevoie.pipeline.checking import load_checked
from tests.pipeline.small import NOW, company
from tests.project.workspace import PORTAL, workspace

AS_OF = datetime(2026, 11, 1, tzinfo=UTC)


def test_a_page_for_which_words_are_written_and_that_no_site_has_is_refused(tmp_path: Path) -> None:
    shared = workspace(tmp_path) / "content" / "shared"
    shared.mkdir()
    (shared / "aide.md").write_text("Title: Aide\nPage: contact\n\nAppelez.\n", "utf-8")
    with pytest.raises(ConfigurationError, match=r"aide\.md: Page: unknown page 'contact'; did you mean 'contacts'"):
        load_checked(tmp_path, AS_OF)


def test_words_for_a_page_that_is_not_granted_are_no_fault(tmp_path: Path) -> None:
    shared = workspace(tmp_path) / "content" / "shared"
    shared.mkdir()
    (shared / "aide.md").write_text("Title: Aide\nPage: contacts\n\nAppelez.\n", "utf-8")
    assert load_checked(tmp_path, AS_OF).clients[0].client == "acme"


def test_a_variant_that_a_figure_does_not_know_is_refused_for_it_would_be_named_and_not_counted(tmp_path: Path) -> None:
    for kpi, variant, said in (("revenue", "producd", "did you mean 'produced'?"),
                               ("backlog", "produced", "leave it out"),
                               ("staffing_rate", "invoiced", "unknown variant of staffing_rate 'invoiced'")):
        workspace(tmp_path, portal=f"{PORTAL}figures: {{{kpi}: {{variant: {variant}}}}}\n")
        with pytest.raises(ConfigurationError) as refused:
            load_checked(tmp_path, AS_OF)
        assert said in str(refused.value)
    workspace(tmp_path, portal=f"{PORTAL}figures: {{revenue: {{variant: produced}}}}\n")
    assert load_checked(tmp_path, AS_OF).figures["revenue"].variant == "produced"


def test_m11_a_picture_is_left_out_of_the_site_and_told_by_check_and_build(tmp_path: Path) -> None:
    root = company(tmp_path)
    news = root / "content" / "clients" / "acme" / "news"
    news.mkdir(parents=True)
    (news / "a.md").write_text("Title: Octobre\nDate: 2026-10-30\n\nCalme. ![](https://evil.example/x.png)\n", "utf-8")
    said = ("content/clients/acme/news/a.md:4: the picture is left out: a site loads nothing from elsewhere, and has"
            " none of its own")
    assert said in pipeline.checked(root, NOW, NOW).notices
    report = pipeline.build(root, NOW, NOW, root / "output")
    assert (report.exit_code, report.notices.count(said)) == (0, 1)
    pages = [file.read_text("utf-8") for file in (root / "output" / "acme").rglob("*.html")]
    assert any("Calme." in page for page in pages)
    assert not any("evil" in page for page in pages)
