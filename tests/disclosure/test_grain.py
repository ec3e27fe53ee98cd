"""Month grain, downloads, providers: what is left of rows, files and names."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from clairevoie.disclosure import client as disclosing
from clairevoie.portal import Figure, Portal, Table
from clairevoie.project.model import Grants
from tests.disclosure.company import GRANTS, MONTH, TABLE_ROWS, portal, without
from tests.disclosure.test_default_deny import columns, walk, words

TITLES = ("Title of", "I-1", "I-2", "I-3", "Asker of", "Late part")


def table(site: Portal, name: str) -> Table:
    """A table of the Portal."""
    return next(table for table in site.tables if table.id == name)


def test_at_month_grain_no_row_is_shown_and_the_sums_are_those_of_the_rows() -> None:
    site = portal(without(GRANTS, by_month=("all",)))
    text = words(site)
    assert not [word for word in (*TITLES, "Note one", "Note two", "Mise à jour", "Correctifs") if word in text]
    resolved = Counter((row["resolved_month"], row["ttr_verdict"]) for row in TABLE_ROWS["tickets"]
                       if row.get("resolved_month"))
    history = table(site, "tickets")
    names = [column.id for column in history.columns]
    months = {row[0]: dict(zip(names, row, strict=True)) for row in history.rows}
    assert set(months) == {month for month, _ in resolved}
    for month, row in months.items():
        assert (row["ttr_met"], row["ttr_missed"]) == (resolved[month, "met"], resolved[month, "missed"])
    hours: Counter[str] = Counter()
    for entry in TABLE_ROWS["time_entries"]:
        if entry.get("deducted", entry["billable"]):
            hours[f"{entry['date']:%Y-%m}"] += entry["hours"]
    work = table(site, "work-c-1")
    assert {row[0]: row[1] for row in work.rows if row[1]} == dict(hours)


def test_a_month_of_fewer_rows_than_the_minimum_has_an_empty_sum() -> None:
    history = table(portal(without(GRANTS, by_month=("tickets",), minimum_count=2)), "tickets")
    assert [row[1] for row in history.rows] == [None, 2]
    assert all(cell is None or cell >= 2 for row in history.rows for cell in row[1:])  # type: ignore[operator]


def test_one_table_at_month_grain_leaves_the_rows_of_the_others() -> None:
    text = words(portal(without(GRANTS, by_month=("tickets",))))
    assert "Note one" in text and "Mise à jour" in text
    assert not [word for word in ("Title of", "Asker of", "Late part") if word in text]


@pytest.mark.parametrize(("downloads", "offered"), [
    ((), set()), (("figures",), {"figures", "tickets-by-month"}), (("cis",), {"cis"}),
    (("time_entries",), {"work-c-1", "rows-hours_consumed"}),
])
def test_only_the_files_that_are_granted_are_offered(downloads: tuple[str, ...], offered: set[str]) -> None:
    site = portal(without(GRANTS, downloads=downloads))
    assert site.downloads is not None
    assert offered <= set(site.downloads) if downloads else not site.downloads
    assert all(site.offers(name) for name in offered)
    assert not site.offers("tickets")


def test_a_provider_is_named_as_the_client_reads_it_or_by_what_it_is() -> None:
    rows: dict[str, list[dict[str, Any]]] = {**TABLE_ROWS, "cis": [
        {**TABLE_ROWS["cis"][0], "provider": "nuageo"}, {**TABLE_ROWS["cis"][0], "ci": "x", "provider": "fibralia-sa"}]}
    granted = {**GRANTS.tables, "cis": ("ci", "provider")}
    text = words(portal(without(GRANTS, tables=granted, providers={"nuageo": "Nuageo (cloud)"}), rows))
    assert "Nuageo (cloud)" in text and "Fournisseur" in text
    assert "fibralia" not in text
    assert "nuageo" not in words(portal(GRANTS, rows)).lower()


def test_a_new_column_table_figure_and_page_are_invisible_until_granted(monkeypatch: pytest.MonkeyPatch) -> None:
    full = without(GRANTS, downloads=("all",), people="full", months=13)
    before = portal(full)
    rows: dict[str, list[dict[str, Any]]] = {
        **TABLE_ROWS, "tickets": [{**row, "pending_minutes": 98765.0} for row in TABLE_ROWS["tickets"]],
        "surveys": [{"survey": "SURVEY-9", "client": "lefevre", "sent": TABLE_ROWS["tickets"][0]["created"]}]}
    new = Figure("brand_new", "2026-10", "count", "ok", 54321, n=54321)
    monkeypatch.setattr(disclosing, "_PANELS", {**disclosing._PANELS, "brand_page": lambda view: new})
    after = portal(full, rows, more=(new,))
    assert after == before
    assert not [word for word in ("98765", "SURVEY-9", "54321", "brand") if word in words(after)]
    granted = {**GRANTS.tables, "tickets": (*GRANTS.tables["tickets"], "pending_minutes")}
    assert "98765.0" in words(portal(without(full, tables=granted), rows))


def test_taking_any_one_grant_away_never_shows_a_word_or_a_column_more() -> None:
    full = without(GRANTS, downloads=("all",))
    whole, whole_columns = _values(portal(full)), columns(portal(full))
    less: list[Grants] = [
        *(without(full, pages=tuple(p for p in full.pages if p != page)) for page in full.pages),
        *(without(full, figures=tuple(f for f in full.figures if f != kpi)) for kpi in full.figures),
        *(without(full, tables={**full.tables, name: tuple(c for c in cs if c != column)})
          for name, cs in full.tables.items() for column in cs), without(full, downloads=())]
    for grants in less:
        site = portal(grants)
        # "entry" and the like: a name that falls back to an identifier is said in docs; sentences of ours may differ.
        assert columns(site) <= whole_columns
        assert _values(site) <= whole


def _values(site: Portal) -> set[str]:
    """Every value of the data: cells of tables, texts of panels; not the sentences that are made of them, nor what
    figures are made of, which test_addends.py looks at."""
    tables = [table for table in walk(site) if isinstance(table, Table) and not table.id.startswith("sums-")]
    found = {str(cell) for table in tables for row in table.rows for cell in row}
    found |= {f"{figure.kpi} {figure.period} {figure.by} {figure.value}" for figure in site.figures}
    return found - {"None"}


def test_tickets_met_do_not_tell_at_month_grain_how_few_were_missed() -> None:
    of_month = TABLE_ROWS["tickets"][:1]
    (first,) = [row for row in of_month if row.get("resolved_month")] or of_month
    base = {**first, "resolved_month": MONTH, "resolved": first.get("resolved") or first["created"]}
    rows = {**TABLE_ROWS, "tickets": [{**base, "ticket": f"X-{n}", "ttr_verdict": "missed" if n == 0 else "met"}
                                      for n in range(7)]}
    history = table(portal(without(GRANTS, by_month=("tickets",), minimum_count=3), rows), "tickets")
    names = [column.id for column in history.columns]
    cells = dict(zip(names, history.rows[-1], strict=True))
    assert (cells["tickets"], cells["ttr_met"], cells["ttr_missed"]) == (7, None, None)
