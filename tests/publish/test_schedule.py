"""Cron fields → instants: tables by hand, and around clock changes a walk over every minute as the oracle."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clairevoie.publish.schedule import parse
from tests.sampling import sample

NOON = "2026-10-30T12:00+01:00"  # a Friday


def _next(cron: str, after: str, count: int, zone: str = "Europe/Paris") -> list[str]:
    found = islice(parse(cron, zone).upcoming(datetime.fromisoformat(after)), count)
    return [instant.isoformat(timespec="minutes") for instant in found]


def _days(cron: str, count: int, after: str = NOON) -> list[str]:
    return [instant[:10] for instant in _next(cron, after, count)]


@pytest.mark.parametrize("cron", ["15 6 * * 1-5", "15 6 * * mon-fri", "15 6 * * MON,TUE,WED-FRI", "15 6 * * 1,2-4,5"])
def test_weekdays_begin_on_sunday_as_cron_says(cron: str) -> None:
    assert _next(cron, NOON, 3) == ["2026-11-02T06:15+01:00", "2026-11-03T06:15+01:00", "2026-11-04T06:15+01:00"]


@pytest.mark.parametrize("day", ["0", "7", "sun", "0,7", "sun-sun", "7-7", "*/7"])
def test_sunday_is_0_and_7_and_comes_once(day: str) -> None:
    assert _days(f"0 6 * * {day}", 2) == ["2026-11-01", "2026-11-08"]


@pytest.mark.parametrize(("cron", "days"), [
    ("0 6 * * fri-sun", ["2026-10-31", "2026-11-01", "2026-11-06"]),
    ("0 6 * * 5-7", ["2026-10-31", "2026-11-01", "2026-11-06"]),
    ("0 6 * * fri-fri/2", ["2026-11-06", "2026-11-13", "2026-11-20"]),
    ("0 6 2-2/10 * *", ["2026-11-02", "2026-12-02", "2027-01-02"]),
    ("0 6 * * 6,0", ["2026-10-31", "2026-11-01", "2026-11-07"]),
    ("0 6 * * */2", ["2026-10-31", "2026-11-01", "2026-11-03"]),  # Sunday, Tuesday, Thursday, Saturday
    ("0 6 1 * *", ["2026-11-01", "2026-12-01", "2027-01-01"]),
    ("0 6 31 * *", ["2026-10-31", "2026-12-31", "2027-01-31"]),
    ("0 6 29 2 *", ["2028-02-29", "2032-02-29", "2036-02-29"]),
    ("0 6 10-20/5 * *", ["2026-11-10", "2026-11-15", "2026-11-20"]),
    ("0 6 1 jan,JUL *", ["2027-01-01", "2027-07-01", "2028-01-01"]),
    ("0 6 1 1-6/2 *", ["2027-01-01", "2027-03-01", "2027-05-01"]),
])
def test_names_ranges_lists_and_steps(cron: str, days: list[str]) -> None:
    assert _days(cron, 3) == days


@pytest.mark.parametrize(("cron", "days"), [
    ("0 6 13 * 5", ["2026-11-06", "2026-11-13", "2026-11-20"]),   # the 13th or a Friday
    ("0 6 2,3 * 1", ["2026-11-02", "2026-11-03", "2026-11-09"]),  # a Monday that is the 2nd comes once
    ("0 6 */10 * 2", ["2026-12-01", "2027-05-11", "2027-06-01"]),  # a star leads: both
    ("0 6 13 * */5", ["2026-11-13", "2026-12-13", "2027-06-13"]),  # a star leads: the 13th that is a Friday or a Sunday
])
def test_of_a_day_of_the_month_and_of_the_week_one_is_enough_unless_a_star_leads(cron: str, days: list[str]) -> None:
    assert _days(cron, 3) == days


def test_a_next_instant_is_later_than_the_one_asked_about() -> None:
    assert _next("15 6 * * *", "2026-10-30T06:15:00+01:00", 1) == ["2026-10-31T06:15+01:00"]
    assert _next("15 6 * * *", "2026-10-30T06:14:59+01:00", 1) == ["2026-10-30T06:15+01:00"]
    assert _next("15 6 * * *", "2026-10-30T05:14:59Z", 1) == ["2026-10-30T06:15+01:00"]


@pytest.mark.parametrize(("cron", "after", "instants"), [
    # 29 March, 02:00 → 03:00
    ("30 2 * * *", "2026-03-28T12:00Z", ["2026-03-29T03:30+02:00", "2026-03-30T02:30+02:00"]),
    ("30 2,3 * * *", "2026-03-28T12:00Z", ["2026-03-29T03:30+02:00", "2026-03-30T02:30+02:00"]),
    ("0,30 2 * * *", "2026-03-28T12:00Z", ["2026-03-29T03:00+02:00", "2026-03-29T03:30+02:00"]),
    ("*/30 1-3 * * *", "2026-03-29T00:45Z", ["2026-03-29T03:00+02:00", "2026-03-29T03:30+02:00",
                                             "2026-03-30T01:00+02:00"]),
    ("30 2 * * *", "2026-03-29T01:10Z", ["2026-03-29T03:30+02:00"]),  # asked between 03:00 and 03:30
    ("0 3 * * *", "2026-03-28T12:00Z", ["2026-03-29T03:00+02:00", "2026-03-30T03:00+02:00"]),
    # 25 October, 03:00 → 02:00
    ("30 2 * * *", "2026-10-24T12:00Z", ["2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00"]),
    ("30 2 * * *", "2026-10-25T00:45Z", ["2026-10-26T02:30+01:00"]),  # asked between both 02:30
    ("0 * * * *", "2026-10-24T23:30Z", ["2026-10-25T02:00+02:00", "2026-10-25T03:00+01:00"]),
    ("*/30 2 * * *", "2026-10-24T23:30Z", ["2026-10-25T02:00+02:00", "2026-10-25T02:30+02:00",
                                           "2026-10-26T02:00+01:00"]),
])
def test_a_skipped_time_runs_shifted_and_once_and_a_double_one_the_first_time(
    cron: str, after: str, instants: list[str]
) -> None:
    assert _next(cron, after, len(instants)) == instants


def test_a_shifted_time_may_come_after_a_later_one_that_exists() -> None:
    """On Lord Howe the clocks skip half an hour, 02:00 → 02:30: 02:20 runs at 02:50, after 02:40."""
    assert _next("20,40 2 * * *", "2026-10-03T00:00Z", 3, "Australia/Lord_Howe") == [
        "2026-10-04T02:40+11:00", "2026-10-04T02:50+11:00", "2026-10-05T02:20+11:00"]


@pytest.mark.parametrize(("cron", "says"), [
    ("", "0 fields; write five"), ("@daily", "1 fields; write five"), ("0 15 6 * * *", "6 fields; write five"),
    ("60 * * * *", "minute: '60' is not from 0 to 59"), ("0 24 * * *", "hour: '24' is not from 0 to 23"),
    ("0 0 0 * *", "day-of-month: '0' is not from 1 to 31"), ("0 0 * 13 *", "month: '13' is not from 1 to 12"),
    ("0 0 * * 8", "day-of-week: '8' is not from 0 to 7"), ("0 0 * * fri-1", "'FRI-1' ends before it begins"),
    ("30-10 * * * *", "minute: '30-10' ends before it begins"), ("0 0 1-32/2 * *", "'1-32/2' is not from 1 to 31"),
    ("0 0 30 2 *", "no such day ever comes"), ("0 0 31 4,6 *", "no such day ever comes"),
    (f"{'x' * 5000} * * * *", f"minute: '{'X' * 20}' is no number"),
    ("5/10 * * * *", "minute: '5/10'"), ("*/0 * * * *", "minute: '*/0'"), ("*/90 * * * *", "minute: '*/90'"),
    ("0 0 1,,2 * *", "day-of-month: ''"), ("0 0 L * *", "'L'"), ("0 0 * * 5L", "'5L'"), ("0 0 * * 1#2", "'1#2'"),
    ("0 0 ? * *", "'?'"), ("jan * * * *", "minute: 'JAN'"), ("0 0 mon * *", "day-of-month: 'MON'"),
    ("٣ * * * *", "minute"), ("-1 * * * *", "minute"), ("1-2-3 * * * *", "minute"), ("0 0 * lundi *", "month"),
])
def test_what_is_no_five_field_cron_is_refused_by_the_field(cron: str, says: str) -> None:
    with pytest.raises(ValueError, match=r"\S") as error:
        parse(cron, "Europe/Paris")
    assert says in str(error.value)
    assert "\n" not in str(error.value)


# The oracle knows nothing of cron but the rule of its days, and of zones only what a walk over UTC shows.

CHANGES = [("Europe/Paris", datetime(2026, 3, 29)), ("Europe/Paris", datetime(2026, 10, 25)),
           ("America/New_York", datetime(2026, 3, 8)), ("America/New_York", datetime(2026, 11, 1)),
           ("Australia/Lord_Howe", datetime(2026, 4, 5)), ("Australia/Lord_Howe", datetime(2026, 10, 4))]
MINUTE = timedelta(minutes=1)


@cache
def _walk(zone: str, day: datetime) -> dict[datetime, datetime]:
    """Each local minute of the three days around `day` → its instant: the first that shows it, or, where none does,
    the minute as many minutes later as the clock skips."""
    first, minutes = day - timedelta(days=1), 3 * 24 * 60
    start = first.replace(tzinfo=UTC) - timedelta(hours=15)
    seen: dict[datetime, datetime] = {}
    for number in range(minutes + 30 * 60):
        instant = start + number * MINUTE
        seen.setdefault(instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None), instant)
    locals_ = [first + number * MINUTE for number in range(minutes)]
    skipped = sum(local not in seen for local in locals_)
    return {local: seen[local] if local in seen else seen[local + skipped * MINUTE] for local in locals_}


@st.composite
def _field(draw: st.DrawFn, low: int, high: int) -> tuple[str, set[int]]:
    kind = draw(st.sampled_from(("every", "step", "one", "range", "range step", "list")))
    a, b = sorted((draw(st.integers(low, high)), draw(st.integers(low, high))))
    step = draw(st.integers(1, min(high, 12)))
    match kind:
        case "every":
            return "*", set(range(low, high + 1))
        case "step":
            return f"*/{step}", set(range(low, high + 1, step))
        case "one":
            return str(a), {a}
        case "range":
            return f"{a}-{b}", set(range(a, b + 1))
        case "range step":
            return f"{a}-{b}/{step}", set(range(a, b + 1, step))
    return f"{b},{a}", {a, b}


def test_the_walk_finds_a_skipped_and_a_double_time_in_each_zone() -> None:
    for zone, day in CHANGES:
        walked = list(_walk(zone, day).values())
        assert len(walked) == 3 * 24 * 60
        skipped, whole = len(walked) - len(set(walked)), (walked[-1] - walked[0]) / MINUTE + 1
        assert (skipped, len(walked) - whole) in {(60, 60), (0, -60), (30, 30), (0, -30)}


@given(st.sampled_from(CHANGES), _field(0, 59), _field(0, 23), _field(1, 31), _field(0, 7), st.integers(0, 47 * 60))
@sample(300)
def test_next_runs_are_those_of_a_walk_over_every_minute(
    change: tuple[str, datetime], minute: tuple[str, set[int]], hour: tuple[str, set[int]], day: tuple[str, set[int]],
    weekday: tuple[str, set[int]], asked: int,
) -> None:
    zone, around = change
    start = (around - timedelta(days=1)).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) + asked * MINUTE
    both = day[0].startswith("*") or weekday[0].startswith("*")

    def matches(local: datetime) -> bool:
        dated, named = local.day in day[1], bool({local.isoweekday(), local.isoweekday() % 7} & weekday[1])
        on_day = (dated and named) if both else (dated or named)
        return on_day and local.minute in minute[1] and local.hour in hour[1]

    expected = sorted({instant for local, instant in _walk(zone, around).items() if matches(local) and instant > start})
    try:
        schedule = parse(f"{minute[0]} {hour[0]} {day[0]} * {weekday[0]}", zone)
    except ValueError:
        assert expected == []
        return
    found = list(islice(schedule.upcoming(start), min(len(expected), 8) + 1))
    assert [one.astimezone(UTC) for one in found[:-1]] == expected[:8]  # in a doubled hour no other zone's is equal
    if len(expected) < 8:
        assert found[-1] > max(_walk(zone, around).values())
