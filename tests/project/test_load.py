"""portal.yml, source.yml and client.yml → Project; all faults at once, each with its line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from clairevoie.errors import ConfigurationError
from clairevoie.project.load import load
from tests.project.workspace import CLIENT, PORTAL, SOURCE, workspace

SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'


def _refusals(root: Path) -> list[str]:
    with pytest.raises(ConfigurationError) as error:
        load(root)
    return [str(fault) for fault in error.value.faults]


def test_a_workspace_is_read_whole(tmp_path: Path) -> None:
    project = load(workspace(tmp_path))
    assert project.company.name == project.company.short == "Néréis Infogérance"
    windows = project.calendars["ouvre"].windows
    assert windows[:3] == ((0, "08:00", "12:00"), (0, "14:00", "18:00"), (1, "08:00", "12:00"))
    assert len(windows) == 10
    assert project.sources[0].settings == {"tables": {"clients": {"file": "clients.csv"}}}
    assert project.clients[0].grants.pages == ("overview",)


def test_what_is_not_granted_is_denied_by_default(tmp_path: Path) -> None:
    grants = load(workspace(tmp_path, client="client: acme\n")).clients[0].grants
    assert (grants.pages, grants.figures, grants.tables, grants.people) == ((), (), {}, "none")


def test_y01_an_unknown_key_names_its_line_and_the_nearest_key(tmp_path: Path) -> None:
    assert _refusals(workspace(tmp_path, portal=PORTAL.replace("calendars:", "calendrs:"))) == [
        "portal.yml:1: calendars is missing",
        "portal.yml:3: unknown key 'calendrs'; did you mean 'calendars'?",
    ]
    assert _refusals(workspace(tmp_path, client=CLIENT.replace("pages", "pagse"))) == [
        "content/clients/acme/client.yml:3: unknown key 'grants.pagse'; did you mean 'pages'?"]


def test_every_fault_of_every_file_is_said_at_once(tmp_path: Path) -> None:
    root = workspace(tmp_path, portal=PORTAL.replace("08:00-12:00", "12:00-08:00"), source="tables: {}\n",
                     client="client: acme\naccent: red\n")
    assert len(_refusals(root)) == 3


@pytest.mark.parametrize("slug", ["../x", "/abs", ".", "a/b", "CON", "con", "x" * 300, "%2e%2e", '"a\\nb"', "internal"])
def test_y08_a_client_id_that_is_no_safe_folder_name_is_refused(tmp_path: Path, slug: str) -> None:
    assert "client.yml:1" in _refusals(workspace(tmp_path, client=f"client: {slug}\n"))[0]


def test_two_clients_that_differ_by_letter_case_only_are_refused(tmp_path: Path) -> None:
    workspace(tmp_path, client="client: Acme\n", folder="Acme")
    assert "by letter case only" in _refusals(workspace(tmp_path))[0]


def test_a_client_file_in_another_clients_folder_is_refused(tmp_path: Path) -> None:
    assert "stands in the folder 'beta'" in _refusals(workspace(tmp_path, folder="beta"))[0]


@pytest.mark.parametrize(("old", "new", "says"), [
    ("calendar: ouvre", "calendar: ouvr", "did you mean 'ouvre'?"),
    ("mon-fri", "lun-ven", "write mon, or mon-fri"),
    ("calendar: ouvre", "calendar: ouvre\ntimezone: Europe/Pari", "unknown time zone"),
    ("calendar: ouvre", "calendar: ouvre\nfigures: {ttr_met: {target: 0}}",
     "figures.ttr_met.target: a number above 0 is expected"),
    ("calendar: ouvre", "calendar: ouvre\nfigures: {ttr_met: {target: \"99,9\"}}",
     "a number is expected, like 30 or 12.5 (with a point, without a unit or quotes)"),
    ("calendar: ouvre", "calendar: ouvre\ncurrency: euros", "currency: write three capital letters, like EUR"),
    ("calendar: ouvre", "calendar: ouvre\nstore: {url: \"s3://key:secret@bucket/\"}",
     "store.url: write s3://bucket/folder/"),
    ("calendar: ouvre", "calendar: ouvre\nstore: {keep_days: 0}", "store.keep_days: a number of 1 or more is expected"),
    ("calendar: ouvre", "calendar: ouvre\nwhich_commitment: all",
     "which_commitment: write one of contract, ignore_dates"),
    ("holidays: FR\n", "holidays: FR\n    closures: [2026-02-30]\n",
     "closures.0: no such day; write one like 2026-10-31"),
    ("holidays: FR\n", "holidays: FR\n    closures: [Noël]\n", "closures.0: no such day; write one like 2026-10-31"),
    ("id: nereis", "id: nereis, incident_url: desk.example",
     "company.incident_url: write an address that begins with https://"),
    ("always: true", "windows: {}", "needs either windows or always"),
])
def test_a_wrong_value_is_refused_in_words(tmp_path: Path, old: str, new: str, says: str) -> None:
    assert says in " ".join(_refusals(workspace(tmp_path, portal=PORTAL.replace(old, new))))


@pytest.mark.parametrize(("client", "says"), [
    ("client: acme\nlanguages: de\n", "languages: write a list of languages, like [fr, en]"),
    ("client: acme\nlanguages: [de]\n", "languages.0: write one of fr, en"),
    ("client: acme\naccent: #00ff00\n", "accent: nothing stands here; a text with a # in front stands in quotes"),
    ("client: acme\ngrants: {group: {parent: a b, figures: []}}\n", "grants.group.parent: write the id of a client"),
])
def test_what_a_client_file_gets_wrong_is_said_in_words(tmp_path: Path, client: str, says: str) -> None:
    assert says in _refusals(workspace(tmp_path, client=client))[0]


@pytest.mark.parametrize(("client", "says"), [
    ("client: acme\nlanguages: [fr, fr]\n", "languages: 'fr' stands twice"),
    ("client: acme\ngrants: {pages: [news, news]}\n", "grants.pages: 'news' stands twice"),
    ("client: acme\ngrants: {figures: [mttr, tto_met, mttr]}\n", "grants.figures: 'mttr' stands twice"),
    ("client: acme\ngrants: {tables: {cis: [ci, ci]}}\n", "grants.tables.cis: 'ci' stands twice")])
def test_what_stands_twice_in_a_list_is_refused(tmp_path: Path, client: str, says: str) -> None:
    assert says in _refusals(workspace(tmp_path, client=client))[0]


@pytest.mark.parametrize("line", ["figures: {mttr: {target: inf}}", "figures: {mttr: {target: nan}}",
                                  "figures: {mttr: {target: 1e300}}", "staff: {margin_threshold: nan}"])
def test_a_number_that_cannot_be_written_is_refused(tmp_path: Path, line: str) -> None:
    assert "portal.yml:9: " in _refusals(workspace(tmp_path, portal=f"{PORTAL}{line}\n"))[0]


def test_f10_a_logo_that_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.svg")
    for name in ("missing.svg", "pipe.svg", "content"):
        portal = PORTAL.replace("Infogérance}", f"Infogérance, logo: {name}}}")
        assert _refusals(workspace(tmp_path, portal=portal)) == [f"portal.yml:1: logo {name}: no such file"]


def test_a_source_without_a_type_is_refused(tmp_path: Path) -> None:
    assert _refusals(workspace(tmp_path, source=SOURCE.replace("type: csv\n", "")))[0] == (
        "data_sources/itsm/source.yml:1: type is missing")


@pytest.mark.parametrize(("portal", "source", "where"), [
    (PORTAL + "timezone: Europe/Pari\nschedule: {cron: '0 6 * * *'}\n", SOURCE, "portal.yml:9"),
    (PORTAL.replace("holidays: FR", "timezone: Europe/Pari"), SOURCE, "portal.yml:7"),
    (PORTAL, SOURCE + "timezone: Europe/Pari\n", "data_sources/itsm/source.yml:4"),
])
def test_a_zone_that_nobody_knows_is_one_line_where_it_stands(tmp_path: Path, portal: str, source: str, where: str
                                                              ) -> None:
    with pytest.raises(ConfigurationError) as raised:
        load(workspace(tmp_path, portal=portal, source=source))
    assert str(raised.value) == f"{where}: unknown time zone 'Europe/Pari'; write one like 'Europe/Paris'"


@pytest.mark.parametrize("name", ["../beta/logo.svg", "/any/where.svg", "a/../../beta/logo.svg", "..", "//x.svg"])
def test_a_logo_stands_in_its_folder(tmp_path: Path, name: str) -> None:
    root = workspace(tmp_path, client=f"{CLIENT}logo: {name}\n",
                     portal=PORTAL.replace("Infogérance}", f"Infogérance, logo: {name}}}"))
    (root / "content" / "clients" / "beta").mkdir()
    (root / "content" / "clients" / "beta" / "client.yml").write_text("client: beta\n", encoding="utf-8")
    (root / "content" / "clients" / "beta" / "logo.svg").write_text(SVG, encoding="utf-8")
    where = f"content/clients/acme/client.yml:4: logo {name}"
    assert _refusals(root) == [
        f"{where}: write a path inside the client's folder, and put the drawing there",
        f"portal.yml:1: logo {name}: write a path inside the workspace, and put the drawing there"]


@pytest.mark.parametrize(("leads", "is_taken"), [("img/own.svg", True), ("../../shared/logo.svg", True),
                                                 ("../beta/logo.svg", False)])
def test_a_logo_that_is_a_link_leads_to_what_its_site_may_read(tmp_path: Path, leads: str, *, is_taken: bool) -> None:
    root = workspace(tmp_path, client=f"{CLIENT}logo: logo.svg\n")
    home = root / "content" / "clients" / "acme"
    (home / leads).parent.mkdir(parents=True, exist_ok=True)
    (home / leads).write_text(SVG, encoding="utf-8")
    (root / "content" / "clients" / "beta").mkdir(exist_ok=True)
    (root / "content" / "clients" / "beta" / "client.yml").write_text("client: beta\n", encoding="utf-8")
    (home / "logo.svg").symlink_to(leads)
    if is_taken:
        assert load(root).clients[0].logo == home / "logo.svg"
    else:
        assert "content/shared" in _refusals(root)[0]


@pytest.mark.parametrize(("written", "says"), [
    ("XX", "unknown country 'XX'; write its code in capitals, like FR"), ("france", "unknown country 'france'"),
    ('"010"', "unknown country '010'"), ("US-ZZ", "unknown part of US 'ZZ'"), ("FR-99", "unknown part of FR '99'"),
    ("FR-", "unknown part of FR ''"), ("ECB", "unknown country 'ECB'"), ("JAN", "unknown country 'JAN'"),
])
def test_holidays_of_a_country_that_nobody_knows_are_refused_at_their_line(tmp_path: Path, written: str, says: str
                                                                           ) -> None:
    (fault,) = _refusals(workspace(tmp_path, portal=PORTAL.replace("holidays: FR", f"holidays: {written}")))
    assert fault.startswith("portal.yml:7: holidays: ")
    assert says in fault


@pytest.mark.parametrize("written", ["FR", "FR-57", "FRA", "UK", "US-NY", "FR-Moselle"])
def test_holidays_of_a_country_or_a_part_of_it_are_taken(tmp_path: Path, written: str) -> None:
    root = workspace(tmp_path, portal=PORTAL.replace("holidays: FR", f"holidays: {written}"))
    assert load(root).calendars["ouvre"].holidays == written
