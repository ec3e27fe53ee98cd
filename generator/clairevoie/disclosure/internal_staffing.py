"""Who is on what: each person's thirteen weeks, and who waits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from clairevoie.disclosure.house import House
from clairevoie.disclosure.internal_rates import planned, rates
from clairevoie.disclosure.rows import Row
from clairevoie.figures.clock import open_days
from clairevoie.figures.kpi import KPIS
from clairevoie.figures.zones import day_number
from clairevoie.portal import Figure, PersonLine, Staffing, Tile

WEEKS = 13
_WEEK = timedelta(weeks=1)


def staffing(house: House) -> Staffing | None:
    """The staffing panel; None where nobody is recorded."""
    people = [row for row in house.own("people") if _works(row, house.today)]
    if not people:
        return None
    time = _time(house)
    lines = tuple(_line(house, row, time) for row in sorted(people, key=lambda r: (r.text("name"), r.text("person"))))
    teams = sorted({line.team for line in lines if line.team})
    by_team = [(team, house.ledger.one("staffing_rate", house.month, team=team)) for team in teams]
    series = house.ledger.over("staffing_rate", house.months)
    company = Tile(series[-1], series) if series else Tile(_absent(house))
    return Staffing(company, tuple((team, figure) for team, figure in by_team if figure), lines, house.month,
                    rates(house, teams, people), planned(house, teams),
                    house.ledger.one("staffed_share", house.today.isoformat()),
                    KPIS["staffing_rate"].settled(house.project).variant, house.project.staff.deducted_absences)


@dataclass(frozen=True, slots=True)
class _Time:
    """Days by person and Monday. open: the company's open days in each week; billed and absent: days."""

    mondays: tuple[date, ...]
    open: Mapping[date, int]
    billed: Mapping[tuple[str, date], float]
    absent: Mapping[tuple[str, date], float]
    names: Mapping[str, str]  # client -> name
    posts: Mapping[str, tuple[str, ...]]  # person -> clients assigned this week


def _time(house: House) -> _Time:
    last = house.today - timedelta(days=house.today.weekday())
    mondays = tuple(last - _WEEK * back for back in reversed(range(WEEKS)))
    calendar = house.project.calendars[house.project.calendar]
    days = set(open_days(calendar, mondays[0].year, last.year + 1).tolist())
    opened = {monday: [d for d in (monday + timedelta(days=n) for n in range(7)) if day_number(d) in days]
              for monday in mondays}
    names = {row.text("client"): row.text("name") for row in house.own("clients")}
    return _Time(mondays, {monday: len(found) for monday, found in opened.items()}, _billed(house, mondays[0]),
                 _absent_days(house, mondays[0], {day for found in opened.values() for day in found}), names,
                 _posts(house, names))


def _billed(house: House, since: date) -> Mapping[tuple[str, date], float]:
    """Billable days: hours over the day of the contract they were done under (7 h where there is none)."""
    contracts = house.all("contracts", "contract", "day_hours")
    lengths = {row.text("contract"): row.number("day_hours") or 7.0 for _, row in contracts}
    found: defaultdict[tuple[str, date], float] = defaultdict(float)
    for _, row in house.all("time_entries", "date", "person", "contract", "hours", "billable", since=since):
        day = row.day("date")
        if day and row.flag("billable"):
            hours = row.number("hours") or 0.0
            found[row.text("person"), _monday(day)] += hours / lengths.get(row.text("contract"), 7.0)
    return found


def _absent_days(house: House, since: date, open_: set[date]) -> Mapping[tuple[str, date], float]:
    found: defaultdict[tuple[str, date], float] = defaultdict(float)
    for row in house.own("absences"):
        day = row.day("date")
        if day and day >= since and day in open_:
            found[row.text("person"), _monday(day)] += row.number("fraction") or 0.0
    return found


def _posts(house: House, names: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    """Where people are by a firm assignment that holds in as_of's week: names of clients."""
    owner = {row.text("contract"): client for client, row in house.all("contracts", "contract")}
    found: defaultdict[str, set[str]] = defaultdict(set)
    monday = _monday(house.today)
    for row in house.own("assignments"):
        start, end = row.day("from"), row.day("to")
        holds = start and end and start <= monday + timedelta(days=6) and end >= monday
        if holds and row.text("certainty") != "option":
            client = row.text("client") or owner.get(row.text("contract"), "")
            found[row.text("person")] |= {names.get(client, client)} - {""}
    return {person: tuple(sorted(clients)) for person, clients in found.items()}


def _line(house: House, row: Row, time: _Time) -> PersonLine:
    person = row.text("person")
    weeks = tuple((monday.isoformat(), _share(row, monday, time), _absence(person, monday, time))
                  for monday in time.mondays)
    staffing_ = house.ledger.one("staffing_rate", house.month, person=person) or _absent(house, person)
    now = time.posts.get(person, ())
    since = None if now else _idle(weeks)
    before = since is not None and not any(share for _, share, _ in weeks)
    return PersonLine(person, row.text("name"), row.text("team"), weeks, staffing_, now, since,
                      idle_before=before and (row.day("start") or date.min) < time.mondays[0])


def _share(row: Row, monday: date, time: _Time) -> float | None:
    """Billed days over the days of the week that the person owes; None outside their contract or in a closed week."""
    start, end = row.day("start") or date.min, row.day("end") or date.max
    days = time.open[monday] * (row.number("fte") or 1.0)
    if monday + timedelta(days=6) < start or monday > end or not days:
        return None
    return time.billed.get((row.text("person"), monday), 0.0) / days


def _absence(person: str, monday: date, time: _Time) -> float:
    return time.absent.get((person, monday), 0.0) / time.open[monday] if time.open[monday] else 0.0


def _idle(weeks: tuple[tuple[str, float | None, float], ...]) -> date | None:
    """The Monday since which nothing is billed, weeks away from work left out; None where the last week is billed."""
    since = None
    for monday, share, absent in reversed(weeks):
        if share:
            break
        if share is not None and absent < 1:
            since = date.fromisoformat(monday)
    return since


def _absent(house: House, person: str = "") -> Figure:
    by = (("person", person),) if person else ()
    return Figure("staffing_rate", house.month, "ratio", "not_measured", by=by, reason="no_source")


def _works(row: Row, today: date) -> bool:
    return (row.day("start") or date.min) <= today <= (row.day("end") or date.max)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
