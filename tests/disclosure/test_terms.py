"""Calendar terms, added and taken by the calendar."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoie.disclosure.terms import last_day, months_before, shifted, term_end


@pytest.mark.parametrize(("end", "term", "last"), [
    ("2026-06-30", "P3M", "2026-03-30"), ("2026-05-31", "P3M", "2026-02-28"), ("2024-05-31", "P3M", "2024-02-29"),
    ("2026-12-31", "P90D", "2026-10-02"), ("2026-03-31", "P1Y", "2025-03-31"), ("2024-02-29", "P1Y", "2023-02-28"),
    ("2026-01-15", "P2W", "2026-01-01"), ("2026-01-31", "P1Y2M", "2024-11-30")])
def test_notice_is_the_end_less_the_term_clamped_to_the_months_end(end: str, term: str, last: str) -> None:
    assert shifted(date.fromisoformat(end), term, -1) == date.fromisoformat(last)


@pytest.mark.parametrize(("renewal", "term", "terminated", "today", "last"), [
    ("tacit", "P1Y", "", "2027-06-30", "2027-06-30"), ("tacit", "P1Y", "", "2027-07-01", "2028-06-30"),
    ("tacit", "P1Y", "", "2029-11-01", "2030-06-30"), ("tacit", "P1Y", "2028-03-31", "2029-11-01", "2028-06-30"),
    ("tacit", "", "", "2027-07-01", ""), ("tacit", "", "2028-03-31", "2027-07-01", "2028-03-31"),
    ("tacit", "P0D", "", "2027-07-01", ""), ("none", "P1Y", "", "2029-11-01", "2027-06-30")])
def test_a_tacit_renewal_adds_terms_until_somebody_terminates(
    renewal: str, term: str, terminated: str, today: str, last: str
) -> None:
    day = date.fromisoformat
    found = term_end(day("2027-06-30"), renewal, term, day(terminated) if terminated else None, day(today))
    assert found == (day(last) if last else None)


def test_terms_are_added_to_the_first_end_not_to_the_last_clamped_one() -> None:
    assert term_end(date(2026, 1, 31), "tacit", "P1M", None, date(2026, 3, 15)) == date(2026, 3, 31)


@pytest.mark.parametrize("term", ["", "P", "3M", "P3", "three months", "P-3M", "P3MX"])
def test_a_term_that_is_none_moves_nothing(term: str) -> None:
    assert shifted(date(2026, 6, 30), term, -1) is None


def test_a_term_out_of_the_calendar_is_none() -> None:
    assert shifted(date(9999, 12, 31), "P1D") is None
    assert shifted(date(9999, 12, 31), "P1M") is None


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.integers(1, 120))
def test_months_are_counted_like_a_pocket_calendar(day: date, months: int) -> None:
    moved = shifted(day, f"P{months}M")
    assert moved is not None
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == min(day.day, last_day(f"{moved:%Y-%m}").day)


def test_thirteen_months_end_with_the_last_whole_one() -> None:
    months = months_before("2026-10", 13)
    assert (months[0], months[-1], len(months)) == ("2025-10", "2026-10", 13)
