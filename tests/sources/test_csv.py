"""Files of others become rows of ours by the names that source.yml gives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from clairevoie.errors import SourceError
from clairevoie.sources import SOURCES
from tests.sources.folders import HEADER, ROW, asides, pulled, read

SLA = "contract,priority,tto,ttr,target\nK1,P1,15,240,99\nK1,P2,60,,95\n"


def commitments(metric: str) -> dict[str, Any]:
    return {"file": "sla.csv", "columns": {"commitment": "{contract}/{priority}/" + metric, "limit": metric,
                                           "target_pct": "target"}, "constants": {"metric": metric, "calendar": "c"}}


def test_one_file_row_may_give_several_rows_and_a_template_their_ids(tmp_path: Path) -> None:
    tables = {"commitments": [commitments("tto"), commitments("ttr") | {"require": ["limit"]}]}
    rows = read(tmp_path, {"sla.csv": SLA}, tables=tables).tables["commitments"].to_pylist()
    assert [(row["commitment"], row["metric"], row["limit"], row["target_pct"]) for row in rows] == [
        ("K1/P1/tto", "tto", "15", 99.0), ("K1/P2/tto", "tto", "60", 95.0), ("K1/P1/ttr", "ttr", "240", 99.0)]


def test_rows_that_several_file_rows_give_may_be_wanted_once(tmp_path: Path) -> None:
    tables = {"services": {"file": "k.csv", "columns": {"service": "offer", "name": "offer"}, "distinct": True}}
    found = pulled(tmp_path, {"k.csv": "offer\nmail\nnet\nmail\n"}, tables=tables)
    assert (found.raws[0].columns["service"], found.raws[0].lines) == (["mail", "net"], [2, 3])


def test_values_are_translated_and_what_is_not_named_passes(tmp_path: Path) -> None:
    tables = {"tickets": {"columns": {"ticket": "N° ticket"}, "values": {"kind": {"change": "request"}}}}
    text = f"{HEADER}\n{ROW.replace('incident', 'change ')}\n{ROW.replace('T-1', 'T-2')}\n"
    assert read(tmp_path, {"tickets.csv": text}, tables=tables).tables["tickets"]["kind"].to_pylist() == [
        "request", "incident"]


def test_the_line_and_the_file_can_name_a_row(tmp_path: Path) -> None:
    tables = {"time_entries": {"file": "time-*.csv", "columns": {"entry": "{file}:{line}"}}}
    files = {"time-b.csv": "date,person,hours,billable\n2026-10-01,p1,1,1\n",
             "time-a.csv": "hours,billable,date,person\n1,1,2026-10-01,p1\n"}
    assert read(tmp_path, files, tables=tables).tables["time_entries"]["entry"].to_pylist() == ["time-a:2", "time-b:2"]


def test_a_template_over_empty_cells_is_empty(tmp_path: Path) -> None:
    tables = {"services": {"columns": {"service": "s{id}", "name": "id"}}}
    found = read(tmp_path, {"services.csv": "id\n \n7\n"}, tables=tables)
    assert asides(found) == [(2, "service", "empty, but required")]


def test_a_missing_column_names_what_was_expected_what_was_found_and_the_nearest(tmp_path: Path) -> None:
    text = f"{HEADER}\n{ROW}\n".replace("N° ticket", "N° de ticket").replace("status", "state")
    with pytest.raises(SourceError) as refused:
        pulled(tmp_path, {"tickets.csv": text})
    found = "found: N° de ticket, client, kind, priority, state, created"
    assert [str(fault) for fault in refused.value.faults] == [
        f"tickets.csv:1: column 'N° ticket' expected for tickets, {found}; did you mean 'N° de ticket'?",
        f"tickets.csv:1: column 'status' expected for tickets, {found}; did you mean 'state'?"]


LONG = {"columns": {"ticket": "N°", "client": "Client", "kind": "Type", "priority": "Priorité", "created": "Ouvert"}}


@pytest.mark.parametrize(("text", "settings", "says"), [
    ("N°;Client;Type;Priorité;status;Ouvert\n", {"separator": ","},
     "found: N°;Client;Type;Priorité;status;Ouvert; the whole header is one cell: is the separator right?"),
    ("sep=,\nN°;Client;Type;Priorité;status;Ouvert\n", {}, "one cell: is the separator right?"),
    ("Export du 03/11/2026\nN°;Client;Type\n", {}, "found: Export du 03/11/2026; is that the header?"),
    (f"T-1;{'Société Générale ' * 30};Panne;P1;new;2026-10-01\n", {},
     "found: T-1, Société Générale Société Générale Société Générale Soc…; is that the header?"),
])
def test_a_file_without_its_header_is_one_line_that_shows_little_of_it(
        tmp_path: Path, text: str, settings: dict[str, Any], says: str) -> None:
    with pytest.raises(SourceError) as refused:
        pulled(tmp_path, {"t.csv": text}, tables={"tickets": {"file": "t.csv"} | LONG}, **settings)
    (fault,) = refused.value.faults
    assert fault.what.startswith(
        "6 columns expected for tickets are missing: N°, Client, Type, Priorité, status, Ouvert; found: ")
    assert fault.what.endswith(says) and len(fault.what) < 300


def test_of_a_wrong_separator_one_missing_column_says_so_too(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="'name' expected for services, found: service;name; the whole header is one"):
        pulled(tmp_path, {"s.csv": "service;name\n"}, separator=",",
               tables={"services": {"file": "s.csv", "columns": {"service": "service;name"}}})


def test_a_file_that_is_not_there_names_the_line_that_asks_for_it(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as refused:
        pulled(tmp_path, {"ticket.csv": "x"})
    assert [(fault.where, fault.what) for fault in refused.value.faults] == [
        ("data_sources/itsm/source.yml:5", "unknown file 'tickets.csv'; did you mean 'ticket.csv'?")]
    with pytest.raises(SourceError, match=r"unknown file 'clients.csv'; known: contrats.csv, ticket.csv"):
        pulled(tmp_path, {"contrats.csv": "x"}, tables={"clients": {}})
    with pytest.raises(SourceError, match=r"no file like 't-\*.csv'; found: contrats.csv, ticket.csv"):
        pulled(tmp_path, {}, tables={"tickets": {"file": "t-*.csv"}})


def test_every_fault_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as refused:
        pulled(tmp_path, {"tickets.csv": "<html>"}, tables={"tickets": {}, "services": {}})
    assert len(refused.value.faults) == 2


def test_a_decimal_comma_gives_the_same_cents_as_a_point(tmp_path: Path) -> None:
    header = "invoice;client;date;kind;amount\n"
    french = "".join(f"{n};a;2026-10-01;services;{amount}\n" for n, amount in enumerate(["56,10", "1 234,5", "-0,1"]))
    dataset = read(tmp_path, {"invoices.csv": header + french}, decimal=",", tables={"invoices": {}})
    assert dataset.tables["invoices"]["amount"].to_pylist() == [5610, 123450, -10]


def test_a_point_where_commas_were_declared_is_set_aside_not_guessed(tmp_path: Path) -> None:
    text = "invoice;client;date;kind;amount\n1;a;2026-10-01;services;1.234\n"
    found = read(tmp_path, {"invoices.csv": text}, decimal=",", tables={"invoices": {}})
    reason = "not a number written with a decimal comma (1 234,50), unless thousands: '.' is said in source.yml"
    assert asides(found) == [(2, "amount", reason)]
    assert (found.set_aside[0].value, found.set_aside[0].client) == ("1.234", "a")


def test_a_row_that_is_set_aside_is_told_with_the_cell_as_its_file_has_it(tmp_path: Path) -> None:
    rows = ["1;a;x;-1,5;true", "2;a;01/10/2026;-1,5;true", "3;a;32/10/2026;1,5;true", "4;a;01/10/2026;1.234,5;true"]
    found = read(tmp_path, {"time_entries.csv": "\n".join(["entry;person;date;hours;billable", *rows])}, decimal=",",
                 date_format="%d/%m/%Y", tables={"time_entries": {}})
    assert [(one.line, one.column, one.value) for one in found.set_aside] == [
        (2, "date", "x"), (3, "hours", "-1,5"), (4, "date", "32/10/2026"), (5, "hours", "1.234,5")]


def test_days_are_read_as_declared_never_month_first_by_chance(tmp_path: Path) -> None:
    rows = "\n".join(f"T-{n},a,incident,P1,new,{created}" for n, created in enumerate(
        ["03/04/2026 08:00", "13/4/2026 08:00:30", "04/13/2026 08:00", "2026-04-03T08:00"]))
    found = read(tmp_path, {"tickets.csv": f"{HEADER}\n{rows}\n"}, date_format="%d/%m/%Y")
    assert [instant.strftime("%d %B") for instant in found.tables["tickets"]["created"].to_pylist() if instant] == [
        "03 April", "13 April"]
    assert asides(found) == [(5, "created", "not a day written %d/%m/%Y"),
                             (4, "created", "no such day")]


@pytest.mark.parametrize(("settings", "path", "what"), [
    ({"tables": {"tikets": {}}}, ("tables", "tikets"), "unknown table 'tikets'; did you mean 'tickets'?"),
    ({"tables": {"tickets": {"columns": {"tiket": "x"}}}}, ("tables", "tickets", "columns", "tiket"),
     "unknown column of tickets 'tiket'; did you mean 'ticket'?"),
    ({"tables": {"tickets": [{}, {"require": ["x"]}]}}, ("tables", "tickets", 1, "require", 0), "unknown column"),
    ({"tables": {"tickets": {"colums": {}}}}, ("tables", "tickets", "colums"), "did you mean 'columns'?"),
    ({"tables": {"tickets": {"file": "../x.csv"}}}, ("tables", "tickets", "file"), "write a path inside"),
    ({"tables": {"tickets": {"constants": {"title": 5}}}}, ("tables", "tickets", "constants", "title"), "a text is"),
    ({"tables": {"tickets": {"values": {"kind": {"Panne": "incidant"}}}}},
     ("tables", "tickets", "values", "kind", "Panne"),
     "unknown kind of tickets 'incidant'; did you mean 'incident'?"),
    ({"tables": {"contracts": [{"constants": {"kind": "infogérance"}}]}},
     ("tables", "contracts", 0, "constants", "kind"),
     "unknown kind of contracts 'infogérance'; known: fixed_price, managed, prepaid, time_and_materials"),
    ({"tables": {"time_entries": {"values": {"billable": {"F": "facturé"}}}}},
     ("tables", "time_entries", "values", "billable", "F"), "'facturé': not a flag (true, false)"),
    ({"tables": {"contracts": {"constants": {"start": "01/02/2026"}}}}, ("tables", "contracts", "constants", "start"),
     "'01/02/2026': not a date (2026-10-31)"),
    ({"tables": {}}, ("tables",), "name the tables"),
    ({"tables": {"tickets": {}}, "date_format": "%d.%m"}, ("date_format",), "like %d/%m/%Y"),
    ({"tables": {"tickets": {}}, "decimals": ","}, ("decimals",), "Extra inputs are not permitted"),
])
def test_a_wrong_setting_is_told_with_the_path_that_stands_in_the_file(
        settings: dict[str, Any], path: tuple[str | int, ...], what: str) -> None:
    with pytest.raises(ValidationError) as refused:
        SOURCES["csv"].Settings.model_validate(settings)
    fault = refused.value.errors()[0]
    assert fault["loc"] == path
    assert what in fault["msg"]


def test_words_that_stand_for_none_or_that_only_a_writing_makes_ours_are_no_fault() -> None:
    tables = {"tickets": {"values": {"kind": {"Panne": "incident ", "?": ""}}},
              "time_entries": {"values": {"hours": {"½": "0,5"}, "billable": {"F": "oui"}}, "constants": {"note": ""}}}
    SOURCES["csv"].Settings.model_validate({"tables": tables})


LOG = "case,step,at\nT-1,open,2026-10-01T08:00\nT-2,open,2026-10-01T09:00\nT-1,done,2026-10-02T10:00\n"


def test_a_log_of_events_gives_one_row_per_case_with_its_last_word(tmp_path: Path) -> None:
    tables = {"tickets": {"file": "log.csv", "per": "case", "last": ["status", "closed"],
                          "columns": {"ticket": "case", "created": "at", "closed": "at", "status": "step"},
                          "values": {"status": {"open": "new", "done": "closed"}},
                          "constants": {"client": "a", "kind": "incident", "priority": "P1"}}}
    found = read(tmp_path, {"log.csv": LOG}, tables=tables).tables["tickets"].to_pylist()
    assert [(row["ticket"], row["status"], row["created"].day, row["closed"].day) for row in found] == [
        ("T-1", "closed", 1, 2), ("T-2", "new", 1, 1)]


def test_columns_of_a_second_file_are_found_by_a_column_of_both(tmp_path: Path) -> None:
    tables = {"tickets": {"file": "t.csv", "join": {"file": "when.csv", "on": "id"}, "columns": {"ticket": "ID"}}}
    files = {"t.csv": "ID,client,kind,priority,status\n1,a,incident,P1,new\n2,a,incident,P1,new\n",
             "when.csv": "id,created\n1,2026-10-01T08:00\n1,2026-10-01T08:00\n3,2026-10-01T08:00\n"}
    found = read(tmp_path, files, tables=tables)
    assert found.tables["tickets"]["ticket"].to_pylist() == ["1"]
    assert asides(found) == [(3, "created", "empty, but required")]
    with pytest.raises(SourceError, match=r"when\.csv:5: says otherwise than line 2 under the same id '1'"):
        read(tmp_path, {"when.csv": files["when.csv"] + "1,2026-10-02T08:00\n"}, tables=tables)
    with pytest.raises(SourceError, match=r"when\.csv:1: column 'id' expected to join by, found: key"):
        read(tmp_path, {"when.csv": "key\n"}, tables=tables)
