"""The daily history: a month that no event log can tell is what was noted at its end, and is never guessed."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from clairevoie import pipeline
from clairevoie.blobs import Folder
from clairevoie.tables.daily import Noted, noted
from clairevoie.tables.published import published
from tests.pipeline.small import TICKETS, company, pull, write
from tests.project.workspace import PORTAL

NOVEMBER = datetime(2026, 11, 1, 5, 15, tzinfo=UTC)
END = date(2026, 10, 31)
LOCAL = PORTAL + "targets: {local: {type: folder, path: published}}\n"


def desk(root: Path, *lines: str) -> None:
    write(root, "desk/tickets.csv", TICKETS + "".join(f"{line}\n" for line in lines))


def store(root: Path) -> Folder:
    return Folder(root / ".clairevoie" / "store")


def backlog(root: Path, period: str = "2026-10", site: str = "acme") -> tuple[str, Any]:
    figures = json.loads((root / "output" / site / "data" / "figures.json").read_bytes())["figures"]
    found = [f for f in figures if (f["kpi"], f["period"], f["by"]) == ("backlog", period, {})]
    return found[0]["state"], found[0]["value"]


def test_a_pull_notes_the_day_that_ended_and_the_first_one_counts(tmp_path: Path) -> None:
    root = company(tmp_path)
    desk(root, "T1,acme,incident,P2,new,a,2026-10-01T10:00,", "T2,acme,incident,P1,new,b,2026-10-02T10:00,")
    pull(root, NOVEMBER)
    found, lines = noted(store(root), [END])
    assert lines == []
    assert [row for row in found if row.by == ()] == [
        Noted(END, "acme", "backlog", (), 2), Noted(END, "beta", "backlog", (), 0)]
    desk(root, "T1,acme,incident,P2,new,a,2026-10-01T10:00,")
    pull(root, NOVEMBER + timedelta(hours=8))
    assert noted(store(root), [END])[0] == found


def test_nothing_is_noted_where_tickets_were_not_all_read(tmp_path: Path) -> None:
    root = company(tmp_path)
    pull(root, NOVEMBER)
    pull(root, NOVEMBER + timedelta(days=1), "crm")
    write(root, "desk/tickets.csv", "<html>")
    pull(root, NOVEMBER + timedelta(days=2))
    assert [path.name for path in (tmp_path / ".clairevoie" / "store" / "history").iterdir()] == ["2026-10-31.json"]


def test_a_day_is_noted_by_the_date_of_the_data(tmp_path: Path) -> None:
    root = company(tmp_path)
    for name in ("tickets", "surveys"):
        text = (root / "data_sources" / "desk" / f"{name}.csv").read_text()
        write(root, f"desk/{name}.csv", text, NOVEMBER)
    pull(root, NOVEMBER + timedelta(days=9))
    assert [path.name for path in (tmp_path / ".clairevoie" / "store" / "history").iterdir()] == ["2026-10-31.json"]


def test_a_month_with_a_reopened_ticket_and_no_log_is_what_was_noted(tmp_path: Path) -> None:
    root = company(tmp_path)
    desk(root, "T1,acme,incident,P2,new,a,2026-10-01T10:00,", "T2,acme,incident,P1,new,b,2026-10-02T10:00,")
    pull(root, NOVEMBER)
    later = NOVEMBER + timedelta(days=5)
    desk(root, "T1,acme,incident,P2,new,a,2026-10-01T10:00,2026-10-20T10:00",  # reopened: when, nobody knows
         "T2,acme,incident,P1,resolved,b,2026-10-02T10:00,2026-11-03T10:00")
    pull(root, later)
    pipeline.build(root, later, later, root / "output")
    assert backlog(root) == ("ok", 2)
    assert backlog(root, "2026-11-06") == ("ok", 1)
    (root / ".clairevoie" / "store" / "history" / "2026-10-31.json").write_text("{")
    report = pipeline.build(root, later, later, root / "output")
    assert backlog(root) == ("not_measured", None)
    assert "store: history of 2026-10-31" in " ".join(report.notices)


def test_what_clients_are_shown_is_recorded_at_publication_where_it_changes(tmp_path: Path) -> None:
    root = company(tmp_path, portal=LOCAL)
    desk(root, *(f"T{n},acme,incident,P2,new,a,2026-10-01T10:00," for n in range(4)))
    pull(root, NOVEMBER)

    def show(at: datetime) -> list[Any]:
        report = pipeline.build(root, at, at, root / "output")
        report = pipeline.publish(root, "local", root / "output", lambda: at)
        assert (report.exit_code, report.notices) == (0, [])
        rows = published(store(root), "local", "acme")
        return [(row.value, row.state, row.at[:10]) for row in rows
                if (row.kpi, row.period, row.by) == ("ticket_volume", "2026-10", ())]

    assert show(NOVEMBER) == [(4, "ok", "2026-11-01")]
    assert show(NOVEMBER + timedelta(days=1)) == [(4, "ok", "2026-11-01")]
    desk(root, *(f"T{n},acme,incident,P2,new,a,2026-10-01T10:00," for n in range(5)))
    pull(root, NOVEMBER + timedelta(days=2))
    assert show(NOVEMBER + timedelta(days=2)) == [(4, "ok", "2026-11-01"), (5, "revised", "2026-11-03")]
    assert published(store(root), "local", "internal") == ()


def test_spoilt_published_figures_are_named_and_the_site_is_published_all_the_same(tmp_path: Path) -> None:
    root = company(tmp_path, portal=LOCAL)
    pull(root, NOVEMBER)
    pipeline.build(root, NOVEMBER, NOVEMBER, root / "output")
    write(root, "../.clairevoie/store/published/local/acme.json", "{")
    report = pipeline.publish(root, "local", root / "output", lambda: NOVEMBER)
    assert report.exit_code == 4
    (line,) = map(str, report.faults)
    assert line.startswith("acme: published, but not recorded: ")
    assert {site["site"]: site["outcome"] for site in report.published} == {
        "acme": "published", "beta": "published", "internal": "published"}
    assert published(store(root), "local", "beta")
