"""Checked and merged: one row each, set aside with its place, its reason and, where it can be told, its client."""

from __future__ import annotations

import pytest

from clairevoie.errors import SourceError
from clairevoie.tables.arrow import schema_of
from clairevoie.tables.dataset import check, merge
from clairevoie.tables.raw import RawTable
from clairevoie.tables.schema import TABLES
from tests.tables.raws import dataset, raw

COMPANY = {
    "clients": [{"client": "a"}, {"client": "b"}],
    "contracts": [{"contract": "KA", "client": "a"}, {"contract": "KB", "client": "b"}],
}


def test_every_table_is_there_with_exactly_its_types() -> None:
    found = dataset({"clients": [{"client": "a"}]})
    assert list(found.tables) == list(TABLES)
    assert all(found.tables[name].schema == schema_of(name) for name in TABLES)


def test_a_default_stands_in_for_an_empty_and_for_an_absent_cell() -> None:
    rows = dataset({"clients": [{"client": "a", "language": ""}, {"client": "b", "language": "en"}]}).tables["clients"]
    assert rows["language"].to_pylist() == ["fr", "en"]
    assert rows["currency"].to_pylist() == ["EUR", "EUR"]


def test_time_is_deducted_as_it_is_billed_unless_given() -> None:
    rows = [{"entry": "1", "billable": "1"}, {"entry": "2", "billable": "0"},
            {"entry": "3", "billable": "1", "deducted": "0"}]
    assert dataset({"time_entries": rows}).tables["time_entries"]["deducted"].to_pylist() == [True, False, False]


def test_a_row_set_aside_keeps_its_place_its_value_and_its_client() -> None:
    found = check("itsm", [raw("tickets", {"ticket": "1", "client": "a", "created": "hier" * 100}, first=1043)], "UTC")
    one = found.set_aside[0]
    assert (one.source, one.table, one.file, one.line, one.column, one.client) == (
        "itsm", "tickets", "tickets.csv", 1043, "created", "a")
    assert one.value == ("hier" * 100)[:200]
    assert str(one).startswith("itsm/tickets.csv:1043:created: not an instant")
    assert len(found.tables["tickets"]) == 0


def test_a_row_with_several_faults_counts_once() -> None:
    found = check("s", [raw("tickets", {"ticket": "", "client": "", "created": "x"})], "UTC")
    assert [(one.column, one.reason) for one in found.set_aside] == [("ticket", "empty, but required")]


def test_the_client_of_a_row_is_found_through_its_contract() -> None:
    budget = {"budget": "B", "contract": "KA", "date": "x"}
    raws = [raw("contracts", {"contract": "KA", "client": "a"}), raw("budgets", budget)]
    assert check("s", raws, "UTC").set_aside[0].client == "a"


@pytest.mark.parametrize("column", ["owned", "resolved", "closed"])
def test_a_ticket_that_ends_before_it_begins_is_set_aside(column: str) -> None:
    found = check("s", [raw("tickets", {"ticket": "1", "client": "a", column: "2026-10-01T07:59"})], "UTC")
    assert [(one.column, one.reason) for one in found.set_aside] == [(column, "before created")]


def test_the_same_ticket_twice_is_one_ticket_and_one_notice() -> None:
    row = {"ticket": "1", "client": "a"}
    found = check("s", [raw("tickets", row, row, row)], "UTC")
    assert len(found.tables["tickets"]) == 1
    assert found.set_aside == ()
    assert found.notices == (
        "tickets: 2 rows say again what an earlier row says, counted once (first: s/tickets.csv:3)",)


def test_another_row_under_the_same_key_is_set_aside() -> None:
    row = {"ticket": "1", "client": "a"}
    found = check("s", [raw("tickets", row, row | {"title": "x"})], "UTC")
    assert found.tables["tickets"]["title"].to_pylist() == [None]
    assert [(one.line, one.reason) for one in found.set_aside] == [
        (3, "says otherwise than tickets.csv:2 under the same ticket")]


def test_rows_of_a_log_may_repeat() -> None:
    row = {"ticket": "1", "at": "2026-10-01T08:00", "field": "answer"}
    assert len(check("s", [raw("ticket_events", row, row)], "UTC").tables["ticket_events"]) == 2


def test_the_first_source_keeps_a_key_that_two_sources_give() -> None:
    one = check("one", [raw("clients", {"client": "a", "name": "A"})], "UTC")
    two = check("two", [raw("clients", {"client": "a", "name": "B"}, {"client": "b"})], "UTC")
    merged = merge([one, two])
    assert merged.tables["clients"].select(["client", "name"]).to_pylist() == [
        {"client": "a", "name": "A"}, {"client": "b", "name": "N"}]
    assert [(aside.source, aside.line) for aside in merged.set_aside] == [("two", 2)]


def test_a_row_of_an_unknown_client_belongs_to_nobody() -> None:
    found = dataset(COMPANY | {"tickets": [{"ticket": "1", "client": "acme"}, {"ticket": "2", "client": "a "}]})
    assert found.tables["tickets"]["client"].to_pylist() == ["a"]
    assert [(one.column, one.reason, one.client) for one in found.set_aside] == [
        ("client", "unknown client 'acme'", None)]


def test_what_hangs_on_a_row_set_aside_goes_with_it() -> None:
    found = dataset(COMPANY | {
        "tickets": [{"ticket": "1", "client": "acme"}],
        "ticket_events": [{"ticket": "1", "at": "2026-10-01T08:00", "field": "answer"}]})
    assert [(one.table, one.reason) for one in found.set_aside] == [
        ("ticket_events", "unknown ticket '1'"), ("tickets", "unknown client 'acme'")]


def test_an_unknown_contract_or_ci_of_a_link_sets_the_row_aside() -> None:
    found = dataset(COMPANY | {
        "cis": [{"ci": "c1", "client": "a"}],
        "tickets": [{"ticket": "1", "client": "a", "contract": "K?"}],
        "impacts": [{"upstream": "c1", "downstream": "c?"}]})
    assert sorted((one.table, one.column, one.reason) for one in found.set_aside) == [
        ("impacts", "downstream", "unknown ci 'c?'"), ("tickets", "contract", "unknown contract 'K?'")]


def test_an_unknown_name_that_decides_nothing_is_kept_and_told() -> None:
    found = dataset(COMPANY | {"tickets": [{"ticket": "1", "client": "a", "service": "mail"}]})
    assert found.tables["tickets"]["service"].to_pylist() == ["mail"]
    assert found.notices == (
        "tickets: 1 row names in service a service that no source gives (first: 'mail'), kept as text",)


def test_a_row_that_names_another_clients_contract_is_set_aside() -> None:
    found = dataset(COMPANY | {"tickets": [{"ticket": "1", "client": "a", "contract": "KB"}]})
    assert [(one.column, one.reason, one.client) for one in found.set_aside] == [
        ("contract", "contract 'KB' is another client's", "a")]


def test_time_without_a_client_is_the_companys_own() -> None:
    assert len(dataset({"time_entries": [{"entry": "1", "client": " "}]}).tables["time_entries"]) == 1


def test_a_missing_required_column_refuses_the_source() -> None:
    with pytest.raises(SourceError) as refused:
        check("s", [RawTable("services", {"service": ["x"], "nam": ["y"]}, "services.csv", [2])], "UTC")
    assert [fault.what for fault in refused.value.faults] == [
        "unknown column of services 'nam'; did you mean 'name'?", "column 'name' of services is missing"]
