"""One cell at a time: what a text becomes, or why its row is set aside."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoie.tables.dataset import check
from tests.sampling import sample
from tests.tables.raws import cell, raw


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(("text", "expected"), [
    ("2026-10-01T08:30", "2026-10-01T06:30"),
    ("2026-10-01 08:30:59", "2026-10-01T06:30:59"),
    ("2026-10-01T08:30:59.999999", "2026-10-01T06:30:59"),
    ("2026-10-01T08:30Z", "2026-10-01T08:30"),
    ("2026-10-01T08:30:00+02:00", "2026-10-01T06:30"),
    ("2026-01-31T23:30:00-05:00", "2026-02-01T04:30"),
    ("2026-10-01 08:30:00 +0530", "2026-10-01T03:00"),
    ("\u00a02026-10-01 08:30\u202f", "2026-10-01T06:30"),
    ("2024-02-29T12:00", "2024-02-29T11:00"),
    ("1970-01-01T01:00", "1970-01-01T00:00"),
])
def test_an_instant_is_read_in_the_zone_of_its_source_unless_it_says_its_own(text: str, expected: str) -> None:
    assert cell("created", text) == utc(expected)


def test_a_local_time_that_does_not_exist_is_shifted_forward() -> None:
    assert cell("created", "2026-03-29T02:30") == utc("2026-03-29T01:00")


def test_a_local_time_that_occurs_twice_is_its_first_occurrence_unless_an_offset_says_otherwise() -> None:
    assert cell("created", "2026-10-25T02:30") == utc("2026-10-25T00:30")
    assert cell("created", "2026-10-25T02:30+01:00") == utc("2026-10-25T01:30")
    assert cell("created", "2026-10-25T01:30", zone="Europe/Dublin") == utc("2026-10-25T00:30")


@pytest.mark.parametrize("text", ["2026-02-29T08:00", "2026-13-01T08:00", "2026-04-31 10:28:00Z"])
def test_an_instant_of_no_day_is_told_as_such(text: str) -> None:
    assert str(cell("created", text)) == "created: no such day"


@pytest.mark.parametrize("text", [
    "2026-10-01T24:00", "2026-10-01T08:60", "2026-10-01T23:59:60Z", "hier",
    "46000", "1790000000000", "03/04/2026 08:00", "2026-10-01", "2026-10-01T08", "2026-10-01T08:00+15:00",
    "２０２６-10-01T08:00", "-", "NaN",
])
def test_what_is_no_instant_sets_its_row_aside(text: str) -> None:
    assert str(cell("created", text)).startswith("created: not an instant")


@pytest.mark.parametrize("text", ["1969-12-31T23:00", "2201-01-01T00:00", "9999-12-31T23:59"])
def test_a_year_that_nobody_lives_in_sets_its_row_aside(text: str) -> None:
    assert cell("created", text) == "created: year outside 1970–2200"


@sample(60)
@given(st.datetimes(datetime(1971, 1, 1), datetime(2190, 1, 1)),
       st.sampled_from(["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "UTC", "Asia/Kathmandu"]))
def test_local_times_agree_with_the_standard_library(local: datetime, zone: str) -> None:
    local = local.replace(microsecond=0)
    aware = local.replace(tzinfo=ZoneInfo(zone))
    exists = aware.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local
    found = cell("created", local.isoformat(), zone=zone)
    assert isinstance(found, datetime)
    if exists:
        assert found == aware.astimezone(UTC)
    else:
        shown = found.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        assert shown - local <= timedelta(hours=1) and shown > local


@pytest.mark.parametrize(("text", "expected"), [
    ("2024-02-29", date(2024, 2, 29)), ("2000-02-29", date(2000, 2, 29)),
    ("2026-02-29", "date: no such day"), ("2100-02-29", "date: no such day"),
    ("2026-10-1", "date: not a date (2026-10-31)"), ("03/04/2026", "date: not a date (2026-10-31)"),
    ("1900-01-01", "date: year outside 1970–2200"), ("", "date: empty, but required"),
])
def test_a_date_is_iso_and_exists(text: str, expected: object) -> None:
    assert cell("date", text, "time_entries") == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("7.5", 7.5), (" 0 ", 0.0), ("24", 24.0), ("1e1", 10.0),
    ("-8", "hours: outside 0–24"), ("25", "hours: outside 0–24"), ("NaN", None), ("inf", None), ("1e400", None),
    ("#DIV/0!", None), ("-", None), ("1,5", None), ("1 000", None), ("0x10", None),
])
def test_hours_are_numbers_of_one_day(text: str, expected: object) -> None:
    assert cell("hours", text, "time_entries") == (expected if expected is not None else "hours: not a number (12.5)")


@pytest.mark.parametrize(("text", "cents"), [
    ("0.1", 10), ("1607.17", 160717), ("-12.5", -1250), ("1200", 120000), ("12.500", 1250),
    ("999999999999999.99", 99999999999999999), ("1.234", None), ("1,50", None), ("12 €", None), ("1e3", None),
])
def test_money_is_whole_cents(text: str, cents: int | None) -> None:
    wanted = cents if cents is not None else "monthly_fee: not an amount with two decimals at most (1234.50)"
    assert cell("monthly_fee", text, "contracts") == wanted


@sample(60)
@given(st.decimals(-10**12, 10**12, places=2))
def test_no_cent_is_lost_whatever_the_amount(amount: Decimal) -> None:
    assert cell("monthly_fee", f"{amount:f}", "contracts") == int(amount * 100)


def test_ten_thousand_times_ten_cents_is_a_thousand() -> None:
    rows = [{"invoice": str(n), "client": "a", "amount": "0.1"} for n in range(10_000)]
    amounts = check("s", [raw("invoices", *rows)], "UTC").tables["invoices"]["amount"]
    assert sum(int(str(amount)) for amount in amounts.to_pylist()) == 100_000


@pytest.mark.parametrize(("text", "expected"), [
    ("true", True), ("1", True), ("Oui", True), ("yes", True), ("VRAI", True),
    ("false", False), ("0", False), ("non", False), ("no", False), ("faux", False),
    ("maybe", "billable: not a flag (true, false)"),
])
def test_a_flag_speaks_french_and_english(text: str, expected: object) -> None:
    assert cell("billable", text, "time_entries") == expected


def test_a_choice_says_what_is_allowed() -> None:
    assert cell("kind", "problem") == "problem"
    assert cell("kind", "change") == "kind: not one of incident, request, problem"


@pytest.mark.parametrize(("text", "expected"), [
    ("240", "240"), ("240 min", "240"), ("4h", "240"), ("1.5h", "90"), ("2d", "2d"), ("2j", "2d"), ("240.0", "240"),
    ("0", None), ("-5", None), ("0.5", None), ("1.5d", None), ("99,9", None), ("2 weeks", None),
])
def test_a_limit_is_working_minutes_or_working_days(text: str, expected: str | None) -> None:
    assert cell("limit", text, "commitments") == (expected or "limit: not a duration above 0 (240 minutes, 4h or 2d)")


@pytest.mark.parametrize(("text", "expected"), [
    ("95", 95.0), ("100", 100.0), ("0", "must be above 0"), ("100.1", "outside 0–100"), ("-1", "must be above 0")])
def test_a_target_is_a_share_that_can_be_met(text: str, expected: object) -> None:
    wanted = expected if isinstance(expected, float) else f"target_pct: {expected}"
    assert cell("target_pct", text, "commitments") == wanted


def test_identifiers_stay_text() -> None:
    assert cell("contract", "000123") == "000123"
    assert cell("requester", "9007199254740993") == "9007199254740993"
    assert cell("title", "NA") == "NA"


def test_a_nul_or_a_lone_surrogate_sets_its_row_aside() -> None:
    assert cell("title", "a\0b") == "title: holds a NUL character"
    assert cell("title", "a\ud800b") == "title: not Unicode text"


@pytest.mark.parametrize("name", ["../x", "/abs", ".", "a/b", "x" * 65, "%2e%2e", "a\nb", "_company", "é"])
def test_a_client_whose_id_cannot_name_a_folder_is_set_aside(name: str) -> None:
    assert str(cell("client", name, "clients")).startswith("client: names a folder")
