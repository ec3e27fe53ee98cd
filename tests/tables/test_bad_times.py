"""The table of bad times, T01 to T08: read by a declared rule, or set aside with the reason, never guessed."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.tables.raws import cell, dataset

NO_INSTANT = "created: not an instant (2026-10-31T18:00, with seconds or an offset if any)"


def _utc(text: str) -> str:
    found = cell("created", text)
    assert isinstance(found, datetime), found
    return found.isoformat()


def test_t01_a_time_that_a_clock_change_skips_is_shifted_forward_and_counted_once() -> None:
    assert _utc("2026-03-29T02:30") == "2026-03-29T01:00:00+00:00"
    rows = [{"ticket": "T1", "client": "a", "created": "2026-03-29T02:30"}]
    assert len(dataset({"clients": [{"client": "a"}], "tickets": rows}).tables["tickets"]) == 1


@pytest.mark.parametrize(("day", "exists"), [("2024-02-29", True), ("2000-02-29", True), ("2026-02-29", False),
                                             ("2100-02-29", False), ("1900-02-29", False)])
def test_t03_a_leap_day_is_one_where_the_calendar_has_it(day: str, exists: bool) -> None:
    found = cell("created", f"{day}T10:00")
    assert isinstance(found, datetime) == exists
    entry = cell("date", day, "time_entries")
    assert str(entry).startswith(day if exists else "date: ")


def test_t04_an_instant_with_an_offset_lands_in_the_month_that_the_clients_zone_has() -> None:
    assert _utc("2026-01-31T23:30-05:00") == "2026-02-01T04:30:00+00:00"


@pytest.mark.parametrize("text", [
    "2026-06-30T23:59:60Z", "2026-06-30T23:59:60", "2026-06-30T24:00", "2026-06-30T23:60"])
def test_t05_a_leap_second_is_set_aside(text: str) -> None:
    assert cell("created", text) == NO_INSTANT


@pytest.mark.parametrize("text", ["03/04/2026", "03/04/2026 10:00", "13/04/2026", "03-04-2026", "4 mars 2026"])
def test_t06_a_day_in_another_order_is_never_guessed(text: str) -> None:
    assert cell("created", text) == NO_INSTANT
    assert cell("date", text, "time_entries") == "date: not a date (2026-10-31)"


@pytest.mark.parametrize("text", ["46000", "46000.5", "1793466000", "1793466000000", "hier", "now", "2026", "2026-10"])
def test_t07_a_serial_an_epoch_and_a_word_are_set_aside(text: str) -> None:
    assert cell("created", text) == NO_INSTANT


@pytest.mark.parametrize("column", ["owned", "resolved", "closed"])
def test_t08_a_ticket_that_ends_before_it_begins_is_set_aside(column: str) -> None:
    assert cell(column, "2026-09-01T00:00") == f"{column}: before created"


@pytest.mark.parametrize("year", ["9999", "2201", "1969", "0001"])
def test_t08_a_year_that_nobody_lives_in_is_set_aside(year: str) -> None:
    assert cell("created", f"{year}-01-01T00:00") == "created: year outside 1970–2200"
