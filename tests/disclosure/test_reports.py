"""The activity report of a contract and month: whole months only, as granted, and it adds up."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from clairevoie.disclosure import client_portal
from clairevoie.disclosure.closing import closed_month
from clairevoie.portal import Action, Portal, Reports, Table
from clairevoie.project.model import ClientSpec, Grants
from tests.disclosure.company import (
    AS_OF,
    FIGURES,
    GRANTS,
    MONTH,
    TABLE_ROWS,
    definition,
    figures,
    portal,
    project,
    slice_of,
    without,
)
from tests.disclosure.test_default_deny import words

GRANTED = without(GRANTS, pages=(*GRANTS.pages, "reports"))
RUNNING = [*TABLE_ROWS["time_entries"], {
    **TABLE_ROWS["time_entries"][0], "entry": "E-9", "date": TABLE_ROWS["time_entries"][0]["date"].replace(
        month=11, day=1), "note": "Note nine"}]


def with_columns(*columns: str, **changes: Any) -> Grants:
    return without(GRANTED, tables={**GRANTED.tables, "time_entries": columns}, **changes)


def panel(site: Portal) -> Reports:
    found = next(page for page in site.pages if page.id == "reports").panels["reports"]
    assert isinstance(found, Reports)
    return found


def table(site: Portal, name: str) -> Table:
    return next(table for table in site.tables if table.id == name)


def test_nothing_is_there_until_the_page_and_a_column_are_granted() -> None:
    assert "reports" not in {page.id for page in portal().pages}
    assert "reports" not in {page.id for page in portal(with_columns()).pages}
    assert not [table.id for table in portal().tables if table.id.startswith("report-")]


def test_a_month_says_who_did_what_and_what_was_not_deducted() -> None:
    columns = (*GRANTED.tables["time_entries"], "undeducted_reason")
    of = panel(portal(with_columns(*columns)))
    [report] = of.last
    assert (report.month, report.hours, report.not_deducted, report.day_hours) == (MONTH, 23.0, 3.0, 7.0)
    assert report.reasons == (("", 3.0),)
    assert report.parts == (("person", (("Marc Ferrand", 23.0),)),
                            ("activity", (("Changements", 20.0), ("Support", 3.0))))
    assert [(one.month, one.hours) for one in of.before] == [("2026-08", 10.0)]
    assert of.before[0].parts[1] == ("service", (("Messagerie", 10.0),))


def test_its_rows_add_up_to_its_totals() -> None:
    site = portal(GRANTED)
    rows = table(site, "report-c-1-2026-10")
    names = [column.id for column in rows.columns]
    assert names == ["date", "ticket", "note", "activity", "person", "deducted", "hours", "service", "days"]
    assert sum(row[names.index("hours")] for row in rows.rows) == 23.0  # type: ignore[misc]
    assert sum(row[names.index("days")] for row in rows.rows) == 3.285714  # type: ignore[misc]


def test_a_running_month_is_none_of_them() -> None:
    site = portal(GRANTED, {**TABLE_ROWS, "time_entries": RUNNING})
    of = panel(site)
    assert {report.month for report in (*of.last, *of.before)} == {"2026-08", MONTH}
    assert "Note nine" not in words(panel(site))


def test_only_what_is_granted_of_the_rows_is_in_it() -> None:
    [report] = panel(portal(with_columns("date", "hours"))).last
    assert [column.id for column in report.rows.columns] == ["date", "hours", "days"]
    assert (report.not_deducted, report.reasons, report.parts) == (None, (), ())
    [report] = panel(portal(with_columns("date", "note"))).last
    assert (report.hours, [column.id for column in report.rows.columns]) == (None, ["date", "note"])
    [report] = panel(portal(with_columns("date", "person", "hours", people="none"))).last
    assert not report.parts
    assert "Ferrand" not in words(report)
    tickets = {**GRANTED.tables, "tickets": ("ticket",)}
    assert "service" not in [c.id for c in panel(portal(without(GRANTED, tables=tickets))).last[0].rows.columns]


def test_at_month_grain_it_has_the_sums_of_the_contracts_page_without_the_running_month() -> None:
    rows = {**TABLE_ROWS, "time_entries": RUNNING}
    site = portal(without(GRANTED, by_month=("time_entries",)), rows)
    assert not (panel(site).last or panel(site).before)
    [sums] = panel(site).sums
    assert [row for row in table(site, "work-c-1").rows if row[0] != "2026-11"] == list(sums.rows)
    assert [row[0] for row in sums.rows] == ["2026-08", MONTH]


def test_a_closed_month_is_reported_as_it_was_closed_with_the_words_that_its_rows_have_now() -> None:
    spec, known = ClientSpec("lefevre", Path("/nowhere"), ("en",), GRANTED), tuple(figures())
    closed = closed_month(slice_of(), known, project(), spec, AS_OF, MONTH)
    first, second, third = TABLE_ROWS["time_entries"]
    late = {**third, "entry": "E-8", "hours": 8.0, "note": "Note eight"}
    now = slice_of({**TABLE_ROWS, "time_entries": [first | {"hours": 9.0}, second | {"hours": 6.0}, late]})
    site = client_portal(now, known, map(definition, FIGURES), project(), spec, (), AS_OF, "", closed=[closed])
    of = panel(site)
    assert [(one.month, one.hours, one.not_deducted) for one in of.last] == [(MONTH, 23.0, 3.0)]
    assert [(one.month, one.hours) for one in of.before] == [("2026-08", 9.0)]
    rows = table(site, "report-c-1-2026-10")
    names = [column.id for column in rows.columns]
    assert [(row[names.index("hours")], row[names.index("note")]) for row in rows.rows] == [
        (20.0, "Note two"), (3.0, None)]


def test_open_actions_stand_on_it_where_they_are_granted() -> None:
    to_do = {"action": "A-1", "client": "lefevre", "title": "Décider du report", "owner": "Hélène Marchais",
             "due": date(2026, 11, 13), "status": "open", "visible": True}
    rows = {**TABLE_ROWS, "actions": [to_do, to_do | {"action": "A-2", "title": "Faite", "status": "done"}]}
    granted = without(GRANTED, tables={**GRANTED.tables, "actions": ("title", "owner", "due")})
    for grants, shown in ((granted, [("Décider du report", "Hélène Marchais", date(2026, 11, 13))]), (GRANTED, [])):
        page = next(page for page in portal(grants, rows).pages if page.id == "reports")
        found = page.panels.get("actions", ())
        assert isinstance(found, tuple)
        assert [(one.title, one.owner, one.due) for one in found if isinstance(one, Action)] == shown


def test_its_files_are_offered_where_the_rows_of_time_are() -> None:
    offered = portal(without(GRANTED, downloads=("time_entries",)))
    assert offered.offers("report-c-1-2026-10")
    assert not portal(without(GRANTED, downloads=("tickets",))).offers("report-c-1-2026-10")
