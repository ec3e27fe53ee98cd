"""Names in the operator's files against what is known."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from clairevoie import pipeline
from clairevoie.errors import ConfigurationError
from clairevoie.pipeline.checking import load_checked
from clairevoie.sources import presets
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


def faults(root: Path) -> list[str]:
    """What is wrong with the configuration of a workspace."""
    with pytest.raises(ConfigurationError) as raised:
        load_checked(root, None)
    return [str(fault) for fault in raised.value.faults]


@pytest.mark.parametrize("preset", [name for name in presets.names() if "_env:" in presets.template(name)])
def test_a_secret_in_the_place_of_a_variables_name_is_told_where_it_stands_and_not_repeated(tmp_path: Path, preset: str
                                                                                            ) -> None:
    lines = [line for line in presets.template(preset).splitlines() if "_env:" not in line]
    names = [name for name in presets.preset(preset).variables if name.endswith("_env")]
    root = workspace(tmp_path, source="\n".join([*lines, *(f"{name}: S0MESECRET" for name in names)]))
    assert faults(root) == [f"data_sources/itsm/source.yml:{line}: {name}: write the name of an environment variable,"
                            " like GLPI_DB_URL, and put the secret into it"
                            for line, name in enumerate(names, len(lines) + 1)]


def test_a_type_of_source_that_is_called_otherwise_is_told_by_its_name(tmp_path: Path) -> None:
    assert faults(workspace(tmp_path, source="url: x\ntype: MySQL\n")) == [
        "data_sources/itsm/source.yml:2: unknown type of source 'MySQL'; did you mean 'sql'?"]


def test_a_setting_of_one_kind_among_several_is_told_as_the_file_writes_it(tmp_path: Path) -> None:
    root = workspace(tmp_path, source="""\
type: http
url: https://desk.example.com
auth:
  kind: bearer
  token_env: S0MESECRET
requests:
  customers: {path: /customers, key: id, fields: {id: id}, pager: {kind: page, sizes: 3}}
tables: {clients: {request: customers, columns: {client: id, name: id}}}
""")
    assert [fault.partition("source.yml:")[2] for fault in faults(root)] == [
        "5: auth.token_env: write the name of an environment variable, like GLPI_DB_URL, and put the secret into it",
        "7: requests.customers.pager.size: is missing",
        "7: requests.customers.pager.sizes: is no setting that is known here"]


@pytest.mark.parametrize(("portal", "source"), [
    (PORTAL.partition("\n")[2] + "company: x\n", "type: csv\ntables: {tickets: {columns: x}, clients: 3}\nhold: 3\n"),
    (PORTAL + "staff: x\nschedule: a\nshared_words: [x]\n", "type: csv\ntables: {tickets: {}}\n"),
    (PORTAL, "type: http\nurl: 3\nauth: x\nrequests: {a: 3, b: {pager: 3}}\ntables: {clients: 3}\n"),
])
def test_what_is_of_another_kind_than_expected_is_said_without_names_of_ours(tmp_path: Path, portal: str, source: str
                                                                             ) -> None:
    told = faults(workspace(tmp_path, portal=portal, source=source))
    assert len(told) > 1
    assert [line for line in told if re.search(r"[iI]nput|instance|dictionary|[A-Z][a-z]+[A-Z]|File", line)] == []


def test_m11_a_picture_and_a_writing_out_of_place_are_left_out_and_told_by_check_and_build(tmp_path: Path) -> None:
    root = company(tmp_path)
    news = root / "content" / "clients" / "acme" / "news"
    news.mkdir(parents=True)
    (news / "a.md").write_text("Title: Octobre\nDate: 2026-10-30\n\nCalme. ![](https://evil.example/x.png)\n", "utf-8")
    (news.parent / "b.md").write_text("x", "utf-8")
    unread = "content/clients/acme/b.md: is not read: notes stand in news/, pages in pages/"
    said = ("content/clients/acme/news/a.md:4: the picture is left out: a site loads nothing from elsewhere, and has"
            " none of its own")
    assert {said, unread} <= set(pipeline.checked(root, NOW, NOW).notices)
    report = pipeline.build(root, NOW, NOW, root / "output")
    assert (report.exit_code, report.notices.count(said), report.notices.count(unread)) == (0, 1, 1)
    pages = [file.read_text("utf-8") for file in (root / "output" / "acme").rglob("*.html")]
    assert any("Calme." in page for page in pages)
    assert not any("evil" in page for page in pages)
