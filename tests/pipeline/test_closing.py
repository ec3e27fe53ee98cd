"""A closed month stays what it was; what comes later is listed apart."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from clairevoie.blobs import Folder
from clairevoie.errors import ConfigurationError, TargetError
from clairevoie.figures.frozen import frozen, thawed
from clairevoie.pipeline import pull_all
from clairevoie.pipeline.closing import close_month, reopen_month
from clairevoie.pipeline.explaining import explain
from clairevoie.portal import Card, Figure, Table
from clairevoie.tables.closed import closed_months
from clairevoie.tables.daily import Noted, note
from tests.ledger.reading import AS_OF, COMPANY

MONTH = "2026-10"
FIRST, EARLY = "2026-03", "2026-02"
DESK = Path("data_sources") / "desk"


@pytest.fixture(scope="module")
def pulled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("pulled") / "company"
    shutil.copytree(COMPANY, place)
    pull_all(place, AS_OF)
    return place


@pytest.fixture
def company(pulled: Path, tmp_path: Path) -> Path:
    place = tmp_path / "company"
    shutil.copytree(pulled, place)
    return place


def card(company: Path, kpi: str = "ttr_met") -> Card:
    return explain(company, "bois", kpi, AS_OF, AS_OF, internal=True)[1]


def figure(of: Card, month: str = MONTH) -> Figure:
    return next(one for one in of.figures if one.period == month)


def rows(of: Card) -> list[tuple[Any, ...]]:
    assert of.rows
    return [row for row in of.rows.rows if row[0] == MONTH]


def named(of: Table) -> list[dict[str, Any]]:
    """Each row by the names of its columns."""
    return [dict(zip((column.id for column in of.columns), row, strict=True)) for row in of.rows]


def now_of(of: Card) -> list[dict[str, Any]]:
    """The closed rows of the month, with what was published taken out and what is known now put in its place."""
    assert of.rows and of.late
    ids = [column.id for column in of.late.columns if f"{column.id}_published" in named(of.late)[0]]
    key = [column.id for column in of.late.columns if column.id == "ticket" and "ticket" not in ids]
    kept = [{name: row[name] for name in (*key, *ids)} for row in named(of.rows) if row["period"] == MONTH]
    for row in named(of.late):
        if row["change"] != "added":
            kept.remove({name: row[name] for name in key} | {name: row[f"{name}_published"] for name in ids})
        if row["change"] != "gone":
            kept.append({name: row[name] for name in (*key, *ids)})
    return kept


def come_later(company: Path) -> None:
    """B04 turns out to have been resolved ten hours later, and a ticket of October comes in."""
    tickets, events = company / DESK / "tickets.csv", company / DESK / "ticket_events.csv"
    events.write_text(events.read_text(encoding="utf-8").replace(
        "B04,2026-10-06 09:30,status,resolved", "B04,2026-10-07 09:30,status,resolved"), encoding="utf-8")
    with tickets.open("a", encoding="utf-8") as lines:
        lines.write("B99,bois,B1,,incident,P2,resolved,2026-10-20 08:00,2026-10-20 08:10,2026-10-20 09:00,\n")
    pull_all(company, AS_OF)


def test_a_closed_month_keeps_its_figure_its_rows_and_lists_what_came_later_apart(company: Path) -> None:
    before = card(company)
    assert close_month(company, MONTH, AS_OF, AS_OF, ["bois"]) == ["bois: 2026-10 is closed"]
    come_later(company)
    after = card(company)
    assert replace(figure(after), now=None) == figure(before)
    assert figure(after).now == 0.6
    assert rows(after) == rows(before)
    assert after.closed == ((MONTH, AS_OF),)
    assert after.late is not None
    told = {row["ticket"]: (row["change"], row["ttr_published"], row["ttr"]) for row in named(after.late)}
    assert told == {"B04": ("changed", "met", "missed"), "B99": ("added", None, "met")}
    (changed,) = [row for row in named(after.late) if row["ticket"] == "B04"]
    assert changed["changed"] == "resolved ttr_minutes ttr"
    assert (changed["ttr_minutes_published"], changed["ttr_minutes"]) == (390.0, 990.0)
    said = [row["ttr"] for row in now_of(after)]
    assert said.count("met") / (said.count("met") + said.count("missed")) == figure(after).now


def test_a_row_that_went_is_told_as_it_was_published(company: Path) -> None:
    close_month(company, MONTH, AS_OF, AS_OF, ["bois"])
    before = card(company, "hours_consumed")
    entries = company / "data_sources" / "office" / "time_entries.csv"
    text = entries.read_text(encoding="utf-8")
    gone = next(line for line in text.splitlines() if line.startswith("E01,"))
    entries.write_text(text.replace(gone + "\n", ""), encoding="utf-8")
    pull_all(company, AS_OF + timedelta(seconds=1))
    after = card(company, "hours_consumed")
    assert after.late is not None
    (row,) = named(after.late)
    assert (row["change"], row["changed"], row["hours_published"], row["hours"]) == ("gone", None, 7.0, None)
    assert row["date_published"] == date(2026, 10, 5) and row["date"] is None
    assert rows(after) == rows(before)
    assert sum(row["hours"] for row in now_of(after) if row["deducted"]) == figure(after).now


def test_without_closing_the_same_rows_move_the_figure_and_reopening_lets_them(company: Path) -> None:
    close_month(company, MONTH, AS_OF, AS_OF, ())
    come_later(company)
    assert reopen_month(company, MONTH, ["bois"]) == ["bois: 2026-10 is open again"]
    open_ = card(company)
    assert (figure(open_).met, figure(open_).total) == (6, 10)
    assert (open_.late, open_.closed) == (None, ())
    assert reopen_month(company, MONTH, ["bois", "york"]) == ["bois: 2026-10 was not closed",
                                                              "york: 2026-10 is open again"]


def test_the_backlog_and_the_hours_of_a_closed_month_stay_too(company: Path) -> None:
    kept = [(figure(one), rows(one)) for one in (card(company, "backlog"), card(company, "hours_consumed"))]
    close_month(company, MONTH, AS_OF, AS_OF, ["bois"])
    entries = company / "data_sources" / "office" / "time_entries.csv"
    text = entries.read_text(encoding="utf-8")
    entries.write_text(text.replace("E01,2026-10-05,lea,bois,B1,7", "E01,2026-10-05,lea,bois,B1,1"), encoding="utf-8")
    come_later(company)
    after = [card(company, "backlog"), card(company, "hours_consumed")]
    assert [replace(figure(one), now=None) for one in after] == [one for one, _ in kept]
    assert [figure(one).now for one in after] == [None, 22.5]
    assert [row[:2] for row in rows(after[1])] == [row[:2] for row in kept[1][1]]
    hours = after[1]
    assert hours.late is not None and [row[1] for row in hours.late.rows] == ["changed"]
    assert sum(row[-1] for row in rows(hours)) == 35


def test_closing_twice_changes_nothing(company: Path) -> None:
    close_month(company, MONTH, AS_OF, AS_OF, ["bois"])
    kept = company / ".clairevoie" / "store" / "closed" / "bois" / f"{MONTH}.json"
    before = kept.read_bytes()
    come_later(company)
    assert close_month(company, MONTH, AS_OF, AS_OF, ["bois"]) == [
        "bois: 2026-10 was closed already, and stays as it is"]
    assert kept.read_bytes() == before


def test_what_is_kept_names_nobody(company: Path) -> None:
    close_month(company, MONTH, AS_OF, AS_OF, ["bois"])
    store = Folder(company / ".clairevoie" / "store", folder_mode=0o700, file_mode=0o600)
    (kept,) = closed_months(store, ["bois"])["bois"]
    columns = {name for table in kept.rows.values() for name in table.column_names}
    assert {"ticket", "hours", "ttr_verdict"} <= columns
    assert not columns & {"person", "requester", "team", "title", "note", "breach_note"}


@pytest.mark.parametrize(("month", "clients", "why"), [
    ("2026-11", ("bois",), "client bois: 2026-11 is not over yet (Europe/Paris); there is data of FIRST to 2026-10"),
    ("2026-1", (), "'2026-1' is no month"),
    ("2026-xx", (), "'2026-xx' is no month"),
    ("2026-00", (), "'2026-00' is no month"),
    ("9999-12", (), "'9999-12' is no month"),
    (MONTH, ("boi",), "unknown client 'boi'; did you mean 'bois'?"),
    ("2020-01", (), "client bois: there is no data of 2020-01; there is data of FIRST to 2026-10"),
])
def test_what_cannot_be_closed_is_refused_in_one_line(company: Path, month: str, clients: tuple[str, ...], why: str
                                                      ) -> None:
    with pytest.raises(ConfigurationError) as refused:
        close_month(company, month, AS_OF, AS_OF, clients)
    assert why.replace("FIRST", FIRST) in str(refused.value.faults[0])
    assert not list((company / ".clairevoie" / "store").glob("closed/*/*"))


def test_a_month_before_the_first_data_of_one_client_is_closed_for_the_others_and_said(company: Path) -> None:
    assert close_month(company, EARLY, AS_OF, AS_OF, ()) == [
        f"mairie: {EARLY} is closed",
        f"bois: there is no data of {EARLY}; there is data of {FIRST} to 2026-10, nothing is closed",
        f"york: there is no data of {EARLY}; there is data of {FIRST} to 2026-10, nothing is closed"]
    with pytest.raises(ConfigurationError, match=f"client bois: there is no data of {EARLY}"):
        close_month(company, EARLY, AS_OF, AS_OF, ["mairie", "bois"])


def test_a_month_more_than_three_years_back_is_refused_though_it_has_data(company: Path) -> None:
    tickets = company / DESK / "tickets.csv"
    with tickets.open("a", encoding="utf-8") as lines:
        lines.write("B97,bois,B1,,incident,P2,resolved,2021-10-20 08:00,2021-10-20 08:10,2021-10-20 09:00,\n")
    pull_all(company, AS_OF + timedelta(seconds=1))
    with pytest.raises(ConfigurationError, match="2021-11 is more than 36 months ago"):
        close_month(company, "2021-11", AS_OF, AS_OF, ["bois"])


def test_a_month_that_was_read_before_it_was_over_is_not_closed(company: Path) -> None:
    shutil.rmtree(company / ".clairevoie")
    pull_all(company, AS_OF - timedelta(days=10))
    with pytest.raises(ConfigurationError, match=r"client bois: .*office: read before 2026-10 was over .*pull first"):
        close_month(company, MONTH, AS_OF, AS_OF, ["bois"])
    assert reopen_month(company, MONTH, ["bois"]) == ["bois: 2026-10 was not closed"]


def test_what_pages_show_as_old_is_not_closed_as_if_it_were_whole(company: Path) -> None:
    with (company / DESK / "source.yml").open("a", encoding="utf-8") as source:
        source.write("freshness: {warn_after: 2d}\n")
    late = AS_OF + timedelta(days=5)
    with pytest.raises(ConfigurationError, match=r"client bois: source desk is of 2026-11-02 .*older than it may be"):
        close_month(company, MONTH, late, late, ["bois"])
    assert figure(explain(company, "bois", "ttr_met", late, late, internal=True)[1]).state == "stale"


def test_a_client_that_the_data_does_not_know_is_said(company: Path) -> None:
    (company / "content" / "clients" / "autre").mkdir()
    (company / "content" / "clients" / "autre" / "client.yml").write_text("client: autre\n", encoding="utf-8")
    assert close_month(company, MONTH, AS_OF, AS_OF, ["autre"]) == ["autre: is not in the data, nothing is closed"]


def test_a_backlog_that_only_the_daily_notes_know_is_kept_too(company: Path) -> None:
    events, tickets = company / DESK / "ticket_events.csv", company / DESK / "tickets.csv"
    events.write_text(events.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    with tickets.open("a", encoding="utf-8") as lines:  # open again, and nobody knows since when
        lines.write("B98,bois,B1,,incident,P2,assigned,2026-10-20 08:00,2026-10-20 08:10,2026-10-20 09:00,\n")
    pull_all(company, AS_OF, accept=["desk"])
    store = Folder(company / ".clairevoie" / "store", folder_mode=0o700, file_mode=0o600)
    note(store, [Noted(date(2026, 10, 31), "bois", "backlog", (), 7)])
    assert figure(card(company, "backlog")).value == 7
    close_month(company, MONTH, AS_OF, AS_OF, ["bois"])
    assert figure(card(company, "backlog")).value == 7


def test_a_closed_month_that_was_altered_is_never_worked_out_anew_in_silence(company: Path) -> None:
    close_month(company, MONTH, AS_OF, AS_OF, ["bois"])
    kept = company / ".clairevoie" / "store" / "closed" / "bois" / f"{MONTH}.json"
    kept.write_text(kept.read_text(encoding="utf-8").replace("0.6666666666666666", "0.9"), encoding="utf-8")
    with pytest.raises(TargetError, match=r"closed month 2026-10 of bois: .*altered"):
        card(company)


def test_a_figure_comes_back_from_its_frozen_form_as_it_was() -> None:
    euros = Figure("revenue", MONTH, "money", "ok", Decimal("4850.10"), (("contract", "B1"),), 3, 1, 2, 0.95,
                   Decimal(1), (0.1, 0.9), (("cancelled", 2),), (("median", 3.5),), "EUR", "why")
    assert thawed(json.loads(json.dumps(frozen(euros)))) == euros

