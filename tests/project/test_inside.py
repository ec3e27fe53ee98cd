"""What a link of the workspace leads to outside of it is not read, and the link is named."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from clairevoie.errors import ConfigurationError, SourceError
from clairevoie.pipeline.checking import load_checked
from clairevoie.pipeline.settings import source_settings
from clairevoie.project import content
from clairevoie.project.load import load
from clairevoie.sources import SOURCES, Pull
from tests.project.workspace import CLIENT, SOURCE, workspace

CSV = "client,name\nsecret,Secret\n"
SAYS = ": leads outside the workspace, and is not followed; put what it leads to in its place"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A workspace beside which stands what is nobody's to show."""
    outside = tmp_path / "outside"
    outside.mkdir()
    for name, text in (("clients.csv", CSV), ("clients.json", '[{"client": "secret", "name": "Secret"}]'),
                       ("source.yml", SOURCE), ("client.yml", CLIENT), ("a.md", "Title: Secret\n\nx\n"),
                       ("logo.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')):
        (outside / name).write_text(text, encoding="utf-8")
    return workspace(tmp_path / "w")


def linked(place: Path, name: str, to: str) -> None:
    """A link out of the workspace, called like one of its files or folders."""
    (place / name).parent.mkdir(parents=True, exist_ok=True)
    (place / name).symlink_to(place.parent / to)


def pulled(place: Path) -> Pull:
    (spec,) = load(place).sources
    return SOURCES[spec.type].pull(spec, source_settings(spec))


@pytest.mark.parametrize(("source", "link", "to"), [
    (SOURCE, "clients.csv", "outside/clients.csv"),
    (SOURCE.replace("clients.csv", "sub/*.csv"), "sub", "outside"),
    (SOURCE.replace("clients.csv", "'**/*.csv'"), "clients.csv", "outside/clients.csv"),
    ("type: file\ntables: {clients: {file: clients.json}}\n", "clients.json", "outside/clients.json"),
    ("type: file\nformat: tsv\ntables: {clients: {file: clients.json}}\n", "clients.json", "outside/clients.json"),
    ("type: file\ntables: {clients: {file: sub/clients.json}}\n", "sub", "outside"),
])
def test_a_data_file_holds_its_source(place: Path, source: str, link: str, to: str) -> None:
    (place / "data_sources" / "itsm" / "source.yml").write_text(source)
    linked(place, f"data_sources/itsm/{link}", to)
    with pytest.raises(SourceError) as raised:
        pulled(place)
    assert str(raised.value) == f"data_sources/itsm/{link}{SAYS}"


@pytest.mark.parametrize("to", ["clients.csv", "../nowhere.csv"])
def test_a_data_file_that_is_a_link_to_nothing_is_told_as_one(place: Path, to: str) -> None:
    (place / "data_sources" / "itsm" / "clients.csv").symlink_to(to)
    with pytest.raises(SourceError) as raised:
        pulled(place)
    assert str(raised.value) == "data_sources/itsm/source.yml:3: file 'clients.csv' is a link that leads to nothing"


def test_a_file_that_another_is_joined_with_holds_its_source_too(place: Path) -> None:
    folder = place / "data_sources" / "itsm"
    (folder / "clients.csv").write_text("client\nacme\n")
    (folder / "source.yml").write_text("type: csv\ntables: {clients: {join: {file: more.csv, on: client}}}\n")
    linked(place, "data_sources/itsm/more.csv", "outside/clients.csv")
    with pytest.raises(SourceError, match=r"data_sources/itsm/more\.csv: leads outside"):
        pulled(place)


def test_a_database_holds_its_source_unless_its_own_address_says_where_it_is(place: Path) -> None:
    with sqlite3.connect(place.parent / "outside" / "desk.db") as base:
        base.execute("CREATE TABLE t AS SELECT 'a' AS client, 'A' AS name")
    linked(place, "data_sources/itsm/desk.db", "outside/desk.db")
    source = "type: sql\nurl: sqlite:///{}\ntables: {{clients: {{query: SELECT * FROM t}}}}\n"
    (place / "data_sources" / "itsm" / "source.yml").write_text(source.format("desk.db"))
    with pytest.raises(SourceError) as raised:
        pulled(place)
    assert str(raised.value) == f"source itsm: desk.db{SAYS}"
    (place / "data_sources" / "itsm" / "source.yml").write_text(source.format(place.parent / "outside" / "desk.db"))
    assert len(pulled(place).raws[0].lines) == 1


@pytest.mark.parametrize("link", [
    "data_sources", "data_sources/itsm", "data_sources/itsm/source.yml", "content", "content/clients",
    "content/clients/acme", "content/clients/acme/client.yml",
])
def test_what_configures_is_refused_with_one_line(place: Path, link: str) -> None:
    (place / link).rename(place.parent / "moved")
    (place / link).symlink_to(place.parent / "moved")
    with pytest.raises(ConfigurationError) as raised:
        load_checked(place, datetime(2026, 11, 1, tzinfo=UTC))
    assert str(raised.value) == f"{link}{SAYS}"


@pytest.mark.parametrize(("link", "to"), [
    ("content/clients/acme/news/a.md", "outside/a.md"), ("content/clients/acme/news", "outside"),
    ("content/shared", "outside"),
])
def test_a_writing_is_refused(place: Path, link: str, to: str) -> None:
    linked(place, link, to)
    with pytest.raises(ConfigurationError) as raised:
        content.of_client(load(place), "acme", date(2026, 11, 1))
    assert str(raised.value) == f"{link}{SAYS}"


@pytest.mark.parametrize(("link", "to", "named"), [
    ("clients/acme/news/a.md", "clients/beta/news/a.md", "clients/acme/news/a.md"),
    ("clients/acme/pages", "clients/beta/news", "clients/acme/pages/a.md"), ("clients/acme/news/a.md", "_x/a.md", ""),
    ("clients/acme/news/a.md", "shared/b.md", None), ("clients/acme/news", "clients/acme/_news", None),
    ("shared", "_x", None), ("internal", "clients/beta/news", None),
])
def test_a_writing_of_a_client_is_no_link_to_what_is_not_read_for_its_site(
        place: Path, link: str, to: str, named: str | None) -> None:
    workspace(place, client="client: beta\n", folder="beta")
    root = place / "content"
    file = root / to if to.endswith(".md") else root / to / "a.md"
    file.parent.mkdir(parents=True)
    file.write_text("Title: A\nDate: 2026-10-01\n\nx\n")
    linked(place, f"content/{link}", f"w/content/{to}")
    if named is None:
        load_checked(place, datetime(2026, 11, 1, tzinfo=UTC))
        return
    with pytest.raises(ConfigurationError) as raised:
        load_checked(place, datetime(2026, 11, 1, tzinfo=UTC))
    assert str(raised.value).startswith(f"content/{named or link}: leads out of its client's folder")


def test_a_logo_is_refused(place: Path) -> None:
    linked(place, "content/clients/acme/logo.svg", "outside/logo.svg")
    (place / "content" / "clients" / "acme" / "client.yml").write_text(f"{CLIENT}logo: logo.svg\n")
    with pytest.raises(ConfigurationError, match=r"client\.yml:4: logo logo\.svg: leads outside the workspace"):
        load(place)


@pytest.mark.parametrize("called", [lambda place: place, lambda place: place.parent / "link"])
def test_a_link_that_stays_inside_and_a_workspace_that_is_reached_by_one_are_followed(
        place: Path, called: Callable[[Path], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    (place.parent / "link").symlink_to(place)
    (place / "data_sources" / "_exports").mkdir()
    (place / "data_sources" / "_exports" / "clients.csv").write_text(CSV)
    (place / "data_sources" / "itsm" / "clients.csv").symlink_to(Path("..", "_exports", "clients.csv"))
    assert len(pulled(called(place)).raws[0].lines) == 1
    monkeypatch.chdir(called(place))
    assert len(pulled(Path()).raws[0].lines) == 1
