"""The demo company: its rows agree with one another, by plain csv code that knows nothing of the script."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import holidays
import pytest

from clairevoie.tables.schema import TABLES

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "data_sources"
Row = dict[str, str]

ENTRY = {"N° saisie": "entry", "Date": "date", "Intervenant": "person", "Client": "client", "Contrat": "contract",
         "Ticket": "ticket", "Intervention": "intervention", "Heures": "hours", "Facturable": "billable",
         "Décomptée": "deducted", "Motif": "undeducted_reason", "Majoration": "rate_kind", "Activité": "activity",
         "Travail": "note"}
ABSENCE = {"Intervenant": "person", "Date": "date", "Part de journée": "fraction", "Motif": "kind"}
SPOILT = ("S-900001", "S-900002")  # the two lines that must be set aside
FOREIGN = ("client", "contract", "ticket", "ci", "service", "intervention", "person", "contact", "provider",
           "provider_contract")
PUBLIC = holidays.country_holidays("FR", years=[2025, 2026, 2027])
NOON_CLOSED = date(2026, 12, 24)


@cache
def table(name: str) -> tuple[Row, ...]:
    """The rows of a table, under our column names; without the two spoilt lines."""
    if name == "time_entries":
        rows = (row for file in sorted((SOURCES / "temps").glob("saisies-*.csv")) for row in _read(file, ENTRY))
        return tuple(row for row in rows if row["entry"] not in SPOILT)
    if name == "absences":
        return tuple(_read(SOURCES / "temps" / "absences.csv", ABSENCE))
    return tuple(_read(next(SOURCES.glob(f"*/{name}.csv")), {}))


def _read(file: Path, names: dict[str, str]) -> Iterator[Row]:
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            yield {names.get(column, column): cell for column, cell in row.items()}


def of(name: str, key: str) -> dict[str, Row]:
    """A table by its key."""
    return {row[key]: row for row in table(name)}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def works_on(day: date) -> bool:
    return day.weekday() < 5 and day not in PUBLIC and day != NOON_CLOSED


def files_of(folder: Path, pattern: str) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in sorted(folder.glob(pattern)) if file.is_file()}


def test_the_script_writes_the_committed_files_byte_for_byte(tmp_path: Path) -> None:
    out, content = tmp_path / "sources", tmp_path / "content"
    subprocess.run([sys.executable, str(ROOT / "examples/nereis/make.py"), "--out", out, "--content", content],
                   check=True, cwd=tmp_path, env={"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "LC_ALL": "C"})
    assert files_of(out, "**/*") == files_of(SOURCES, "**/*")
    assert files_of(content, "clients/*/news/*.md") == files_of(ROOT / "content", "clients/*/news/*.md")


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_table_has_rows_with_unique_keys_and_the_columns_of_the_schema(name: str) -> None:
    rows, schema = table(name), TABLES[name]
    assert rows
    assert set(rows[0]) == {column.name for column in schema.columns}
    keys = [tuple(row[column] for column in schema.key) for row in rows]
    assert not schema.key or len(keys) == len(set(keys))
    assert all(row[column.name] for column in schema.columns if column.required for row in rows)


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_foreign_key_resolves(name: str) -> None:
    known = {column: {row[column] for row in table(next(t.name for t in TABLES.values() if t.key == (column,)))}
             for column in FOREIGN}
    known |= {"parent": known["client"], "upstream": known["ci"], "downstream": known["ci"]}
    wrong = [(column, row[column]) for row in table(name) for column in row
             if column in known and row[column] and row[column] not in known[column]]
    assert not wrong


def test_a_row_and_its_contract_name_the_same_client() -> None:
    client_of = {row["contract"]: row["client"] for row in table("contracts")}
    for name in ("tickets", "time_entries", "assignments", "invoices", "interventions", "actions"):
        assert not [row for row in table(name) if row["contract"] and row["client"] != client_of[row["contract"]]]


def test_work_is_entered_inside_its_contract() -> None:
    contracts = of("contracts", "contract")
    for row in table("time_entries"):
        if row["contract"]:
            assert contracts[row["contract"]]["start"] <= row["date"] <= contracts[row["contract"]]["end"]


def test_nobody_works_on_a_holiday_when_absent_or_beyond_their_day() -> None:
    absent = {(row["person"], row["date"]): float(row["fraction"]) for row in table("absences")}
    hours: dict[tuple[str, str], float] = defaultdict(float)
    for row in table("time_entries"):
        day = date.fromisoformat(row["date"])
        assert works_on(day) or (row["intervention"] and day not in PUBLIC)
        hours[row["person"], row["date"]] += float(row["hours"])
    assert not [key for key, total in hours.items() if total > 10]
    assert not [key for key, total in hours.items() if total > 7 * (1 - absent.get(key, 0)) + 1e-9 and works_on(
        date.fromisoformat(key[1]))]


def test_a_day_holds_five_to_seven_hours_on_average() -> None:
    days = {(row["person"], row["date"]) for row in table("time_entries")}
    total = sum(float(row["hours"]) for row in table("time_entries"))
    assert 5 <= total / len(days) <= 7


def test_a_ticket_is_created_then_owned_then_resolved_and_its_history_says_so() -> None:
    history: dict[str, list[Row]] = defaultdict(list)
    for event in table("ticket_events"):
        history[event["ticket"]].append(event)
    for row in table("tickets"):
        events = history[row["ticket"]]
        states = [(event["at"], event["value"]) for event in events if event["field"] == "status"]
        owners = [event["at"] for event in events if event["field"] == "owner"]
        priorities = [event["value"] for event in events if event["field"] == "priority"]
        assert states[0] == (row["created"], "new")
        assert states[-1][1] == row["status"]
        assert priorities[-1] == row["priority"]
        assert (owners[0] if owners else "") == row["owned"]
        if row["status"] in ("resolved", "closed"):
            assert row["resolved"] == max(when for when, value in states if value == "resolved")
            assert row["created"] <= row["owned"] <= row["resolved"]
        else:
            assert not row["resolved"]


def test_time_on_a_ticket_is_entered_from_its_ownership_on() -> None:
    owned = {row["ticket"]: row["owned"][:10] for row in table("tickets")}
    assert not [row for row in table("time_entries") if row["ticket"] and row["date"] < owned[row["ticket"]]]


def test_between_forty_and_ninety_tickets_come_each_month() -> None:
    months: dict[str, int] = defaultdict(int)
    for row in table("tickets"):
        months[row["created"][:7]] += 1
    assert len(months) == 18
    assert all(40 <= count <= 100 for count in months.values())
    assert 1200 <= sum(months.values()) <= 1800


def test_days_are_invoiced_as_they_were_worked_and_fees_as_they_were_sold() -> None:
    contracts = of("contracts", "contract")
    worked: dict[tuple[str, str], float] = defaultdict(float)
    for row in table("time_entries"):
        if row["contract"] and row["billable"] == "oui":
            worked[row["contract"], row["date"][:7]] += float(row["hours"]) / 7
    for row in table("invoices"):
        contract = contracts.get(row["contract"], {"kind": ""})
        if contract["kind"] == "time_and_materials" and row["kind"] == "services":
            assert float(row["days"]) == pytest.approx(worked[row["contract"], row["date"][:7]], abs=0.005)
            assert 590 <= float(row["amount"]) / float(row["days"]) <= 700
        if contract["kind"] == "managed" and row["period_from"]:
            assert row["amount"] == contract["monthly_fee"]


def test_names_belong_to_one_client_and_never_to_our_staff() -> None:
    owner: dict[str, str] = {}
    pairs = [(row["requester"], row["client"]) for row in table("tickets")]
    pairs += [(row["name"], row["client"]) for row in table("contacts") if row["client"]]
    pairs += [(row["name"], row["client"]) for row in table("cis")]
    for name, client in pairs:
        assert owner.setdefault(name, client) == client
    ours = {row["name"] for row in table("people")} | {row["name"] for row in table("contacts") if not row["client"]}
    assert not ours & set(owner)


# --- what reality has -------------------------------------------------------------------------------------

def test_the_forfait_of_lefevre_lands_thirty_two_hours_over() -> None:
    sold = sum(float(row["amount"]) for row in table("budgets") if row["contract"] == "C-2026-003")
    last = max((row for row in table("estimates") if row["contract"] == "C-2026-003"), key=lambda row: row["date"])
    spent = sum(float(row["hours"]) for row in table("time_entries")
                if row["contract"] == "C-2026-003" and row["deducted"] == "oui" and row["date"] <= last["date"])
    assert (sold, spent + float(last["remaining"])) == (720, 752)


def test_a_notice_is_due_within_three_weeks_and_one_contract_has_no_estimate() -> None:
    contract = of("contracts", "contract")["C-2026-003"]
    assert (contract["end"], contract["notice"], contract["renewal"]) == ("2027-02-14", "P3M", "tacit")
    bare = {row["contract"] for row in table("contracts") if row["kind"] == "prepaid" and row["end"] > "2026-11-01"}
    assert bare - {row["contract"] for row in table("estimates")} == {"C-2025-020"}


def test_a_provider_failed_in_october_and_its_ticket_says_why() -> None:
    link = of("cis", "ci")["lnk-fibralia-lyon"]
    assert (link["client"], link["provider"]) == ("", "fibralia")
    assert [row["start"][:7] for row in table("outages") if row["ci"] == link["ci"]] == ["2026-10"]
    blamed = {row["ticket"] for row in table("ticket_cis") if row["ci"] == link["ci"] and row["role"] == "cause"}
    assert {of("tickets", "ticket")[ticket]["client"] for ticket in blamed} == {"lefevre", "castelbourg",
                                                                                "helianthe-energie"}
    assert any(of("tickets", "ticket")[ticket]["breach_cause"] == "provider" for ticket in blamed)


def test_a_shared_platform_carries_several_clients_and_a_group_is_redundant() -> None:
    cis = of("cis", "ci")
    users = {cis[row["downstream"]]["client"] for row in table("impacts") if row["upstream"] == "pf-lyon"} - {""}
    assert len(users) >= 3
    assert {row["needs"] for row in table("redundancy") if row["ci"] == "pf-lyon"} == {"2"}


def test_some_tickets_were_reopened_raised_waiting_or_are_still_open() -> None:
    resolved: dict[str, int] = defaultdict(int)
    priorities: dict[str, int] = defaultdict(int)
    for event in table("ticket_events"):
        resolved[event["ticket"]] += event["value"] == "resolved"
        priorities[event["ticket"]] += event["field"] == "priority"
    assert max(resolved.values()) > 1
    assert max(priorities.values()) > 1
    seen = {row["status"] for row in table("tickets")}
    assert seen >= {"new", "assigned", "pending", "waiting_approval", "cancelled"}
    assert any(not row["contract"] for row in table("tickets"))


def test_a_cut_is_planned_and_orsted_is_not_watched_and_had_a_month_without_tickets() -> None:
    assert [row for row in table("interventions") if row["effect"] == "outage" and row["start"] > "2026-11-01"]
    orsted = {row["contract"] for row in table("contracts") if row["client"] == "orsted"}
    assert not [row for row in table("monitors") if row["contract"] in orsted]
    assert not [row for row in table("tickets") if row["client"] == "orsted" and row["created"][:7] == "2026-08"]


def test_two_lines_of_time_are_spoilt() -> None:
    rows = {row["entry"]: row for file in (SOURCES / "temps").glob("saisies-*.csv") for row in _read(file, ENTRY)}
    assert [(rows[name]["client"], rows[name]["date"], rows[name]["hours"]) for name in SPOILT] == [
        ("lefevre", "2026-09-31", "1.5"), ("castelbourg", "2026-10-15", "-8")]


def test_the_outages_carry_the_offset_of_their_day() -> None:
    for row in table("outages"):
        assert at(row["start"]).utcoffset() in (timedelta(hours=1), timedelta(hours=2))


def test_there_is_a_note_for_each_client_and_month() -> None:
    clients = [row["client"] for row in table("clients")]
    notes = [len(list((ROOT / f"content/clients/{client}/news").glob("20??-??.md"))) for client in clients]
    assert notes == [18] * 5


def test_the_hours_in_a_note_are_those_of_the_entries() -> None:
    note = (ROOT / "content/clients/lefevre/news/2026-10.md").read_text(encoding="utf-8")
    spent = sum(float(row["hours"]) for row in table("time_entries")
                if row["contract"] == "C-2026-003" and row["deducted"] == "oui" and row["date"][:7] == "2026-10")
    assert f"{spent:.1f}\u00a0h".replace(".", ",") in note
