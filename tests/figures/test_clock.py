"""Working time, against a hand-made table and a plain minute-by-minute count."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoie.figures.clock import NEVER, clock, open_days, working_day
from clairevoie.figures.zones import day_number, epoch, zone
from clairevoie.project.model import Calendar
from tests.sampling import sample

PARIS = ZoneInfo("Europe/Paris")
WEEK = range(5)


def _calendar(windows: tuple[tuple[int, str, str], ...] = (), **more: object) -> Calendar:
    return Calendar("c", "", "", "Europe/Paris", windows, **more)  # type: ignore[arg-type]


OFFICE = _calendar(tuple((day, "08:00", "18:00") for day in WEEK), holidays="FR", closures=(date(2026, 12, 24),))
HALVES = _calendar((*((d, "08:30", "12:00") for d in WEEK), *((d, "13:30", "17:00") for d in range(4))), holidays="FR")
ALWAYS = _calendar(always=True, holidays="FR")
NIGHT = _calendar(tuple((day, *hours) for day in range(7) for hours in (("00:00", "06:00"), ("22:00", "24:00"))))

# calendar, from, to (Paris), working minutes, why
TABLE = [
    (OFFICE, "2026-10-05 08:00", "2026-10-05 18:00", 600, "one whole Monday"),
    (OFFICE, "2026-10-05 09:15", "2026-10-05 09:15", 0, "no time at all"),
    (OFFICE, "2026-10-05 09:15", "2026-10-05 09:52", 37, "inside a day"),
    (OFFICE, "2026-10-05 17:30", "2026-10-06 08:45", 75, "30 tonight, 45 tomorrow"),
    (OFFICE, "2026-10-05 19:00", "2026-10-06 07:00", 0, "a night"),
    (OFFICE, "2026-10-09 17:00", "2026-10-12 09:00", 120, "over a week-end"),
    (OFFICE, "2026-10-10 10:00", "2026-10-11 16:00", 0, "a week-end"),
    (OFFICE, "2026-10-05 00:00", "2026-10-12 00:00", 3000, "a week of five days of ten hours"),
    (OFFICE, "2026-07-13 17:00", "2026-07-15 09:00", 120, "over 14 July, a Tuesday"),
    (OFFICE, "2026-05-13 12:00", "2026-05-15 12:00", 600, "over Ascension, Thursday 14 May"),
    (OFFICE, "2026-05-22 16:00", "2026-05-26 10:00", 240, "over Whit Monday, 25 May"),
    (OFFICE, "2026-04-03 17:00", "2026-04-07 09:00", 120, "Good Friday is worked, Easter Monday 6 April is not"),
    (OFFICE, "2026-12-23 17:00", "2026-12-28 09:00", 120, "closed on the 24th, Christmas on the 25th, a week-end"),
    (OFFICE, "2026-12-31 17:00", "2027-01-04 09:00", 120, "over New Year's Day, a Friday, into 2027"),
    (OFFICE, "2026-10-30 17:00", "2026-11-02 09:00", 120, "1 November is a Sunday"),
    (OFFICE, "2026-11-10 17:00", "2026-11-12 09:00", 120, "over 11 November, a Wednesday"),
    (OFFICE, "2026-03-27 17:00", "2026-03-30 09:00", 120, "over the change to summer time, in a night off"),
    (OFFICE, "2026-10-23 17:00", "2026-10-26 09:00", 120, "over the change to winter time, in a night off"),
    (HALVES, "2026-10-05 08:00", "2026-10-05 18:00", 420, "two half-days of 3 h 30"),
    (HALVES, "2026-10-05 11:30", "2026-10-05 14:00", 60, "over lunch"),
    (HALVES, "2026-10-09 11:00", "2026-10-12 09:00", 90, "Friday has a morning only"),
    (HALVES, "2026-10-05 12:00", "2026-10-05 13:30", 0, "lunch"),
    (ALWAYS, "2026-03-28 12:00", "2026-03-29 12:00", 23 * 60, "29 March has 23 hours"),
    (ALWAYS, "2026-03-29 01:30", "2026-03-29 03:30", 60, "2 h to 3 h does not exist"),
    (ALWAYS, "2026-10-24 12:00", "2026-10-25 12:00", 25 * 60, "25 October has 25 hours"),
    (ALWAYS, "2026-10-25 00:00", "2026-10-25 04:00", 300, "2 h to 3 h occurs twice"),
    (ALWAYS, "2026-07-14 00:00", "2026-07-15 00:00", 1440, "always means holidays too"),
    (NIGHT, "2026-03-28 22:00", "2026-03-29 06:00", 420, "a night shift that lost an hour"),
    (NIGHT, "2026-10-24 22:00", "2026-10-25 06:00", 540, "a night shift that gained an hour"),
    (NIGHT, "2026-10-05 12:00", "2026-10-06 12:00", 480, "22 h to 24 h, and midnight to 6 h"),
]


def _at(text: str) -> int:
    return epoch(datetime.fromisoformat(text).replace(tzinfo=PARIS))


def _seconds(*at: int) -> np.ndarray:
    return np.array(at, np.int64)


@pytest.mark.parametrize(
    ("calendar", "start", "end", "minutes"), [row[:4] for row in TABLE], ids=[row[4] for row in TABLE]
)
def test_durations_worked_out_by_hand(calendar: Calendar, start: str, end: str, minutes: int) -> None:
    measured = clock(calendar, 2025, 2027).working_minutes(_seconds(_at(start)), _seconds(_at(end)))
    assert measured.tolist() == [minutes]


@pytest.mark.parametrize(
    ("calendar", "start", "minutes", "due"),
    [
        (OFFICE, "2026-10-05 09:00", 240, "2026-10-05 13:00"),
        (OFFICE, "2026-10-09 17:00", 120, "2026-10-12 09:00"),
        (OFFICE, "2026-10-10 11:00", 60, "2026-10-12 09:00"),
        (OFFICE, "2026-10-05 17:00", 60, "2026-10-05 18:00"),
        (OFFICE, "2026-07-13 12:00", 1200, "2026-07-16 12:00"),
        (HALVES, "2026-10-05 11:00", 90, "2026-10-05 14:00"),
        (ALWAYS, "2026-10-25 01:40", 60, "2026-10-25 02:40"),
        (ALWAYS, "2026-10-25 01:40", 150, "2026-10-25 03:10"),
        (OFFICE, "2026-10-10 11:00", 0, "2026-10-10 11:00"),
    ],
)
def test_a_due_instant_is_when_the_last_minute_runs_out(
    calendar: Calendar, start: str, minutes: int, due: str
) -> None:
    at = clock(calendar, 2025, 2027).due(_seconds(_at(start)), np.array([minutes], float))
    assert at.tolist() == [_at(due)]


def test_a_calendar_without_windows_never_runs() -> None:
    empty = clock(_calendar(), 2026, 2026)
    start, end = _seconds(_at("2026-10-05 09:00")), _seconds(_at("2026-10-06 09:00"))
    assert empty.working_minutes(start, end).tolist() == [0]
    assert empty.due(start, np.array([1.0])).tolist() == [NEVER]


def test_the_working_day_is_the_most_common_one() -> None:
    assert working_day(OFFICE) == 600
    assert working_day(HALVES) == 420
    assert working_day(ALWAYS) == 1440
    assert working_day(_calendar()) == 0


def test_windows_that_overlap_count_once() -> None:
    both = clock(_calendar(((0, "08:00", "12:00"), (0, "10:00", "14:00"), (0, "14:00", "15:00"))), 2026, 2026)
    measured = both.working_minutes(_seconds(_at("2026-10-05 00:00")), _seconds(_at("2026-10-06 00:00")))
    assert measured.tolist() == [420]


def test_t14_open_days_leave_out_weekends_holidays_and_closures() -> None:
    days = open_days(OFFICE, 2026, 2026)
    inside = (days >= day_number(date(2026, 12, 21))) & (days <= day_number(date(2026, 12, 31)))
    assert [(date(1970, 1, 1) + timedelta(int(d))).day for d in days[inside]] == [21, 22, 23, 28, 29, 30, 31]


WINDOWS = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 47), st.integers(1, 48)).filter(lambda w: w[1] < w[2]), max_size=12
)


@sample(60)
@given(
    WINDOWS,
    st.sampled_from(["2026-03-27", "2026-10-23", "2026-07-12", "2026-12-30"]),
    st.integers(0, 5 * 1440),
    st.integers(0, 5 * 1440),
    st.sampled_from(["Europe/Paris", "America/St_Johns", "Australia/Lord_Howe"]),
)
def test_t14_the_clock_agrees_with_counting_every_minute(
    windows: list[tuple[int, int, int]], first: str, one: int, other: int, name: str
) -> None:
    texts = tuple((day, _clock_time(start), _clock_time(end)) for day, start, end in windows)
    calendar = Calendar("c", "", "", name, texts, holidays="FR")
    origin = epoch(datetime.fromisoformat(first).replace(tzinfo=ZoneInfo(name)))
    start, end = origin + min(one, other) * 60, origin + max(one, other) * 60
    measured = clock(calendar, 2026, 2027).working_seconds(_seconds(start), _seconds(end))
    assert measured.tolist() == [60 * _count(windows, start, end, ZoneInfo(name))]


@sample(60)
@given(WINDOWS.filter(bool), st.integers(0, 40 * 1440), st.integers(1, 3000))
def test_the_due_instant_is_the_inverse_of_working_time(
    windows: list[tuple[int, int, int]], start: int, minutes: int
) -> None:
    texts = tuple((day, _clock_time(a), _clock_time(b)) for day, a, b in windows)
    ticking = clock(_calendar(texts, holidays="FR"), 2026, 2029)
    begin = _seconds(_at("2026-03-20 00:00") + start * 60)
    due = ticking.due(begin, np.array([minutes], float))
    assert ticking.working_minutes(begin, due).tolist() == [minutes]
    assert ticking.working_seconds(begin, due - 1).tolist() == [minutes * 60 - 1]


def test_wall_clocks_that_do_not_exist_or_occur_twice() -> None:
    paris = zone("Europe/Paris", 2026, 2026)
    walls = _seconds(*(_wall(text) for text in ("2026-03-29 02:30", "2026-10-25 02:30", "2026-10-25 03:00")))
    assert paris.instants(walls).tolist() == [
        _utc("2026-03-29 01:00"), _utc("2026-10-25 00:30"), _utc("2026-10-25 02:00"),
    ]


def _clock_time(half_hours: int) -> str:
    return f"{half_hours // 2:02d}:{half_hours % 2 * 30:02d}"


def _wall(text: str) -> int:
    return epoch(datetime.fromisoformat(text).replace(tzinfo=UTC))


_utc = _wall


def _count(windows: list[tuple[int, int, int]], start: int, end: int, tz: ZoneInfo) -> int:
    """Minutes open: a window opens at the first minute whose wall clock has reached it, and closes the same way."""
    holidays_met = {date(2026, 7, 14), date(2027, 1, 1)}
    low, high = start - 3 * 86400, end + 3 * 86400
    walls = [(at, datetime.fromtimestamp(at, tz).replace(tzinfo=None)) for at in range(low, high, 60)]
    first: dict[datetime, int] = {}
    reached = datetime.min
    for at, wall in walls:
        while reached < wall:  # a jump forward reaches every minute that it skips
            reached = wall if reached == datetime.min else reached + timedelta(minutes=1)
            first[reached] = at
    covered: set[int] = set()
    for day in {wall.date() for _, wall in walls}:
        midnight = datetime.combine(day, datetime.min.time())
        for weekday, a, b in windows:
            opens, closes = (first.get(midnight + timedelta(minutes=30 * x)) for x in (a, b))
            if day.weekday() == weekday and day not in holidays_met and opens is not None and closes is not None:
                covered.update(range(opens, closes, 60))
    return sum(start <= at < end for at in covered)
