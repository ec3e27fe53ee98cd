"""The last day of a link is a whole day of the portal's zone, whatever its clocks do that night."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoie.errors import ConfigurationError
from clairevoie.pipeline.until import read, said
from tests.sampling import sample

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 1, 8, tzinfo=UTC)
ZONES = ("Europe/Paris", "UTC", "Pacific/Kiritimati", "Africa/Cairo", "America/Havana", "Asia/Beirut")
UNFIT = ("2026-10-31", "2026-11-01T08:00Z", "2029-11-02", "2029-11-02T00:01+01:00", "2027-01-31T08:00", "soon", "",
         "31/01/2027", "2027-01-31T25:00Z", "2027-13-01", "٢٠٢٧-٠١-٣١")


@pytest.mark.parametrize(("day", "ends"), [
    ("2027-01-31", "2027-01-31T23:00Z"), ("2027-03-28", "2027-03-28T22:00Z"), ("2027-10-31", "2027-10-31T23:00Z"),
    ("2026-11-01", "2026-11-01T23:00Z"), ("2029-11-01", "2029-11-01T23:00Z")])
def test_a_day_ends_at_midnight_in_paris(day: str, ends: str) -> None:
    assert read(day, PARIS, NOW) == datetime.fromisoformat(ends)
    assert said(read(day, PARIS, NOW), PARIS) == day


def test_an_instant_is_taken_as_it_is() -> None:
    until = read("2027-01-31T18:00+01:00", PARIS, NOW)
    assert (until, until.tzinfo) == (datetime(2027, 1, 31, 17, tzinfo=UTC), UTC)
    assert said(until, PARIS) == "2027-01-31 18:00+01:00"


@pytest.mark.parametrize("text", UNFIT)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationError, match="--until"):
        read(text, PARIS, NOW)


def test_three_years_from_a_leap_day_end_on_the_28th() -> None:
    now = datetime(2028, 2, 29, 12, tzinfo=UTC)
    assert said(read("2031-02-28", PARIS, now), PARIS) == "2031-02-28"
    with pytest.raises(ConfigurationError, match="until 2031-02-28"):
        read("2031-03-01", PARIS, now)


@sample(200)
@given(day=st.dates(date(2026, 11, 3), date(2029, 10, 30)), zone=st.sampled_from(ZONES).map(ZoneInfo))
def test_every_day_holds_until_its_last_second_and_not_in_the_next(day: date, zone: ZoneInfo) -> None:
    until = read(str(day), zone, NOW)
    second = timedelta(seconds=1)
    assert (until - second).astimezone(zone).date() == day
    assert until.astimezone(zone).date() == day + timedelta(days=1)
