"""What is explained is what the site shows, and every figure of it follows from the rows that are printed with it."""

from __future__ import annotations

import html
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from clairevoie.errors import ConfigurationError
from clairevoie.figures.kpi import KPIS
from clairevoie.pipeline import pull_all
from clairevoie.pipeline.closing import close_month
from clairevoie.pipeline.explaining import Known, cards_of, chosen, knowing, portal_of, with_staff_rows
from clairevoie.portal import Card, Commitments, Figure, Portal
from clairevoie.render import explained, explained_json
from clairevoie.render.data import csv_text, figure_told, table_csv
from clairevoie.render.figure import written
from tests.by_rows import OF_STAFF, SHOWN, Row, csv_rows, file_rows, number, told
from tests.demo import AS_OF as DEMO_AS_OF
from tests.demo import CLIENTS as DEMO_CLIENTS
from tests.disclosure.test_default_deny import walk
from tests.ledger.reading import AS_OF, CLIENTS, COMPANY

SHARED = sorted(kpi for kpi, known in KPIS.items() if not known.internal)
MONTH = "2026-10"
DESK = Path("data_sources") / "desk"
RULES = {"b1-ttr-p1,B1,,,P1,ttr,240,always,95,": "50 per ticket", "b1-ttr-p2,B1,,,P2,ttr,480,office,90,": "5%"}
LATER = {
    "tickets.csv": [("B04,bois,B1,,incident,P2,resolved,2026-10-05 09:00,2026-10-05 09:30,2026-10-06 09:30,true",
                     "B04,bois,B1,,incident,P2,resolved,2026-10-05 09:00,2026-10-05 09:30,2026-10-06 09:30,false")],
    "ticket_events.csv": [("B04,2026-10-06 09:30,status,resolved", "B04,2026-10-07 09:30,status,resolved")],
    "surveys.csv": [("10-06 10:00,2026-10-06 11:00,5", "10-06 10:00,2026-10-06 11:00,1")],
    "checks.csv": [("K01,bois,,srv1,backup,2026-10-01 03:00,ok", "K01,bois,,srv1,backup,2026-10-01 03:00,failed")],
    "capacity.csv": [("2026-10-31 00:00,440,500", "2026-10-31 00:00,480,500")],
    "outages.csv": [("O1,mail,,bois,2026-10-05 10:00", "O1,mail,,bois,2026-10-05 08:00")],
    "commitments.csv": [("b1-tto,B1,,,,tto,60,office,95,\n", "")],
}


def panel(known: Known) -> Commitments:
    """The commitments of the month as pages show them."""
    pages = portal_of(known, "bois", SHARED, internal=True).pages
    (found,) = [page.panels["commitments"] for page in pages if page.id == "commitments"]
    assert isinstance(found, Commitments)
    return found


def differing(known: Known) -> list[tuple[str, str, bool]]:
    """The tickets on which the tool says otherwise; why is as known now."""
    told_ = panel(known).reconciliation
    assert told_
    return [(one.ticket, one.metric, one.source_met) for one in told_.differ]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small company, with penalties on two commitments."""
    place = tmp_path_factory.mktemp("explained") / "company"
    shutil.copytree(COMPANY, place)
    commitments = place / DESK / "commitments.csv"
    text = commitments.read_text(encoding="utf-8")
    for line, rule in RULES.items():
        assert line in text
        text = text.replace(line, line + rule)
    commitments.write_text(text, encoding="utf-8")
    pull_all(place, AS_OF)
    return place


def figures(portal: Portal) -> Iterator[tuple[dict[str, object], float | None]]:
    """Each figure of a portal that has a value, and what its files give."""
    files: dict[str, list[Row]] = {table.id: csv_rows(csv_text(table, portal)) for table in portal.tables}
    for figure in portal.figures:
        plain = figure_told(figure, portal.currency)
        if plain["state"] in SHOWN and plain["value"] is not None:
            kpi = figure.kpi
            yield plain, told(plain, files.get(f"rows-{kpi}", []), files.get(f"sums-{kpi}", []))


def test_what_the_staff_are_told_follows_from_the_rows_printed_with_it(company: Path) -> None:
    seen: Counter[str] = Counter()
    with knowing(company, AS_OF, AS_OF) as known:
        for client in CLIENTS:
            for figure, worked_out in figures(portal_of(known, client, SHARED, internal=True)):
                assert worked_out == pytest.approx(number(figure["value"]), rel=1e-9, abs=1e-9), (client, figure)
                seen[str(figure["kpi"])] += 1
    assert set(SHARED) - seen.keys() == set()
    assert seen["penalty"] >= 1


@pytest.mark.parametrize("variant", ["invoiced", "produced"])
def test_the_staff_are_told_the_rows_of_what_is_internal_and_they_give_it(
        company: Path, tmp_path: Path, variant: str) -> None:
    place, seen = tmp_path / "company", 0
    shutil.copytree(company, place)
    with (place / "portal.yml").open("a", encoding="utf-8") as portal_yml:
        portal_yml.write("" if variant == "invoiced" else "figures: {revenue: {variant: produced}}\n")
    with knowing(place, AS_OF, AS_OF) as known:
        for client in CLIENTS:
            for kpi in OF_STAFF:
                try:
                    portal = portal_of(known, client, [kpi], internal=True)
                except ConfigurationError:  # of this client there is none
                    continue
                card = with_staff_rows(known, client, cards_of(portal)[kpi])
                rows = csv_rows(table_csv(card.rows, portal.currency, portal.timezone)) if card.rows else []
                for figure in card.figures:
                    mine = [row for row in rows if row["period"] == figure.period]
                    if figure.value is not None:
                        told_ = OF_STAFF[kpi](mine)
                        assert told_ == pytest.approx(float(figure.value), abs=0.00501), (client, kpi, figure, mine)
                        seen += 1
    assert seen > 40


def test_all_rows_of_a_closed_month_stay_and_give_its_figures_and_what_changed_is_listed(
        company: Path, tmp_path: Path) -> None:
    place = tmp_path / "company"
    shutil.copytree(company, place)
    with knowing(place, AS_OF, AS_OF) as known:
        before = of_month(known), panel(known).breaches, differing(known)
    close_month(place, MONTH, AS_OF, AS_OF, ["bois"])
    for file, changes in LATER.items():
        text = (place / DESK / file).read_text(encoding="utf-8")
        for then, now in changes:
            assert then in text, (file, then)
            text = text.replace(then, now)
        (place / DESK / file).write_text(text, encoding="utf-8")
    pull_all(place, AS_OF, accept=["desk"])
    with knowing(place, AS_OF, AS_OF) as known:
        portal = portal_of(known, "bois", SHARED, internal=True)
        assert (of_month(known), panel(known).breaches, differing(known)) == before
    for figure, worked_out in figures(portal):
        assert worked_out == pytest.approx(number(figure["value"]), rel=1e-9, abs=1e-9), figure
    cards = cards_of(portal)
    listed = {kpi: len(card.late.rows) for kpi, card in cards.items() if card.late}
    assert {"csat", "checks_ok", "source_agreement", "ttr_met"} <= listed.keys()
    assert listed["csat"] == listed["checks_ok"] == 1
    known_now = {figure.kpi: figure.now for figure in portal.figures if figure.period == MONTH and not figure.by}
    assert (known_now["csat"], known_now["checks_ok"]) == (0.6, 8 / 11)
    assert known_now["availability"] == pytest.approx(0.9636363636)


def of_month(known: Known) -> dict[str, list[tuple[object, ...]]]:
    """The rows of the month behind every figure that has some, but for who worked: that is not kept."""
    cards = cards_of(portal_of(known, "bois", SHARED, internal=True))
    return {kpi: [tuple(cell for column, cell in zip(card.rows.columns, row, strict=True) if column.id != "person")
                  for row in card.rows.rows if row[0] == MONTH] for kpi, card in cards.items() if card.rows}


@pytest.fixture(scope="module")
def portals(demo_workspace: Path) -> dict[str, Portal]:
    """What each client of the demo is shown, with a card for all that it is granted."""
    at = datetime.fromisoformat(DEMO_AS_OF)
    with knowing(demo_workspace, at, at) as known:
        return {spec.client: portal_of(known, spec.client, spec.grants.figures) for spec in known.project.clients}


def test_explain_says_what_the_page_and_its_files_say_of_all_figures_of_three_months(
        demo_output: Path, portals: dict[str, Portal]) -> None:
    for client, portal in portals.items():
        site, compared = demo_output / client, 0
        shown = json.loads((site / "data" / "figures.json").read_text(encoding="utf-8"))["figures"]
        for kpi, card in cards_of(portal).items():
            page = _text(site / "definitions" / kpi / "index.html")
            rows = file_rows(site, f"rows-{kpi}")
            for period in sorted({figure.period for figure in card.figures}, reverse=True)[:4]:
                compared += _compared(portal, card, period, shown, rows, page)
        assert compared > 14, client
    assert portals.keys() == set(DEMO_CLIENTS)


def test_every_figure_on_every_page_leads_to_its_definition(demo_output: Path, portals: dict[str, Portal]) -> None:
    checked: Counter[str] = Counter()
    for client, portal in portals.items():
        for page in portal.pages:
            found = {figure.kpi for figure in walk(page.panels) if isinstance(figure, Figure)}
            prefixes = ["" if language == portal.languages[0] else f"{language}/" for language in portal.languages]
            for prefix in prefixes if page.id != "definitions" else []:
                file = demo_output / client / prefix / page.path
                links = re.findall(r'href="([^"]*definitions/([a-z_]+)/index\.html)"', file.read_text(encoding="utf-8"))
                assert found <= {kpi for _, kpi in links}, (client, file)
                assert all((file.parent / href).resolve().is_file() for href, _ in links)
                checked[client] += len(found)
    assert all(checked[client] >= 8 for client in DEMO_CLIENTS)


def _compared(portal: Portal, card: Card, period: str, shown: list[dict[str, object]], rows: list[Row], page: str
              ) -> int:
    """The figures of a card in a period: as JSON and as text they are what figures.json, the CSV and the page say."""
    asked, language = chosen(portal, card, period), portal.languages[0]
    said = json.loads(explained_json(portal, card, asked))
    assert all(figure in shown for figure in said["figures"])
    mine = [row for row in rows if row["period"] == period]
    listed = said["rows"] or {"columns": [], "rows": []}
    assert mine == [dict(zip(listed["columns"], row, strict=True)) for row in listed["rows"]]
    valued = [figure for figure in asked if figure.value is not None]
    assert mine or said["sums"] or not any(figure.value for figure in valued)
    printed = explained(portal, card, asked, language)
    for figure in valued:
        value = written(figure, language, portal.currency)
        assert value in printed
        assert value in page
    return len(asked)


def _text(page: Path) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", page.read_text(encoding="utf-8")))
